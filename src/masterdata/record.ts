import { canonicalJson } from '../kernel/canonical-json.ts'
import { sha256 } from '../kernel/digest.ts'
import { appendEvents, appendLimit } from '../log/append.ts'
import { factLane, type NewEvent } from '../log/event.ts'
import { noteChanges } from '../log/changes.ts'
import type { Vault } from '../log/vault.ts'
import type { MasterChange } from '../model/master-records.ts'
import { statement } from '../store/statement.ts'
import type { Tx } from '../store/transaction.ts'
import { after, layOver, type Put, type Segment } from './segments.ts'
import { masterChange } from './tell.ts'

export type Reference = { readonly kind: string; readonly externalId: string; readonly recordId: string }
type Learned = {
  /** Where knowledge stands now; unchanged when nothing new was said. */
  readonly position: bigint
  readonly changed: number
  /** Statements of a connection that does not own this kind of record: kept in the log, without effect. */
  readonly ignored: readonly MasterChange[]
}

const lockHead = statement<{ position: bigint }>(
  'masterdata.lock_head',
  'select position from master_heads where cell = $1 for update',
)
const moveHead = statement('masterdata.move_head', 'update master_heads set position = $2 where cell = $1')
const readKnown = statement<{
  kind: string
  record_id: string
  valid_from: string
  valid_until: string | null
  body: string | null
}>(
  'masterdata.read_known',
  `select m.kind, m.record_id, m.valid_from, m.valid_until, m.body
   from unnest($2::text[], $3::text[]) as k(kind, record_id)
   join master_records m on m.cell = $1 and m.kind = k.kind and m.record_id = k.record_id and m.superseded_at is null`,
)
const supersede = statement(
  'masterdata.supersede',
  `update master_records m set superseded_at = s.at from unnest($2::text[], $3::text[], $4::date[], $5::bigint[])
     as s(kind, record_id, valid_from, at)
   where m.cell = $1 and m.kind = s.kind and m.record_id = s.record_id and m.valid_from = s.valid_from
     and m.superseded_at is null`,
)
const add = statement(
  'masterdata.add',
  `insert into master_records (cell, kind, record_id, valid_from, valid_until, learned_at, connection_id, body)
   select $1, r.kind, r.record_id, r.valid_from, r.valid_until, r.learned_at, $2, r.body
   from unnest($3::text[], $4::text[], $5::date[], $6::date[], $7::bigint[], $8::text[])
     as r(kind, record_id, valid_from, valid_until, learned_at, body)`,
)
const readReferences = statement<{ kind: string; external_id: string; record_id: string }>(
  'masterdata.read_references',
  `select c.kind, c.external_id, c.record_id from unnest($3::text[], $4::text[]) as r(kind, external_id)
   join cross_references c on c.cell = $1 and c.connection_id = $2 and c.kind = r.kind and c.external_id = r.external_id`,
)
const putReferences = statement(
  'masterdata.put_references',
  `insert into cross_references (cell, connection_id, kind, external_id, record_id, learned_at)
   select $1, $2, r.kind, r.external_id, r.record_id, r.learned_at
   from unnest($3::text[], $4::text[], $5::text[], $6::bigint[]) as r(kind, external_id, record_id, learned_at)
   on conflict (cell, connection_id, kind, external_id)
   do update set record_id = excluded.record_id, learned_at = excluded.learned_at`,
)
const readOwners = statement<{ kind: string; connection_id: string }>(
  'masterdata.read_owners',
  'select kind, connection_id from ownerships where cell = $1',
)

type Source = {
  readonly connectionId: string
  readonly principal: string
  readonly at: Date
  readonly cause: bigint | null
}
type Said = { readonly change: MasterChange; readonly put: Put; readonly event: number }

/**
 * Learns master data: what is new becomes `master.recorded` events and records with the position at which it
 * was learned; what is already known changes nothing. Charging waits while this commits, so no work is priced
 * between two states of knowledge. Runs in the caller's transaction.
 */
export async function recordMasters(
  tx: Tx,
  cell: number,
  vault: Vault,
  changes: readonly MasterChange[],
  references: readonly Reference[],
  source: Source,
): Promise<Learned> {
  const head = await lockMasters(tx, cell)
  const owners = await ownersOf(tx, cell)
  const mayWrite = (change: MasterChange) =>
    source.connectionId === 'hub' || (owners.get(change.kind)?.has(source.connectionId) ?? true)
  const heard = changes.filter(mayWrite)
  const ignored = changes.filter((change) => !mayWrite(change))
  const events: NewEvent[] = []
  const said = await newStatements(tx, cell, heard, source, events)
  const fresh = await newReferences(tx, cell, references, source, events)
  if (events.length === 0) return { position: head, changed: 0, ignored }
  const positions: bigint[] = []
  for (let i = 0; i < events.length; i += appendLimit) {
    const slice = events.slice(i, i + appendLimit)
    const { first } = await appendEvents(tx, cell, vault, slice)
    positions.push(...slice.map((_, k) => first + BigInt(k)))
  }
  await write(tx, cell, source.connectionId, said, positions)
  if (fresh.length > 0)
    await tx.query(putReferences, [
      cell,
      source.connectionId,
      fresh.map((one) => one.reference.kind),
      fresh.map((one) => one.reference.externalId),
      fresh.map((one) => one.reference.recordId),
      fresh.map((one) => positions[one.event]!),
    ])
  const told = said.flatMap(({ change, put }) => masterChange(change, put) ?? [])
  await noteChanges(tx, cell, source.at, told)
  const position = positions.at(-1)!
  await tx.query(moveHead, [cell, position])
  return { position, changed: events.length, ignored }
}

