import { type Money, subtractMoney, sumMoney } from '../kernel/money.ts'
import { addMoney } from '../kernel/money.ts'

type ClearedWip = {
  readonly accrued: Money
  /** Below zero, as a ledger holds it. */
  readonly reversed: Money
  readonly left: Money
  /** What should be left: the unbilled work that there is. */
  readonly unbilled: Money
  /** What stays in work in progress although its work was invoiced; below zero, what was reversed too much. */
  readonly imbalance: Money
}

/** What a ledger holds of unbilled work beside the unbilled work that there is. Balanced, the imbalance is nothing. */
export function clearedWip(
  accruals: readonly Money[],
  reversals: readonly Money[],
  unbilled: Money,
): ClearedWip {
  const { currency } = unbilled
  const accrued = sumMoney(accruals, currency)
  const reversed = sumMoney(reversals, currency)
  const left = addMoney(accrued, reversed)
  return { accrued, reversed, left, unbilled, imbalance: subtractMoney(left, unbilled) }
}
