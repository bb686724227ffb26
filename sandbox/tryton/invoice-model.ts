/** account.invoice: drafts without tax, validation, and a post that takes a number without gaps. */
import {
  allDocuments,
  type BookDocument,
  discardDocument,
  documentsOfReference,
  findDocument,
  requireDocument,
} from '../books/documents.ts'
import { postDocument } from '../books/posting.ts'
import { findRecord } from '../books/records.ts'
import { Refusal } from '../books/refusal.ts'
import { plusDays } from '../calendar.ts'
import type { World } from '../wire.ts'
import { TrytonError, exception, userError } from './errors.ts'
import { accountId, addressId, companyByCode, companyId, currencies } from './ids.ts'
import { immutable, nameOf } from './invoice-names.ts'
import { createInvoice, writeInvoice } from './invoice-writes.ts'
import type { Caller, Context, Model, TrytonRow } from './model.ts'
import { dateValue, decimalValue, englishDate, momentValue } from './values.ts'

const termDays = 30

export const invoice: Model = {
  label: 'Invoice',
  relations: {
    company: 'company.company',
    party: 'party.party',
    currency: 'currency.currency',
    invoice_address: 'party.address',
    journal: 'account.journal',
    account: 'account.account',
    payment_term: 'account.invoice.payment_term',
    move: 'account.move',
  },
  keyField: 'reference',
  lags: true,
  rows: (world, key) => {
    const documents =
      key?.field === 'reference'
        ? key.values.flatMap((value) => documentsOfReference(world.books, String(value)))
        : key?.field === 'id'
          ? key.values.flatMap((value) => findDocument(world.books, Number(value)) ?? [])
          : allDocuments(world.books)
    return documents.map((document) => invoiceRow(world, document))
  },
  create: createInvoice,
  write: (caller, id, values, context) => {
    const document = existing(caller.world, id)
    refuseStale(document, context)
    writeInvoice(caller, document, values, context)
  },
  remove: (caller, id) => {
    const document = existing(caller.world, id)
    if (document.state === 'posted') throw immutable(document)
    if (document.state !== 'cancelled')
      throw userError(`To delete invoice "${nameOf(document)}" you must cancel it.`)
    caller.world.books.run("update document set state = 'draft' where id = ?", id)
    discardDocument(caller.world.books, id)
  },
  buttons: {
    validate_invoice: (caller, ids) => {
      for (const id of ids) moveTo(caller, id, 'validated', ['draft', 'validated'])
    },
    draft: (caller, ids) => {
      for (const id of ids) moveTo(caller, id, 'draft', ['draft', 'validated', 'cancelled'])
    },
    cancel: (caller, ids) => {
      for (const id of ids) {
        const document = existing(caller.world, id)
        if (document.state === 'posted') {
          throw userError(
            `You cannot cancel customer invoice "${nameOf(document)}" because it is posted and company setup does not allow it.`,
          )
        }
        moveTo(caller, id, 'cancelled', ['draft', 'validated', 'cancelled'])
      }
    },
    post: (caller, ids, context) => {
      for (const id of ids) {
        refuseStale(existing(caller.world, id), context)
        post(caller, id)
      }
    },
  },
}

function post(caller: Caller, id: number): void {
  const { world } = caller
  const { books } = world
  const now = world.now()
  const today = now.toISOString().slice(0, 10)
  const document = existing(world, id)
  if (document.state === 'posted') return
  warnOfPast(caller, document, today)
  try {
    postDocument(books, id, { today, nowMs: now.getTime(), numbersFollowDate: true })
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    const day = document.accountingOn ?? document.invoiceOn ?? today
    // A closed period and a missing fiscal year get one and the same text.
    if (error.code === 'PERIOD_CLOSED' || error.code === 'PERIOD_MISSING') {
      throw userError(`To continue, you must create a period for the date "${englishDate(day)}".`)
    }
    if (error.code === 'OUT_OF_ORDER') throw outOfOrder(world, document, error.message, day)
    throw userError(error.message)
  }
  const posted = existing(world, id)
  if (posted.invoiceOn === null) books.run('update document set invoice_on = ? where id = ?', today, id)
}

