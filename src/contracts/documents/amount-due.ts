import { type Decimal, divideRounded, powerOfTen } from '../../kernel/decimal.ts'
import { type Money, minorUnits } from '../../kernel/money.ts'

type DueRounding = { readonly step: Decimal; readonly mode: 'half_away' | 'up' | 'down' }

/**
 * What is left to pay, as EN 16931 reckons it (BR-CO-16): the total with tax, less what was prepaid, plus a rounding
 * that stands in a field of its own. What the client keeps back for its authority goes off as well.
 */
export function amountDue(
  total: Money,
  prepaid: Money,
  withheld: Money,
  rounding: DueRounding | null,
): { readonly rounding: Money; readonly due: Money } {
  const { currency } = total
  const open = total.minor - prepaid.minor - withheld.minor
  const step = rounding === null ? 0n : inMinor(rounding.step, currency)
  if (rounding === null || step === 0n)
    return { rounding: { minor: 0n, currency }, due: { minor: open, currency } }
  const due = divideRounded(open, step, rounding.mode) * step
  return { rounding: { minor: due - open, currency }, due: { minor: due, currency } }
}

/** A step finer than the currency rounds nothing. */
function inMinor(step: Decimal, currency: string): bigint {
  const digits = minorUnits(currency)
  return step.scale <= digits
    ? step.coefficient * powerOfTen(digits - step.scale)
    : step.coefficient / powerOfTen(step.scale - digits)
}

/** Percent of an amount, rounded once, half away from zero. */
export function percentOf(amount: Money, percent: Decimal): Money {
  const minor = divideRounded(
    amount.minor * percent.coefficient,
    100n * powerOfTen(percent.scale),
    'half_away',
  )
  return { minor, currency: amount.currency }
}
