import {
  addDecimal,
  type Decimal,
  divideDecimal,
  multiplyDecimal,
  subtractDecimal,
} from '../../kernel/decimal.ts'
import { inOneUnit } from '../../rating/durations.ts'
import type { Unit } from '../pieces.ts'
import type { Billed } from './billed.ts'
import type { TimeEntry } from './entries.ts'
import type { TimePart } from './parts.ts'

/** Actual and billed time and the parts, all in one unit in which each is exact; days only where the line bills days. */
export type Told = {
  readonly unit: Unit
  readonly actual: Decimal
  readonly actualUnit: Unit
  readonly billed: Decimal
  readonly quantities: readonly Decimal[]
}

export function toldIn(entry: TimeEntry, billed: Billed, parts: readonly TimePart[]): Told {
  const seconds = parts.map((part) => part.seconds)
  if (billed.days !== null)
    return {
      unit: 'day',
      actual: entry.actual,
      actualUnit: entry.unit,
      billed: billed.days,
      quantities: daysOf(billed.days, seconds),
    }
  const whole = parts.length === 1 && entry.actualSeconds === billed.seconds
  if (whole) {
    const { actual, unit } = entry
    return { unit, actual, actualUnit: unit, billed: actual, quantities: [actual] }
  }
  const { unit, quantities } = inOneUnit([entry.actualSeconds, billed.seconds, ...seconds], entry.unit)
  return {
    unit,
    actual: quantities[0]!,
    actualUnit: unit,
    billed: quantities[1]!,
    quantities: quantities.slice(2),
  }
}

/** Digits of the share of a part in the days of its entry. */
const shareScale = 4
const zero: Decimal = { coefficient: 0n, scale: 0 }

/** Each part has its share of the days by time, and the last takes the rest. */
function daysOf(days: Decimal, seconds: readonly Decimal[]): Decimal[] {
  const total = seconds.reduce(addDecimal, zero)
  if (seconds.length < 2 || total.coefficient === 0n) return seconds.map((_, at) => (at === 0 ? days : zero))
  const shares = seconds
    .slice(0, -1)
    .map((one) => divideDecimal(multiplyDecimal(days, one), total, shareScale, 'down'))
  return [...shares, subtractDecimal(days, shares.reduce(addDecimal, zero))]
}
