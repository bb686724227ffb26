import type { Day } from '../../kernel/dates.ts'
import type { Decimal } from '../../kernel/decimal.ts'
import { secondsOfDay } from '../clock.ts'

/** What time of a band costs: so many times the rate, so much more an hour, or a rate of its own. */
export type Premium =
  | { readonly kind: 'multiplier'; readonly value: Decimal }
  | { readonly kind: 'surcharge'; readonly value: Decimal }
  | { readonly kind: 'rate'; readonly value: Decimal }

/** A band takes time that meets every condition it names. */
export type BandRule = {
  readonly id: string
  /** ISO weekdays, Monday is 1. */
  readonly weekdays?: readonly number[]
  readonly holidays?: boolean
  /** Seconds since midnight; a window that does not end later than it begins reaches into the next day. */
  readonly between?: { readonly from: number; readonly until: number }
  /** Counted per person and work date, in seconds. */
  readonly dailyOver?: Decimal
  /** Counted per person and work week, in seconds. */
  readonly weeklyOver?: Decimal
  /** Live for work dates from one to, not including, the other. */
  readonly from?: Day
  readonly until?: Day | null
  readonly premium: Premium
}

/** What the calendar and the clock say of a stretch of time, whatever was worked before it. */
type Circumstance = {
  readonly workedOn: Day
  readonly weekday: number
  readonly holiday: boolean
  /** Seconds since midnight at which the stretch begins; null where the source did not say. */
  readonly at: number | null
}

/** Totals apart: no stretch is so long that calendar or clock change within it. */
export function meets(rule: BandRule, about: Circumstance): boolean {
  if (rule.from !== undefined && about.workedOn < rule.from) return false
  if (rule.until !== undefined && rule.until !== null && about.workedOn >= rule.until) return false
  if (rule.weekdays !== undefined && !rule.weekdays.includes(about.weekday)) return false
  if (rule.holidays !== undefined && rule.holidays !== about.holiday) return false
  return rule.between === undefined || (about.at !== null && within(about.at, rule.between))
}

function within(at: number, { from, until }: { from: number; until: number }): boolean {
  const clock = at % secondsOfDay
  return from < until ? from <= clock && clock < until : clock >= from || clock < until
}
