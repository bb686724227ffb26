/** Invoices and credits of the simulated ERP: the ERP owns number, ledger date and tax. */
import { amountOf, compareExact, exact, parseExact, sumExact } from '../exact.ts'
import { documentTotals } from './document-totals.ts'
import type { Books, Row } from './open.ts'
import { requireRecord } from './records.ts'
import { Refusal } from './refusal.ts'

export type LineInput = {
  readonly lineNo: number
  readonly description: string
  readonly quantity: string
  readonly unitPrice: string
  readonly taxCode: string | null
  readonly project: string | null
}
export type Line = LineInput & { readonly id: number; readonly amount: string }
export type DocumentInput = {
  readonly reference: string
  readonly kind: 'invoice' | 'credit'
  readonly company: string
  readonly client: string
  readonly currency: string
  readonly description: string
  readonly accountingOn: string | null
  readonly corrects: number | null
  readonly lines: readonly LineInput[]
}
export type DocumentState = 'draft' | 'validated' | 'posted' | 'cancelled'
export type BookDocument = Omit<DocumentInput, 'lines'> & {
  readonly id: number
  readonly state: DocumentState
  /** Whether the ERP has computed the tax yet. */
  readonly taxed: boolean
  readonly number: string | null
  /** The day printed on the document, where a front sets one. */
  readonly invoiceOn: string | null
  readonly ledgerOn: string | null
  readonly createdMs: number
  readonly updatedMs: number
  readonly lines: readonly Line[]
  readonly net: string
  readonly tax: string
  readonly total: string
}

export function createDocument(books: Books, input: DocumentInput, taxed: boolean, nowMs: number): number {
  checkHead(books, input)
  const id = books.insert(
    `insert into document (reference, kind, company, client, currency, description, state, taxed,
       accounting_on, corrects, created_ms, updated_ms) values (?, ?, ?, ?, ?, ?, 'draft', ?, ?, ?, ?, ?)`,
    ...headOf(input),
    Number(taxed),
    input.accountingOn,
    input.corrects,
    nowMs,
    nowMs,
  )
  for (const line of input.lines) insertLine(books, id, line)
  return id
}

export function rewriteDocument(books: Books, id: number, input: DocumentInput, nowMs: number): void {
  const before = requireDraft(books, id)
  checkHead(books, input)
  books.run(
    `update document set reference = ?, kind = ?, company = ?, client = ?, currency = ?, description = ?,
       accounting_on = ?, corrects = ?, updated_ms = ? where id = ?`,
    ...headOf(input),
    input.accountingOn,
    input.corrects,
    // Two changes within a millisecond are told apart.
    Math.max(nowMs, before.updatedMs + 1),
    id,
  )
  books.run('delete from document_line where document = ?', id)
  for (const line of input.lines) insertLine(books, id, line)
}

export function insertLine(books: Books, document: number, line: LineInput): number {
  if (parseExact(line.quantity) === null)
    throw new Refusal('BAD_LINE', 'A quantity is a decimal.', 'quantity')
  if (parseExact(line.unitPrice) === null)
    throw new Refusal('BAD_LINE', 'A price is a decimal.', 'unit_price')
  if (line.taxCode !== null) requireRecord(books, 'tax_code', line.taxCode, 'tax_code')
  if (line.project !== null) requireRecord(books, 'project', line.project, 'project')
  return books.insert(
    `insert into document_line (document, line_no, description, quantity, unit_price, amount, tax_code, project)
     values (?, ?, ?, ?, ?, ?, ?, ?)`,
    document,
    line.lineNo,
    line.description,
    line.quantity,
    line.unitPrice,
    amountOf(line.quantity, line.unitPrice),
    line.taxCode,
    line.project,
  )
}

