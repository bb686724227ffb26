/** What happened to deliveries, for people: a run of accepted events in one row, each failure in its own. */
import { statement } from '../store/statement.ts'
import type { Tx } from '../store/transaction.ts'

export type Delivery = {
  readonly deliveryId: string
  readonly at: Date
  readonly result: 'accepted' | 'refused' | 'unavailable'
  readonly events: number
  readonly firstEvent: string
  readonly lastEvent: string
  /** Of HTTP; null where nothing answered. */
  readonly status: number | null
  readonly message: string | null
  readonly replayId: string | null
}

const insert = statement(
  'outbound.add_deliveries',
  `insert into event_deliveries (cell, subscription_id, delivery_id, at, result, events, first_event, last_event,
     status, message, replay_id)
   select $1, $2, d.* from unnest($3::uuid[], $4::timestamptz[], $5::text[], $6::int[], $7::text[], $8::text[],
     $9::int[], $10::text[], $11::uuid[]) as d`,
)
const select = statement<Delivery>(
  'outbound.list_deliveries',
  `select delivery_id as "deliveryId", at, result, events, first_event as "firstEvent", last_event as "lastEvent",
     status, message, replay_id as "replayId"
   from event_deliveries where cell = $1 and subscription_id = $2 and ($3::uuid is null or delivery_id < $3)
   order by delivery_id desc limit $4`,
)
const purge = statement(
  'outbound.purge_deliveries',
  `delete from event_deliveries where cell = $1 and delivery_id in (
     select delivery_id from event_deliveries where cell = $1 and at < $2 order by at limit $3)`,
)

export async function insertDeliveries(
  tx: Tx,
  cell: number,
  subscriptionId: string,
  made: readonly Delivery[],
): Promise<void> {
  if (made.length === 0) return
  await tx.query(insert, [
    cell,
    subscriptionId,
    made.map((one) => one.deliveryId),
    made.map((one) => one.at.toISOString()),
    made.map((one) => one.result),
    made.map((one) => one.events),
    made.map((one) => one.firstEvent),
    made.map((one) => one.lastEvent),
    made.map((one) => one.status),
    made.map((one) => one.message),
    made.map((one) => one.replayId),
  ])
}

/** The newest first. */
export async function listDeliveries(
  tx: Tx,
  cell: number,
  subscriptionId: string,
  page: { readonly after: string | null; readonly limit: number },
): Promise<Delivery[]> {
  return (await tx.query(select, [cell, subscriptionId, page.after, page.limit])).rows
}

export async function purgeEventDeliveries(tx: Tx, cell: number, at: Date, limit: number): Promise<number> {
  return (await tx.query(purge, [cell, at, limit])).rowCount
}
