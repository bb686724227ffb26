import type { Day } from '../../kernel/dates.ts'
import type { Decimal } from '../../kernel/decimal.ts'
import { addDecimal, compareDecimal, subtractDecimal } from '../../kernel/decimal.ts'
import { weekBegin } from '../weeks.ts'
import type { BandRule } from './rules.ts'
import { type BandedEntry, sameRules, type Stretch, stretchesOf } from './stretches.ts'

/** A part of an entry at one price: the bands that take it, none of them for time at the plain rate. */
export type BandPart = { readonly quantity: Decimal; readonly bands: readonly BandRule[] }

type BandSettings = {
  readonly isHoliday: (on: Day) => boolean
  /** ISO weekday on which a work week begins. */
  readonly weekStart: number
  /** Which hours fill a week: all, or only those that no daily band took already. */
  readonly weekCounts: 'all' | 'without_daily'
}

type Counter = { day: Decimal; week: Decimal; on: Day | null; weekOn: Day | null }

const zero: Decimal = { coefficient: 0n, scale: 0 }

/**
 * The parts of one person's entries. Daily and weekly totals run through the entries by work date, then clock, then
 * source id, and whoever crosses a threshold is split there. An entry below zero gives its hours back and is not split.
 */
export function splitByBands(
  entries: readonly BandedEntry[],
  settings: BandSettings,
): ReadonlyMap<string, readonly BandPart[]> {
  const counter: Counter = { day: zero, week: zero, on: null, weekOn: null }
  const found = new Map<string, readonly BandPart[]>()
  for (const entry of [...entries].sort(byClock)) {
    startDayAndWeek(counter, entry.workedOn, settings.weekStart)
    const parts: BandPart[] = []
    for (const stretch of stretchesOf(entry, settings.isHoliday))
      for (const part of cutAtThresholds(stretch, counter, settings.weekCounts)) join(parts, part)
    found.set(entry.id, parts)
  }
  return found
}

function byClock(a: BandedEntry, b: BandedEntry): number {
  if (a.workedOn !== b.workedOn) return a.workedOn < b.workedOn ? -1 : 1
  const [first, second] = [a.span?.begin ?? Number.MAX_SAFE_INTEGER, b.span?.begin ?? Number.MAX_SAFE_INTEGER]
  if (first !== second) return first - second
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0
}

function startDayAndWeek(counter: Counter, on: Day, weekStart: number): void {
  const week = weekBegin(on, weekStart)
  if (counter.weekOn !== week) counter.week = zero
  if (counter.on !== on) counter.day = zero
  counter.weekOn = week
  counter.on = on
}

function cutAtThresholds(
  stretch: Stretch,
  counter: Counter,
  weekCounts: BandSettings['weekCounts'],
): BandPart[] {
  const parts: BandPart[] = []
  let left = stretch.quantity
  do {
    const bands = stretch.open.filter(
      (rule) => reached(rule.dailyOver, counter.day) && reached(rule.weeklyOver, counter.week),
    )
    const daily = bands.some((rule) => rule.dailyOver !== undefined)
    const step =
      left.coefficient <= 0n ? left : stepOf(left, stretch.open, counter, !daily || weekCounts === 'all')
    counter.day = addDecimal(counter.day, step)
    if (!daily || weekCounts === 'all') counter.week = addDecimal(counter.week, step)
    parts.push({ quantity: step, bands })
    left = subtractDecimal(left, step)
  } while (left.coefficient > 0n)
  return parts
}

function reached(threshold: Decimal | undefined, worked: Decimal): boolean {
  return threshold === undefined || compareDecimal(worked, threshold) >= 0
}

/** How far it is to the next threshold, at most what is left. Hours that fill no week do not come nearer to its threshold. */
function stepOf(left: Decimal, open: readonly BandRule[], counter: Counter, fillsWeek: boolean): Decimal {
  let step = left
  const consider = (threshold: Decimal | undefined, worked: Decimal) => {
    if (threshold === undefined) return
    const room = subtractDecimal(threshold, worked)
    if (room.coefficient > 0n && compareDecimal(room, step) < 0) step = room
  }
  for (const rule of open) {
    consider(rule.dailyOver, counter.day)
    if (fillsWeek) consider(rule.weeklyOver, counter.week)
  }
  return step
}

function join(parts: BandPart[], part: BandPart): void {
  const last = parts.at(-1)
  if (last === undefined || !sameRules(last.bands, part.bands)) parts.push(part)
  else parts[parts.length - 1] = { ...last, quantity: addDecimal(last.quantity, part.quantity) }
}
