import { bug } from './errors.ts'

/** A business day, "YYYY-MM-DD", years 0001 to 9999. Days compare as text does. */
export type Day = string & { readonly brand: 'Day' }

const daysBeforeMonth = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334] as const

function isLeap(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
}

export function daysInMonth(year: number, month: number): number {
  if (month === 2) return isLeap(year) ? 29 : 28
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31
}

/** The number written in two or more digits from `start` up to `end`; NaN when one of them is no digit. */
function digitsAt(text: string, start: number, end: number): number {
  let value = 0
  for (let at = start; at < end; at++) {
    const digit = text.charCodeAt(at) - 48
    if (digit < 0 || digit > 9) return Number.NaN
    value = value * 10 + digit
  }
  return value
}

/**
 * Null for anything but a day that exists. A time behind the day is refused too: it would hide a time zone.
 */
export function parseDay(text: string): Day | null {
  if (text.length !== 10 || text.charCodeAt(4) !== 45 || text.charCodeAt(7) !== 45) return null
  const year = digitsAt(text, 0, 4)
  const month = digitsAt(text, 5, 7)
  const dayOfMonth = digitsAt(text, 8, 10)
  if (!(year >= 1 && month >= 1 && month <= 12 && dayOfMonth >= 1)) return null
  return dayOfMonth > daysInMonth(year, month) ? null : (text as Day)
}

export function day(text: string): Day {
  return parseDay(text) ?? bug(`Not a day: ${text.slice(0, 40)}`)
}

/** Days since 0001-01-01 (a Monday) in the proleptic Gregorian calendar. */
function ordinalOf(d: Day): number {
  const year = Number(d.slice(0, 4))
  const month = Number(d.slice(5, 7))
  const leapDay = month > 2 && isLeap(year) ? 1 : 0
  return ordinalOfYear(year) + daysBeforeMonth[month - 1]! + leapDay + Number(d.slice(8, 10)) - 1
}

const lastOrdinal = 3_652_058 // 9999-12-31

function dayAt(ordinal: number): Day {
  if (!(ordinal >= 0 && ordinal <= lastOrdinal)) bug('A day lies outside the years 0001 to 9999')
  let year = Math.floor(ordinal / 365.2425) + 1
  while (ordinalOfYear(year + 1) <= ordinal) year++
  while (ordinalOfYear(year) > ordinal) year--
  let rest = ordinal - ordinalOfYear(year)
  let month = 1
  while (rest >= daysInMonth(year, month)) {
    rest -= daysInMonth(year, month)
    month++
  }
  return spell(year, month, rest + 1)
}

function ordinalOfYear(year: number): number {
  const before = year - 1
  return before * 365 + Math.floor(before / 4) - Math.floor(before / 100) + Math.floor(before / 400)
}

function spell(year: number, month: number, dayOfMonth: number): Day {
  const monthText = month < 10 ? `0${month}` : `${month}`
  const dayText = dayOfMonth < 10 ? `0${dayOfMonth}` : `${dayOfMonth}`
  return `${String(year).padStart(4, '0')}-${monthText}-${dayText}` as Day
}

export function addDays(d: Day, n: number): Day {
  if (!Number.isInteger(n)) bug('Days are added whole')
  return dayAt(ordinalOf(d) + n)
}

/** Days from a to b; negative when b lies before a. */
export function daysBetween(a: Day, b: Day): number {
  return ordinalOf(b) - ordinalOf(a)
}

/** ISO 8601: Monday is 1, Sunday is 7. */
export function dayOfWeek(d: Day): 1 | 2 | 3 | 4 | 5 | 6 | 7 {
  return ((ordinalOf(d) % 7) + 1) as 1 | 2 | 3 | 4 | 5 | 6 | 7
}

export function compareDay(a: Day, b: Day): -1 | 0 | 1 {
  return a < b ? -1 : a > b ? 1 : 0
}
