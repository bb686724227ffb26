import { statement } from '../store/statement.ts'
import type { Tx } from '../store/transaction.ts'

/** A source's record in the log: everything said of it stands in one lane. */
export type LoggedSource = {
  readonly lane: number
  readonly connectionId: string
  readonly stream: string
  readonly sourceId: string
}

const rangeRows = statement<LoggedSource>(
  'log.sources_of_range',
  `select distinct e.lane, e.connection_id as "connectionId", e.stream, e.source_id as "sourceId" from events e
   where e.cell = $1 and e.lane between 1 and $2 and e.position > $3 and e.position <= $4
     and e.type in ('work.received', 'work.deleted', 'work.corrected', 'work.approved') and e.revision > 0
     and ($5::timestamptz is null or e.received_at >= $5) and ($6::timestamptz is null or e.received_at < $6)
     and ($7::text is null or e.connection_id = $7) and ($8::text is null or e.stream = $8)
   order by 1, 2, 3, 4`,
)
const historyRows = statement<LoggedSource & { position: bigint }>(
  'log.histories',
  `select e.lane, e.connection_id as "connectionId", e.stream, e.source_id as "sourceId", e.position
   from unnest($3::text[], $4::text[], $5::text[]) as k(connection_id, stream, source_id)
   join events e on e.cell = $1 and e.lane = $2 and e.connection_id = k.connection_id and e.stream = k.stream
     and e.source_id = k.source_id order by e.position`,
)
const backlogRow = statement<{ backlog: number }>(
  'log.backlog',
  `select coalesce(sum(l.waiting), 0)::int as backlog from lane_cursors c
   cross join lateral (select count(*) as waiting from (
     select from events e where e.cell = $1 and e.lane = c.lane and e.position > c.position limit $3) as w) as l
   where c.cell = $1 and c.runner = $2`,
)

type RangeFilter = {
  readonly receivedFrom?: string | undefined
  readonly receivedUntil?: string | undefined
  readonly connectionId?: string | undefined
  readonly stream?: string | undefined
}

/** Sources of work of which anything was said after one position and up to another. */
export async function sourcesOfRange(
  tx: Tx,
  cell: number,
  lanes: number,
  range: { readonly after: bigint; readonly until: bigint },
  filter: RangeFilter,
): Promise<LoggedSource[]> {
  const { rows } = await tx.query(rangeRows, [
    cell,
    lanes - 1,
    range.after,
    range.until,
    filter.receivedFrom ?? null,
    filter.receivedUntil ?? null,
    filter.connectionId ?? null,
    filter.stream ?? null,
  ])
  return rows
}

/** Where everything stands that was said of these sources of one lane. Reads through the lane: a last resort. */
export async function historiesOf(
  tx: Tx,
  cell: number,
  lane: number,
  sources: readonly LoggedSource[],
): Promise<{ readonly lane: number; readonly position: bigint }[]> {
  const { rows } = await tx.query(historyRows, [
    cell,
    lane,
    sources.map((one) => one.connectionId),
    sources.map((one) => one.stream),
    sources.map((one) => one.sourceId),
  ])
  return rows.map((row) => ({ lane, position: row.position }))
}

/** Events that wait beyond a runner's cursors; counted up to `most` in each lane. */
export async function backlogOf(tx: Tx, cell: number, runner: string, most: number): Promise<number> {
  return (await tx.query(backlogRow, [cell, runner, most])).rows[0]?.backlog ?? 0
}
