import { type HeldSum, heldOfClient } from '../cases/subjects.ts'
import { readDocumentMembers } from '../charging/work-charges.ts'
import type { DocumentMember } from '../charging/work-charges.ts'
import { statement } from '../store/statement.ts'
import type { Tx } from '../store/transaction.ts'
import {
  type BillingDocument,
  type DocumentStatus,
  documentColumns,
  readDocumentsOf,
  readLinesOf,
} from './document.ts'
import type { PlannedLine } from './plan.ts'
import type { RunSelection } from './run.ts'

export type BillingRun = {
  readonly runId: string
  readonly selection: RunSelection
  readonly periodFrom: string
  readonly periodUntil: string
  readonly cutOff: bigint
  readonly state: 'frozen' | 'drafting' | 'drafted' | 'empty'
  readonly requestedBy: string
  readonly requestedAt: Date
  readonly documents: number
}
type Page = { readonly after: string | null; readonly limit: number }
export type DocumentFilter = {
  readonly runId?: string
  readonly clientId?: string
  readonly contractId?: string
  readonly legalEntity?: string
  readonly status?: DocumentStatus
  readonly blocked?: boolean
}

const runColumns = `r.run_id as "runId", r.selection, r.period_from as "periodFrom", r.period_until as "periodUntil",
  r.cut_off as "cutOff", r.state, r.requested_by as "requestedBy", r.requested_at as "requestedAt",
  (select count(*)::int from documents d where d.cell = $1 and d.run_id = r.run_id) as documents`

const selectRuns = statement<BillingRun>(
  'billing.list_runs',
  `select ${runColumns} from billing_runs r where r.cell = $1 and ($2::uuid is null or r.run_id < $2)
   order by r.run_id desc limit $3`,
)
const selectRun = statement<BillingRun>(
  'billing.read_run',
  `select ${runColumns} from billing_runs r where r.cell = $1 and r.run_id = $2`,
)
const selectDocuments = statement<BillingDocument>(
  'billing.list_documents',
  `select ${documentColumns} from documents d
   where d.cell = $1 and ($2::uuid is null or d.document_id < $2) and ($3::uuid is null or d.run_id = $3)
     and ($4::text is null or d.client_id = $4) and ($5::text is null or d.contract_id = $5)
     and ($6::text is null or d.legal_entity = $6) and ($7::text is null or d.status = $7)
     and ($8::boolean is null or (d.blocked is not null) = $8)
   order by d.document_id desc limit $9`,
)
const selectEarlier = statement<EarlierInvoice>(
  'billing.earlier_invoices',
  `select document_id as "documentId", kind, status, erp_number as "number",
     purchase_order as "purchaseOrder", erp_ledger_on as "ledgerOn", net_minor as "netMinor", currency
   from documents where cell = $1 and contract_id = $2 and document_id < $3 and status <> 'discarded'
   order by document_id desc limit 24`,
)

/** Newest first. */
export async function listRuns(tx: Tx, cell: number, page: Page): Promise<BillingRun[]> {
  return (await tx.query(selectRuns, [cell, page.after, page.limit])).rows
}

export async function readRun(
  tx: Tx,
  cell: number,
  runId: string,
): Promise<{ run: BillingRun; documents: BillingDocument[] } | null> {
  const run = (await tx.query(selectRun, [cell, runId])).rows[0]
  if (!run) return null
  return { run, documents: await listDocuments(tx, cell, { runId }, { after: null, limit: 1000 }) }
}

/** Newest first. */
export async function listDocuments(
  tx: Tx,
  cell: number,
  filter: DocumentFilter,
  page: Page,
): Promise<BillingDocument[]> {
  const { runId, clientId, contractId, legalEntity, status, blocked } = filter
  const values = [runId, clientId, contractId, legalEntity, status, blocked].map((value) => value ?? null)
  return (await tx.query(selectDocuments, [cell, page.after, ...values, page.limit])).rows
}

type EarlierInvoice = {
  readonly documentId: string
  readonly kind: 'invoice' | 'credit'
  readonly status: DocumentStatus
  readonly number: string | null
  readonly purchaseOrder: string | null
  readonly ledgerOn: string | null
  readonly netMinor: bigint
  readonly currency: string
}
export type PreBillLine = PlannedLine & { readonly members: readonly DocumentMember[] }
type PreBill = {
  readonly document: BillingDocument
  readonly lines: readonly PreBillLine[]
  /** Entries that cancel each other out and stand on no line. */
  readonly cancelled: readonly DocumentMember[]
  readonly earlier: readonly EarlierInvoice[]
  /** What open cases hold back from billing the same client. */
  readonly held: readonly HeldSum[]
}

/** The pre-bill: each line with its entries, what the contract was billed before, what is held back. */
export async function readDocument(tx: Tx, cell: number, documentId: string): Promise<PreBill | null> {
  const document = (await readDocumentsOf(tx, cell, [documentId]))[0]
  if (!document) return null
  const lines = (await readLinesOf(tx, cell, [documentId])).get(documentId) ?? []
  const members = await readDocumentMembers(tx, cell, documentId)
  const earlier = (await tx.query(selectEarlier, [cell, document.contractId, documentId])).rows
  return {
    document,
    lines: withMembers(lines, members),
    cancelled: members.filter((one) => (one.lineNo ?? 0) === 0),
    earlier,
    held: await heldOfClient(tx, cell, document.clientId),
  }
}

export function withMembers(
  lines: readonly PlannedLine[],
  members: readonly DocumentMember[],
): PreBillLine[] {
  return lines.map((line) => ({ ...line, members: members.filter((one) => one.lineNo === line.lineNo) }))
}
