/** Parties, companies, employees, periods and works as Tryton's models, over the records of the firm. */
import { type FirmRecord, findRecord, putRecord, recordsOf } from '../books/records.ts'
import type { World } from '../wire.ts'
import { exception, required, userError } from './errors.ts'
import {
  addressId,
  companyByCode,
  companyId,
  currencies,
  employeeId,
  recordByNo,
  timesheetWorkId,
} from './ids.ts'
import type { Caller, Model, TrytonRow, Values } from './model.ts'
import { dateValue, decimalValue, momentValue } from './values.ts'

const stamps = (record: FirmRecord) => ({
  create_date: momentValue(Date.parse(record.createdAt)),
  write_date: record.updatedAt === record.createdAt ? null : momentValue(Date.parse(record.updatedAt)),
})
const parties = (world: World): FirmRecord[] =>
  (['legal_entity', 'person', 'client'] as const).flatMap((kind) => recordsOf(world.books, kind))

export const party: Model = {
  label: 'Party',
  relations: { customer_payment_term: 'account.invoice.payment_term', account_receivable: 'account.account' },
  keyField: 'code',
  rows: (world) => {
    return parties(world).map((record) => {
      return {
        id: record.no,
        name: String(record.body.name),
        code: record.code,
        active: record.kind === 'client' ? record.body.active !== false : true,
        addresses: [addressId(record)],
        customer_payment_term: 1,
        // Unless somebody gave the party one of its own, the configuration of the company holds it.
        account_receivable: null,
        lang: null,
        rec_name: String(record.body.name),
        ...stamps(record),
      }
    })
  },
  create: (caller, values) => {
    const { world } = caller
    const [name, code] = [values.name, values.code]
    if (typeof code !== 'string' || code === '') throw required('Code', 'Party')
    if (parties(world).some((each) => each.code === code))
      throw userError('The code on party must be unique.')
    const body = {
      name: typeof name === 'string' ? name : code,
      parent: null,
      on_hold: false,
      active: true,
      payment_term_days: 30,
    }
    putRecord(world.books, 'client', code, body, world.now().toISOString())
    return findRecord(world.books, 'client', code)!.no
  },
  write: (caller, id, values) => writeParty(caller, id, values),
}

function writeParty(caller: Caller, id: number, values: Values): void {
  const { books, now } = caller.world
  const record = recordByNo(books, id, 'client')
  if (record === null) throw exception(`'party.party,${id}'`)
  const change = {
    ...(typeof values.name === 'string' ? { name: values.name } : {}),
    ...(typeof values.active === 'boolean' ? { active: values.active } : {}),
  }
  putRecord(books, 'client', record.code, { ...record.body, ...change }, now().toISOString())
}

export const address: Model = {
  label: 'Address',
  relations: { party: 'party.party' },
  rows: (world) =>
    parties(world).map((record) => ({
      id: addressId(record),
      party: record.no,
      street: `${record.code} Street`,
      city: 'Town',
      postal_code: '1000',
      invoice: true,
      active: true,
      rec_name: `${record.body.name}, ${record.code} Street`,
    })),
}

export const company: Model = {
  label: 'Company',
  relations: { party: 'party.party', currency: 'currency.currency' },
  rows: (world) =>
    recordsOf(world.books, 'legal_entity').map((record) => ({
      id: companyId(record),
      party: record.no,
      currency: currencies.find((each) => each.code === record.body.currency)?.id ?? null,
      rec_name: String(record.body.name),
      ...stamps(record),
    })),
}

export const employee: Model = {
  label: 'Employee',
  relations: { party: 'party.party', company: 'company.company' },
  rows: (world) => {
    const companies = companyByCode(world.books)
    return recordsOf(world.books, 'person').map((record) => ({
      id: employeeId(record),
      party: record.no,
      company: companyId(companies.get(String(record.body.legal_entity))!),
      start_date: null,
      end_date: null,
      active: true,
      rec_name: String(record.body.name),
      ...stamps(record),
    }))
  },
}

