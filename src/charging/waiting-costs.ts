import { statement } from '../store/statement.ts'
import type { Tx } from '../store/transaction.ts'

type WaitingCosts = {
  readonly connectionId: string
  readonly legalEntity: string
  readonly currency: string | null
  readonly count: number
  readonly hours: string
  readonly minor: bigint | null
  /** Of the revision that has waited longest. */
  readonly oldestPosition: bigint
}
const sum = statement<WaitingCosts>(
  'charging.sum_waiting_costs',
  `select cost_connection as "connectionId", legal_entity as "legalEntity", cost_currency as currency,
     count(*)::int as count, coalesce(sum(hours), 0) as hours, sum(cost_minor)::bigint as minor,
     min(position) as "oldestPosition"
   from works where cell = $1 and cost_bucket = 'waiting' and ($2::text is null or cost_connection = $2)
     and cost_connection is not null and legal_entity is not null
   group by 1, 2, 3 order by 1, 2, 3`,
)

/** What waits to be sent as cost, by connection, legal entity and currency; null reads every connection. */
export async function waitingCosts(
  tx: Tx,
  cell: number,
  connectionId: string | null,
): Promise<WaitingCosts[]> {
  return (await tx.query(sum, [cell, connectionId])).rows
}
