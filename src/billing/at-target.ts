/** Documents as they should stand at a target, for whoever compares its books with ours. */
import type { Day } from '../kernel/dates.ts'
import { statement } from '../store/statement.ts'
import type { Tx } from '../store/transaction.ts'

type DocumentAtTarget = {
  readonly documentId: string
  readonly reference: string
  readonly status: string
  readonly sending: string | null
  readonly blocked: string | null
  readonly externalId: string | null
  readonly erpNetMinor: bigint | null
  readonly netMinor: bigint
  readonly currency: string
  readonly clientId: string
}

const select = statement<DocumentAtTarget>(
  'billing.documents_at_target',
  `select document_id as "documentId", reference, status, sending, blocked, erp_external_id as "externalId",
     erp_net_minor as "erpNetMinor", net_minor as "netMinor", currency, client_id as "clientId"
   from documents where cell = $1 and connection_id = $2
     and ($3::date is null or created_at >= $3::date or reference = any ($4::text[]))`,
)

/** Those created since the day, and those of the references whatever their age. */
export async function documentsAtTarget(
  tx: Tx,
  cell: number,
  connectionId: string,
  which: { readonly since: Day | null; readonly references: readonly string[] },
): Promise<DocumentAtTarget[]> {
  return (await tx.query(select, [cell, connectionId, which.since, which.references])).rows
}
