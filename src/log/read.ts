import { sha256 } from '../kernel/digest.ts'
import { statement } from '../store/statement.ts'
import type { Tx } from '../store/transaction.ts'
import type { LaneCursor } from './cursors.ts'
import type { StoredEvent } from './event.ts'
import { envelopeColumns, envelopeOf, type EnvelopeRow } from './event-row.ts'
import type { Vault } from './vault.ts'

type EventRow = EnvelopeRow & { key_id: string; sealed: Buffer }

const columns = `${envelopeColumns}, p.key_id, p.sealed`

const readLaneRows = statement<EventRow>(
  'log.read_lane',
  `select ${columns} from events e join payloads p on p.cell = $1 and p.position = e.position
   where e.cell = $1 and e.lane = $2 and e.position > $3 order by e.position limit $4`,
)
// Every lane gives its next ones; of them the first of all, so that each lane's are without a gap.
const readLanesRows = statement<EventRow>(
  'log.read_lanes',
  `select ${columns} from (
     select e.* from unnest($2::smallint[], $3::bigint[]) as l(lane, after)
     cross join lateral (select * from events e where e.cell = $1 and e.lane = l.lane and e.position > l.after
       order by e.position limit $4) e
     order by e.position limit $5) e
   join payloads p on p.cell = $1 and p.position = e.position order by e.position`,
)
const readAtRows = statement<EventRow>(
  'log.read_at',
  `select ${columns} from events e join payloads p on p.cell = $1 and p.position = e.position
   where e.cell = $1 and e.position = any($2::bigint[]) order by e.position`,
)
const readHeadRow = statement<{ position: bigint; lanes: number; chain: Buffer }>(
  'log.read_head',
  'select position, lanes, chain from log_heads where cell = $1',
)

async function toEvents(
  tx: Tx,
  cell: number,
  vault: Vault,
  rows: readonly EventRow[],
): Promise<StoredEvent[]> {
  const payloads = await vault.openAll(
    tx,
    cell,
    rows.map((row) => ({ keyId: row.key_id, sealed: row.sealed })),
  )
  return rows.map((row, i) => ({ ...envelopeOf(row), position: row.position, payload: payloads[i]! }))
}

/** The next events of a lane, in order; `payload` is null where it was erased. */
export async function readLane(
  tx: Tx,
  cell: number,
  vault: Vault,
  lane: number,
  after: bigint,
  limit: number,
): Promise<StoredEvent[]> {
  return toEvents(tx, cell, vault, (await tx.query(readLaneRows, [cell, lane, after, limit])).rows)
}

/** The next events of several lanes, in the order of the log. */
export async function readLanes(
  tx: Tx,
  cell: number,
  vault: Vault,
  cursors: readonly LaneCursor[],
  limit: number,
): Promise<StoredEvent[]> {
  const lanes = cursors.map((one) => one.lane)
  const positions = cursors.map((one) => one.position)
  // Twice its share: lanes fill unevenly, and reading what is then cut off is wasted.
  const perLane = Math.min(limit, Math.ceil((2 * limit) / Math.max(cursors.length, 1)))
  return toEvents(
    tx,
    cell,
    vault,
    (await tx.query(readLanesRows, [cell, lanes, positions, perLane, limit])).rows,
  )
}

export async function readEventsAt(
  tx: Tx,
  cell: number,
  vault: Vault,
  positions: readonly bigint[],
): Promise<StoredEvent[]> {
  return toEvents(tx, cell, vault, (await tx.query(readAtRows, [cell, positions])).rows)
}

export async function readHead(
  tx: Tx,
  cell: number,
): Promise<{ position: bigint; lanes: number; chain: Buffer }> {
  const row = (await tx.query(readHeadRow, [cell])).rows[0]
  if (!row) throw new Error(`Cell ${cell} has no log.`)
  return row
}

const readHeadsRows = statement<{ cell: number; position: bigint; chain: Buffer }>(
  'log.read_heads',
  'select cell, position, chain from log_heads order by cell',
)

