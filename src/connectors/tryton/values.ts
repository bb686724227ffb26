/** Tryton's spelling of values that JSON does not have. */
import {
  addDecimal,
  decimal,
  divideDecimal,
  formatDecimal,
  multiplyDecimal,
  parseDecimal,
} from '../../kernel/decimal.ts'
import { type Day, parseDay } from '../../kernel/dates.ts'
import { at, type Json, numberOf } from '../sdk/json.ts'

export type Outgoing =
  | null
  | boolean
  | string
  | number
  | readonly Outgoing[]
  | { readonly [name: string]: Outgoing }

export function outDate(on: Day): Outgoing {
  return {
    __class__: 'date',
    year: Number(on.slice(0, 4)),
    month: Number(on.slice(5, 7)),
    day: Number(on.slice(8)),
  }
}
/** The first moment of the day, UTC: how Tryton keeps when a record was made. */
export function outMoment(on: Day): Outgoing {
  const [year, month, dayOfMonth] = on.split('-').map(Number) as [number, number, number]
  return {
    __class__: 'datetime',
    year,
    month,
    day: dayOfMonth,
    hour: 0,
    minute: 0,
    second: 0,
    microsecond: 0,
  }
}
/**
 * A pattern of `like` for texts that begin so. A character with a meaning of its own in patterns stands for any one
 * character: whoever searches compares the beginnings again.
 */
export function beginsWith(text: string): string {
  return `${text.replaceAll(/[\\%_]/g, '_')}%`
}
export function outDecimal(text: string): Outgoing {
  return { __class__: 'Decimal', decimal: text }
}

/** Null when a duration in Tryton cannot hold the hours exactly: it counts microseconds. */
export function outHours(hours: string): Outgoing | null {
  const seconds = secondsOf(hours)
  return seconds === null ? null : { __class__: 'timedelta', seconds: Number(seconds) }
}
export function secondsOf(hours: string): string | null {
  const value = parseDecimal(hours)
  if (value === null) return null
  const seconds = decimal(formatDecimal(multiplyDecimal(value, decimal('3600'))))
  // Up to fifteen digits a double holds a decimal exactly enough to print it again as it was.
  if (seconds.scale > 6 || seconds.coefficient.toString().length > 15) return null
  return formatDecimal(seconds)
}

export function inDate(value: Json | undefined): Day | null {
  const [year, month, dayOfMonth] = ['year', 'month', 'day'].map((name) => numberOf(at(value, name)))
  if (year == null || month == null || dayOfMonth == null) return null
  return parseDay(`${year.padStart(4, '0')}-${month.padStart(2, '0')}-${dayOfMonth.padStart(2, '0')}`)
}
/** Canonical text of a Decimal or a plain number. */
export function inDecimal(value: Json | undefined): string | null {
  return numberOf(at(value, 'decimal') ?? value)
}
export function inSeconds(value: Json | undefined): string | null {
  const days = numberOf(at(value, 'days')) ?? '0'
  const seconds = numberOf(at(value, 'seconds'))
  if (seconds === null) return null
  return formatDecimal(addDecimal(multiplyDecimal(decimal(days), decimal('86400')), decimal(seconds)))
}
/** A duration that is no finite number of hours is rounded at the sixth digit. */
export function inHours(value: Json | undefined): string | null {
  const seconds = inSeconds(value)
  return seconds === null
    ? null
    : formatDecimal(divideDecimal(decimal(seconds), decimal('3600'), 6, 'half_away'))
}
