import { type Day, day } from '../../kernel/dates.ts'
import { type Decimal, decimal } from '../../kernel/decimal.ts'
import type { ReportedWork } from '../../model/scenario/work.ts'
import { type ClockSpan, lengthOf, roundSpan, spanOf } from '../../rating/clock.ts'
import { type DurationUnit, toSeconds } from '../../rating/durations.ts'
import { complain } from '../complaint.ts'
import { type Agreed, agreedFor, type World } from '../world.ts'
import { clockRuleOf } from './rules.ts'

/** Time as it was reported, beside the line of a contract that it falls on. */
export type TimeEntry = {
  readonly work: ReportedWork
  readonly on: Day
  readonly workerId: string
  readonly agreed: Agreed | null
  /** The code of the case that says why no line takes it. */
  readonly refusal: string | null
  readonly actual: Decimal
  readonly unit: DurationUnit
  readonly actualSeconds: Decimal
  /** The clock as it counts for billing; null where the work says only how long it was. */
  readonly span: ClockSpan | null
  /** Seconds that count for billing before any increment. */
  readonly countedSeconds: Decimal
  readonly standing: Standing
  readonly billable: boolean
}

/**
 * Approved work counts together. What is only submitted counts as if it came after all of it, and what was rejected or
 * withdrawn counts with nothing.
 */
type Standing = 'approved' | 'submitted' | 'out'

export function timeEntries(world: World): TimeEntry[] {
  return world.work.filter((one) => (one.kind ?? 'time') === 'time').map((one) => entryOf(world, one))
}

function entryOf(world: World, work: ReportedWork): TimeEntry {
  const { actual, unit } = quantityOf(work)
  const found = work.absence === undefined ? agreedFor(world, work) : null
  const agreed = typeof found === 'string' ? null : found
  const clock = clockRuleOf(agreed?.line.quantity)
  const actualSeconds = toSeconds(actual, unit)
  const span = work.begin === undefined || work.end === undefined ? null : spanOf(work.begin, work.end)
  const counted = span === null || clock === null ? span : roundSpan(span, clock)
  return {
    work,
    on: day(work.on),
    workerId: work.worker ?? '',
    agreed,
    refusal: typeof found === 'string' ? found : null,
    actual,
    unit,
    actualSeconds,
    span: counted,
    countedSeconds: counted === null ? actualSeconds : lengthOf(counted),
    standing: standingOf(work),
    billable: isBillable(world, work, agreed),
  }
}

function standingOf({ approval }: ReportedWork): Standing {
  if (approval === undefined || approval === 'approved') return 'approved'
  return approval === 'submitted' ? 'submitted' : 'out'
}

function isBillable(world: World, work: ReportedWork, agreed: Agreed | null): boolean {
  const task = work.task === undefined ? undefined : world.tasks.get(work.task)
  return work.billable !== false && task?.billable !== false && agreed?.line.work !== 'non_billable'
}

/** Time is said in one of four ways; begin and end on one day, past midnight when the end is not later. */
export function quantityOf(work: ReportedWork): { actual: Decimal; unit: DurationUnit } {
  const span = work.begin !== undefined && work.end !== undefined
  const said = [work.hours, work.minutes, work.seconds].filter((one) => one !== undefined).length
  if ((work.begin === undefined) !== (work.end === undefined))
    complain(`/work (${work.id})`, 'begin and end go together', 'Say both, or neither.')
  if (said + (span ? 1 : 0) > 1)
    complain(
      `/work (${work.id})`,
      'time is said twice',
      'Say one of hours, minutes, seconds, or begin with end.',
    )
  if (work.hours !== undefined) return { actual: decimal(work.hours), unit: 'hour' }
  if (work.minutes !== undefined) return { actual: decimal(work.minutes), unit: 'minute' }
  if (work.seconds !== undefined) return { actual: decimal(work.seconds), unit: 'second' }
  if (span) return { actual: lengthOf(spanOf(work.begin!, work.end!)), unit: 'second' }
  return complain(`/work (${work.id})`, 'no time is said', 'Say hours, minutes or seconds, or begin and end.')
}

/**
 * A value for each entry of a list that counts together. `compute` is given those that share a basis, in the order of
 * work date and source id.
 */
export function together<T>(
  entries: readonly TimeEntry[],
  compute: (list: readonly TimeEntry[]) => ReadonlyMap<TimeEntry, T>,
): Map<TimeEntry, T> {
  const of = (standing: Standing) => entries.filter((one) => one.standing === standing)
  const [approved, submitted] = [of('approved'), of('submitted')]
  const found = new Map(approved.length === 0 ? [] : compute(approved))
  if (submitted.length > 0) {
    const withAll = compute(entries.filter((one) => one.standing !== 'out'))
    for (const one of submitted) found.set(one, withAll.get(one)!)
  }
  for (const one of of('out')) found.set(one, compute([one]).get(one)!)
  return found
}
