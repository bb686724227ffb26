import { isRejection } from '../kernel/errors.ts'
import { addDays, day, daysInMonth } from '../kernel/dates.ts'
import { monthOf, monthPeriod } from '../kernel/periods.ts'
import { statement } from '../store/statement.ts'
import type { Tx } from '../store/transaction.ts'
import { type RunSelection, startRun } from './run.ts'
import type { BillingSettings } from './settings.ts'

export type RunSchedule = {
  readonly scheduleId: string
  readonly selection: RunSelection
  /** 1 to 28: a day that every month has. */
  readonly dayOfMonth: number
  /** The first month that it has not billed yet, YYYY-MM-01. */
  readonly nextMonth: string
  readonly enabled: boolean
  readonly createdBy: string
}

const columns = `schedule_id as "scheduleId", selection, day_of_month as "dayOfMonth", next_month as "nextMonth", enabled,
  created_by as "createdBy"`
const put = statement(
  'billing.put_schedule',
  `insert into run_schedules (cell, schedule_id, selection, day_of_month, next_month, enabled, created_by, created_at)
   values ($1, $2, $3, $4, $5, $6, $7, $8)
   on conflict (cell, schedule_id) do update set selection = excluded.selection, day_of_month = excluded.day_of_month,
     next_month = excluded.next_month, enabled = excluded.enabled`,
)
const list = statement<RunSchedule>(
  'billing.list_schedules',
  `select ${columns} from run_schedules where cell = $1 order by created_at, schedule_id`,
)
const takeDue = statement<RunSchedule>(
  'billing.take_due_schedule',
  `select ${columns} from run_schedules
   where cell = $1 and enabled
     and (next_month + interval '1 month' + make_interval(days => day_of_month - 1)) <= $2::date
   order by next_month, schedule_id limit 1 for update skip locked`,
)
const advance = statement(
  'billing.advance_schedule',
  'update run_schedules set next_month = $3 where cell = $1 and schedule_id = $2',
)

export async function putSchedule(tx: Tx, cell: number, schedule: RunSchedule, at: Date): Promise<void> {
  const { scheduleId, selection, dayOfMonth, nextMonth, enabled, createdBy } = schedule
  await tx.query(put, [
    cell,
    scheduleId,
    JSON.stringify(selection),
    dayOfMonth,
    nextMonth,
    enabled,
    createdBy,
    at,
  ])
}

export async function listSchedules(tx: Tx, cell: number): Promise<RunSchedule[]> {
  return (await tx.query(list, [cell])).rows
}

/**
 * Starts the run of one schedule that is due: a month is billed from `dayOfMonth` of the month after on. Each
 * month's run starts once, however many runners look; months missed while nothing ran follow one by one. Drafts
 * wait for release as those of a person's run do. Returns the run's id, null when nothing is due.
 */
export async function startDueRun(
  tx: Tx,
  cell: number,
  settings: BillingSettings,
  at: Date,
): Promise<string | null> {
  const due = (await tx.query(takeDue, [cell, at.toISOString().slice(0, 10)])).rows[0]
  if (!due) return null
  const first = day(due.nextMonth)
  const following = addDays(first, daysInMonth(Number(first.slice(0, 4)), Number(first.slice(5, 7))))
  const request = {
    selection: due.selection,
    period: monthPeriod(monthOf(first)),
    cutOff: null,
    principal: `schedule/${due.scheduleId}`,
    at,
  }
  const started = await startRun(tx, cell, settings, request)
  await tx.query(advance, [cell, due.scheduleId, following])
  return isRejection(started) ? null : started.runId
}
