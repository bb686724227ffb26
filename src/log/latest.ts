import { statement } from '../store/statement.ts'
import type { Tx } from '../store/transaction.ts'

/** The latest revision that the log holds of one source record, and the digest of its latest content. */
export type LatestLogged = {
  /** Zero for master data. */
  readonly lane: number
  readonly connectionId: string
  readonly stream: string
  readonly sourceId: string
  readonly revision: number
  readonly position: bigint
  readonly deleted: boolean
  readonly sourceVersion: string | null
  /** Null where only decisions or a deletion stand in the range that was read. */
  readonly digest: Buffer | null
}

const declare = (cell: number, since: bigint) => `declare latest_logged no scroll cursor for
  select min(lane)::int as lane, connection_id as "connectionId", stream, source_id as "sourceId", max(revision) as revision, max(position) as position,
    (array_agg(payload_digest order by position desc) filter (where type in ('work.received', 'master.received')))[1] as digest,
    (array_agg(source_version order by position desc) filter (where type in ('work.received', 'master.received')))[1] as "sourceVersion",
    (array_agg(type order by position desc))[1] in ('work.deleted', 'master.deleted') as deleted
  from events where cell = ${Number(cell)} and position > ${BigInt(since)} and revision > 0
    and type in ('work.received', 'work.deleted', 'work.corrected', 'work.approved', 'master.received', 'master.deleted')
  group by connection_id, stream, source_id`
const fetchPage = statement<LatestLogged>('log.fetch_latest', 'fetch 2000 from latest_logged')

/** Every source record of which something stands in the log after a position, in pages. One reader per transaction. */
export async function* latestLogged(
  tx: Tx,
  cell: number,
  since: bigint,
): AsyncGenerator<readonly LatestLogged[]> {
  await tx.query(declare(cell, since))
  let open = true
  try {
    for (;;) {
      open = false
      const { rows } = await tx.query(fetchPage)
      open = true
      if (rows.length === 0) break
      yield rows
    }
  } finally {
    // After a failed statement the transaction takes no other one; the cursor ends with it.
    if (open) await tx.query('close latest_logged')
  }
}
