/** Contract asset and contract liability: one position a contract, never both (IFRS 15.105, ASC 606-10-45-1). */
import { type Money, subtractMoney } from '../kernel/money.ts'
import { above, negateMoney } from './amounts.ts'
import type { JournalLine } from './journal.ts'

export type Presented = { readonly asset: Money; readonly liability: Money }

/** More recognised than billed is an asset, more billed than recognised a liability. */
export function presented(recognised: Money, billed: Money): Presented {
  const position = subtractMoney(recognised, billed)
  return { asset: above(position), liability: above(negateMoney(position)) }
}

/**
 * The lines that move a contract from one position to another: a liability is used up before an asset arises and
 * the other way round. They add up to the difference.
 */
export function moveBalance(
  before: Money,
  after: Money,
): { readonly purpose: JournalLine['purpose']; readonly amount: Money }[] {
  const asset = subtractMoney(above(after), above(before))
  const liability = subtractMoney(above(negateMoney(before)), above(negateMoney(after)))
  const lines = [
    { purpose: 'contract_asset', amount: asset },
    { purpose: 'contract_liability', amount: liability },
  ] as const
  return lines.filter((line) => line.amount.minor !== 0n)
}
