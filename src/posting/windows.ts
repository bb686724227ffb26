/**
 * When a flow may go out. Pure: the instant comes in. Times are those of a wall clock in the schedule's zone; where
 * a change of the clock skips a time it is taken as the first one after, where it comes twice as the first of both.
 */
import type { Day } from '../kernel/dates.ts'

export type Window = {
  /** ISO: 1 is Monday, 7 Sunday; the days on which it begins. */
  readonly days: readonly number[]
  /** "HH:MM". One that ends no later than it begins ends on the day after. */
  readonly from: string
  readonly until: string
}
/** Wall-clock times "YYYY-MM-DDTHH:MM": from the cut-off of a closing until the calendar lets the flow go again. */
export type Blackout = { readonly from: string; readonly until: string; readonly why: string }
export type Schedule = {
  readonly validFrom: Day
  readonly mode: 'real_time' | 'batch' | 'window'
  /** Of a batch: counted from the midnight of each day. */
  readonly everyMinutes: number | null
  readonly timeZone: string
  readonly windows: readonly Window[]
  readonly blackouts: readonly Blackout[]
}
export type Opening =
  /** `slot` names the batch whose turn it is; null where there are none. */
  | { readonly open: true; readonly slot: string | null; readonly closesAt: Date | null }
  /** `opensAt` null: nothing opens within a year. */
  | { readonly open: false; readonly opensAt: Date | null; readonly why: string }

type Span = { readonly fromMs: number; readonly untilMs: number; readonly why: string }

const always: Opening = { open: true, slot: null, closesAt: null }
const daysAhead = 366

function instantOf(local: string, timeZone: string): number {
  const zoned = Temporal.PlainDateTime.from(local).toZonedDateTime(timeZone, { disambiguation: 'compatible' })
  return zoned.epochMilliseconds
}

function localDay(atMs: number, timeZone: string): Temporal.PlainDate {
  return Temporal.Instant.fromEpochMilliseconds(atMs).toZonedDateTimeISO(timeZone).toPlainDate()
}

/** The windows that begin on a day, as stretches of real time. A stretch that the clock skipped is empty. */
function spansOf(schedule: Schedule, on: Temporal.PlainDate): Span[] {
  return schedule.windows
    .filter((window) => window.days.includes(on.dayOfWeek))
    .map(({ from, until }) => {
      const last = until <= from ? on.add({ days: 1 }) : on
      const fromMs = instantOf(`${on}T${from}`, schedule.timeZone)
      return { fromMs, untilMs: instantOf(`${last}T${until}`, schedule.timeZone), why: 'window' }
    })
    .filter((span) => span.fromMs < span.untilMs)
}

function blackoutAt(schedule: Schedule, atMs: number): Span | null {
  for (const { from, until, why } of schedule.blackouts) {
    const fromMs = instantOf(from, schedule.timeZone)
    const untilMs = instantOf(until, schedule.timeZone)
    if (fromMs <= atMs && atMs < untilMs) return { fromMs, untilMs, why }
  }
  return null
}

/** The stretch that the instant lies in; of several the one that ends last. */
function spanAt(schedule: Schedule, atMs: number): Span | null {
  const today = localDay(atMs, schedule.timeZone)
  const near = [...spansOf(schedule, today.subtract({ days: 1 })), ...spansOf(schedule, today)]
  const holding = near.filter((span) => span.fromMs <= atMs && atMs < span.untilMs)
  return holding.reduce<Span | null>(
    (last, span) => (last && last.untilMs >= span.untilMs ? last : span),
    null,
  )
}

function nextStart(schedule: Schedule, atMs: number): number | null {
  const today = localDay(atMs, schedule.timeZone)
  for (let ahead = 0; ahead <= daysAhead; ahead += 1) {
    const starts = spansOf(schedule, today.add({ days: ahead })).map((span) => span.fromMs)
    const later = starts.filter((fromMs) => fromMs > atMs)
    if (later.length > 0) return Math.min(...later)
  }
  return null
}

function firstOpen(schedule: Schedule, atMs: number): number | null {
  let candidate: number | null = atMs
  // Each step passes a blackout or goes to a later window, of which a year has no more than its list times its days.
  for (let step = 0; candidate !== null && step < 10_000; step += 1) {
    const dark = blackoutAt(schedule, candidate)
    if (dark !== null) candidate = dark.untilMs
    else if (schedule.mode !== 'window' || spanAt(schedule, candidate) !== null) return candidate
    else candidate = nextStart(schedule, candidate)
  }
  return null
}

/** A batch's slot: the stretch of so many minutes of the local day in which the instant lies. */
function slotOf(schedule: Schedule, atMs: number): string | null {
  if (schedule.mode !== 'batch' || schedule.everyMinutes === null) return null
  const zoned = Temporal.Instant.fromEpochMilliseconds(atMs).toZonedDateTimeISO(schedule.timeZone)
  const midnight = zoned.startOfDay().epochMilliseconds
  const number = Math.floor((atMs - midnight) / (schedule.everyMinutes * 60_000))
  return `${zoned.toPlainDate()}/${number}`
}

function closesAt(schedule: Schedule, atMs: number): Date | null {
  const dark = schedule.blackouts
    .map((one) => instantOf(one.from, schedule.timeZone))
    .filter((fromMs) => fromMs > atMs)
  const window = schedule.mode === 'window' ? [spanAt(schedule, atMs)!.untilMs] : []
  const ends = [...dark, ...window]
  return ends.length === 0 ? null : new Date(Math.min(...ends))
}

function openingOf(schedule: Schedule, atMs: number): Opening {
  const opensMs = firstOpen(schedule, atMs)
  if (opensMs === atMs)
    return { open: true, slot: slotOf(schedule, atMs), closesAt: closesAt(schedule, atMs) }
  const dark = blackoutAt(schedule, atMs)
  const why = dark === null ? 'Outside the posting windows' : dark.why
  return { open: false, opensAt: opensMs === null ? null : new Date(opensMs), why }
}

/** The schedule in force at an instant: the latest that began, each by the day of its own zone. */
export function scheduleAt(schedules: readonly Schedule[], at: Date): Schedule | null {
  const begun = schedules.filter((one) => one.validFrom <= localDay(at.getTime(), one.timeZone).toString())
  return begun.reduce<Schedule | null>(
    (last, one) => (last && last.validFrom >= one.validFrom ? last : one),
    null,
  )
}

/** Whether a flow may go out at an instant. Without a schedule it always may. */
export function openingAt(schedules: readonly Schedule[], at: Date): Opening {
  const schedule = scheduleAt(schedules, at)
  const starts = schedules
    .map((one) => instantOf(`${one.validFrom}T00:00`, one.timeZone))
    .filter((startMs) => startMs > at.getTime())
  const nextMs = starts.length === 0 ? null : Math.min(...starts)
  if (schedule === null) return always
  const opening = openingOf(schedule, at.getTime())
  if (opening.open || nextMs === null) return opening
  if (opening.opensAt !== null && opening.opensAt.getTime() < nextMs) return opening
  // Another schedule begins before this one would open.
  const then = openingAt(schedules, new Date(nextMs))
  return { ...opening, opensAt: then.open ? new Date(nextMs) : then.opensAt }
}
