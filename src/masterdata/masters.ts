import type { MasterBody, MasterKind } from '../model/master-records.ts'
import { statement } from '../store/statement.ts'
import type { Tx } from '../store/transaction.ts'

type Stretch = {
  readonly from: string
  readonly until: string | null
  readonly body: unknown
  readonly learnedAt: bigint
}

/** Present knowledge of one cell, whole and in memory. Only what changed since is read again. */
export class Masters {
  readonly cell: number
  #position = -1n
  #refreshing: Promise<unknown> = Promise.resolve()
  readonly #records = new Map<string, Map<string, Stretch[]>>()
  /** Rebuilt lists that depend on whole kinds; dropped when a record of the kind changes. */
  readonly #derived = new Map<string, { kinds: readonly MasterKind[]; value: unknown }>()

  constructor(cell: number) {
    this.cell = cell
  }

  /** Everything learned up to here is in it. */
  get position(): bigint {
    return this.#position
  }

  at<K extends MasterKind>(kind: K, recordId: string, on: string): MasterBody<K> | null {
    const stretches = this.#records.get(kind)?.get(recordId)
    if (!stretches) return null
    for (const one of stretches)
      if (one.from <= on && (one.until === null || on < one.until)) return one.body as MasterBody<K>
    return null
  }

  /** True when the record exists on any day. */
  knows(kind: MasterKind, recordId: string): boolean {
    return (this.#records.get(kind)?.get(recordId)?.length ?? 0) > 0
  }

  stretches<K extends MasterKind>(
    kind: K,
    recordId: string,
  ): readonly { from: string; until: string | null; body: MasterBody<K>; learnedAt: bigint }[] {
    return (this.#records.get(kind)?.get(recordId) ?? []) as never
  }

  ids(kind: MasterKind): readonly string[] {
    return [...(this.#records.get(kind)?.keys() ?? [])]
  }

  /** A list built once from whole kinds, and again only after one of them changed. */
  derive<T>(name: string, kinds: readonly MasterKind[], build: (masters: Masters) => T): T {
    const known = this.#derived.get(name)
    if (known) return known.value as T
    const value = build(this)
    this.#derived.set(name, { kinds, value })
    return value
  }

  /** One after the other: transactions of one process share what is known, and each reads for a while. */
  inTurn<T>(read: () => Promise<T>): Promise<T> {
    const turn = this.#refreshing.then(read)
    this.#refreshing = turn.catch(() => {})
    return turn
  }

  /** Puts these rows in the place of everything that is known. */
  replaceAll(position: bigint, rows: readonly MasterRow[]): void {
    this.#records.clear()
    this.#derived.clear()
    this.#take(position, rows)
  }

  /** Puts these rows in the place of the records that were touched. */
  replace(
    position: bigint,
    rows: readonly MasterRow[],
    touched: readonly { kind: string; recordId: string }[],
  ): void {
    const changed = new Set(touched.map((one) => one.kind))
    for (const one of touched) this.#records.get(one.kind)?.delete(one.recordId)
    for (const [name, one] of this.#derived)
      if (one.kinds.some((kind) => changed.has(kind))) this.#derived.delete(name)
    this.#take(position, rows)
  }

  /** Knowledge of its own, with these rows in the place of the records that were touched. */
  instead(rows: readonly MasterRow[], touched: readonly { kind: string; recordId: string }[]): Masters {
    const made = new Masters(this.cell)
    for (const [kind, records] of this.#records) made.#records.set(kind, new Map(records))
    made.replace(this.#position, rows, touched)
    return made
  }

  #take(position: bigint, rows: readonly MasterRow[]): void {
    for (const row of rows) {
      const kind = this.#records.get(row.kind) ?? new Map<string, Stretch[]>()
      this.#records.set(row.kind, kind)
      const list = kind.get(row.record_id) ?? []
      if (row.body !== null)
        list.push({
          from: row.valid_from,
          until: row.valid_until,
          body: JSON.parse(row.body),
          learnedAt: row.learned_at,
        })
      kind.set(row.record_id, list)
    }
    this.#position = position
  }
}

export type MasterRow = {
  kind: string
  record_id: string
  valid_from: string
  valid_until: string | null
  learned_at: bigint
  body: string | null
}

const shareHead = statement<{ position: bigint }>(
  'masterdata.share_head',
  'select position from master_heads where cell = $1 for share',
)
const peekHead = statement<{ position: bigint }>(
  'masterdata.peek_head',
  'select position from master_heads where cell = $1',
)
const changedSince = statement<{ kind: string; record_id: string }>(
  'masterdata.changed_since',
  `select kind, record_id from master_records where cell = $1 and learned_at > $2 and learned_at <= $3
   union select kind, record_id from master_records where cell = $1 and superseded_at > $2 and superseded_at <= $3`,
)
const readRecords = statement<MasterRow>(
  'masterdata.read_records',
  `select m.kind, m.record_id, m.valid_from, m.valid_until, m.learned_at, m.body
   from unnest($2::text[], $3::text[]) as k(kind, record_id)
   join master_records m on m.cell = $1 and m.kind = k.kind and m.record_id = k.record_id and m.superseded_at is null`,
)
const readAll = statement<MasterRow>(
  'masterdata.read_all',
  `select kind, record_id, valid_from, valid_until, learned_at, body from master_records
   where cell = $1 and superseded_at is null`,
)

/**
 * Brings the cached knowledge up to the head. With `hold`, the head stays locked shared until the transaction
 * ends: no change of master data can commit in between. What another transaction brought further stays.
 */
export async function refreshMasters(tx: Tx, masters: Masters, hold: boolean): Promise<Masters> {
  // Outside the turn: who waits for this lock must not keep the others from theirs.
  const head = (await tx.query(hold ? shareHead : peekHead, [masters.cell])).rows[0]!.position
  if (head > masters.position) await masters.inTurn(() => readUpTo(tx, masters, head))
  return masters
}

async function readUpTo(tx: Tx, masters: Masters, head: bigint): Promise<void> {
  const { cell, position } = masters
  if (head <= position) return
  if (position < 0n) return masters.replaceAll(head, (await tx.query(readAll, [cell])).rows)
  const { rows } = await tx.query(changedSince, [cell, position, head])
  const touched = rows.map((row) => ({ kind: row.kind, recordId: row.record_id }))
  const kinds = touched.map((one) => one.kind)
  const ids = touched.map((one) => one.recordId)
  const records = touched.length === 0 ? [] : (await tx.query(readRecords, [cell, kinds, ids])).rows
  masters.replace(head, records, touched)
}

/** A snapshot for a reader that keeps none of its own. */
export async function loadMasters(tx: Tx, cell: number): Promise<Masters> {
  return refreshMasters(tx, new Masters(cell), false)
}