/** A credit corrects an issued invoice of the same client, and never takes back more than it was. */
export function checkCredit(books: Books, document: BookDocument): void {
  const sign = compareExact(exact(document.net), exact('0'))
  if (document.kind === 'invoice') {
    if (sign < 0) throw new Refusal('NEGATIVE_INVOICE', 'An invoice below zero is a credit.', 'lines')
    return
  }
  if (sign > 0) throw new Refusal('POSITIVE_CREDIT', 'The lines of a credit are below zero.', 'lines')
  if (document.corrects === null) return
  const corrected = findDocument(books, document.corrects)
  if (corrected?.state !== 'posted' || corrected.client !== document.client) {
    throw new Refusal('UNKNOWN_DOCUMENT', 'A credit corrects an issued invoice of its client.', 'corrects')
  }
  const others = books
    .all(
      "select id from document where corrects = ? and state = 'posted' and id <> ?",
      corrected.id,
      document.id,
    )
    .map((row) => findDocument(books, Number(row.id))!.net)
  if (compareExact(sumExact([corrected.net, document.net, ...others]), exact('0')) < 0) {
    throw new Refusal(
      'OVER_CREDITED',
      `Invoice ${corrected.number} would be credited beyond its amount.`,
      'lines',
    )
  }
}

export function discardDocument(books: Books, id: number): void {
  requireDraft(books, id)
  books.run('delete from document_line where document = ?', id)
  books.run('delete from document where id = ?', id)
  books.run('delete from replay where document = ?', id)
}

export function requireDraft(books: Books, id: number): BookDocument {
  const document = requireDocument(books, id)
  if (document.state !== 'draft' && document.state !== 'validated') {
    throw new Refusal('NOT_DRAFT', `Document ${document.number ?? id} is ${document.state}.`, 'id')
  }
  return document
}

export function requireDocument(books: Books, id: number): BookDocument {
  const document = findDocument(books, id)
  if (document === null) throw new Refusal('UNKNOWN_DOCUMENT', `There is no document ${id}.`, 'id')
  return document
}

export function findDocument(books: Books, id: number): BookDocument | null {
  const row = books.get('select * from document where id = ?', id)
  return row === null ? null : readDocument(books, row)
}

export function documentsOfReference(books: Books, reference: string): BookDocument[] {
  return books
    .all('select * from document where reference = ? order by id', reference)
    .map((row) => readDocument(books, row))
}

export function allDocuments(books: Books): BookDocument[] {
  return books.all('select * from document order by id').map((row) => readDocument(books, row))
}

function checkHead(books: Books, input: DocumentInput): void {
  requireRecord(books, 'legal_entity', input.company, 'company')
  requireRecord(books, 'client', input.client, 'client')
  if (!/^[A-Z]{3}$/.test(input.currency)) throw new Refusal('BAD_CURRENCY', 'Not a currency.', 'currency')
}

function headOf(input: DocumentInput): string[] {
  return [input.reference, input.kind, input.company, input.client, input.currency, input.description]
}

function readDocument(books: Books, row: Row): BookDocument {
  const id = Number(row.id)
  const lines = books
    .all('select * from document_line where document = ? order by line_no, id', id)
    .map(readLine)
  const taxed = row.taxed === 1
  return {
    id,
    reference: String(row.reference),
    kind: row.kind as BookDocument['kind'],
    company: String(row.company),
    client: String(row.client),
    currency: String(row.currency),
    description: String(row.description),
    state: row.state as DocumentState,
    taxed,
    number: row.number as string | null,
    accountingOn: row.accounting_on as string | null,
    invoiceOn: row.invoice_on as string | null,
    ledgerOn: row.ledger_on as string | null,
    corrects: row.corrects === null ? null : Number(row.corrects),
    createdMs: Number(row.created_ms),
    updatedMs: Number(row.updated_ms),
    lines,
    ...documentTotals(books, lines, taxed),
  }
}

export function readLine(row: Row): Line {
  return {
    id: Number(row.id),
    lineNo: Number(row.line_no),
    description: String(row.description),
    quantity: String(row.quantity),
    unitPrice: String(row.unit_price),
    amount: String(row.amount),
    taxCode: row.tax_code as string | null,
    project: row.project as string | null,
  }
}
