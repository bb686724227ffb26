import { statement } from '../store/statement.ts'
import type { Tx } from '../store/transaction.ts'
import type { Incoming, Stream } from './receive.ts'

const addVersions = statement<{ source_id: string }>(
  'intake.add_versions',
  `insert into source_versions (cell, connection_id, stream, source_id, source_version, digest)
   select $1, $2, $3, v.source_id, v.source_version, v.digest
   from unnest($4::text[], $5::text[], $6::bytea[]) as v(source_id, source_version, digest)
   on conflict do nothing returning source_id`,
)
const readVersions = statement<{ source_id: string; digest: Buffer }>(
  'intake.read_versions',
  `select s.source_id, s.digest from unnest($4::text[], $5::text[]) as v(source_id, source_version)
   join source_versions s on s.cell = $1 and s.connection_id = $2 and s.stream = $3
     and s.source_id = v.source_id and s.source_version = v.source_version`,
)

/** For versioned records: `new`, `known` with the same content, or a `contradiction` of what came before. */
export async function keepVersions(
  tx: Tx,
  cell: number,
  stream: Stream,
  records: readonly Incoming[],
): Promise<Map<string, 'new' | 'known' | 'contradiction'>> {
  const versioned = records.filter((record) => record.version !== null)
  const outcome = new Map<string, 'new' | 'known' | 'contradiction'>()
  if (versioned.length === 0) return outcome
  const ids = versioned.map((record) => record.sourceId)
  const versions = versioned.map((record) => record.version)
  const key = [cell, stream.connectionId, stream.stream, ids, versions]
  const added = await tx.query(addVersions, [...key, versioned.map((record) => record.digest)])
  for (const row of added.rows) outcome.set(row.source_id, 'new')
  if (added.rows.length === versioned.length) return outcome
  const digests = new Map((await tx.query(readVersions, key)).rows.map((row) => [row.source_id, row.digest]))
  for (const record of versioned) {
    if (outcome.has(record.sourceId)) continue
    const same = digests.get(record.sourceId)?.equals(record.digest) ?? false
    outcome.set(record.sourceId, same ? 'known' : 'contradiction')
  }
  return outcome
}

// A source without versions gets a revision whenever its content differs from the latest: A, B, A is three.
// With versions the greater one wins; length first, so that "10" comes after "9" and instants stay in order.
const raise = statement<{ source_id: string; revision: number }>(
  'intake.raise_revisions',
  `insert into source_records as r (cell, connection_id, stream, source_id, revision, source_version, digest, deleted, occurs_on)
   select $1, $2, $3, n.source_id, 1, n.source_version, n.digest, false, n.occurs_on
   from unnest($4::text[], $5::text[], $6::bytea[], $7::date[]) as n(source_id, source_version, digest, occurs_on)
   on conflict (cell, connection_id, stream, source_id) do update
     set revision = r.revision + 1, source_version = excluded.source_version, digest = excluded.digest, deleted = false,
       occurs_on = excluded.occurs_on
     where (excluded.source_version is null and (r.digest <> excluded.digest or r.deleted))
        or (excluded.source_version is not null and (r.source_version is null
          or (length(excluded.source_version), excluded.source_version) > (length(r.source_version), r.source_version)))
   returning source_id, revision`,
)
const readLatest = statement<{ source_id: string; revision: number; source_version: string | null }>(
  'intake.read_latest',
  `select source_id, revision, source_version from source_records
   where cell = $1 and connection_id = $2 and stream = $3 and source_id = any($4::text[])`,
)

type Latest = { readonly revision: number; readonly raised: boolean; readonly older: boolean }

