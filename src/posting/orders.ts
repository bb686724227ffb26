/** What people ordered for a flow of a connection: paused by somebody, or going out only at certain times. */
import { statement } from '../store/statement.ts'
import type { Tx } from '../store/transaction.ts'
import type { PostingDeps } from './deps.ts'
import type { Lane } from './lane.ts'
import { type Blackout, openingAt, type Schedule, type Window } from './windows.ts'

export type Stream = 'cost' | 'documents'
export type Pause = {
  readonly connectionId: string
  readonly stream: Stream
  readonly reason: string
  readonly pausedBy: string
  readonly pausedAt: Date
}
export type StoredSchedule = Schedule & {
  readonly connectionId: string
  readonly stream: Stream
  readonly reason: string
  readonly setBy: string
  readonly setAt: Date
}
export type Orders = {
  readonly readAtMs: number
  readonly paused: boolean
  readonly schedules: readonly Schedule[]
}

const selectPauses = statement<Pause>(
  'posting.selectPauses',
  `select connection_id as "connectionId", stream, reason, paused_by as "pausedBy", paused_at as "pausedAt"
   from posting_pauses where cell = $1 and ($2::text is null or connection_id = $2) order by 1, 2`,
)
const putPause = statement(
  'posting.putPause',
  `insert into posting_pauses (cell, connection_id, stream, reason, paused_by, paused_at)
   values ($1, $2, $3, $4, $5, $6)
   on conflict (cell, connection_id, stream) do update set reason = excluded.reason, paused_by = excluded.paused_by,
     paused_at = excluded.paused_at`,
)
const endPause = statement(
  'posting.endPause',
  'delete from posting_pauses where cell = $1 and connection_id = $2 and stream = any ($3)',
)
const selectSchedules = statement<StoredSchedule>(
  'posting.selectSchedules',
  `select connection_id as "connectionId", stream, valid_from as "validFrom", mode,
     every_minutes as "everyMinutes", time_zone as "timeZone", windows, blackouts, reason, set_by as "setBy",
     set_at as "setAt"
   from posting_schedules where cell = $1 and ($2::text is null or connection_id = $2) order by 1, 2, 3`,
)
const putSchedule = statement(
  'posting.putSchedule',
  `insert into posting_schedules (cell, connection_id, stream, valid_from, mode, every_minutes, time_zone, windows,
     blackouts, reason, set_by, set_at)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
   on conflict (cell, connection_id, stream, valid_from) do update set mode = excluded.mode,
     every_minutes = excluded.every_minutes, time_zone = excluded.time_zone, windows = excluded.windows,
     blackouts = excluded.blackouts, reason = excluded.reason, set_by = excluded.set_by, set_at = excluded.set_at`,
)

export async function readPauses(tx: Tx, cell: number, connectionId: string | null): Promise<Pause[]> {
  return (await tx.query(selectPauses, [cell, connectionId])).rows
}

/** What is under way ends, its doubts are still resolved; nothing new is sent until somebody resumes it. */
export async function pausePosting(tx: Tx, cell: number, pause: Pause): Promise<void> {
  const { connectionId, stream, reason, pausedBy, pausedAt } = pause
  await tx.query(putPause, [cell, connectionId, stream, reason, pausedBy, pausedAt])
}

/** Returns how many streams went on. */
export async function resumePosting(
  tx: Tx,
  cell: number,
  connectionId: string,
  streams: readonly Stream[],
): Promise<number> {
  return (await tx.query(endPause, [cell, connectionId, streams])).rowCount
}

export async function readSchedules(
  tx: Tx,
  cell: number,
  connectionId: string | null,
): Promise<StoredSchedule[]> {
  return (await tx.query(selectSchedules, [cell, connectionId])).rows
}

/** From its day on; one of the same day is replaced, earlier ones stay to be told. */
export async function setSchedule(tx: Tx, cell: number, schedule: StoredSchedule): Promise<void> {
  const { connectionId, stream, validFrom, mode, everyMinutes, timeZone, windows, blackouts } = schedule
  await tx.query(putSchedule, [
    ...[cell, connectionId, stream, validFrom, mode, everyMinutes, timeZone],
    ...[JSON.stringify(windows), JSON.stringify(blackouts), schedule.reason, schedule.setBy, schedule.setAt],
  ])
}

