import type { Day } from '../kernel/dates.ts'
import { addDays, day, daysBetween, daysInMonth } from '../kernel/dates.ts'
import { assert } from '../kernel/errors.ts'
import type { Period } from '../kernel/periods.ts'

export type Rhythm =
  | { readonly months: number; readonly anchor: 'from_start' | 'calendar' }
  | { readonly days: number }

/** A period of service: the days that it has, and the whole period that it is or is a part of. */
export type ServicePeriod = Period & { readonly whole: Period; readonly months: number }

/** The same day so many months later; the last day of a month that has no such day. */
export function addMonths(from: Day, months: number): Day {
  const count = Number(from.slice(0, 4)) * 12 + Number(from.slice(5, 7)) - 1 + months
  const [year, month] = [Math.floor(count / 12), (count % 12) + 1]
  const dayOfMonth = Math.min(Number(from.slice(8, 10)), daysInMonth(year, month))
  return day(
    `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(dayOfMonth).padStart(2, '0')}`,
  )
}

/** The first day of the calendar period of so many months that a day lies in; months divide a year. */
function calendarStart(on: Day, months: number): Day {
  const month = Number(on.slice(5, 7)) - 1
  return day(`${on.slice(0, 4)}-${String(month - (month % months) + 1).padStart(2, '0')}-01`)
}

/** The calendar period of so many months that a day lies in. */
export function calendarPeriod(on: Day, months: number): Period {
  const from = calendarStart(on, months)
  return { from, until: addMonths(from, months) }
}

/**
 * Periods of a term that begin on or before `through`, without a gap. Those of a rhythm that begins with the day of
 * `from` keep that day: 31 January is followed by 28 February and 31 March.
 */
export function servicePeriods(rhythm: Rhythm, from: Day, until: Day | null, through: Day): ServicePeriod[] {
  assert('days' in rhythm ? rhythm.days > 0 : rhythm.months > 0, 'A period has a day or more')
  const start = 'days' in rhythm || rhythm.anchor === 'from_start' ? from : calendarStart(from, rhythm.months)
  const edge = (at: number): Day =>
    'days' in rhythm ? addDays(start, at * rhythm.days) : addMonths(start, at * rhythm.months)
  const periods: ServicePeriod[] = []
  for (let at = 0; ; at++) {
    const whole = { from: edge(at), until: edge(at + 1) }
    const first = whole.from < from ? from : whole.from
    const end = until !== null && until < whole.until ? until : whole.until
    if (first > through || first >= end) return periods
    periods.push({ from: first, until: end, whole, months: 'days' in rhythm ? 0 : rhythm.months })
  }
}

export function lengthOf(period: Period): number {
  return daysBetween(period.from, period.until)
}