/** Keeps everybody else from learning until the transaction ends, and charging from pricing. Returns the position. */
export async function lockMasters(tx: Tx, cell: number): Promise<bigint> {
  return (await tx.query(lockHead, [cell])).rows[0]!.position
}

async function ownersOf(tx: Tx, cell: number): Promise<Map<string, Set<string>>> {
  const owners = new Map<string, Set<string>>()
  for (const row of (await tx.query(readOwners, [cell])).rows) {
    const list = owners.get(row.kind) ?? new Set()
    owners.set(row.kind, list.add(row.connection_id))
  }
  return owners
}

async function newStatements(
  tx: Tx,
  cell: number,
  changes: readonly MasterChange[],
  source: Source,
  events: NewEvent[],
): Promise<Said[]> {
  const keys = new Map(changes.map((change) => [`${change.kind}\n${change.recordId}`, change]))
  const known = new Map<string, Segment[]>()
  const wanted = [...keys.values()]
  const { rows } = await tx.query(readKnown, [
    cell,
    wanted.map((one) => one.kind),
    wanted.map((one) => one.recordId),
  ])
  for (const row of rows) {
    const key = `${row.kind}\n${row.record_id}`
    known.set(key, [
      ...(known.get(key) ?? []),
      { from: row.valid_from, until: row.valid_until, body: row.body },
    ])
  }
  const said: Said[] = []
  for (const change of changes) {
    const key = `${change.kind}\n${change.recordId}`
    const before = known.get(key) ?? []
    const body = change.body === null ? null : canonicalJson(change.body)
    const put = layOver(before, { from: change.validFrom, until: change.validUntil, body })
    if (put.added.length === 0 && put.superseded.length === 0) continue
    known.set(key, after(before, put))
    said.push({ change, put, event: events.length })
    events.push(recorded(change.kind, change.recordId, change, source))
  }
  return said
}

async function newReferences(
  tx: Tx,
  cell: number,
  references: readonly Reference[],
  source: Source,
  events: NewEvent[],
): Promise<{ reference: Reference; event: number }[]> {
  if (references.length === 0) return []
  const latest = new Map(references.map((one) => [`${one.kind}\n${one.externalId}`, one]))
  const wanted = [...latest.values()]
  const { rows } = await tx.query(readReferences, [
    cell,
    source.connectionId,
    wanted.map((one) => one.kind),
    wanted.map((one) => one.externalId),
  ])
  for (const row of rows)
    if (latest.get(`${row.kind}\n${row.external_id}`)?.recordId === row.record_id)
      latest.delete(`${row.kind}\n${row.external_id}`)
  return [...latest.values()].map((reference) => {
    events.push(recorded('cross_reference', `${reference.kind}/${reference.externalId}`, reference, source))
    return { reference, event: events.length - 1 }
  })
}

function recorded(kind: string, recordId: string, body: unknown, source: Source): NewEvent {
  const payload = Buffer.from(canonicalJson(body))
  return {
    lane: factLane,
    type: 'master.recorded',
    connectionId: source.connectionId,
    stream: kind,
    sourceId: recordId,
    revision: 1,
    sourceVersion: null,
    payload,
    payloadDigest: Buffer.from(sha256(payload)),
    subject: kind === 'worker' ? `worker/${recordId}` : `master/${kind}`,
    cause: source.cause,
    principal: source.principal,
    receivedAt: source.at,
  }
}

async function write(
  tx: Tx,
  cell: number,
  connectionId: string,
  said: readonly Said[],
  positions: readonly bigint[],
) {
  // A stretch that one statement adds and a later one of the same batch covers never reaches the table.
  const ended = new Map<string, { change: MasterChange; from: string; at: bigint }>()
  const live = new Map<string, { change: MasterChange; segment: Segment; at: bigint }>()
  const keyOf = (change: MasterChange, segment: Segment) =>
    `${change.kind}\n${change.recordId}\n${segment.from}`
  for (const { change, put, event } of said) {
    const at = positions[event]!
    for (const segment of put.superseded) {
      const key = keyOf(change, segment)
      if (!live.delete(key)) ended.set(key, { change, from: segment.from, at })
    }
    for (const segment of put.added) live.set(keyOf(change, segment), { change, segment, at })
  }
  const gone = [...ended.values()]
  if (gone.length > 0)
    await tx.query(supersede, [
      cell,
      gone.map((one) => one.change.kind),
      gone.map((one) => one.change.recordId),
      gone.map((one) => one.from),
      gone.map((one) => one.at),
    ])
  const rows = [...live.values()]
  if (rows.length === 0) return
  await tx.query(add, [
    cell,
    connectionId,
    rows.map((one) => one.change.kind),
    rows.map((one) => one.change.recordId),
    rows.map((one) => one.segment.from),
    rows.map((one) => one.segment.until),
    rows.map((one) => one.at),
    rows.map((one) => one.segment.body),
  ])
}