export type Hold = 'paused' | 'outside'

async function ordersOf(deps: PostingDeps, lane: Lane): Promise<Orders> {
  const nowMs = deps.clock.now().getTime()
  const { orders } = lane
  if (orders !== null && nowMs - orders.readAtMs < deps.limits.ordersEveryMs) return orders
  const { connectionId, stream } = lane.key
  const read = await deps.store.transaction(async (tx) => ({
    pauses: await readPauses(tx, deps.cell, connectionId),
    schedules: await readSchedules(tx, deps.cell, connectionId),
  }))
  lane.orders = {
    readAtMs: nowMs,
    paused: read.pauses.some((one) => one.stream === stream),
    schedules: read.schedules.filter((one) => one.stream === stream),
  }
  return lane.orders
}

/** Why the lane may not start anything new now; null when it may. Looking for unanswered writes always goes on. */
export async function heldByOrder(deps: PostingDeps, lane: Lane): Promise<Hold | null> {
  const { paused, schedules } = await ordersOf(deps, lane)
  if (paused) return 'paused'
  const opening = openingAt(schedules, deps.clock.now())
  if (!opening.open) return 'outside'
  return opening.slot !== null && opening.slot === lane.slotDone ? 'outside' : null
}

/** A batch whose work is done waits for its next slot. */
export function noteDrained(deps: PostingDeps, lane: Lane): void {
  const opening = openingAt(lane.orders?.schedules ?? [], deps.clock.now())
  lane.slotDone = opening.open ? opening.slot : lane.slotDone
}

const everyDay: readonly number[] = [1, 2, 3, 4, 5, 6, 7]

const timeText = /^([01]\d|2[0-3]):[0-5]\d$/

function isLocal(text: string): boolean {
  try {
    return Temporal.PlainDateTime.from(text).toString({ smallestUnit: 'minute' }) === text
  } catch {
    return false
  }
}

function isZone(timeZone: string): boolean {
  try {
    return Temporal.PlainDate.from('2000-01-01').toZonedDateTime(timeZone).timeZoneId.length > 0
  } catch {
    return false
  }
}

type Fault = { readonly pointer: string; readonly message: string }

function windowFaults(window: Window, at: string): Fault[] {
  const faults: Fault[] = []
  if (window.days.length === 0 || window.days.some((one) => !everyDay.includes(one)))
    faults.push({ pointer: `${at}/days`, message: 'names days from 1 (Monday) to 7 (Sunday)' })
  if (!timeText.test(window.from)) faults.push({ pointer: `${at}/from`, message: 'is no time HH:MM' })
  if (!timeText.test(window.until)) faults.push({ pointer: `${at}/until`, message: 'is no time HH:MM' })
  return faults
}

function blackoutFaults({ from, until }: Blackout, at: string): Fault[] {
  if (!isLocal(from)) return [{ pointer: `${at}/from`, message: 'is no time YYYY-MM-DDTHH:MM' }]
  if (!isLocal(until)) return [{ pointer: `${at}/until`, message: 'is no time YYYY-MM-DDTHH:MM' }]
  return until > from ? [] : [{ pointer: `${at}/until`, message: 'is not after its beginning' }]
}

/** What speaks against a schedule before it is kept; its parts by pointer. */
export function scheduleFaults(schedule: Omit<Schedule, 'validFrom'>): Fault[] {
  const { mode, everyMinutes, timeZone, windows, blackouts } = schedule
  const faults: Fault[] = []
  if (!isZone(timeZone))
    faults.push({ pointer: '/timeZone', message: 'is no zone of the IANA list, such as Europe/Berlin' })
  if ((mode === 'batch') !== (everyMinutes !== null))
    faults.push({ pointer: '/everyMinutes', message: 'belongs to the mode batch, and to no other' })
  if ((mode === 'window') !== windows.length > 0)
    faults.push({ pointer: '/windows', message: 'belong to the mode window, which needs one at least' })
  for (const [i, window] of windows.entries()) faults.push(...windowFaults(window, `/windows/${i}`))
  for (const [i, one] of blackouts.entries()) faults.push(...blackoutFaults(one, `/blackouts/${i}`))
  return faults
}