function outOfOrder(world: World, document: BookDocument, lastOn: string, day: string): TrytonError {
  const year = day.slice(0, 4)
  const last = allDocuments(world.books).findLast(
    (each) => each.company === document.company && each.ledgerOn === lastOn && each.number !== null,
  )
  return userError(
    `To number the invoice "${nameOf(document)}", you must set an accounting date after "${englishDate(lastOn)}" because the sequence "${document.company} ${year} invoices" has already been used for invoice "${last === undefined ? '' : nameOf(last)}".`,
  )
}

/** A payment day in the past asks for a confirmation, which counts once. */
function warnOfPast(caller: Caller, document: BookDocument, today: string): void {
  const { books } = caller.world
  const pays = plusDays(document.invoiceOn ?? today, termDays)
  if (pays >= today) return
  const name = `invoice_payment_term_${document.id}`
  if (books.run('delete from acknowledged_warning where name = ?', name) > 0) return
  const text = `The invoice "${nameOf(document)}" generates a payment date "${englishDate(pays)}" in the past.`
  throw new TrytonError('UserWarning', [name, text, ''])
}

function moveTo(caller: Caller, id: number, state: BookDocument['state'], from: readonly string[]): void {
  const document = existing(caller.world, id)
  if (document.state === 'posted') throw immutable(document)
  if (!from.includes(document.state)) throw userError(`Invoice "${nameOf(document)}" is ${document.state}.`)
  caller.world.books.run(
    'update document set state = ?, taxed = 1, updated_ms = ? where id = ?',
    state,
    caller.world.now().getTime(),
    id,
  )
}

function existing(world: World, id: number): BookDocument {
  const found = findDocument(world.books, id)
  if (found === null) throw exception(`'account.invoice,${id}'`)
  return requireDocument(world.books, found.id)
}

function refuseStale(document: BookDocument, context: Context): void {
  const sent = (context._timestamp as Record<string, unknown> | undefined)?.[`account.invoice,${document.id}`]
  if (sent !== undefined && sent !== timestampOf(document)) {
    throw new TrytonError('ConcurrencyException', 'Records were modified in the meanwhile')
  }
}

const timestampOf = (document: BookDocument): string => (document.updatedMs / 1000).toFixed(6)

function invoiceRow(world: World, document: BookDocument): TrytonRow {
  const owner = companyByCode(world.books).get(document.company)!
  const client = findRecord(world.books, 'client', document.client)
  const posted = document.state === 'posted'
  return {
    id: document.id,
    type: 'out',
    company: companyId(owner),
    party: client?.no ?? null,
    invoice_address: client === null ? null : addressId(client),
    currency: currencies.find((each) => each.code === document.currency)?.id ?? null,
    journal: 1,
    account: accountId(owner, 'receivable'),
    payment_term: 1,
    reference: document.reference === '' ? null : document.reference,
    description: document.description === '' ? null : document.description,
    comment: null,
    state: document.state,
    number: document.number,
    invoice_date: dateValue(document.invoiceOn),
    accounting_date: dateValue(document.accountingOn),
    lines: document.lines.map((line) => line.id),
    taxes: taxLines(document),
    untaxed_amount: decimalValue(document.net),
    tax_amount: decimalValue(document.taxed ? document.tax : '0'),
    total_amount: decimalValue(document.taxed ? document.total : document.net),
    amount_to_pay: decimalValue(posted ? document.total : '0'),
    move: posted ? document.id : null,
    rec_name: nameOf(document),
    create_date: momentValue(document.createdMs),
    write_date: document.updatedMs === document.createdMs ? null : momentValue(document.updatedMs),
    _timestamp: timestampOf(document),
  }
}

/** A fresh draft has none yet: that is how its tax of zero is told from a computed one. */
function taxLines(document: BookDocument): number[] {
  const codes = new Set(document.lines.flatMap((line) => line.taxCode ?? []))
  return document.taxed ? [...codes].map((_, index) => document.id * 10 + index) : []
}
