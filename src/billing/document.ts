/** The table of documents and their lines: one row, its states, and how content is written and read. */
import type { Day } from '../kernel/dates.ts'
import { statement } from '../store/statement.ts'
import type { Tx } from '../store/transaction.ts'
import type { DocumentKey, PlannedContent, PlannedLine } from './plan.ts'

export const documentStatuses = [
  'planned',
  'drafted',
  'release_requested',
  'issued',
  'discard_requested',
  'discarded',
] as const
export type DocumentStatus = (typeof documentStatuses)[number]

export type BillingDocument = DocumentKey & {
  readonly documentId: string
  readonly runId: string
  readonly kind: 'invoice' | 'credit'
  readonly connectionId: string
  readonly reference: string
  readonly status: DocumentStatus
  /** A write is under way or unanswered. */
  readonly sending: 'in_flight' | 'in_doubt' | null
  /** Code of the case that stops it. */
  readonly blocked: string | null
  readonly version: number
  readonly sentVersion: number | null
  readonly periodFrom: Day
  readonly periodUntil: Day
  readonly accountingOn: Day | null
  readonly netMinor: bigint
  readonly taxMinor: bigint
  readonly totalMinor: bigint
  readonly erpExternalId: string | null
  readonly erpContentDigest: string | null
  readonly erpNumber: string | null
  readonly erpLedgerOn: Day | null
  readonly erpNetMinor: bigint | null
  readonly erpTaxMinor: bigint | null
  readonly erpTotalMinor: bigint | null
  readonly createdAt: Date
  readonly releasedBy: string | null
  readonly releasedAt: Date | null
  readonly issuedAt: Date | null
}

export const documentColumns = `d.document_id as "documentId", d.run_id as "runId", d.kind,
  d.legal_entity as "legalEntity", d.client_id as "clientId", d.contract_id as "contractId",
  d.purchase_order as "purchaseOrder", d.connection_id as "connectionId", d.currency, d.reference, d.status, d.sending, d.blocked, d.version,
  d.sent_version as "sentVersion", d.period_from as "periodFrom", d.period_until as "periodUntil",
  d.accounting_on as "accountingOn", d.net_minor as "netMinor", d.tax_minor as "taxMinor",
  d.total_minor as "totalMinor", d.corrects_document as "correctsDocument",
  d.erp_external_id as "erpExternalId", d.erp_content_digest as "erpContentDigest",
  d.erp_number as "erpNumber", d.erp_ledger_on as "erpLedgerOn", d.erp_net_minor as "erpNetMinor",
  d.erp_tax_minor as "erpTaxMinor", d.erp_total_minor as "erpTotalMinor", d.created_at as "createdAt",
  d.released_by as "releasedBy", d.released_at as "releasedAt", d.issued_at as "issuedAt"`

const lockDocuments = statement<BillingDocument>(
  'billing.lock_documents',
  `select ${documentColumns} from documents d where d.cell = $1 and d.document_id = any($2::uuid[])
   order by d.document_id for update`,
)
const readDocuments = statement<BillingDocument>(
  'billing.read_documents',
  `select ${documentColumns} from documents d where d.cell = $1 and d.document_id = any($2::uuid[])
   order by d.document_id`,
)
const addDocument = statement(
  'billing.add_document',
  `insert into documents (cell, document_id, run_id, kind, legal_entity, client_id, contract_id, purchase_order,
     connection_id, currency, reference, status, blocked, version, period_from, period_until, accounting_on, net_minor,
     tax_minor, total_minor, corrects_document, created_at)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 'planned', $12, 1, $13, $14, $15, $16, $17, $18, $19, $20)`,
)
const addLines = statement(
  'billing.add_lines',
  `insert into document_lines (cell, document_id, version, line_no, description, project_id, labor_category,
     hours, quantity, unit_price, amount_minor, tax_code, tax_rate)
   select $1, $2, $3, l.* from unnest($4::int[], $5::text[], $6::text[], $7::text[], $8::numeric[],
     $9::numeric[], $10::numeric[], $11::bigint[], $12::text[], $13::numeric[]) as l`,
)
const setContent = statement(
  'billing.set_content',
  `update documents set version = $3, net_minor = $4, tax_minor = $5, total_minor = $6, blocked = $7
   where cell = $1 and document_id = $2`,
)
const readLineRows = statement<PlannedLine & { documentId: string }>(
  'billing.read_lines',
  `select l.document_id as "documentId", l.line_no as "lineNo", l.description, l.project_id as "projectId",
     l.labor_category as "laborCategory", l.hours, l.quantity, l.unit_price as "unitPrice",
     l.amount_minor as "amountMinor", l.tax_code as "taxCode", l.tax_rate as "taxRate"
   from documents d join document_lines l
     on l.cell = $1 and l.document_id = d.document_id and l.version = d.version
   where d.cell = $1 and d.document_id = any($2::uuid[]) order by l.document_id, l.line_no`,
)

