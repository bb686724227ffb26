import { type ChangeRow, readChangeRows, readChangeSizes } from '../log/changes.ts'
import type { EventKindName } from '../model/events/kinds.ts'
import type { Tx } from '../store/transaction.ts'
import { eventsOf, type Origin, type PlacedEvent } from './cloud-event.ts'

/** Everything up to and with `number` is behind, and of the row after it the first `index` events. */
export type Cursor = { readonly number: bigint; readonly index: number }

type Selection = {
  readonly kinds: readonly EventKindName[] | null
  /** `time-entry/<id>`; null: every subject. */
  readonly subject: string | null
  /** Not beyond this number. */
  readonly until: bigint
  readonly most: number
}
export type Batch = {
  readonly events: readonly PlacedEvent[]
  /** Where the next batch begins: behind everything that was looked at, wanted or not. */
  readonly end: Cursor
}

const rowsLookedAt = 500

/** The next events behind a cursor, in the order of commits. An empty batch whose end is the cursor: nothing is left. */
export async function readEvents(
  tx: Tx,
  origin: Origin,
  cursor: Cursor,
  selection: Selection,
): Promise<Batch> {
  const { kinds, until, most } = selection
  const range = { after: cursor.number, until, limit: rowsLookedAt }
  const sizes = await readChangeSizes(tx, origin.cell, range)
  const wanted: bigint[] = []
  let end = cursor
  let loaded = 0
  for (const row of sizes) {
    if (loaded >= most) break
    end = { number: row.number, index: 0 }
    if (kinds !== null && !row.kinds.some((kind) => kinds.includes(kind))) continue
    wanted.push(row.number)
    loaded += row.events
  }
  const rows = await readChangeRows(tx, origin.cell, wanted)
  return cut(origin, rows, cursor, end, selection)
}

/** A row may hold more events than a batch takes: then the end lies within it. */
function cut(
  origin: Origin,
  rows: readonly ChangeRow[],
  cursor: Cursor,
  end: Cursor,
  selection: Selection,
): Batch {
  const { kinds, subject, most } = selection
  const events: PlacedEvent[] = []
  for (const row of rows) {
    const skipped = row.number === cursor.number + 1n ? cursor.index : 0
    for (const placed of eventsOf(origin, row)) {
      if (placed.index < skipped) continue
      if (events.length === most) return { events, end: before(placed) }
      if (kinds !== null && !kinds.includes(placed.kind)) continue
      if (subject === null || placed.event.subject === subject) events.push(placed)
    }
  }
  return { events, end }
}

/** The cursor whose next event is this one. */
export function before(placed: Pick<PlacedEvent, 'number' | 'index'>): Cursor {
  return { number: placed.number - 1n, index: placed.index }
}

export function isBehind(one: Cursor, other: Cursor): boolean {
  return one.number < other.number || (one.number === other.number && one.index < other.index)
}
