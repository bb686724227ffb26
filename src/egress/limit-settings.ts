/** Limits of one connection that people set: other than the connector declares, because theirs are others. */
import { statement } from '../store/statement.ts'
import type { Tx } from '../store/transaction.ts'
import type { Limits } from './limiter.ts'

export type LimitSettings = {
  readonly connectionId: string
  readonly perSecond: number | null
  readonly perMinute: number | null
  readonly perDay: number | null
  readonly concurrency: number | null
  readonly reason: string
  readonly setBy: string
  readonly setAt: Date
}
/** The use of a connection as its processes last wrote it. */
export type Use = {
  readonly connectionId: string
  readonly day: string
  readonly calls: bigint
  readonly processes: number
  readonly factor: string
  readonly pausedUntil: Date | null
}

const select = statement<LimitSettings>(
  'egress.select_limits',
  `select connection_id as "connectionId", per_second as "perSecond", per_minute as "perMinute", per_day as "perDay",
     concurrency, reason, set_by as "setBy", set_at as "setAt"
   from connection_limits where cell = $1 order by connection_id`,
)
const put = statement(
  'egress.put_limits',
  `insert into connection_limits (cell, connection_id, per_second, per_minute, per_day, concurrency, reason, set_by,
     set_at)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
   on conflict (cell, connection_id) do update set per_second = excluded.per_second, per_minute = excluded.per_minute,
     per_day = excluded.per_day, concurrency = excluded.concurrency, reason = excluded.reason,
     set_by = excluded.set_by, set_at = excluded.set_at`,
)
// Days differ by the vendor's zone: of each connection the latest is its today, or its last one.
const selectUse = statement<Use>(
  'egress.select_use',
  `select m.connection_id as "connectionId", m.day, sum(m.calls)::bigint as calls,
     (count(*) filter (where m.seen_at > $2))::int as processes,
     coalesce(min(m.factor) filter (where m.seen_at > $2), 1) as factor, max(m.paused_until) as "pausedUntil"
   from connection_meters m
   where m.cell = $1 and m.day = (select max(l.day) from connection_meters l
     where l.cell = $1 and l.connection_id = m.connection_id)
   group by 1, 2`,
)

export async function listLimits(tx: Tx, cell: number): Promise<LimitSettings[]> {
  return (await tx.query(select, [cell])).rows
}

export async function setLimits(tx: Tx, cell: number, limits: LimitSettings): Promise<void> {
  const { connectionId, perSecond, perMinute, perDay, concurrency, reason, setBy, setAt } = limits
  await tx.query(put, [
    ...[cell, connectionId, perSecond, perMinute, perDay],
    ...[concurrency, reason, setBy, setAt],
  ])
}

export async function readUse(tx: Tx, cell: number, livingSince: Date): Promise<Use[]> {
  return (await tx.query(selectUse, [cell, livingSince])).rows
}

/** What holds for a connection: the declared limits, with those that somebody set in their place. */
export function effectiveLimits<L extends Limits>(declared: L, set: LimitSettings | undefined): L {
  if (set === undefined) return declared
  const { perSecond, perMinute, perDay, concurrency } = set
  return {
    ...declared,
    ...(perSecond === null ? {} : { perSecond }),
    ...(perMinute === null ? {} : { perMinute }),
    ...(perDay === null ? {} : { perDay }),
    ...(concurrency === null ? {} : { concurrency }),
  }
}
