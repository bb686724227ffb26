import { sha256 } from '../kernel/digest.ts'
import { assert } from '../kernel/errors.ts'
import { statement } from '../store/statement.ts'
import type { Tx } from '../store/transaction.ts'
import { envelopeDigest, eventTypes, type NewEvent } from './event.ts'
import type { DataKey, Vault } from './vault.ts'

/** One flush at most: past this, one statement's parameters grow faster than they save. */
export const appendLimit = 1000

// The head row is locked by this statement, which a hot transaction sends last: so position order is commit
// order, and the lock is held only for the insert and the flush.
const append = statement<{ first: bigint }>(
  'log.append',
  `with head as (
     update log_heads set position = position + $2::int, chain = sha256(chain || $3::bytea)
     where cell = $1 returning position - $2::int as base, chain),
   link as (
     insert into log_links (cell, last_position, first_position, digest, chain)
     select $1, base + $2::int, base + 1, $3::bytea, chain from head),
   kept as (
     insert into payloads (cell, position, key_id, sealed)
     select $1, head.base + p.ord, p.key_id, p.sealed
     from head, unnest($4::uuid[], $5::bytea[]) with ordinality as p(key_id, sealed, ord)),
   added as (
     insert into events (cell, lane, position, type, version, connection_id, stream, source_id, revision,
       source_version, payload_digest, received_at, cause, principal)
     select $1, e.lane, head.base + e.ord, e.type, e.version, e.connection_id, e.stream, e.source_id, e.revision,
       e.source_version, e.payload_digest, e.received_at, e.cause, e.principal
     from head, unnest($6::smallint[], $7::text[], $8::smallint[], $9::text[], $10::text[], $11::text[],
       $12::int[], $13::text[], $14::bytea[], $15::timestamptz[], $16::bigint[], $17::text[])
       with ordinality as e(lane, type, version, connection_id, stream, source_id, revision, source_version,
         payload_digest, received_at, cause, principal, ord))
   select base + 1 as first from head`,
)

type Appended = { readonly first: bigint; readonly last: bigint; readonly keys: Map<string, DataKey> }

/**
 * Appends events in the order given and returns their positions. Durable when the transaction has committed;
 * after that the caller hands `keys` to `vault.remember`. At most `appendLimit` events.
 */
export async function appendEvents(
  tx: Tx,
  cell: number,
  vault: Vault,
  events: readonly NewEvent[],
): Promise<Appended> {
  assert(events.length > 0 && events.length <= appendLimit, 'An append takes 1 to 1000 events')
  const keys = await vault.keysFor(tx, cell, new Set(events.map((event) => event.subject)))
  const digests = events.map((event) => envelopeDigest({ ...event, version: eventTypes[event.type] }))
  const { rows } = await tx.query(append, [
    cell,
    events.length,
    sha256(Buffer.concat(digests)),
    events.map((event) => keys.get(event.subject)!.keyId),
    events.map((event) => vault.sealWith(keys.get(event.subject)!, event.payload)),
    events.map((event) => event.lane),
    events.map((event) => event.type),
    events.map((event) => eventTypes[event.type]),
    events.map((event) => event.connectionId),
    events.map((event) => event.stream),
    events.map((event) => event.sourceId),
    events.map((event) => event.revision),
    events.map((event) => event.sourceVersion),
    events.map((event) => event.payloadDigest),
    events.map((event) => event.receivedAt.toISOString()),
    events.map((event) => event.cause),
    events.map((event) => event.principal),
  ])
  const first = rows[0]?.first
  assert(first !== undefined, `Cell ${cell} has no log`)
  return { first, last: first + BigInt(events.length - 1), keys }
}