export const period: Model = {
  label: 'Period',
  relations: { company: 'company.company', fiscalyear: 'account.fiscalyear' },
  rows: (world) => {
    const companies = companyByCode(world.books)
    return recordsOf(world.books, 'period').map((record) => {
      const owner = companies.get(String(record.body.legal_entity))!
      const from = String(record.body.from)
      return {
        id: record.no,
        name: from.slice(0, 7),
        start_date: dateValue(from),
        end_date: dateValue(String(record.body.to)),
        state: record.body.status === 'open' ? 'open' : 'close',
        type: 'standard',
        company: companyId(owner),
        fiscalyear: owner.no * 10_000 + Number(from.slice(0, 4)),
        rec_name: from.slice(0, 7),
        ...stamps(record),
      }
    })
  },
  adminButtons: true,
  buttons: {
    close: (caller, ids) => setPeriods(caller, ids, 'closed'),
    reopen: (caller, ids) => setPeriods(caller, ids, 'open'),
  },
}

function setPeriods(caller: Caller, ids: readonly number[], status: 'open' | 'closed'): void {
  const { books, now } = caller.world
  for (const id of ids) {
    const record = recordByNo(books, id, 'period')
    if (record === null) throw exception(`'account.period,${id}'`)
    putRecord(books, 'period', record.code, { ...record.body, status }, now().toISOString())
  }
}

/** Projects and tasks; the first word of a name is the firm's code. */
export const projectWork: Model = {
  label: 'Work Effort',
  relations: {
    company: 'company.company',
    party: 'party.party',
    parent: 'project.work',
    status: 'project.work.status',
  },
  rows: (world) => [...projects(world), ...tasks(world)],
}

const workDefaults = {
  timesheet_available: true,
  product: 1,
  list_price: decimalValue('0.0000'),
  project_invoice_method: 'manual',
}
const nameOf = (record: FirmRecord): string => `${record.code} ${record.body.name}`
const statusOf = (record: FirmRecord): number => (record.body.status === 'closed' ? 2 : 1)

function projects(world: World): TrytonRow[] {
  const companies = companyByCode(world.books)
  const children = recordsOf(world.books, 'task')
  return recordsOf(world.books, 'project').map((record) => ({
    ...workDefaults,
    id: record.no,
    name: nameOf(record),
    type: 'project',
    company: companyId(companies.get(String(record.body.legal_entity))!),
    party:
      record.body.client === null
        ? null
        : (findRecord(world.books, 'client', String(record.body.client))?.no ?? null),
    parent: null,
    children: children.filter((task) => task.body.project === record.code).map((task) => task.no),
    timesheet_works: [timesheetWorkId(record)],
    status: statusOf(record),
    rec_name: nameOf(record),
    ...stamps(record),
  }))
}

function tasks(world: World): TrytonRow[] {
  const companies = companyByCode(world.books)
  const parents = new Map(recordsOf(world.books, 'project').map((record) => [record.code, record]))
  return recordsOf(world.books, 'task').flatMap((record) => {
    const parent = parents.get(String(record.body.project))
    if (parent === undefined) return []
    return {
      ...workDefaults,
      id: record.no,
      name: nameOf(record),
      type: 'task',
      company: companyId(companies.get(String(parent.body.legal_entity))!),
      party: null,
      parent: parent.no,
      children: [],
      timesheet_works: [timesheetWorkId(record)],
      status: statusOf(record),
      rec_name: `${nameOf(parent)}\\${nameOf(record)}`,
      ...stamps(record),
    }
  })
}

export const timesheetWork: Model = {
  label: 'Work',
  relations: { company: 'company.company' },
  rows: (world) =>
    [...projects(world), ...tasks(world)].map((row) => ({
      id: (row.timesheet_works as number[])[0]!,
      name: row.name!,
      rec_name: row.rec_name!,
      origin: `project.work,${row.id}`,
      company: row.company!,
      timesheet_start_date: null,
      timesheet_end_date: null,
    })),
}
