import type { Money } from '../kernel/money.ts'
import { subtractMoney, zeroMoney } from '../kernel/money.ts'
import { prorate, type Share } from './proration.ts'

type TrueUp = { readonly minimum: Money; readonly amount: Money }

/** What is missing to the minimum of a period or of the part of it that counts; nothing when it is reached. */
export function trueUp(minimum: Money, share: Share, eligible: Money): TrueUp {
  const due = prorate(minimum, share)
  const missing = subtractMoney(due, eligible)
  return { minimum: due, amount: missing.minor > 0n ? missing : zeroMoney(due.currency) }
}
