import { type Decimal, divideDecimal } from '../../kernel/decimal.ts'
import type { RoundingMode } from '../../kernel/decimal.ts'
import type { QuantityRules } from '../../model/scenario/quantity.ts'
import { toSeconds } from '../../rating/durations.ts'
import { billedQuantities } from '../../rating/increments.ts'
import { professionalDaysTogether } from '../../rating/professional-days.ts'
import type { World } from '../world.ts'
import { calendarOf } from './calendars.ts'
import { type TimeEntry, together } from './entries.ts'
import { dayRuleOf, incrementRuleOf } from './rules.ts'

/** What an entry counts for billing: seconds, and the professional days that they are where the line bills by days. */
export type Billed = { readonly seconds: Decimal; readonly days: Decimal | null }

/**
 * Billed quantities of all entries. Those of one worker on one version of a line share a basis; what nobody pays for
 * rounds nothing of what somebody does.
 */
export function billedOf(world: World, entries: readonly TimeEntry[]): Map<TimeEntry, Billed> {
  const found = new Map<TimeEntry, Billed>()
  const byLine = Map.groupBy(entries, (one) => one.agreed?.line.quantity)
  for (const [rules, ofLine] of byLine) {
    if (rules === undefined || (rules.increment === undefined && rules.days === undefined)) {
      for (const one of ofLine) found.set(one, { seconds: inDigits(one.countedSeconds, rules), days: null })
      continue
    }
    const shared = Map.groupBy(ofLine, (one) => JSON.stringify([one.workerId, one.billable]))
    for (const list of shared.values())
      for (const [one, billed] of together(list, (some) => counted(world, rules, some)))
        found.set(one, billed)
  }
  return found
}

function counted(
  world: World,
  rules: QuantityRules,
  list: readonly TimeEntry[],
): ReadonlyMap<TimeEntry, Billed> {
  const raw = incremented(world, rules, list)
  const seconds = raw.map((one) => inDigits(one, rules))
  const days = rules.days === undefined ? null : daysOf(rules.days, list, seconds)
  return new Map(list.map((one, at) => [one, { seconds: seconds[at]!, days: days?.[at] ?? null }]))
}

function incremented(world: World, rules: QuantityRules, list: readonly TimeEntry[]): Decimal[] {
  if (rules.increment === undefined) return list.map((one) => one.countedSeconds)
  const { weekStart } = calendarOf(world, list[0]!.workerId)
  const timed = list.map((one) => ({
    sourceId: one.work.id,
    workedOn: one.on,
    workerId: one.workerId,
    taskId: one.work.task,
    quantity: one.countedSeconds,
  }))
  return billedQuantities(timed, incrementRuleOf(rules.increment), weekStart)
}

function daysOf(
  days: NonNullable<QuantityRules['days']>,
  list: readonly TimeEntry[],
  seconds: readonly Decimal[],
): Decimal[] {
  const rule = dayRuleOf(days)
  const found: Decimal[] = []
  const groups = Map.groupBy(list.keys(), (at) => (days.basis === 'person_day' ? list[at]!.on : String(at)))
  for (const group of groups.values()) {
    const shares = professionalDaysTogether(
      group.map((at) => seconds[at]!),
      rule,
    )
    for (const [place, at] of group.entries()) found[at] = shares[place]!
  }
  return found
}

const modes: Readonly<Record<'up' | 'nearest' | 'down', RoundingMode>> = {
  up: 'up',
  nearest: 'half_away',
  down: 'down',
}
const hour: Decimal = { coefficient: 3600n, scale: 0 }

function inDigits(seconds: Decimal, rules: QuantityRules | undefined): Decimal {
  const digits = rules?.decimalHours
  if (digits === undefined) return seconds
  return toSeconds(divideDecimal(seconds, hour, digits.digits, modes[digits.mode ?? 'nearest']), 'hour')
}
