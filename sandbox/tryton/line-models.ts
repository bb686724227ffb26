/** Lines of invoices, and the ledger moves that posting makes. */
import { allDocuments, findDocument, readLine } from '../books/documents.ts'
import { findRecord, periodCode } from '../books/records.ts'
import { exception } from './errors.ts'
import { accountId, companyByCode, companyId, currencies } from './ids.ts'
import { createLine } from './invoice-writes.ts'
import { immutable } from './invoice-names.ts'
import type { Caller, Model } from './model.ts'
import { dateValue, decimalValue } from './values.ts'

export const invoiceLine: Model = {
  label: 'Invoice Line',
  relations: {
    invoice: 'account.invoice',
    company: 'company.company',
    currency: 'currency.currency',
    unit: 'product.uom',
  },
  keyField: 'invoice',
  rows: (world, key) => {
    const { books } = world
    const rows =
      key === null
        ? books.all('select * from document_line order by id')
        : key.values.flatMap((value) =>
            key.field === 'id'
              ? books.all('select * from document_line where id = ?', Number(value))
              : books.all('select * from document_line where document = ?', Number(value)),
          )
    const companies = companyByCode(books)
    return rows.map((row) => {
      const line = readLine(row)
      const document = findDocument(books, Number(row.document))!
      const owner = companies.get(document.company)!
      const tax = line.taxCode === null ? null : findRecord(books, 'tax_code', line.taxCode)
      return {
        id: line.id,
        type: 'line',
        invoice: document.id,
        company: companyId(owner),
        currency: currencies.find((each) => each.code === document.currency)?.id ?? null,
        party: findRecord(books, 'client', document.client)?.no ?? null,
        product: 1,
        description: line.description,
        quantity: Number(line.quantity),
        unit: 9,
        unit_price: decimalValue(line.unitPrice),
        amount: decimalValue(line.amount),
        account: accountId(owner, 'revenue'),
        taxes: tax === null ? [] : [tax.no],
        sequence: line.lineNo,
        rec_name: line.description,
      }
    })
  },
  create: (caller, values) => {
    const invoice =
      typeof values.invoice === 'number' ? findDocument(caller.world.books, values.invoice) : null
    if (invoice === null) throw exception("'invoice'")
    if (invoice.state === 'posted' || invoice.state === 'cancelled') throw immutable(invoice)
    return createLine(caller, invoice, values)
  },
  remove: (caller, id) => removeLine(caller, id),
}

function removeLine(caller: Caller, id: number): void {
  const { books } = caller.world
  const row = books.get('select document from document_line where id = ?', id)
  if (row === null) throw exception(`'account.invoice.line,${id}'`)
  const invoice = findDocument(books, Number(row.document))!
  if (invoice.state === 'posted' || invoice.state === 'cancelled') throw immutable(invoice)
  books.run('delete from document_line where id = ?', id)
}

/** One move a posted invoice, with the invoice's number as id. */
export const move: Model = {
  label: 'Account Move',
  relations: { period: 'account.period', company: 'company.company' },
  rows: (world) => {
    const companies = companyByCode(world.books)
    return allDocuments(world.books)
      .filter((document) => document.state === 'posted')
      .map((document) => ({
        id: document.id,
        number: String(document.id),
        state: 'posted',
        date: dateValue(document.ledgerOn),
        period:
          findRecord(world.books, 'period', periodCode(document.company, document.ledgerOn!.slice(0, 7)))
            ?.no ?? null,
        company: companyId(companies.get(document.company)!),
        origin: `account.invoice,${document.id}`,
        rec_name: String(document.id),
      }))
  },
}
