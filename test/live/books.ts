import { type Sum, twoDecimals } from './expected-sums.ts'
import { readDate, readDecimal, readSeconds, type Row, type TrytonClient } from './tryton-client.ts'

/** Tryton's books, read back record by record. Companies, clients, persons and projects appear by their codes. */

export type BookedTime = {
  readonly id: number
  readonly uuid: string | null
  readonly company: string
  readonly person: string
  readonly project: string
  readonly client: string | null
  /** Of the company: a timesheet line has none of its own. */
  readonly currency: string
  readonly on: string
  readonly seconds: number
  readonly description: string | null
}

export type BookedInvoice = {
  readonly id: number
  readonly company: string
  readonly client: string
  readonly currency: string
  readonly state: string
  readonly number: string | null
  readonly reference: string | null
  readonly description: string | null
  readonly invoiceOn: string | null
  readonly accountingOn: string | null
  /** A draft's total is without tax until it is validated. */
  readonly untaxed: string
  readonly tax: string
  readonly total: string
  readonly credit: boolean
  readonly lines: readonly BookedLine[]
}

export type BookedLine = {
  readonly id: number
  readonly description: string | null
  readonly quantity: number
  readonly unitPrice: string
  readonly amount: string
}

export type Books = { readonly time: readonly BookedTime[]; readonly invoices: readonly BookedInvoice[] }

/** Reads with a user who sees both companies: the seeded admin or integration user. */
export async function readBooks(tryton: TrytonClient): Promise<Books> {
  const companies = await codesOfCompanies(tryton)
  return { time: await readTime(tryton, companies), invoices: await readInvoices(tryton, companies) }
}

type Company = { readonly code: string; readonly currency: string }

async function codesOfCompanies(tryton: TrytonClient): Promise<Map<number, Company>> {
  const rows = await tryton.read('company.company', [], ['party.code', 'currency.code'])
  return new Map(
    rows.map((row) => [row.id, { code: codeOf(row, 'party.')!, currency: codeOf(row, 'currency.')! }]),
  )
}

function codeOf(row: Row, relation: string): string | null {
  const target = row[relation] as { code?: string | null } | null | undefined
  return target?.code ?? null
}

async function readTime(tryton: TrytonClient, companies: Map<number, Company>): Promise<BookedTime[]> {
  const employees = await tryton.read('company.employee', [], ['party.code'])
  const persons = new Map(employees.map((row) => [row.id, codeOf(row, 'party.')!]))
  const works = await tryton.read('project.work', [], ['name', 'party.code', 'timesheet_works'])
  const projects = new Map(
    works.flatMap((row) => (row.timesheet_works as number[]).map((id) => [id, row] as const)),
  )
  const fields = ['uuid', 'company', 'employee', 'work', 'date', 'duration', 'description']
  const rows = await tryton.read('timesheet.line', [], fields)
  return rows.map((row) => {
    const project = projects.get(row.work as number)
    if (project === undefined) throw new Error(`timesheet line ${row.id} stands on no project`)
    const company = companies.get(row.company as number)!
    return {
      id: row.id,
      uuid: row.uuid as string | null,
      company: company.code,
      currency: company.currency,
      person: persons.get(row.employee as number)!,
      project: (project.name as string).split(' ')[0]!,
      client: codeOf(project, 'party.'),
      on: readDate(row.date)!,
      seconds: readSeconds(row.duration),
      description: row.description as string | null,
    }
  })
}

async function readInvoices(tryton: TrytonClient, companies: Map<number, Company>): Promise<BookedInvoice[]> {
  const head = ['company', 'party.code', 'currency.code', 'state', 'number', 'reference', 'description']
  const dates = ['invoice_date', 'accounting_date']
  const totals = ['untaxed_amount', 'tax_amount', 'total_amount']
  const rows = await tryton.read('account.invoice', [['type', '=', 'out']], [...head, ...dates, ...totals])
  const lines = await readLines(tryton)
  return rows.map((row) => {
    const untaxed = readDecimal(row.untaxed_amount)
    return {
      id: row.id,
      company: companies.get(row.company as number)!.code,
      client: codeOf(row, 'party.')!,
      currency: codeOf(row, 'currency.')!,
      state: row.state as string,
      number: row.number as string | null,
      reference: row.reference as string | null,
      description: row.description as string | null,
      invoiceOn: readDate(row.invoice_date),
      accountingOn: readDate(row.accounting_date),
      untaxed,
      tax: readDecimal(row.tax_amount),
      total: readDecimal(row.total_amount),
      credit: untaxed.startsWith('-'),
      lines: lines.get(row.id) ?? [],
    }
  })
}

async function readLines(tryton: TrytonClient): Promise<Map<number, BookedLine[]>> {
  const fields = ['invoice', 'description', 'quantity', 'unit_price', 'amount']
  const rows = await tryton.read(
    'account.invoice.line',
    [
      ['invoice', '!=', null],
      ['type', '=', 'line'],
    ],
    fields,
  )
  const lines = new Map<number, BookedLine[]>()
  for (const row of rows) {
    const line = {
      id: row.id,
      description: row.description as string | null,
      quantity: row.quantity as number,
      unitPrice: readDecimal(row.unit_price),
      amount: readDecimal(row.amount),
    }
    const invoice = row.invoice as number
    lines.set(invoice, [...(lines.get(invoice) ?? []), line])
  }
  return lines
}

/**
 * The same sums as `expectedSums`, from the books: hours of all timesheet lines, untaxed money of all invoices that are
 * not cancelled, credits counting against them. `states` narrows it, say to what is posted.
 */
export function sumsOf(books: Books, options: { states?: readonly string[] } = {}): Sum[] {
  const states = options.states ?? ['draft', 'validated', 'posted', 'paid']
  const sums = new Map<string, { entries: number; seconds: number; cents: bigint }>()
  const at = (...parts: string[]) => {
    const key = parts.join(' ')
    if (!sums.has(key)) sums.set(key, { entries: 0, seconds: 0, cents: 0n })
    return sums.get(key)!
  }
  for (const line of books.time) {
    const sum = at(line.company, line.client ?? '', line.currency)
    sum.entries += 1
    sum.seconds += line.seconds
  }
  for (const invoice of books.invoices.filter(({ state }) => states.includes(state))) {
    at(invoice.company, invoice.client, invoice.currency).cents += cents(invoice.untaxed)
  }
  return [...sums.keys()].sort().map((key) => {
    const [company, client, currency] = key.split(' ') as [string, string, string]
    const { entries, seconds, cents: amount } = sums.get(key)!
    if (seconds % 36 !== 0) throw new Error(`${key}: ${seconds} s is no whole hundredth of an hour`)
    const costHours = twoDecimals(BigInt(seconds / 36))
    return { company, client: client || null, currency, entries, costHours, billAmount: twoDecimals(amount) }
  })
}

function cents(decimal: string): bigint {
  const [whole, fraction = ''] = decimal.split('.') as [string, string?]
  if (/[^0]/.test(fraction.slice(2))) throw new Error(`not a whole cent: ${decimal}`)
  return BigInt(whole + fraction.slice(0, 2).padEnd(2, '0'))
}
