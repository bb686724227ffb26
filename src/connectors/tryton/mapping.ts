/** From Tryton's records to the canonical language. Pure; bump the version with every change of meaning. */
import { addDays } from '../../kernel/dates.ts'
import type { MasterChange } from '../../model/master-records.ts'
import type { UnderstoodMaster } from '../../model/understood.ts'
import type { Mapping } from '../sdk/connector.ts'
import { at, idOf, type Json, readJson, textOf } from '../sdk/json.ts'
import { companyCode, owns, projectCode, type Settings, scopedCode } from './settings.ts'
import { inDate, inDecimal } from './values.ts'

type Understood = {
  readonly kind: string
  readonly recordId: string
  readonly changes: readonly MasterChange[]
}
type Reader = (row: Json, settings: Settings) => Understood | { readonly field: string; readonly why: string }

const always = { validFrom: '0001-01-01', validUntil: null } as const

const readers: Readonly<Record<string, Reader>> = {
  legal_entities: legalEntity,
  clients: client,
  workers: worker,
  projects: project,
  tasks: task,
  periods: period,
  tax_codes: taxCode,
}

export const mapping: Mapping = {
  version: 'tryton-1',
  work: () => ({ understood: false, field: '', why: 'Tryton is no source of work' }),
  master: understand,
}

function understand(stream: string, bytes: Uint8Array, settings: Settings): UnderstoodMaster {
  const row = readJson(bytes)
  const externalId = idOf(at(row, 'id'))
  const reader = Object.hasOwn(readers, stream) ? readers[stream] : undefined
  if (row === undefined || externalId === null || reader === undefined) {
    return { understood: false, field: '/id', why: 'not a record with an id' }
  }
  const found = reader(row, settings)
  if ('why' in found) return { understood: false, ...found }
  const references = [{ kind: found.kind, externalId, recordId: found.recordId }]
  // The fields are asked for by name, so a new one cannot appear unasked.
  return { understood: true, changes: owns(settings, stream) ? found.changes : [], references, drift: [] }
}

function legalEntity(row: Json, settings: Settings): ReturnType<Reader> {
  const recordId = companyCode(row, settings)
  const currency = textOf(at(row, 'currency.', 'code'))
  if (recordId === null || currency === null)
    return { field: '/party./code', why: 'a company without code or currency' }
  const closedPeriod = settings.closedPeriod === 'first_open_day' ? 'first_open_day' : 'hold'
  const body = { name: textOf(at(row, 'party.', 'name')) ?? recordId, currency, closedPeriod } as const
  return { kind: 'legal_entity', recordId, changes: [{ kind: 'legal_entity', recordId, ...always, body }] }
}

function client(row: Json): ReturnType<Reader> {
  const recordId = textOf(at(row, 'code'))
  if (recordId === null) return { field: '/code', why: 'a party without a code' }
  const body = {
    name: textOf(at(row, 'name')) ?? recordId,
    parent: null,
    onHold: false,
    active: at(row, 'active') === true,
    paymentTermDays: Number(textOf(at(row, 'payment_term_days')) ?? '0'),
  }
  return { kind: 'client', recordId, changes: [{ kind: 'client', recordId, ...always, body }] }
}

function worker(row: Json, settings: Settings): ReturnType<Reader> {
  const recordId = textOf(at(row, 'party.', 'code'))
  // The first employment names the legal entity, whichever of the person's records is read.
  const first = at(row, 'employments', 0) ?? row
  const legal = companyCode(at(first, 'company.'), settings)
  if (recordId === null || legal === null) return { field: '/party./code', why: 'an employee without a code' }
  const endOn = inDate(at(first, 'end_date'))
  const body = {
    name: textOf(at(row, 'party.', 'name')) ?? recordId,
    employment: 'employee',
    exempt: false,
    legalEntity: legal,
    unit: null,
    laborCategory: null,
    employedFrom: inDate(at(first, 'start_date')) ?? '0001-01-01',
    employedUntil: endOn === null ? null : addDays(endOn, 1),
    costRate: null,
    costCurrency: null,
  } as const
  return { kind: 'worker', recordId, changes: [{ kind: 'worker', recordId, ...always, body }] }
}

function workName(row: Json): string | null {
  return textOf(at(row, 'project', 'name')) ?? textOf(at(row, 'name'))
}

/** Open until the last day on which time may be booked, closed from the day after it. */
function openAndClosed<T>(row: Json, make: (status: 'open' | 'closed') => T) {
  const endOn = inDate(at(row, 'timesheet_end_date'))
  if (endOn === null) return [{ ...always, body: make('open') }]
  const closedFrom = addDays(endOn, 1)
  return [
    { validFrom: always.validFrom, validUntil: closedFrom, body: make('open') },
    { validFrom: closedFrom, validUntil: null, body: make('closed') },
  ]
}

function project(row: Json, settings: Settings): ReturnType<Reader> {
  const name = workName(row)
  const legal = companyCode(at(row, 'company.'), settings)
  if (name === null || legal === null) return { field: '/name', why: 'a work without name or company' }
  const recordId = projectCode(name, settings)
  const changes = openAndClosed(row, (status) => ({
    name,
    client: textOf(at(row, 'project', 'party.', 'code')),
    legalEntity: legal,
    status,
    costCenter: null,
  })).map((change) => ({ kind: 'project', recordId, ...change }) as const)
  return { kind: 'project', recordId, changes }
}

function task(row: Json, settings: Settings): ReturnType<Reader> {
  const name = workName(row)
  const parent = textOf(at(row, 'project', 'parent.', 'name'))
  if (name === null || parent === null) return { field: '/project/parent', why: 'a task without a project' }
  const projectId = projectCode(parent, settings)
  const recordId = scopedCode(projectId, projectCode(name, settings))
  const changes = openAndClosed(row, (status) => ({ name, project: projectId, status, billable: true })).map(
    (change) => ({ kind: 'task', recordId, ...change }) as const,
  )
  return { kind: 'task', recordId, changes }
}

function period(row: Json, settings: Settings): ReturnType<Reader> {
  const legal = companyCode(at(row, 'company.'), settings)
  const from = inDate(at(row, 'start_date'))
  const last = inDate(at(row, 'end_date'))
  if (legal === null || from === null || last === null)
    return { field: '/start_date', why: 'a period without its days' }
  const recordId = scopedCode(legal, from)
  const status = textOf(at(row, 'state')) === 'open' ? 'open' : 'closed'
  const body = { legalEntity: legal, from, until: addDays(last, 1), status } as const
  return { kind: 'period', recordId, changes: [{ kind: 'period', recordId, ...always, body }] }
}

function taxCode(row: Json, settings: Settings): ReturnType<Reader> {
  const legal = companyCode(at(row, 'company.'), settings)
  const name = textOf(at(row, 'name'))
  const rate = inDecimal(at(row, 'rate'))
  if (legal === null || name === null || rate === null)
    return { field: '/rate', why: 'a tax without name or rate' }
  const recordId = scopedCode(legal, name)
  const body = { legalEntity: legal, rate, description: textOf(at(row, 'description')) ?? name }
  return { kind: 'tax_code', recordId, changes: [{ kind: 'tax_code', recordId, ...always, body }] }
}
