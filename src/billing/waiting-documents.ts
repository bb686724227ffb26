import { statement } from '../store/statement.ts'
import type { Tx } from '../store/transaction.ts'

type WaitingDocuments = {
  readonly connectionId: string
  readonly legalEntity: string
  readonly currency: string
  readonly count: number
  readonly hours: string
  readonly minor: bigint
  readonly oldestAt: Date
}
// The same condition as documents_to_write.
const sum = statement<WaitingDocuments>(
  'billing.sum_waiting_documents',
  `select connection_id as "connectionId", legal_entity as "legalEntity", currency, count(*)::int as count,
     0::numeric as hours, sum(net_minor)::bigint as minor,
     min(coalesce(released_at, created_at)) as "oldestAt"
   from documents where cell = $1 and ($2::text is null or connection_id = $2) and sending is null and blocked is null
     and (status in ('planned', 'release_requested', 'discard_requested')
       or (status = 'drafted' and sent_version < version))
   group by 1, 2, 3 order by 1, 2, 3`,
)

/** Documents with a write that is due, by connection, legal entity and currency; null reads every connection. */
export async function waitingDocuments(
  tx: Tx,
  cell: number,
  connectionId: string | null,
): Promise<WaitingDocuments[]> {
  return (await tx.query(sum, [cell, connectionId])).rows
}
