/** timesheet.line: one per cost record, with a uuid that is unique. No period of the ledger closes it. */
import {
  allCosts,
  type Cost,
  type CostInput,
  costsOfKey,
  dropCost,
  insertCost,
  overwriteCost,
  requireCost,
} from '../books/costs.ts'
import { type FirmRecord, findRecord } from '../books/records.ts'
import type { World } from '../wire.ts'
import { exception, outsideDomain, required, TrytonError, unknownValue, userError } from './errors.ts'
import {
  companyById,
  companyByCode,
  companyId,
  employeeId,
  offsets,
  recordByNo,
  timesheetWorkId,
} from './ids.ts'
import type { Caller, Context, Model, TrytonRow, Values } from './model.ts'
import { bare, dateValue, durationValue, hoursOf, momentValue } from './values.ts'

const label = 'Timesheet Line'

export const timesheetLine: Model = {
  label,
  relations: { company: 'company.company', employee: 'company.employee', work: 'timesheet.work' },
  keyField: 'uuid',
  lags: true,
  rows: (world, key) => {
    const costs =
      key?.field === 'uuid'
        ? key.values.flatMap((value) => costsOfKey(world.books, String(value)))
        : key?.field === 'id'
          ? key.values.flatMap((value) => costById(world, Number(value)))
          : allCosts(world.books)
    const companies = companyByCode(world.books)
    return costs.map((cost) => lineRow(world, companies, cost))
  },
  create: (caller, values, context) => createLine(caller, values, context),
  write: (caller, id, values, context) => {
    const { world } = caller
    if (costById(world, id).length === 0) throw exception(`'timesheet.line,${id}'`)
    const before = requireCost(world.books, id)
    const sent = (context._timestamp as Record<string, unknown> | undefined)?.[`timesheet.line,${id}`]
    if (sent !== undefined && sent !== timestampOf(before)) {
      throw new TrytonError('ConcurrencyException', 'Records were modified in the meanwhile')
    }
    const after = costOf(world, values, context, before)
    refuseTaken(world, after.key, id)
    refuseNegative(values, id)
    overwriteCost(world.books, id, after, world.now().getTime())
  },
  remove: (caller, id) => dropCost(caller.world.books, id),
}

function createLine(caller: Caller, values: Values, context: Context): number {
  const { world } = caller
  const cost = costOf(world, values, context, null)
  refuseTaken(world, cost.key, null)
  const id = insertCost(world.books, cost, world.now().getTime())
  refuseNegative(values, id)
  return id
}

function refuseTaken(world: World, uuid: string, own: number | null): void {
  if (uuid !== '' && costsOfKey(world.books, uuid).some((cost) => cost.id !== own)) {
    throw userError('The UUID of timesheet line must be unique.')
  }
}

function refuseNegative(values: Values, id: number): void {
  if (Number(bare(values.duration) ?? 0) < 0)
    throw userError(`The duration of line "${id}" must be positive.`)
}

function costById(world: World, id: number): Cost[] {
  const row = world.books.get('select key from cost where id = ?', id)
  return row === null ? [] : costsOfKey(world.books, String(row.key)).filter((cost) => cost.id === id)
}

/** The version stands behind the milliseconds: two changes may share one. */
const timestampOf = (cost: Cost): string => (cost.updatedMs / 1000 + cost.version / 1e6).toFixed(6)

function lineRow(world: World, companies: ReadonlyMap<string, FirmRecord>, cost: Cost): TrytonRow {
  const { books } = world
  const work =
    (cost.task === null ? null : findRecord(books, 'task', cost.task)) ??
    findRecord(books, 'project', cost.project)
  const person = findRecord(books, 'person', cost.worker)
  return {
    id: cost.id,
    company: companyId(companies.get(cost.company)!),
    employee: person === null ? null : employeeId(person),
    date: dateValue(cost.workOn),
    duration: durationValue(cost.hours),
    work: work === null ? null : timesheetWorkId(work),
    description: cost.description === '' ? null : cost.description,
    uuid: cost.key === '' ? null : cost.key,
    invoice_line: null,
    rec_name: String(cost.id),
    create_date: momentValue(cost.createdMs),
    write_date: cost.updatedMs === cost.createdMs ? null : momentValue(cost.updatedMs),
    _timestamp: timestampOf(cost),
  }
}

/** A Tryton line is billable or not by its project; the books keep it as billable. */
function costOf(world: World, values: Values, context: Context, before: Cost | null): CostInput {
  const { books } = world
  const given = (field: string): unknown => (field in values ? values[field] : undefined)
  const owner =
    given('company') === undefined && before !== null
      ? null
      : companyById(books, given('company') ?? context.company)
  const company = owner?.code ?? before?.company
  if (company === undefined) throw required('Company', label)
  const person =
    before !== null && given('employee') === undefined ? null : employeeOf(world, given('employee'), company)
  const work = before !== null && given('work') === undefined ? null : workOf(world, given('work'))
  const date = bare(given('date'))
  const duration = bare(given('duration'))
  if (before === null && typeof date !== 'string') throw required('Date', label)
  if (before === null && typeof duration !== 'number') throw required('Duration', label)
  const uuid = given('uuid')
  const description = given('description')
  return {
    key: uuid === undefined ? (before?.key ?? '') : String(uuid ?? ''),
    company,
    worker: person?.code ?? before!.worker,
    project: work?.project ?? before!.project,
    task: work === null ? before!.task : work.task,
    workOn: typeof date === 'string' ? date : before!.workOn,
    hours: typeof duration === 'number' ? hoursOf(Math.abs(duration)) : before!.hours,
    billable: true,
    description: description === undefined ? (before?.description ?? '') : String(description ?? ''),
  }
}

function employeeOf(world: World, id: unknown, company: string): FirmRecord {
  if (typeof id !== 'number') throw required('Employee', label)
  const person = recordByNo(world.books, id - offsets.employee, 'person')
  if (person === null) throw unknownValue(id, 'Employee', label)
  if (person.body.legal_entity !== company) throw outsideDomain('Employee', label)
  return person
}

function workOf(world: World, id: unknown): { project: string; task: string | null } {
  if (typeof id !== 'number') throw required('Work', label)
  const record = recordByNo(world.books, id - offsets.timesheetWork, 'project', 'task')
  if (record === null) throw unknownValue(id, 'Work', label)
  return record.kind === 'project'
    ? { project: record.code, task: null }
    : { project: String(record.body.project), task: record.code }
}
