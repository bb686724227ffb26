import type { Decimal } from '../kernel/decimal.ts'
import { divideRounded, powerOfTen } from '../kernel/decimal.ts'
import type { Money } from '../kernel/money.ts'
import { extend, minorUnits } from '../kernel/money.ts'

/** What a rate is for. A rate per day says how many hours its day has. */
export type RatePer = 'hour' | 'day'
type ExtensionUnit = 'hour' | 'minute' | 'second' | 'day' | 'unit'

type ExtensionRate = {
  readonly price: Decimal
  readonly per: RatePer
  readonly hoursPerDay?: Decimal | undefined
}

const perHour = { hour: 1n, minute: 60n, second: 3600n } as const

/** Eight hours, where a card does not say how long its day is. */
const usualDay: Decimal = { coefficient: 8n, scale: 0 }

/**
 * Quantity x rate, rounded once, half away from zero. Hours meet a rate per day, and days a rate per hour, by the length
 * of the card's day; nothing is rounded in between.
 */
export function extendAt(
  quantity: Decimal,
  unit: ExtensionUnit,
  rate: ExtensionRate,
  currency: string,
): Money {
  const { price, per } = rate
  if (unit === 'unit' || unit === per) return extend(quantity, price, currency)
  const { numerator, denominator } = exactly(quantity, unit, rate)
  const minor = divideRounded(numerator * powerOfTen(minorUnits(currency)), denominator, 'half_away')
  return { minor, currency }
}

/** A value before any rounding. */
export type Exact = { readonly numerator: bigint; readonly denominator: bigint }

export function exactly(quantity: Decimal, unit: ExtensionUnit, rate: ExtensionRate): Exact {
  const { price, per } = rate
  const day = rate.hoursPerDay ?? usualDay
  let numerator = quantity.coefficient * price.coefficient
  let denominator = powerOfTen(quantity.scale + price.scale)
  if (unit === 'unit' || unit === per) return { numerator, denominator }
  if (unit === 'day') {
    numerator *= day.coefficient
    denominator *= powerOfTen(day.scale)
  } else {
    denominator *= perHour[unit]
    if (per === 'day') {
      numerator *= powerOfTen(day.scale)
      denominator *= day.coefficient
    }
  }
  return { numerator, denominator }
}

/** Many exact values, rounded once. Values of one denominator are added first, because there are few of those. */
export function sumExact(values: Iterable<Exact>, currency: string): Money {
  const sums = new Map<bigint, bigint>()
  for (const { numerator, denominator } of values)
    sums.set(denominator, (sums.get(denominator) ?? 0n) + numerator)
  let [top, bottom] = [0n, 1n]
  for (const [denominator, numerator] of sums) {
    top = top * denominator + numerator * bottom
    bottom *= denominator
  }
  return { minor: divideRounded(top * powerOfTen(minorUnits(currency)), bottom, 'half_away'), currency }
}
