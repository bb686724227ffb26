/** Tryton's typed values in JSON. */
import { spell } from '../exact.ts'

export type Value = string | number | boolean | null | Value[] | { [name: string]: Value }

export const decimalValue = (text: string): Value => ({ __class__: 'Decimal', decimal: text })

export function dateValue(day: string | null): Value {
  if (day === null) return null
  const [year, month, dayOfMonth] = day.split('-').map(Number) as [number, number, number]
  return { __class__: 'date', year, month, day: dayOfMonth }
}

export function momentValue(ms: number): Value {
  const at = new Date(ms)
  return {
    __class__: 'datetime',
    year: at.getUTCFullYear(),
    month: at.getUTCMonth() + 1,
    day: at.getUTCDate(),
    hour: at.getUTCHours(),
    minute: at.getUTCMinutes(),
    second: at.getUTCSeconds(),
    microsecond: at.getUTCMilliseconds() * 1000,
  }
}

/** Hours are kept with ten digits, so that whole seconds come back whole. */
export function durationValue(hours: string): Value {
  return { __class__: 'timedelta', seconds: Math.round(Number(hours) * 3600) }
}

export function hoursOf(seconds: number): string {
  const scaled = (BigInt(Math.round(seconds)) * 10n ** 10n) / 3600n
  return spell({ units: scaled, scale: 10 }).replace(/\.?0+$/, '') || '0'
}

/** Days as text, decimals as text, durations as seconds, moments as ISO text: what domains compare. */
export function bare(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map(bare)
  const typed = value as Record<string, unknown>
  const two = (part: unknown): string => String(part).padStart(2, '0')
  switch (typed.__class__) {
    case 'Decimal':
      return String(typed.decimal)
    case 'date':
      return `${String(typed.year).padStart(4, '0')}-${two(typed.month)}-${two(typed.day)}`
    case 'datetime': {
      const day = `${String(typed.year).padStart(4, '0')}-${two(typed.month)}-${two(typed.day)}`
      const ms = String(Math.floor(Number(typed.microsecond ?? 0) / 1000)).padStart(3, '0')
      return `${day}T${two(typed.hour ?? 0)}:${two(typed.minute ?? 0)}:${two(typed.second ?? 0)}.${ms}Z`
    }
    case 'timedelta':
      return Number(typed.seconds)
    default:
      return value
  }
}

/** mm/dd/yyyy, as its English texts write days. */
export function englishDate(day: string): string {
  return `${day.slice(5, 7)}/${day.slice(8, 10)}/${day.slice(0, 4)}`
}

/** As Python prints a float: a quantity of one is 1.0. */
export function floatText(quantity: string): string {
  const text = String(Number(quantity))
  return text.includes('.') ? text : `${text}.0`
}
