import { statement } from '../store/statement.ts'
import type { Tx } from '../store/transaction.ts'

type Drift = {
  readonly connectionId: string
  readonly stream: string
  readonly pointer: string
  readonly position: bigint
}

const note = statement(
  'intake.note_drift',
  `insert into drift_notes as d (cell, connection_id, stream, pointer, first_position, last_position)
   select $1, n.connection_id, n.stream, n.pointer, min(n.position), max(n.position)
   from unnest($2::text[], $3::text[], $4::text[], $5::bigint[]) as n(connection_id, stream, pointer, position)
   group by 2, 3, 4 order by 2, 3, 4
   on conflict (cell, connection_id, stream, pointer) do update set last_position = excluded.last_position`,
)
const list = statement<{
  connection_id: string
  stream: string
  pointer: string
  first_position: bigint
  last_position: bigint
}>(
  'intake.list_drift',
  `select connection_id, stream, pointer, first_position, last_position from drift_notes
   where cell = $1 order by connection_id, stream, pointer limit 1000`,
)

/** Fields that a mapping does not know: the payload was taken all the same, and somebody should look. */
export async function noteDrift(tx: Tx, cell: number, drift: readonly Drift[]): Promise<void> {
  if (drift.length === 0) return
  await tx.query(note, [
    cell,
    drift.map((one) => one.connectionId),
    drift.map((one) => one.stream),
    drift.map((one) => one.pointer),
    drift.map((one) => one.position),
  ])
}

export async function listDrift(tx: Tx, cell: number) {
  return (await tx.query(list, [cell])).rows
}
