import { statement } from '../store/statement.ts'
import type { Tx } from '../store/transaction.ts'
import type { MasterRow, Masters } from './masters.ts'

const touchedBetween = statement<{ kind: string; record_id: string }>(
  'masterdata.touched_between',
  `select kind, record_id from master_records where cell = $1 and learned_at > $2 and learned_at <= $3
   union select kind, record_id from master_records where cell = $1 and superseded_at > $2 and superseded_at <= $3`,
)
const recordsAt = statement<MasterRow>(
  'masterdata.records_at',
  `select m.kind, m.record_id, m.valid_from, m.valid_until, m.learned_at, m.body
   from unnest($2::text[], $3::text[]) as k(kind, record_id)
   join master_records m on m.cell = $1 and m.kind = k.kind and m.record_id = k.record_id
     and m.learned_at <= $4 and (m.superseded_at is null or m.superseded_at > $4)
   order by m.kind, m.record_id, m.learned_at, m.valid_from`,
)
const allAt = statement<MasterRow>(
  'masterdata.all_at',
  `select kind, record_id, valid_from, valid_until, learned_at, body from master_records
   where cell = $1 and learned_at <= $2 and (superseded_at is null or superseded_at > $2)
   order by kind, record_id, learned_at, valid_from`,
)

/** Knowledge as it stood at a position, moved to and fro at the price of what changed in between. */
export async function mastersAt(tx: Tx, cell: number, masters: Masters, position: bigint): Promise<Masters> {
  const from = masters.position
  if (from === position) return masters
  if (from < 0n) {
    masters.replaceAll(position, (await tx.query(allAt, [cell, position])).rows)
    return masters
  }
  const [low, high] = from < position ? [from, position] : [position, from]
  const touched = (await tx.query(touchedBetween, [cell, low, high])).rows
  const kinds = touched.map((one) => one.kind)
  const ids = touched.map((one) => one.record_id)
  const rows = touched.length === 0 ? [] : (await tx.query(recordsAt, [cell, kinds, ids, position])).rows
  masters.replace(
    position,
    rows,
    touched.map((row) => ({ kind: row.kind, recordId: row.record_id })),
  )
  return masters
}