/**
 * Locked until the transaction ends, in the order of their ids so that two lockers never wait in a circle.
 */
export async function lockDocumentsOf(
  tx: Tx,
  cell: number,
  ids: readonly string[],
): Promise<BillingDocument[]> {
  return ids.length === 0 ? [] : (await tx.query(lockDocuments, [cell, [...new Set(ids)]])).rows
}

export async function lockDocument(
  tx: Tx,
  cell: number,
  documentId: string,
): Promise<BillingDocument | null> {
  return (await lockDocumentsOf(tx, cell, [documentId]))[0] ?? null
}

export async function readDocumentsOf(
  tx: Tx,
  cell: number,
  ids: readonly string[],
): Promise<BillingDocument[]> {
  return ids.length === 0 ? [] : (await tx.query(readDocuments, [cell, [...new Set(ids)]])).rows
}

export type NewDocument = Pick<
  BillingDocument,
  | 'documentId'
  | 'runId'
  | 'kind'
  | 'connectionId'
  | 'reference'
  | 'blocked'
  | 'periodFrom'
  | 'periodUntil'
  | 'accountingOn'
  | 'createdAt'
> & { readonly key: DocumentKey; readonly content: PlannedContent }

export async function insertDocument(tx: Tx, cell: number, document: NewDocument): Promise<void> {
  const { key, content } = document
  await tx.query(addDocument, [
    cell,
    document.documentId,
    document.runId,
    document.kind,
    key.legalEntity,
    key.clientId,
    key.contractId,
    key.purchaseOrder,
    document.connectionId,
    key.currency,
    document.reference,
    document.blocked,
    document.periodFrom,
    document.periodUntil,
    document.accountingOn,
    content.netMinor,
    content.taxMinor,
    content.totalMinor,
    key.correctsDocument,
    document.createdAt,
  ])
  await insertLines(tx, cell, document.documentId, 1, content.lines)
}

/** Writes the content of a new version; earlier versions of the lines stay as they were. */
export async function replaceContent(
  tx: Tx,
  cell: number,
  documentId: string,
  version: number,
  content: PlannedContent,
  blocked: string | null,
): Promise<void> {
  const { netMinor, taxMinor, totalMinor } = content
  await tx.query(setContent, [cell, documentId, version, netMinor, taxMinor, totalMinor, blocked])
  await insertLines(tx, cell, documentId, version, content.lines)
}

async function insertLines(
  tx: Tx,
  cell: number,
  documentId: string,
  version: number,
  lines: readonly PlannedLine[],
) {
  if (lines.length === 0) return
  await tx.query(addLines, [
    cell,
    documentId,
    version,
    lines.map((line) => line.lineNo),
    lines.map((line) => line.description),
    lines.map((line) => line.projectId),
    lines.map((line) => line.laborCategory),
    lines.map((line) => line.hours),
    lines.map((line) => line.quantity),
    lines.map((line) => line.unitPrice),
    lines.map((line) => line.amountMinor),
    lines.map((line) => line.taxCode),
    lines.map((line) => line.taxRate),
  ])
}

/** Lines of the current version of each document. */
export async function readLinesOf(
  tx: Tx,
  cell: number,
  documentIds: readonly string[],
): Promise<Map<string, PlannedLine[]>> {
  const lines = new Map<string, PlannedLine[]>(documentIds.map((id) => [id, []]))
  for (const { documentId, ...line } of (await tx.query(readLineRows, [cell, documentIds])).rows)
    lines.get(documentId)?.push(line)
  return lines
}
