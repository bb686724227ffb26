/**
 * What must not be billed because the ERP holds a document of it that this database does not know: it might be billed
 * twice. A hold without client or legal entity stands for all of them.
 */
import { statement } from '../store/statement.ts'
import type { Tx } from '../store/transaction.ts'
import { lockDocumentsOf } from './document.ts'
import { giveBack } from './outcome.ts'
import type { DocumentKey } from './plan.ts'

export type BillingHold = {
  readonly reference: string
  readonly connectionId: string
  readonly clientId: string | null
  readonly legalEntity: string | null
}

const add = statement(
  'billing.add_hold',
  `insert into billing_holds (cell, reference, connection_id, client_id, legal_entity, since)
   values ($1, $2, $3, $4, $5, $6)
   on conflict (cell, reference) do update set client_id = excluded.client_id, legal_entity = excluded.legal_entity`,
)
const remove = statement('billing.end_hold', 'delete from billing_holds where cell = $1 and reference = $2')
const list = statement<BillingHold>(
  'billing.list_holds',
  `select reference, connection_id as "connectionId", client_id as "clientId", legal_entity as "legalEntity"
   from billing_holds where cell = $1 order by reference`,
)
const selectUnsent = statement<{ documentId: string }>(
  'billing.unsent_under_hold',
  `select document_id as "documentId" from documents
   where cell = $1 and connection_id = $2 and ($3::text is null or client_id = $3)
     and ($4::text is null or legal_entity = $4) and status = 'planned' and sending is null
     and erp_external_id is null order by document_id`,
)

export async function holdBilling(tx: Tx, cell: number, hold: BillingHold, at: Date): Promise<void> {
  const { reference, connectionId, clientId, legalEntity } = hold
  await tx.query(add, [cell, reference, connectionId, clientId, legalEntity, at])
}

export async function endHold(tx: Tx, cell: number, reference: string): Promise<void> {
  await tx.query(remove, [cell, reference])
}

export async function listHolds(tx: Tx, cell: number): Promise<BillingHold[]> {
  return (await tx.query(list, [cell])).rows
}

/** The hold that keeps a document from being made, if any. */
export function holdOn(
  holds: readonly BillingHold[],
  key: Pick<DocumentKey, 'clientId' | 'legalEntity'>,
): BillingHold | null {
  const meets = (held: string | null, asked: string) => held === null || held === asked
  return (
    holds.find((one) => meets(one.clientId, key.clientId) && meets(one.legalEntity, key.legalEntity)) ?? null
  )
}

/**
 * Gives back what was frozen under a hold and never reached the ERP: it may be what the unknown document bills.
 * Only after the ERP's books were read. Returns the documents that ended.
 */
export async function giveBackUnsent(tx: Tx, cell: number, hold: BillingHold, at: Date): Promise<string[]> {
  const values = [cell, hold.connectionId, hold.clientId, hold.legalEntity]
  const ids = (await tx.query(selectUnsent, values)).rows.map((row) => row.documentId)
  for (const document of await lockDocumentsOf(tx, cell, ids)) await giveBack(tx, cell, document, at)
  return ids
}
