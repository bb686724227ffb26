import type { Day } from '../../kernel/dates.ts'
import { addDays } from '../../kernel/dates.ts'
import type { Decimal } from '../../kernel/decimal.ts'
import { addDecimal, compareDecimal, subtractDecimal } from '../../kernel/decimal.ts'

/** From so many seconds on, an hour is paid so many times. */
export type PayTier = { readonly over: Decimal; readonly multiplier: Decimal }
export type OvertimeRule = {
  readonly daily: readonly PayTier[]
  /** Of the seventh day of a work week in which every day was worked. */
  readonly seventhDay: readonly PayTier[]
  readonly weekly: readonly PayTier[]
  readonly weekCountsDaily: boolean
}

/** Worked time of one person, in the order in which it was worked. */
export type WorkedTime = {
  readonly on: Day
  readonly state: string | null
  readonly seconds: Decimal
  /** Of an hour. */
  readonly rate: Decimal | null
}
export type PaidTime = WorkedTime & { readonly multiplier: Decimal }

const zero: Decimal = { coefficient: 0n, scale: 0 }
const one: Decimal = { coefficient: 1n, scale: 0 }

/**
 * One work week of a person, each second at the highest multiplier that its day or week has reached. Daily rules are of
 * the state in which the time was worked, weekly rules of `home`. An hour that a day pays more for fills no week, unless
 * the rule says so. Parts add up to the time.
 */
export function splitOvertime(
  week: readonly WorkedTime[],
  weekOn: Day,
  ruleOf: (state: string | null) => OvertimeRule,
  home: OvertimeRule,
): PaidTime[] {
  const paid: PaidTime[] = []
  const seventh = sevenWorked(week, weekOn) ? addDays(weekOn, 6) : null
  const days = new Map<Day, Decimal>()
  let inWeek = zero
  for (const time of week) {
    const rule = ruleOf(time.state)
    const daily = time.on === seventh ? [...rule.daily, ...rule.seventhDay] : rule.daily
    let left = time.seconds
    while (left.coefficient !== 0n) {
      const inDay = days.get(time.on) ?? zero
      const ofDay = reached(daily, inDay)
      const ofWeek = reached(home.weekly, inWeek)
      const fills = home.weekCountsDaily || compareDecimal(ofDay, one) === 0
      const step = distance(left, [...roomTo(daily, inDay), ...(fills ? roomTo(home.weekly, inWeek) : [])])
      paid.push({ ...time, seconds: step, multiplier: compareDecimal(ofDay, ofWeek) >= 0 ? ofDay : ofWeek })
      days.set(time.on, addDecimal(inDay, step))
      if (fills) inWeek = addDecimal(inWeek, step)
      left = subtractDecimal(left, step)
    }
  }
  return paid
}

function sevenWorked(week: readonly WorkedTime[], weekOn: Day): boolean {
  const worked = new Set(week.filter((time) => time.seconds.coefficient > 0n).map((time) => time.on))
  return [0, 1, 2, 3, 4, 5, 6].every((n) => worked.has(addDays(weekOn, n)))
}

function reached(tiers: readonly PayTier[], worked: Decimal): Decimal {
  return tiers
    .filter((tier) => compareDecimal(worked, tier.over) >= 0)
    .map((tier) => tier.multiplier)
    .reduce((a, b) => (compareDecimal(a, b) >= 0 ? a : b), one)
}

function roomTo(tiers: readonly PayTier[], worked: Decimal): Decimal[] {
  return tiers.map((tier) => subtractDecimal(tier.over, worked)).filter((room) => room.coefficient > 0n)
}

/** Time below zero takes hours back and is not cut. */
function distance(left: Decimal, rooms: readonly Decimal[]): Decimal {
  if (left.coefficient < 0n) return left
  return rooms.reduce((a, b) => (compareDecimal(a, b) <= 0 ? a : b), left)
}
