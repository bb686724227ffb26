/** How much of a price is revenue by a day. All figures are cumulative from the beginning of the contract. */
import { type Day, daysBetween, daysInMonth, addDays } from '../kernel/dates.ts'
import { type Decimal, subtractDecimal } from '../kernel/decimal.ts'
import { assert } from '../kernel/errors.ts'
import { addMoney, decimalOfMoney, type Money, subtractMoney, zeroMoney } from '../kernel/money.ts'
import { above, lesser } from './amounts.ts'
import { bounded, everything, type Fraction, fractionOf, nothing, shareOf } from './share.ts'

type Recognised = { readonly progress: Fraction; readonly revenue: Money }

/** Progress against an estimate, never above the whole. Of an estimate of nothing nothing is done. */
function progressOf(done: Decimal, estimate: Decimal): Fraction {
  return estimate.coefficient > 0n ? bounded(fractionOf(done, estimate)) : nothing
}

/**
 * Over time by cost. Materials that are bought and not yet installed tell nothing of progress: they are taken out of
 * cost, estimate and price, and their revenue is their cost (ASC 606-10-55-21, IFRS 15.B19 and example 19).
 */
export function overTimeByCost(given: {
  readonly price: Money
  /** Everything, the uninstalled with it. */
  readonly incurred: Money
  readonly estimate: Money
  readonly uninstalled: Money
  /** Of the estimate. */
  readonly uninstalledEstimate: Money
}): Recognised {
  const { price, incurred, estimate, uninstalled, uninstalledEstimate } = given
  const done = subtractDecimal(decimalOfMoney(incurred), decimalOfMoney(uninstalled))
  const whole = subtractDecimal(decimalOfMoney(estimate), decimalOfMoney(uninstalledEstimate))
  const progress = progressOf(done, whole)
  const earned = shareOf(subtractMoney(price, uninstalledEstimate), progress)
  return { progress, revenue: addMoney(earned, uninstalled) }
}

/** Over time by hours: the price by worked of estimated hours. */
export function overTimeByHours(price: Money, worked: Decimal, estimate: Decimal): Recognised {
  const progress = progressOf(worked, estimate)
  return { progress, revenue: shareOf(price, progress) }
}

// The least number that 28, 29, 30 and 31 divide, so that part months are exact.
const partsOfMonth = 377_580

function monthPosition(on: Day): number {
  const year = Number(on.slice(0, 4))
  const month = Number(on.slice(5, 7))
  const parts = ((Number(on.slice(8, 10)) - 1) * partsOfMonth) / daysInMonth(year, month)
  return (year * 12 + month) * partsOfMonth + parts
}

/**
 * A straight line from the first to the last day, both included: every whole month alike and part months by their
 * days, or every day alike. Nothing before, everything after.
 */
export function straightLine(from: Day, to: Day, at: Day, spread: 'months' | 'days'): Fraction {
  assert(from <= to, 'A service does not end before it begins')
  if (at < from) return nothing
  if (at >= to) return everything
  const [elapsed, whole] =
    spread === 'days'
      ? [daysBetween(from, at) + 1, daysBetween(from, to) + 1]
      : [
          monthPosition(addDays(at, 1)) - monthPosition(from),
          monthPosition(addDays(to, 1)) - monthPosition(from),
        ]
  return { numerator: BigInt(elapsed), denominator: BigInt(whole) }
}

/** What may be recognised of a variable price, and what the bound keeps out. */
export function constrain(revenue: Money, bound: Money | null): { revenue: Money; kept: Money } {
  if (bound === null) return { revenue, kept: zeroMoney(revenue.currency) }
  const allowed = lesser(revenue, bound)
  return { revenue: allowed, kept: subtractMoney(revenue, allowed) }
}

export type Loss = {
  /** Of the whole contract; nothing where it earns. */
  readonly total: Money
  /** What of it the revenue and cost so far do not show, and is booked at once (ASC 605-35-25-45, IAS 37.66). */
  readonly provision: Money
}

export function lossOf(price: Money, estimate: Money, revenue: Money, cost: Money): Loss {
  const total = above(subtractMoney(estimate, price))
  const shown = subtractMoney(cost, revenue)
  return { total, provision: total.minor === 0n ? total : above(subtractMoney(total, shown)) }
}
