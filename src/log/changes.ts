import { zstdCompressSync, zstdDecompressSync } from 'node:zlib'
import { assert } from '../kernel/errors.ts'
import type { EventKindName } from '../model/events/kinds.ts'
import { statement } from '../store/statement.ts'
import type { Tx } from '../store/transaction.ts'

/** One event to be told outside. `data` is what the schema of its kind says, and what held in this transaction. */
export type Change = {
  readonly kind: EventKindName
  readonly subjectId: string
  readonly data: Readonly<Record<string, unknown>>
}
/** What one transaction changed. `number` rises by one from commit to commit. */
export type ChangeRow = {
  readonly number: bigint
  readonly epoch: number
  readonly recordedAt: Date
  readonly changes: readonly Change[]
}

// The head is locked by this statement, the last one of its transaction: so the order of numbers is the order of
// commits, and a reader that has seen a number has seen every number below.
const add = statement(
  'log.add_changes',
  `with head as (update change_heads set number = number + 1 where cell = $1 returning number, epoch)
   insert into changes (cell, number, epoch, recorded_at, events, kinds, body)
   select $1, head.number, head.epoch, $2, $3, $4, $5 from head`,
)
const alignHead = statement(
  'log.align_changes',
  'update change_heads set epoch = $2 where cell = $1 and epoch < $2',
)
const selectHead = statement<{ number: bigint; epoch: number }>(
  'log.read_change_head',
  'select number, epoch from change_heads where cell = $1',
)
const selectSizes = statement<{ number: bigint; events: number; kinds: EventKindName[] }>(
  'log.read_change_sizes',
  `select number, events, kinds from changes where cell = $1 and number > $2 and number <= $3
   order by number limit $4`,
)
const selectRows = statement<{ number: bigint; epoch: number; recorded_at: Date; body: Buffer }>(
  'log.read_changes',
  `select number, epoch, recorded_at, body from changes where cell = $1 and number = any($2::bigint[])
   order by number`,
)
const selectFrom = statement<{ number: bigint }>(
  'log.change_number_at',
  `select number from changes where cell = $1 and recorded_at >= $2 order by number limit 1`,
)
const selectOldest = statement<{ number: bigint }>(
  'log.oldest_change',
  'select number from changes where cell = $1 order by number limit 1',
)
const purge = statement(
  'log.purge_changes',
  `delete from changes where cell = $1 and number in (
     select number from changes where cell = $1 and recorded_at < $2 and number < $3 order by number limit $4)`,
)

type Noted = { readonly at: Date; readonly changes: Change[] }
const notedOf = new WeakMap<NonNullable<Tx['atEnd']>, Map<number, Noted>>()

/**
 * Notes what the caller's transaction changed. However often it is called, the transaction writes one row with one
 * statement, as its last: nothing is locked after the head of changes, so no two transactions wait in a circle.
 */
export async function noteChanges(tx: Tx, cell: number, at: Date, changes: readonly Change[]): Promise<void> {
  if (changes.length === 0) return
  // A transaction in somebody's wrapping may have no end of its own; then the row is written here.
  if (tx.atEnd === undefined) return writeRow(tx, cell, { at, changes: [...changes] })
  const byCell = notedOf.get(tx.atEnd) ?? new Map<number, Noted>()
  notedOf.set(tx.atEnd, byCell)
  const noted = byCell.get(cell)
  if (noted !== undefined) {
    for (const change of changes) noted.changes.push(change)
    return
  }
  const first: Noted = { at, changes: [...changes] }
  byCell.set(cell, first)
  tx.atEnd((last) => writeRow(last, cell, first))
}

async function writeRow(tx: Tx, cell: number, noted: Noted): Promise<void> {
  const { changes } = noted
  const kinds = [...new Set(changes.map((one) => one.kind))]
  const body = zstdCompressSync(JSON.stringify(changes.map((one) => [one.kind, one.subjectId, one.data])))
  const { rowCount } = await tx.query(add, [cell, noted.at, changes.length, kinds, body])
  assert(rowCount === 1, `Cell ${cell} has no head of changes`)
}

/** At every opening, before anything is written: a restored older copy goes on with the epoch of its restore. */
export async function alignChanges(tx: Tx, cell: number, epoch: number): Promise<void> {
  await tx.query(alignHead, [cell, epoch])
}

export async function readChangeHead(tx: Tx, cell: number): Promise<{ number: bigint; epoch: number }> {
  const row = (await tx.query(selectHead, [cell])).rows[0]
  assert(row !== undefined, `Cell ${cell} has no head of changes`)
  return row
}

type ChangeSize = {
  readonly number: bigint
  readonly events: number
  readonly kinds: readonly EventKindName[]
}

/** The next rows behind a number, in order, without their events. */
export async function readChangeSizes(
  tx: Tx,
  cell: number,
  range: { readonly after: bigint; readonly until: bigint; readonly limit: number },
): Promise<ChangeSize[]> {
  return (await tx.query(selectSizes, [cell, range.after, range.until, range.limit])).rows
}

/** These rows with their events; those that were cleared away are missing. */
export async function readChangeRows(tx: Tx, cell: number, numbers: readonly bigint[]): Promise<ChangeRow[]> {
  if (numbers.length === 0) return []
  return (await tx.query(selectRows, [cell, numbers])).rows.map((row) => ({
    number: row.number,
    epoch: row.epoch,
    recordedAt: row.recorded_at,
    changes: unpack(row.body),
  }))
}

function unpack(body: Buffer): Change[] {
  const listed = JSON.parse(zstdDecompressSync(body).toString('utf8')) as [
    EventKindName,
    string,
    Change['data'],
  ][]
  return listed.map(([kind, subjectId, data]) => ({ kind, subjectId, data }))
}

/** The first change at or after a moment; null when there is none. */
export async function changeNumberAt(tx: Tx, cell: number, at: Date): Promise<bigint | null> {
  return (await tx.query(selectFrom, [cell, at])).rows[0]?.number ?? null
}

/** The first number that is still kept; null when nothing is. */
export async function oldestChange(tx: Tx, cell: number): Promise<bigint | null> {
  return (await tx.query(selectOldest, [cell])).rows[0]?.number ?? null
}

/** Clears away rows older than a moment and below a number. Returns how many. */
export async function purgeChanges(
  tx: Tx,
  cell: number,
  below: { readonly at: Date; readonly number: bigint; readonly limit: number },
): Promise<number> {
  return (await tx.query(purge, [cell, below.at, below.number, below.limit])).rowCount
}
