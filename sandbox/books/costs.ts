/** Cost records (actuals) of the simulated ERP. */
import { compareExact, exact, parseExact } from '../exact.ts'
import type { Books, Row } from './open.ts'
import { periodState, requireRecord } from './records.ts'
import { Refusal } from './refusal.ts'
import type { Switches } from './switches.ts'

export type CostInput = {
  readonly key: string
  readonly company: string
  readonly worker: string
  readonly project: string
  readonly task: string | null
  readonly workOn: string
  readonly hours: string
  readonly billable: boolean
  readonly description: string
}
export type Cost = CostInput & {
  readonly id: number
  readonly version: number
  readonly createdMs: number
  readonly updatedMs: number
}
export type CostResult = { readonly id: number; readonly status: 'created' | 'updated' | 'unchanged' }

export function checkCost(books: Books, cost: CostInput): void {
  requireRecord(books, 'legal_entity', cost.company, 'company')
  requireRecord(books, 'person', cost.worker, 'worker')
  requireRecord(books, 'project', cost.project, 'project')
  if (cost.task !== null) requireRecord(books, 'task', cost.task, 'task')
  const hours = parseExact(cost.hours)
  if (hours === null || hours.units < 0n) {
    throw new Refusal('BAD_HOURS', 'Hours are a decimal, zero or more. A correction overwrites.', 'hours')
  }
  requireOpen(books, cost.company, cost.workOn)
}

/** What a second write with the same key does is the switch `idempotency`. */
export function writeCost(
  books: Books,
  mode: Switches['idempotency'],
  cost: CostInput,
  nowMs: number,
): CostResult {
  checkCost(books, cost)
  const before = mode === 'none' ? null : (costsOfKey(books, cost.key)[0] ?? null)
  if (before === null) return { id: insertCost(books, cost, nowMs), status: 'created' }
  if (sameCost(before, cost)) return { id: before.id, status: 'unchanged' }
  if (mode === 'native') {
    throw new Refusal('KEY_REUSED', `The key stands for other content: change record ${before.id}.`, 'key')
  }
  changeCost(books, before.id, cost, nowMs)
  return { id: before.id, status: 'updated' }
}

export function insertCost(books: Books, cost: CostInput, nowMs: number): number {
  return books.insert(
    `insert into cost (key, company, worker, project, task, work_on, hours, billable, description,
       created_ms, updated_ms) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    ...valuesOf(cost),
    nowMs,
    nowMs,
  )
}

export function changeCost(books: Books, id: number, cost: CostInput, nowMs: number): void {
  const before = requireCost(books, id)
  checkCost(books, cost)
  requireOpen(books, before.company, before.workOn)
  overwriteCost(books, id, cost, nowMs)
}

export function overwriteCost(books: Books, id: number, cost: CostInput, nowMs: number): void {
  books.run(
    `update cost set key = ?, company = ?, worker = ?, project = ?, task = ?, work_on = ?, hours = ?,
       billable = ?, description = ?, version = version + 1, updated_ms = ? where id = ?`,
    ...valuesOf(cost),
    nowMs,
    id,
  )
}

export function deleteCost(books: Books, id: number): void {
  const before = requireCost(books, id)
  requireOpen(books, before.company, before.workOn)
  dropCost(books, id)
}

export function dropCost(books: Books, id: number): void {
  books.run('delete from cost where id = ?', id)
}

export function requireCost(books: Books, id: number): Cost {
  const row = books.get('select * from cost where id = ?', id)
  if (row === null) throw new Refusal('UNKNOWN_COST', `There is no cost record ${id}.`, 'id')
  return readCost(row)
}

export function costsOfKey(books: Books, key: string): Cost[] {
  return books.all('select * from cost where key = ? order by id', key).map(readCost)
}

/** By id, behind `after`; the days are half-open. */
export function costsBetween(books: Books, from: string, until: string, after: number): Cost[] {
  return books
    .all('select * from cost where id > ? and work_on >= ? and work_on < ? order by id', after, from, until)
    .map(readCost)
}

export function allCosts(books: Books): Cost[] {
  return books.all('select * from cost order by id').map(readCost)
}

function requireOpen(books: Books, company: string, day: string): void {
  const state = periodState(books, company, day)
  if (state !== 'open') {
    const code = state === 'closed' ? 'PERIOD_CLOSED' : 'PERIOD_MISSING'
    throw new Refusal(code, `The period of ${day} is ${state} in ${company}.`, 'date')
  }
}

function sameCost(a: CostInput, b: CostInput): boolean {
  return (
    a.company === b.company &&
    a.worker === b.worker &&
    a.project === b.project &&
    a.task === b.task &&
    a.workOn === b.workOn &&
    compareExact(exact(a.hours), exact(b.hours)) === 0 &&
    a.billable === b.billable &&
    a.description === b.description
  )
}

function valuesOf(cost: CostInput): (string | number | null)[] {
  return [
    cost.key,
    cost.company,
    cost.worker,
    cost.project,
    cost.task,
    cost.workOn,
    cost.hours,
    Number(cost.billable),
    cost.description,
  ]
}

export function readCost(row: Row): Cost {
  return {
    id: Number(row.id),
    key: String(row.key),
    company: String(row.company),
    worker: String(row.worker),
    project: String(row.project),
    task: row.task as string | null,
    workOn: String(row.work_on),
    hours: String(row.hours),
    billable: row.billable === 1,
    description: String(row.description),
    version: Number(row.version),
    createdMs: Number(row.created_ms),
    updatedMs: Number(row.updated_ms),
  }
}
