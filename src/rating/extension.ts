import type { Decimal } from '../kernel/decimal.ts'
import { divideRounded, powerOfTen } from '../kernel/decimal.ts'
import type { Money } from '../kernel/money.ts'
import { extend, minorUnits } from '../kernel/money.ts'

/** What a rate is for. A rate per day says how many hours its day has. */
export type RatePer = 'hour' | 'day'
export type ExtensionUnit = 'hour' | 'minute' | 'second' | 'day' | 'unit'

const perHour = { hour: 1n, minute: 60n, second: 3600n } as const

/** Eight hours, where a card does not say how long its day is. */
export const usualDay: Decimal = { coefficient: 8n, scale: 0 }

/**
 * Quantity x rate, rounded once, half away from zero. Hours meet a rate per day, and days a rate per hour, by the length
 * of the card's day; nothing is rounded in between.
 */
export function extendAt(
  quantity: Decimal,
  unit: ExtensionUnit,
  rate: { readonly price: Decimal; readonly per: RatePer; readonly hoursPerDay?: Decimal | undefined },
  currency: string,
): Money {
  const { price, per } = rate
  const day = rate.hoursPerDay ?? usualDay
  if (unit === 'unit' || unit === per) return extend(quantity, price, currency)
  let numerator = quantity.coefficient * price.coefficient * powerOfTen(minorUnits(currency))
  let denominator = powerOfTen(quantity.scale + price.scale)
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
  return { minor: divideRounded(numerator, denominator, 'half_away'), currency }
}
