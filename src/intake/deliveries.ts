import { statement } from '../store/statement.ts'
import type { Tx } from '../store/transaction.ts'

const known = statement(
  'intake.known_delivery',
  'select 1 from webhook_deliveries where cell = $1 and connection_id = $2 and delivery_id = $3',
)
const note = statement(
  'intake.note_delivery',
  `insert into webhook_deliveries (cell, connection_id, delivery_id, received_at) values ($1, $2, $3, $4)
   on conflict do nothing`,
)
const purge = statement(
  'intake.purge_deliveries',
  `delete from webhook_deliveries where cell = $1 and (connection_id, delivery_id) in
     (select connection_id, delivery_id from webhook_deliveries where cell = $1 and received_at < $2 limit $3)`,
)

/** Whether everything of a delivery was committed before. */
export async function isDeliveryKnown(tx: Tx, cell: number, connectionId: string, deliveryId: string) {
  return (await tx.query(known, [cell, connectionId, deliveryId])).rowCount > 0
}

/** Noted after its records are committed: a delivery that died half-way is taken again, record by record. */
export async function noteDelivery(
  tx: Tx,
  cell: number,
  connectionId: string,
  deliveryId: string,
  at: Date,
): Promise<void> {
  await tx.query(note, [cell, connectionId, deliveryId, at])
}

/** Forgets deliveries from before; a sender repeats within days, and records are recognised without this. */
export async function purgeDeliveries(tx: Tx, cell: number, before: Date, limit: number): Promise<number> {
  return (await tx.query(purge, [cell, before, limit])).rowCount
}
