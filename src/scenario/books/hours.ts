import { addDecimal, type Decimal, divideDecimal, multiplyDecimal } from '../../kernel/decimal.ts'
import type { Valued } from '../pieces.ts'
import { perHour } from './book-work.ts'

const none: Decimal = { coefficient: 0n, scale: 0 }
const secondsOfHour: Decimal = { coefficient: 3600n, scale: 0 }

/** A quantity of time in seconds, exactly; null for what is no time. */
export function secondsOf(quantity: Decimal, unit: Valued['unit']): Decimal | null {
  const units = perHour(unit)
  return units === null ? null : multiplyDecimal(quantity, { coefficient: 3600n / units, scale: 0 })
}

/** Seconds as hours, to nine digits. */
export function inHours(seconds: Decimal): Decimal {
  return divideDecimal(seconds, secondsOfHour, 9, 'half_away')
}

/** Worked time, as it was, of all of them. Added in seconds, so that minutes and thirds of an hour add up. */
export function hoursOf(list: readonly Valued[]): Decimal {
  const seconds = list
    .filter((one) => one.kind === 'time')
    .map((one) => secondsOf(one.actual, one.unit) ?? none)
  return inHours(seconds.reduce(addDecimal, none))
}
