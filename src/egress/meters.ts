/**
 * What each process used of a connection's limits, in the database: the day's sum outlives a restart, processes that
 * use one connection divide its limits, and a pause that one was told holds for all. Written every few seconds of
 * use in one statement; a process that is killed loses the count of those few seconds.
 */
import { statement } from '../store/statement.ts'
import type { Store } from '../store/pool.ts'
import type { DayCount } from './limiter.ts'

const syncEveryMs = 5_000
/** A process that used the connection in this time has a share of its limits. */
export const livingMs = 30_000

type MeterRow = { process: string; calls: bigint; seenAt: Date; pausedUntil: Date | null }
const sync = statement<MeterRow>(
  'egress.sync_meter',
  `with gone as (delete from connection_meters where cell = $1 and connection_id = $2 and day < $3::date - 2),
   mine as (
     insert into connection_meters as m (cell, connection_id, day, process, calls, seen_at, paused_until, factor)
     values ($1, $2, $3, $4, $5, $6, $7, $8)
     on conflict (cell, connection_id, day, process) do update set calls = excluded.calls,
       seen_at = excluded.seen_at, paused_until = excluded.paused_until, factor = excluded.factor)
   select process, calls, seen_at as "seenAt", paused_until as "pausedUntil" from connection_meters
   where cell = $1 and connection_id = $2 and day = $3 and process <> $4`,
)

type MeterOptions = {
  readonly store: Pick<Store, 'transaction'>
  readonly cell: number
  readonly connectionId: string
  /** Unique per process. */
  readonly process: string
  readonly dayZone: string
}
/** What a limiter and the database tell each other. */
type Reading = { readonly pausedUntilMs: number; readonly factor: number }
export type Meter = DayCount & {
  /**
   * Brings both sides up to date when it is due. Returns until when another process was told to pause, or null. A
   * database that does not answer keeps nobody from calling: what is known goes on to hold.
   */
  sync(nowMs: number, reading: Reading): Promise<number | null>
}

function dayOf(nowMs: number, zone: string): { day: string; endsAtMs: number } {
  const zoned = Temporal.Instant.fromEpochMilliseconds(nowMs).toZonedDateTimeISO(zone)
  const day = zoned.toPlainDate()
  return { day: day.toString(), endsAtMs: day.add({ days: 1 }).toZonedDateTime(zone).epochMilliseconds }
}

export function openMeter(options: MeterOptions): Meter {
  const { store, cell, connectionId, process, dayZone } = options
  let today = { day: '', endsAtMs: 0 }
  let own = 0
  let elsewhere = 0
  let processes = 1
  let syncedAtMs = Number.NEGATIVE_INFINITY
  const turn = (nowMs: number) => {
    if (nowMs < today.endsAtMs && today.day !== '') return
    today = dayOf(nowMs, dayZone)
    own = 0
    elsewhere = 0
  }
  return {
    get processes() {
      return processes
    },
    calls(nowMs) {
      turn(nowMs)
      return own + elsewhere
    },
    count(nowMs) {
      turn(nowMs)
      own += 1
    },
    endsAt(nowMs) {
      turn(nowMs)
      return today.endsAtMs
    },
    async sync(nowMs, reading) {
      turn(nowMs)
      if (nowMs - syncedAtMs < syncEveryMs) return null
      // Set first, so that callers at the same time do not all ask.
      syncedAtMs = nowMs
      const pausedUntil = reading.pausedUntilMs > nowMs ? new Date(reading.pausedUntilMs) : null
      const values = [
        cell,
        connectionId,
        today.day,
        process,
        own,
        new Date(nowMs),
        pausedUntil,
        reading.factor,
      ]
      try {
        const { rows } = await store.transaction((tx) => tx.query(sync, values))
        const living = rows.filter((row) => row.seenAt.getTime() > nowMs - livingMs)
        elsewhere = rows.reduce((sum, row) => sum + Number(row.calls), 0)
        processes = living.length + 1
        const pauses = living.map((row) => row.pausedUntil?.getTime() ?? 0)
        return pauses.length === 0 ? null : Math.max(...pauses)
      } catch {
        return null
      }
    },
  }
}
