import type { Day } from './dates.ts'
import { addDays, dayOfWeek, daysInMonth, parseDay } from './dates.ts'
import { assert } from './errors.ts'

/**
 * From its first day up to, not including, `until`. Inclusive ends exist only at the edges of the product.
 */
export type Period = { readonly from: Day; readonly until: Day }

/** Null when the text is not a month "YYYY-MM". */
export function parseMonth(text: string): Period | null {
  const from = text.length === 7 ? parseDay(`${text}-01`) : null
  if (from === null || text === '9999-12') return null
  return { from, until: addDays(from, daysInMonth(Number(text.slice(0, 4)), Number(text.slice(5, 7)))) }
}

export function monthPeriod(text: string): Period {
  const period = parseMonth(text)
  assert(period !== null, `Not a month: ${text.slice(0, 20)}`)
  return period
}

/** "YYYY-MM" of a day. */
export function monthOf(d: Day): string {
  return d.slice(0, 7)
}

/** A period as people write it, with its last day included. */
export function periodThrough(from: Day, last: Day): Period {
  assert(from <= last, 'A period does not end before it begins')
  return { from, until: addDays(last, 1) }
}

export function lastDay(p: Period): Day {
  assert(p.from < p.until, 'An empty period has no last day')
  return addDays(p.until, -1)
}

export function contains(p: Period, d: Day): boolean {
  return p.from <= d && d < p.until
}

/** True when one day or more lies in both. */
export function overlaps(a: Period, b: Period): boolean {
  return a.from < b.until && b.from < a.until && a.from < a.until && b.from < b.until
}

/** The seven days from the Monday on or before a day, by ISO 8601. */
export function weekOf(d: Day): Period {
  const from = addDays(d, 1 - dayOfWeek(d))
  return { from, until: addDays(from, 7) }
}
