import type { Day } from '../kernel/dates.ts'
import type { Money } from '../kernel/money.ts'
import { loadMasters } from '../masterdata/masters.ts'
import { statement } from '../store/statement.ts'
import type { Tx } from '../store/transaction.ts'
import { type BillingDocument, documentColumns, readDocumentsOf, readLinesOf } from './document.ts'
import { describeDocument } from './terms.ts'

type WriteStep = 'create' | 'update' | 'post' | 'discard'
/** What posting has to do next for one document, with all that the ERP is told except its own ids. */
export type DocumentToWrite = {
  readonly step: WriteStep
  readonly documentId: string
  readonly connectionId: string
  readonly version: number
  readonly reference: string
  readonly kind: 'invoice' | 'credit'
  readonly legalEntity: string
  readonly clientId: string
  readonly contractId: string
  readonly currency: string
  readonly description: string
  readonly accountingOn: Day | null
  /** The invoice that a credit corrects, as the ERP knows it. */
  readonly corrects: { readonly externalId: string; readonly number: string } | null
  readonly erpExternalId: string | null
  /** What the ERP's draft looked like when it was last written: a difference is somebody's edit. */
  readonly erpContentDigest: string | null
  readonly lines: readonly LineToWrite[]
}
type LineToWrite = {
  readonly lineNo: number
  readonly description: string
  readonly quantity: string
  readonly unitPrice: string
  readonly amount: Money
  readonly taxCode: string | null
  readonly projectId: string | null
}

const isDue = `sending is null and blocked is null
       and (status in ('planned', 'release_requested', 'discard_requested')
         or (status = 'drafted' and sent_version < version))`
// Clients take turns, so that the hundredth document of one does not go before the first of another.
// Removing and updating come before issuing: what is to be issued was current when it was released.
const selectDue = statement<BillingDocument & { step: WriteStep }>(
  'billing.documents_to_write',
  `select ${documentColumns}, case d.status when 'planned' then 'create' when 'drafted' then 'update'
       when 'release_requested' then 'post' else 'discard' end as step
   from documents d join (
     select document_id, row_number() over (partition by legal_entity, client_id order by document_id) as turn
     from documents
     where cell = $1 and connection_id = $2 and ${isDue}
       and ($3::text is null or legal_entity = $3) and not document_id = any($4::uuid[])) t
     on t.document_id = d.document_id
   where d.cell = $1 and ${isDue}
   order by t.turn, d.document_id limit $5 for update of d skip locked`,
)

/**
 * Documents whose next write is due, locked until the transaction ends: claim them in it and call
 * `documentInFlight`. Never one that is blocked, on its way or in doubt. `except` names what posting
 * itself lets rest (a later retry).
 */
export async function documentsToWrite(
  tx: Tx,
  cell: number,
  connectionId: string,
  limit: number,
  narrow: { readonly legalEntity?: string; readonly except?: readonly string[] } = {},
): Promise<DocumentToWrite[]> {
  const values = [cell, connectionId, narrow.legalEntity ?? null, narrow.except ?? [], limit]
  const due = (await tx.query(selectDue, values)).rows
  if (due.length === 0) return []
  const masters = await loadMasters(tx, cell)
  const lines = await readLinesOf(
    tx,
    cell,
    due.map((one) => one.documentId),
  )
  const corrected = await correctedOf(tx, cell, due)
  return due.map((one) => ({
    step: one.step,
    documentId: one.documentId,
    connectionId: one.connectionId,
    version: one.version,
    reference: one.reference,
    kind: one.kind,
    legalEntity: one.legalEntity,
    clientId: one.clientId,
    contractId: one.contractId,
    currency: one.currency,
    description: describeDocument(masters, one, { from: one.periodFrom, until: one.periodUntil }),
    accountingOn: one.accountingOn,
    corrects: corrected.get(one.correctsDocument ?? '') ?? null,
    erpExternalId: one.erpExternalId,
    erpContentDigest: one.erpContentDigest,
    lines: (lines.get(one.documentId) ?? []).map((line) => ({
      lineNo: line.lineNo,
      description: line.description,
      quantity: line.quantity,
      unitPrice: line.unitPrice,
      amount: { minor: line.amountMinor, currency: one.currency },
      taxCode: line.taxCode,
      projectId: line.projectId,
    })),
  }))
}

async function correctedOf(tx: Tx, cell: number, due: readonly BillingDocument[]) {
  const ids = due.flatMap((one) => (one.correctsDocument === null ? [] : [one.correctsDocument]))
  const invoices = await readDocumentsOf(tx, cell, ids)
  return new Map(
    invoices.map((one) => [
      one.documentId,
      { externalId: one.erpExternalId ?? '', number: one.erpNumber ?? '' },
    ]),
  )
}
