/** Creating and changing invoices: what is required, what belongs together, and how many digits there may be. */
import {
  type BookDocument,
  createDocument,
  insertLine,
  type LineInput,
  rewriteDocument,
} from '../books/documents.ts'
import { type FirmRecord, recordsOf } from '../books/records.ts'
import { amountOf, exact, parseExact, sumExact, usedScale } from '../exact.ts'
import type { World } from '../wire.ts'
import { outsideDomain, required, tooManyDigits, unknownValue, userError } from './errors.ts'
import { accountId, addressId, companyById, currencies, recordByNo, units } from './ids.ts'
import { immutable } from './invoice-names.ts'
import type { Caller, Context, Values } from './model.ts'
import { bare, floatText } from './values.ts'

const label = 'Invoice'
const lineLabel = 'Invoice Line'
const priceDigits = 4

export function createInvoice(caller: Caller, values: Values, context: Context): number {
  const { world } = caller
  const { books } = world
  const company = companyById(books, values.company ?? context.company)
  if (company === null) throw required('Company', label)
  if (values.party === undefined || values.party === null) throw required('Party', label)
  const client = recordByNo(books, values.party, 'client')
  if (client === null) throw unknownValue(values.party, 'Party', label)
  if (values.invoice_address === undefined) throw required('Invoice Address', label)
  if (values.invoice_address !== addressId(client)) throw outsideDomain('Invoice Address', label)
  if (values.journal === undefined) throw required('Journal', label)
  if (values.account === undefined) throw required('Account', label)
  if (values.account !== accountId(company, 'receivable')) throw outsideDomain('Account', label)
  const currency = currencies.find((each) => each.id === (values.currency ?? defaultCurrency(company)))
  if (currency === undefined) throw required('Currency', label)
  const lines = linesAfter(world, company, [], values.lines, currency.id)
  const id = createDocument(
    books,
    {
      reference: textOf(values.reference),
      kind: kindOf(lines),
      company: company.code,
      client: client.code,
      currency: currency.code,
      description: textOf(values.description),
      accountingOn: dayOf(values.accounting_date),
      corrects: null,
      lines,
    },
    false,
    world.now().getTime(),
  )
  const invoiceOn = dayOf(values.invoice_date)
  if (invoiceOn !== null) books.run('update document set invoice_on = ? where id = ?', invoiceOn, id)
  return id
}

/** Any write recomputes the taxes, which a fresh draft has not got yet. */
export function writeInvoice(caller: Caller, before: BookDocument, values: Values, _context: Context): void {
  const { world } = caller
  const { books } = world
  if (before.state === 'posted' || before.state === 'cancelled') throw immutable(before)
  const company = recordsOf(books, 'legal_entity').find((each) => each.code === before.company)!
  const client = values.party === undefined ? null : recordByNo(books, values.party, 'client')
  if (values.party !== undefined && client === null) throw unknownValue(values.party, 'Party', label)
  const currency = currencies.find((each) => each.code === before.currency)!
  const lines = linesAfter(world, company, before.lines, values.lines, currency.id)
  const changed = {
    ...before,
    reference: values.reference === undefined ? before.reference : textOf(values.reference),
    description: values.description === undefined ? before.description : textOf(values.description),
    client: client?.code ?? before.client,
    accountingOn: values.accounting_date === undefined ? before.accountingOn : dayOf(values.accounting_date),
    kind: kindOf(lines),
    lines,
  }
  if (values.lines === undefined) {
    books.run(
      'update document set reference = ?, description = ?, client = ?, accounting_on = ?, updated_ms = ? where id = ?',
      changed.reference,
      changed.description,
      changed.client,
      changed.accountingOn,
      world.now().getTime(),
      before.id,
    )
  } else rewriteDocument(books, before.id, changed, world.now().getTime())
  const invoiceOn = values.invoice_date === undefined ? before.invoiceOn : dayOf(values.invoice_date)
  books.run('update document set taxed = 1, invoice_on = ? where id = ?', invoiceOn, before.id)
}

