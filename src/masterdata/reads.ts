import type { MasterBody, MasterKind } from '../model/master-records.ts'
import { statement } from '../store/statement.ts'
import type { Tx } from '../store/transaction.ts'

const readRoute = statement<{ legal_entity: string; connection_id: string }>(
  'masterdata.read_route',
  `select legal_entity, connection_id from routes where cell = $1 and outcome = $2 and legal_entity in ($3, '*')`,
)
const readExternal = statement<{ record_id: string; external_id: string }>(
  'masterdata.read_external_ids',
  `select record_id, external_id from cross_references
   where cell = $1 and connection_id = $2 and kind = $3 and record_id = any($4::text[]) order by learned_at`,
)
const readRecordIds = statement<{ kind: string; external_id: string; record_id: string }>(
  'masterdata.read_record_ids',
  `select r.kind, r.external_id, c.record_id from unnest($3::text[], $4::text[]) as r(kind, external_id)
   join cross_references c on c.cell = $1 and c.connection_id = $2 and c.kind = r.kind and c.external_id = r.external_id`,
)
const readTimeline = statement<{
  valid_from: string
  valid_until: string | null
  learned_at: bigint
  superseded_at: bigint | null
  connection_id: string
  body: string | null
}>(
  'masterdata.read_timeline',
  `select valid_from, valid_until, learned_at, superseded_at, connection_id, body from master_records
   where cell = $1 and kind = $2 and record_id = $3 order by learned_at, valid_from`,
)
const changedRecords = statement<{ kind: string; record_id: string; learned_at: bigint }>(
  'masterdata.changed_records',
  `select kind, record_id, max(learned_at) as learned_at from (
     select kind, record_id, learned_at from master_records where cell = $1 and learned_at > $2 and learned_at <= $3
     union all
     select kind, record_id, superseded_at from master_records where cell = $1 and superseded_at > $2 and superseded_at <= $3
     union all
     select 'reference/' || kind, external_id, learned_at from cross_references
     where cell = $1 and learned_at > $2 and learned_at <= $3) as changed
   group by kind, record_id order by 3`,
)
const supersededBodies = statement<{
  kind: string
  record_id: string
  superseded_at: bigint
  body: string | null
}>(
  'masterdata.superseded_bodies',
  `select kind, record_id, superseded_at, body from master_records
   where cell = $1 and superseded_at > $2 and superseded_at <= $3 order by superseded_at`,
)
const ownershipRows = statement<{ kind: string; connection_id: string }>(
  'masterdata.list_owners',
  'select kind, connection_id from ownerships where cell = $1 order by kind, connection_id',
)
const putOwner = statement(
  'masterdata.put_owner',
  'insert into ownerships (cell, kind, connection_id) values ($1, $2, $3) on conflict do nothing',
)
const routeRows = statement<{ legal_entity: string; outcome: 'cost' | 'bill'; connection_id: string }>(
  'masterdata.list_routes',
  'select legal_entity, outcome, connection_id from routes where cell = $1 order by legal_entity, outcome',
)
const putRoute = statement(
  'masterdata.put_route',
  `insert into routes (cell, legal_entity, outcome, connection_id) values ($1, $2, $3, $4)
   on conflict (cell, legal_entity, outcome) do update set connection_id = excluded.connection_id`,
)

/** A record as it was said over some stretch. */
export type MasterRecord = {
  readonly [K in MasterKind]: {
    readonly kind: K
    readonly recordId: string
    readonly body: MasterBody<K>
  }
}[MasterKind]

/** The connection that takes a legal entity's cost or documents; null when nobody said. */
export async function routeOf(
  tx: Tx,
  cell: number,
  legalEntity: string,
  outcome: 'cost' | 'bill',
): Promise<string | null> {
  const { rows } = await tx.query(readRoute, [cell, outcome, legalEntity])
  return (rows.find((row) => row.legal_entity === legalEntity) ?? rows[0])?.connection_id ?? null
}

/** By record id; the id learned last where a system gave several. */
export async function externalIdOf(
  tx: Tx,
  cell: number,
  connectionId: string,
  kind: string,
  recordIds: readonly string[],
): Promise<Map<string, string>> {
  const { rows } = await tx.query(readExternal, [cell, connectionId, kind, recordIds])
  return new Map(rows.map((row) => [row.record_id, row.external_id]))
}

/** Key of a reference in the maps below. */
export function referenceKey(kind: string, externalId: string): string {
  return `${kind}\n${externalId}`
}

export async function recordIdsOf(
  tx: Tx,
  cell: number,
  connectionId: string,
  references: readonly { readonly kind: string; readonly externalId: string }[],
): Promise<Map<string, string>> {
  if (references.length === 0) return new Map()
  const { rows } = await tx.query(readRecordIds, [
    cell,
    connectionId,
    references.map((one) => one.kind),
    references.map((one) => one.externalId),
  ])
  return new Map(rows.map((row) => [referenceKey(row.kind, row.external_id), row.record_id]))
}

/** Every version of a record, superseded ones too: what was known when. */
export async function readRecordTimeline(tx: Tx, cell: number, kind: string, recordId: string) {
  return (await tx.query(readTimeline, [cell, kind, recordId])).rows
}

/** What was learned in a range of positions, each record once with its last position. */
export async function readChangedRecords(tx: Tx, cell: number, after: bigint, until: bigint) {
  return (await tx.query(changedRecords, [cell, after, until])).rows.map((row) => ({
    kind: row.kind,
    recordId: row.record_id,
    learnedAt: row.learned_at,
  }))
}

/** What ceased to be known in a range of positions. */
export async function readSuperseded(
  tx: Tx,
  cell: number,
  after: bigint,
  until: bigint,
): Promise<(MasterRecord & { readonly supersededAt: bigint })[]> {
  const { rows } = await tx.query(supersededBodies, [cell, after, until])
  return rows.flatMap(({ kind, record_id, superseded_at, body }) =>
    body === null
      ? []
      : [{ kind, recordId: record_id, body: JSON.parse(body), supersededAt: superseded_at } as never],
  )
}

export async function listOwners(tx: Tx, cell: number) {
  return (await tx.query(ownershipRows, [cell])).rows
}

export async function setOwner(tx: Tx, cell: number, kind: string, connectionId: string): Promise<void> {
  await tx.query(putOwner, [cell, kind, connectionId])
}

export async function listRoutes(tx: Tx, cell: number) {
  return (await tx.query(routeRows, [cell])).rows
}

export async function setRoute(
  tx: Tx,
  cell: number,
  legalEntity: string,
  outcome: 'cost' | 'bill',
  connectionId: string,
): Promise<void> {
  await tx.query(putRoute, [cell, legalEntity, outcome, connectionId])
}