export async function raiseRevisions(
  tx: Tx,
  cell: number,
  stream: Stream,
  records: readonly Incoming[],
): Promise<Map<string, Latest>> {
  const outcome = new Map<string, Latest>()
  if (records.length === 0) return outcome
  const { rows } = await tx.query(raise, [
    cell,
    stream.connectionId,
    stream.stream,
    records.map((record) => record.sourceId),
    records.map((record) => record.version),
    records.map((record) => record.digest),
    records.map((record) => record.occursOn),
  ])
  for (const row of rows) outcome.set(row.source_id, { revision: row.revision, raised: true, older: false })
  const rest = records.filter((record) => !outcome.has(record.sourceId))
  if (rest.length === 0) return outcome
  const latest = await tx.query(readLatest, [
    cell,
    stream.connectionId,
    stream.stream,
    rest.map((record) => record.sourceId),
  ])
  const versioned = new Set(rest.filter((record) => record.version !== null).map((record) => record.sourceId))
  for (const row of latest.rows)
    outcome.set(row.source_id, { revision: row.revision, raised: false, older: versioned.has(row.source_id) })
  return outcome
}

const bury = statement<{ source_id: string; revision: number }>(
  'intake.bury',
  `update source_records set deleted = true, revision = revision + 1
   where cell = $1 and connection_id = $2 and stream = $3 and source_id = any($4::text[]) and not deleted
   returning source_id, revision`,
)

export async function tombstones(
  tx: Tx,
  cell: number,
  stream: Stream,
  ids: readonly string[],
): Promise<Map<string, Latest>> {
  const outcome = new Map<string, Latest>()
  const { rows } = await tx.query(bury, [cell, stream.connectionId, stream.stream, ids])
  for (const row of rows) outcome.set(row.source_id, { revision: row.revision, raised: true, older: false })
  const rest = ids.filter((id) => !outcome.has(id))
  if (rest.length === 0) return outcome
  for (const row of (await tx.query(readLatest, [cell, stream.connectionId, stream.stream, rest])).rows)
    outcome.set(row.source_id, { revision: row.revision, raised: false, older: false })
  return outcome
}

const windowIds = statement<{ source_id: string }>(
  'intake.window_ids',
  `select source_id from source_records
   where cell = $1 and connection_id = $2 and stream = $3 and not deleted and occurs_on >= $4 and occurs_on < $5`,
)
const allIds = statement<{ source_id: string }>(
  'intake.all_ids',
  'select source_id from source_records where cell = $1 and connection_id = $2 and stream = $3 and not deleted',
)

/** Ids that were there at the last look: those a sweep did not see again are confirmed one by one. */
export async function knownIds(
  tx: Tx,
  cell: number,
  connectionId: string,
  stream: string,
  window: { readonly from: string; readonly until: string } | null,
): Promise<string[]> {
  const { rows } = window
    ? await tx.query(windowIds, [cell, connectionId, stream, window.from, window.until])
    : await tx.query(allIds, [cell, connectionId, stream])
  return rows.map((row) => row.source_id)
}

const acceptedRevisions = statement<{
  connection_id: string
  stream: string
  source_id: string
  revision: number
}>(
  'intake.accepted_revisions',
  `select r.connection_id, r.stream, r.source_id, r.revision
   from unnest($2::text[], $3::text[], $4::text[]) as k(connection_id, stream, source_id)
   join source_records r on r.cell = $1 and r.connection_id = k.connection_id and r.stream = k.stream
     and r.source_id = k.source_id`,
)

/** The latest revision accepted of each record, by connection, stream and source id, each on a line. */
export async function acceptedRevisionsOf(
  tx: Tx,
  cell: number,
  keys: readonly { readonly connectionId: string; readonly stream: string; readonly sourceId: string }[],
): Promise<Map<string, number>> {
  const { rows } = await tx.query(acceptedRevisions, [
    cell,
    keys.map((key) => key.connectionId),
    keys.map((key) => key.stream),
    keys.map((key) => key.sourceId),
  ])
  return new Map(rows.map((row) => [`${row.connection_id}\n${row.stream}\n${row.source_id}`, row.revision]))
}
