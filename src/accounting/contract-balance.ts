/** Contract asset and contract liability: one position a contract, never both (IFRS 15.105, ASC 606-10-45-1). */
import { addMoney, type Money, subtractMoney } from '../kernel/money.ts'
import { above, negateMoney } from './amounts.ts'
import type { JournalLine } from './journal.ts'
import { shareOf } from './share.ts'

type Presented = { readonly asset: Money; readonly liability: Money }

/** More recognised than billed is an asset, more billed than recognised a liability. */
export function presented(recognised: Money, billed: Money): Presented {
  const position = subtractMoney(recognised, billed)
  return { asset: above(position), liability: above(negateMoney(position)) }
}

/** An asset is above zero and a liability below, in the contract's currency and at what it stands for in the ledger. */
export type Position = { readonly amount: Money; readonly value: Money }
export type Moved = { readonly after: Position; readonly lines: readonly JournalLine[] }

/**
 * Moves a contract's position by an amount, whose value is at the rate of the day. What takes a standing balance away
 * takes it at the value that it stands for, so that nothing is left in the ledger's currency once it is gone; a liability
 * is used up before an asset arises, and the other way round. The lines add up to the move.
 */
export function moveBalance(before: Position, move: Position): Moved {
  const after = { amount: addMoney(before.amount, move.amount), value: valueAfter(before, move) }
  const side = (part: (amount: Money) => Money): Position => {
    const [old, now] = [part(before.amount), part(after.amount)]
    const none = { minor: 0n, currency: before.value.currency }
    const oldValue = old.minor === 0n ? none : before.value
    const newValue = now.minor === 0n ? none : after.value
    return { amount: subtractMoney(now, old), value: subtractMoney(newValue, oldValue) }
  }
  const lines: JournalLine[] = [
    { purpose: 'contract_asset', ...side(above) },
    { purpose: 'contract_liability', ...side((one) => negateMoney(above(negateMoney(one)))) },
  ]
  return { after, lines: lines.filter((line) => line.amount.minor !== 0n || line.value.minor !== 0n) }
}

function valueAfter(before: Position, move: Position): Money {
  const [old, change] = [before.amount.minor, move.amount.minor]
  if (old === 0n || change === 0n || old > 0n === change > 0n) return addMoney(before.value, move.value)
  const [size, taken] = [old < 0n ? -old : old, change < 0n ? -change : change]
  if (taken <= size)
    return subtractMoney(before.value, shareOf(before.value, { numerator: taken, denominator: size }))
  return shareOf(move.value, { numerator: taken - size, denominator: taken })
}
