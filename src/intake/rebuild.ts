import { type LatestLogged, latestLogged } from '../log/latest.ts'
import { statement } from '../store/statement.ts'
import type { Tx } from '../store/transaction.ts'

const recordsOf = statement<{ key: number; revision: number; deleted: boolean; digest: Buffer }>(
  'intake.rebuild_records',
  `select k.key::int as key, r.revision, r.deleted, r.digest
   from unnest($2::text[], $3::text[], $4::text[]) with ordinality as k(connection_id, stream, source_id, key)
   join source_records r on r.cell = $1 and r.connection_id = k.connection_id and r.stream = k.stream
     and r.source_id = k.source_id`,
)
// A record that grew meanwhile is newer than what was read: it is left as it is.
const rewrite = statement(
  'intake.rewrite_record',
  `insert into source_records as r (cell, connection_id, stream, source_id, revision, source_version, digest, deleted)
   values ($1, $2, $3, $4, $5, $6, $7, $8)
   on conflict (cell, connection_id, stream, source_id) do update
     set revision = excluded.revision, digest = excluded.digest, deleted = excluded.deleted
     where r.revision = $9`,
)

type RecordDifference = {
  readonly logged: LatestLogged
  /** The revision that stood when it was compared; null for a record that is missing. */
  readonly stood: number | null
  readonly what: string
}

/** The latest of every source record as the log has it, beside those that stand. */
export async function shadowRecords(tx: Tx, cell: number) {
  const differing: RecordDifference[] = []
  let counted = 0
  for await (const page of latestLogged(tx, cell, 0n)) {
    const keys = [
      page.map((one) => one.connectionId),
      page.map((one) => one.stream),
      page.map((one) => one.sourceId),
    ]
    const known = new Map((await tx.query(recordsOf, [cell, ...keys])).rows.map((row) => [row.key, row]))
    page.forEach((logged, i) => {
      const record = known.get(i + 1)
      const name = `${logged.connectionId}/${logged.stream}/${logged.sourceId}`
      const found: string[] = []
      if (!record) found.push('is missing')
      else {
        if (record.revision !== logged.revision)
          found.push(`revision ${record.revision} -> ${logged.revision}`)
        if (record.deleted !== logged.deleted) found.push(`deleted ${record.deleted} -> ${logged.deleted}`)
        if (logged.digest && !record.digest.equals(logged.digest)) found.push('another content')
      }
      if (found.length > 0)
        differing.push({ logged, stood: record?.revision ?? null, what: `${name}: ${found.join(', ')}` })
    })
    counted += page.length
  }
  return { counted, differing }
}

/** Writes one record as the log has it; false when it moved on since it was compared, or the log has no content of it. */
export async function rewriteRecord(tx: Tx, cell: number, difference: RecordDifference): Promise<boolean> {
  const { connectionId, stream, sourceId, revision, sourceVersion, digest, deleted } = difference.logged
  if (digest === null) return false
  const values = [
    cell,
    connectionId,
    stream,
    sourceId,
    revision,
    sourceVersion,
    digest,
    deleted,
    difference.stood,
  ]
  return (await tx.query(rewrite, values)).rowCount === 1
}
