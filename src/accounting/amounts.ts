/** Money with its sign turned, bounded and split: the small moves of bookkeeping. */
import { type Money, zeroMoney } from '../kernel/money.ts'

export function negateMoney(amount: Money): Money {
  return { minor: -amount.minor, currency: amount.currency }
}

/** What of it lies above zero. */
export function above(amount: Money): Money {
  return amount.minor > 0n ? amount : zeroMoney(amount.currency)
}

/** The smaller of two of one currency. */
export function lesser(a: Money, b: Money): Money {
  return a.minor <= b.minor ? a : b
}