/** Applies ["create", [...]], ["delete", [...]], ["remove", [...]] and ["write", [...], {...}] in turn. */
function linesAfter(
  world: World,
  company: FirmRecord,
  before: BookDocument['lines'],
  operations: unknown,
  currency: number,
): LineInput[] {
  let lines: (LineInput & { id?: number })[] = [...before]
  for (const operation of Array.isArray(operations) ? (operations as unknown[][]) : []) {
    const [name, first, second] = operation
    const ids = Array.isArray(first) ? first : []
    if (name === 'create') {
      for (const values of first as Values[])
        lines.push(lineOf(world, company, values, lines.length + 1, currency))
    } else if (name === 'delete' || name === 'remove') {
      const missing = ids.find((id) => !lines.some((line) => line.id === id))
      if (missing !== undefined) {
        throw userError(
          `You are trying to read records "${missing}" of "Invoice Line" that don't exist anymore.`,
        )
      }
      lines = lines.filter((line) => !ids.includes(line.id))
    } else if (name === 'write') {
      lines = lines.map((line) => (ids.includes(line.id) ? changedLine(line, second as Values) : line))
    }
  }
  return lines
}

function lineOf(
  world: World,
  company: FirmRecord,
  values: Values,
  lineNo: number,
  currency: number,
): LineInput {
  const unit = units.find((each) => each.id === values.unit)
  if (values.account === undefined || values.account === null) throw required('Account', lineLabel)
  if (values.account !== accountId(company, 'revenue')) throw outsideDomain('Account', lineLabel)
  if (values.currency !== undefined && values.currency !== currency)
    throw outsideDomain('Currency', lineLabel)
  if (values.quantity === undefined || values.quantity === null) throw required('Quantity', lineLabel)
  if (values.unit_price === undefined || values.unit_price === null) throw required('Unit Price', lineLabel)
  const quantity = quantityOf(values.quantity, unit?.digits ?? 2)
  const unitPrice = priceOf(values.unit_price)
  return {
    lineNo,
    description: textOf(values.description),
    quantity,
    unitPrice,
    taxCode: taxOf(world, company, values.taxes),
    project: null,
  }
}

function changedLine(line: LineInput, values: Values): LineInput {
  return {
    ...line,
    description: values.description === undefined ? line.description : textOf(values.description),
    quantity: values.quantity === undefined ? line.quantity : quantityOf(values.quantity, 2),
    unitPrice: values.unit_price === undefined ? line.unitPrice : priceOf(values.unit_price),
  }
}

function quantityOf(value: unknown, digits: number): string {
  const text = String(bare(value))
  const parsed = parseExact(text)
  if (parsed === null) throw required('Quantity', lineLabel)
  if (usedScale(parsed) > digits) throw tooManyDigits(floatText(text), 'Quantity', digits)
  return text
}

function priceOf(value: unknown): string {
  const text = String(bare(value))
  const parsed = parseExact(text)
  if (parsed === null) throw required('Unit Price', lineLabel)
  if (usedScale(parsed) > priceDigits) throw tooManyDigits(`Decimal('${text}')`, 'Unit Price', priceDigits)
  return text
}

function taxOf(world: World, company: FirmRecord, operations: unknown): string | null {
  const ids = (Array.isArray(operations) ? (operations as unknown[][]) : [])
    .filter(([name]) => name === 'add')
    .flatMap(([, list]) => (Array.isArray(list) ? list : []))
  if (ids.length === 0) return null
  const tax = recordByNo(world.books, ids[0], 'tax_code')
  if (tax === null) throw unknownValue(ids[0], 'Taxes', lineLabel)
  if (tax.body.legal_entity !== company.code) throw outsideDomain('Taxes', lineLabel)
  if (ids.length > 1) throw userError('This simulation knows one tax a line.')
  return tax.code
}

/** Tryton has no credit of its own here: an invoice below zero is one. */
function kindOf(lines: readonly LineInput[]): 'invoice' | 'credit' {
  const net = sumExact(lines.map((line) => amountOf(line.quantity, line.unitPrice)))
  return net.units < exact('0').units ? 'credit' : 'invoice'
}

function defaultCurrency(company: FirmRecord): number | undefined {
  return currencies.find((each) => each.code === company.body.currency)?.id
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

function dayOf(value: unknown): string | null {
  const day = bare(value)
  return typeof day === 'string' ? day : null
}

/** A line written by itself, on an invoice that is still a draft. */
export function createLine(caller: Caller, invoice: BookDocument, values: Values): number {
  const { books } = caller.world
  const company = recordsOf(books, 'legal_entity').find((each) => each.code === invoice.company)!
  const currency = currencies.find((each) => each.code === invoice.currency)!
  const line = lineOf(caller.world, company, values, invoice.lines.length + 1, currency.id)
  return insertLine(books, invoice.id, line)
}
