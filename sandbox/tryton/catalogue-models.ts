/** Currencies, accounts, taxes, units and the other small tables an invoice refers to. */
import { recordsOf } from '../books/records.ts'
import { accountId, accountKinds, companyByCode, companyById, companyId, currencies, units } from './ids.ts'
import type { Model, TrytonRow } from './model.ts'
import { dateValue, decimalValue, momentValue } from './values.ts'

const fixed = (label: string, rows: TrytonRow[], relations: Record<string, string> = {}): Model => ({
  label,
  relations,
  rows: () => rows,
})

export const currency = fixed(
  'Currency',
  currencies.map((each) => ({
    ...each,
    digits: 2,
    rounding: decimalValue('0.01'),
    active: true,
    rec_name: each.name,
  })),
)
export const unit = fixed(
  'Unit of Measure',
  units.map((each) => ({ ...each, active: true, rec_name: each.name })),
)
export const journal = fixed('Journal', [
  { id: 1, name: 'Revenue', code: 'REV', type: 'revenue', active: true, rec_name: 'Revenue' },
])
export const paymentTerm = fixed('Payment Term', [
  { id: 1, name: 'Net 30', active: true, rec_name: 'Net 30' },
])
export const product = fixed(
  'Product',
  [
    {
      id: 1,
      code: 'CONSULT',
      name: 'Consulting',
      template: 1,
      default_uom: 9,
      active: true,
      rec_name: '[CONSULT] Consulting',
    },
  ],
  { template: 'product.template' },
)
export const productTemplate = fixed('Product Template', [
  { id: 1, name: 'Consulting', active: true, rec_name: 'Consulting' },
])
export const paymentTermLine = fixed(
  'Payment Term Line',
  [{ id: 1, payment: 1, type: 'remainder', rec_name: '1' }],
  {
    payment: 'account.invoice.payment_term',
  },
)
export const paymentTermDelta = fixed(
  'Payment Term Line Relative Delta',
  [{ id: 1, line: 1, days: 30, weeks: 0, months: 0, rec_name: '1' }],
  { line: 'account.invoice.payment_term.line' },
)
/** One row, whose values are those of the company that the call speaks for. */
export const configuration: Model = {
  label: 'Account Configuration',
  relations: { default_account_receivable: 'account.account' },
  rows: (world, _key, context) => {
    const company = companyById(world.books, context.company)
    const receivable = company === null ? null : accountId(company, 'receivable')
    return [{ id: 1, rec_name: '1', default_account_receivable: receivable }]
  },
}
export const workStatus = fixed('Work Status', [
  { id: 1, name: 'Open', progress: null, rec_name: 'Open' },
  { id: 2, name: 'Done', progress: 1, rec_name: 'Done' },
])
export const accountType = fixed(
  'Account Type',
  accountKinds.map((kind, index) => ({
    id: index + 1,
    name: kind,
    receivable: kind === 'receivable',
    payable: kind === 'payable',
    revenue: kind === 'revenue',
    expense: kind === 'expense',
    rec_name: kind,
  })),
)

export const account: Model = {
  label: 'Account',
  relations: { company: 'company.company', type: 'account.account.type' },
  rows: (world) =>
    recordsOf(world.books, 'legal_entity').flatMap((record) =>
      accountKinds.map((kind, index) => ({
        id: accountId(record, kind),
        name: `Main ${kind[0]!.toUpperCase()}${kind.slice(1)}`,
        code: null,
        company: companyId(record),
        type: index + 1,
        active: true,
        rec_name: `Main ${kind}`,
      })),
    ),
}

export const tax: Model = {
  label: 'Tax',
  relations: { company: 'company.company' },
  rows: (world) => {
    const companies = companyByCode(world.books)
    return recordsOf(world.books, 'tax_code').map((record) => ({
      id: record.no,
      name: record.code,
      description: String(record.body.description),
      type: 'percentage',
      rate: decimalValue(String(record.body.rate)),
      company: companyId(companies.get(String(record.body.legal_entity))!),
      active: true,
      rec_name: record.code,
    }))
  },
}

export const fiscalYear: Model = {
  label: 'Fiscal Year',
  relations: { company: 'company.company' },
  rows: (world) => {
    const companies = companyByCode(world.books)
    return recordsOf(world.books, 'period')
      .filter((record) => String(record.body.from).endsWith('-01-01'))
      .map((record) => {
        const owner = companies.get(String(record.body.legal_entity))!
        const year = String(record.body.from).slice(0, 4)
        return {
          id: owner.no * 10_000 + Number(year),
          name: `${owner.code} ${year}`,
          start_date: dateValue(`${year}-01-01`),
          end_date: dateValue(`${year}-12-31`),
          company: companyId(owner),
          state: 'open',
          rec_name: `${owner.code} ${year}`,
          create_date: momentValue(Date.parse(record.createdAt)),
        }
      })
  },
}