/** Where the log of every cell ends. */
export async function readHeads(tx: Tx): Promise<{ cell: number; position: bigint; chain: Buffer }[]> {
  return (await tx.query(readHeadsRows)).rows
}

const readNewestRows = statement<{
  position: bigint
  type: string
  connection_id: string
  stream: string
  source_id: string
  revision: number
  received_at: Date
  principal: string
}>(
  'log.read_newest',
  `select position, type, connection_id, stream, source_id, revision, received_at, principal from events
   where cell = $1 and position >= $2 and position < $3 order by position desc`,
)

/** The newest events first, without payloads: what the log page shows. */
export async function readNewest(tx: Tx, cell: number, before: bigint | null, limit: number) {
  const until = before ?? (await readHead(tx, cell)).position + 1n
  // Positions have no gaps, so a page is a range.
  return (await tx.query(readNewestRows, [cell, until - BigInt(limit), until])).rows
}

const readHistoryRows = statement<{ position: bigint; lane: number }>(
  'log.read_history',
  `select position, lane from events where cell = $1 and lane = $2 and connection_id = $3 and stream = $4 and source_id = $5
   order by position desc limit $6`,
)

/** Positions of the events of one source record, newest first. */
export async function readHistory(
  tx: Tx,
  cell: number,
  record: { lane: number; connectionId: string; stream: string; sourceId: string },
  limit = 100,
): Promise<bigint[]> {
  const { rows } = await tx.query(readHistoryRows, [
    cell,
    record.lane,
    record.connectionId,
    record.stream,
    record.sourceId,
    limit,
  ])
  return rows.map((row) => row.position)
}

const readChainRow = statement<{ chain: Buffer }>(
  'log.read_chain_at',
  'select chain from log_links where cell = $1 and last_position = $2',
)

/** The chain as it stood when the log ended at this position; null when no append ended there. */
export async function readChainAt(tx: Tx, cell: number, position: bigint): Promise<Buffer | null> {
  if (position === 0n) return Buffer.from(sha256('hourbridge'))
  return (await tx.query(readChainRow, [cell, position])).rows[0]?.chain ?? null
}

const readPlacedRows = statement<EventRow>(
  'log.read_placed',
  `select ${columns} from (select distinct l.lane, l.position from unnest($2::smallint[], $3::bigint[]) as l(lane, position)) as k
   join events e on e.cell = $1 and e.lane = k.lane and e.position = k.position
   join payloads p on p.cell = $1 and p.position = e.position order by e.position`,
)

/** Events whose lane is known, which spares the search through all lanes. */
export async function readPlaced(
  tx: Tx,
  cell: number,
  vault: Vault,
  places: readonly { readonly lane: number; readonly position: bigint }[],
): Promise<StoredEvent[]> {
  const lanes = places.map((one) => one.lane)
  const positions = places.map((one) => one.position)
  return toEvents(tx, cell, vault, (await tx.query(readPlacedRows, [cell, lanes, positions])).rows)
}

const readLastReceived = statement<{ received_at: Date }>(
  'log.read_last_received',
  `select e.received_at from log_heads h, log_links l, events e
   where h.cell = $1 and l.cell = $1 and l.last_position = h.position and e.cell = $1
     and e.position = h.position and e.lane = any (select generate_series(0, h.lanes))`,
)

/** When the last event came in; null for an empty log. */
export async function readLastReceivedAt(tx: Tx, cell: number): Promise<Date | null> {
  return (await tx.query(readLastReceived, [cell])).rows[0]?.received_at ?? null
}

const readReceived = statement<{ position: bigint; received_at: Date }>(
  'log.read_received',
  'select position, received_at from events where cell = $1 and lane = $2 and position = any($3::bigint[])',
)

/** When the events at these positions of one lane came in; positions of other lanes are left out. */
export async function readReceivedAt(
  tx: Tx,
  cell: number,
  lane: number,
  positions: readonly bigint[],
): Promise<Map<bigint, Date>> {
  const { rows } = await tx.query(readReceived, [cell, lane, positions])
  return new Map(rows.map((row) => [row.position, row.received_at]))
}
