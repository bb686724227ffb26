import type { ConnectionContext, PullPage, SourceRecord, StreamDefinition } from '../sdk/connector.ts'
import { at, canonicalBytes, idOf, type Json, list, numberOf, textOf } from '../sdk/json.ts'
import { rowId, rowNumber, rowPages, rows } from './rpc.ts'
import { companyCode, listed } from './settings.ts'
import type { Outgoing } from './values.ts'

const ofCompany = ['company.party.code', 'company.party.name']

function record(row: Json): SourceRecord {
  return { sourceId: rowId(row), version: null, bytes: canonicalBytes(row), occursOn: null, subject: null }
}
function page(found: readonly Json[]): PullPage {
  return { records: found.map(record), deleted: [], cursor: null }
}

/** The companies this connection serves. */
export async function companies(context: ConnectionContext): Promise<readonly Json[]> {
  const fields = ['party', 'party.code', 'party.name', 'currency.code']
  const all = await rows(context, 'company.company', [], fields, null)
  const wanted = listed(context.settings.companies)
  if (wanted.length === 0) return all
  return all.filter((company) => wanted.includes(companyCode(company, context.settings) ?? ''))
}

async function* perCompany(
  context: ConnectionContext,
  model: string,
  domain: readonly Outgoing[],
  fields: readonly string[],
): AsyncGenerator<readonly Json[]> {
  for (const company of await companies(context)) {
    const id = rowNumber(company)
    yield* rowPages(context, model, [...domain, ['company', '=', id]], [...fields, ...ofCompany], id)
  }
}

async function* pagesPerCompany(
  context: ConnectionContext,
  model: string,
  domain: readonly Outgoing[],
  fields: readonly string[],
): AsyncGenerator<PullPage> {
  for await (const found of perCompany(context, model, domain, fields)) yield page(found)
}

/** Parties with a code that are neither a company nor an employee. Inactive ones are hidden unless asked for. */
async function* clients(context: ConnectionContext): AsyncGenerator<PullPage> {
  const served = await companies(context)
  const [first] = served
  const company = first === undefined ? null : rowNumber(first)
  const employees = await rows(context, 'company.employee', [], ['party'], company)
  const all = await rows(context, 'company.company', [], ['party'], null)
  const others = [...employees, ...all].map((row) => Number(idOf(at(row, 'party'))))
  const days = await paymentDays(context)
  const domain = [
    ['active', 'in', [true, false]],
    ['code', '!=', null],
    ['id', 'not in', others],
  ]
  const fields = ['code', 'name', 'active', 'customer_payment_term']
  for await (const found of rowPages(context, 'party.party', domain, fields, company)) {
    yield page(
      found.map((row) => {
        const term = idOf(at(row, 'customer_payment_term'))
        const paymentTermDays = String(term === null ? 0 : (days.get(term) ?? 0))
        return { ...(row as Record<string, Json>), payment_term_days: paymentTermDays }
      }),
    )
  }
}

/** Days until the last instalment of each payment term; a month counts thirty. */
async function paymentDays(context: ConnectionContext): Promise<ReadonlyMap<string, number>> {
  const fields = ['days', 'weeks', 'months', 'line.payment']
  const found = new Map<string, number>()
  for (const delta of await rows(context, 'account.invoice.payment_term.line.delta', [], fields, null)) {
    const term = idOf(at(delta, 'line.', 'payment'))
    const part = (name: string) => Number(numberOf(at(delta, name)) ?? '0')
    const total = part('days') + 7 * part('weeks') + 30 * part('months')
    if (term !== null) found.set(term, Math.min(365, Math.max(total, found.get(term) ?? 0)))
  }
  return found
}

/** A person employed by two companies is one party with two employees: each record lists both, in one order. */
async function* workers(context: ConnectionContext): AsyncGenerator<PullPage> {
  const found: Json[] = []
  const fields = ['party', 'party.code', 'party.name', 'start_date', 'end_date']
  for await (const part of perCompany(context, 'company.employee', [], fields)) found.push(...part)
  const employments = new Map<string, Json[]>()
  for (const row of found.toSorted((a, b) => rowNumber(a) - rowNumber(b))) {
    const party = idOf(at(row, 'party')) ?? ''
    employments.set(party, [...(employments.get(party) ?? []), row])
  }
  yield page(
    found.map((row) => ({
      ...(row as Record<string, Json>),
      employments: employments.get(idOf(at(row, 'party')) ?? '') ?? [],
    })),
  )
}

/** Time is booked on a timesheet work; what it stands for is told by the project work behind it. */
async function* works(context: ConnectionContext, type: 'project' | 'task'): AsyncGenerator<PullPage> {
  const fields = ['name', 'origin', 'timesheet_start_date', 'timesheet_end_date']
  for await (const found of perCompany(context, 'timesheet.work', [], fields)) {
    const origins = found.map(originId).filter((id) => id !== null)
    const about = ['name', 'type', 'party.code', 'parent.name']
    const projects = new Map<string, Json>()
    for (const row of await rows(context, 'project.work', [['id', 'in', origins]], about, null)) {
      projects.set(rowId(row), row)
    }
    const joined = found.map((row) => {
      const project = projects.get(String(originId(row))) ?? null
      return { ...(row as Record<string, Json>), project }
    })
    yield page(joined.filter((row) => (textOf(at(row.project, 'type')) ?? 'project') === type))
  }
}

function originId(row: Json): number | null {
  const match = /^project\.work,(\d+)$/.exec(textOf(at(row, 'origin')) ?? '')
  return match === null ? null : Number(match[1])
}

async function* legalEntities(context: ConnectionContext): AsyncGenerator<PullPage> {
  yield page(list(await companies(context)))
}

const periodFields = ['name', 'start_date', 'end_date', 'state']
const taxFields = ['name', 'description', 'rate']
const masters = {
  carries: 'master',
  deletions: 'none',
  reading: 'sweep',
  lookbackMs: 0,
  level: 'live',
} as const
const slowMs = 300_000
/** A reopened period is noticed well within a minute. */
const periodsMs = 15_000

export const streams: readonly StreamDefinition[] = [
  { name: 'legal_entities', ...masters, everyMs: slowMs, sweep: legalEntities },
  { name: 'clients', ...masters, everyMs: slowMs, sweep: clients },
  { name: 'workers', ...masters, everyMs: slowMs, sweep: workers },
  { name: 'projects', ...masters, everyMs: slowMs, sweep: (context) => works(context, 'project') },
  { name: 'tasks', ...masters, everyMs: slowMs, sweep: (context) => works(context, 'task') },
  {
    name: 'periods',
    ...masters,
    everyMs: periodsMs,
    sweep: (context) => pagesPerCompany(context, 'account.period', [['type', '=', 'standard']], periodFields),
  },
  {
    name: 'tax_codes',
    ...masters,
    everyMs: slowMs,
    sweep: (context) => pagesPerCompany(context, 'account.tax', [['type', '=', 'percentage']], taxFields),
  },
]
