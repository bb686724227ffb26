/** Time entries as the firm's people keep them. */
import type { Books, Row } from './open.ts'
import { Refusal } from './refusal.ts'

export type EntryState = 'submitted' | 'approved' | 'rejected'
export type Entry = {
  readonly no: number
  readonly id: string
  readonly version: number
  readonly deleted: boolean
  readonly worker: string
  readonly project: string | null
  readonly task: string | null
  readonly costCenter: string | null
  readonly laborCategory: string | null
  readonly serviceItem: string | null
  readonly workOn: string
  readonly hours: string
  readonly billable: boolean
  readonly region: string | null
  readonly description: string
  readonly state: EntryState
  readonly approver: string | null
  readonly approvedAt: string | null
  readonly level: string | null
  /** Fields that no documentation names: JSON, or null. */
  readonly extra: string | null
  readonly billingStatus: string | null
  readonly externalId: string | null
  readonly createdAt: string
  readonly updatedAt: string
}
export type EntryContent = Omit<Entry, 'no' | 'id' | 'version' | 'deleted' | 'createdAt' | 'updatedAt'>

export const blankEntry = {
  project: null,
  task: null,
  costCenter: null,
  laborCategory: null,
  serviceItem: null,
  billable: true,
  region: null,
  description: '',
  state: 'submitted',
  approver: null,
  approvedAt: null,
  level: null,
  extra: null,
  billingStatus: null,
  externalId: null,
} as const satisfies Partial<EntryContent>

const columns = [
  ['worker', 'worker'],
  ['project', 'project'],
  ['task', 'task'],
  ['cost_center', 'costCenter'],
  ['labor_category', 'laborCategory'],
  ['service_item', 'serviceItem'],
  ['work_on', 'workOn'],
  ['hours', 'hours'],
  ['billable', 'billable'],
  ['region', 'region'],
  ['description', 'description'],
  ['state', 'state'],
  ['approver', 'approver'],
  ['approved_at', 'approvedAt'],
  ['level', 'level'],
  ['extra', 'extra'],
  ['billing_status', 'billingStatus'],
  ['external_id', 'externalId'],
] as const satisfies readonly (readonly [string, keyof EntryContent])[]

const insertEntry = `insert into entry (no, id, version, deleted, created_at, updated_at,
  ${columns.map(([name]) => name).join(', ')})
  values (?, ?, 1, 0, ?, ?, ${columns.map(() => '?').join(', ')})`
const updateEntry = `update entry set version = version + 1, updated_at = ?,
  ${columns.map(([name]) => `${name} = ?`).join(', ')} where id = ?`

export function addEntry(books: Books, content: EntryContent, createdAt: string, updatedAt: string): Entry {
  const last = books.get('select coalesce(max(no), 0) as no from entry')
  const no = Number(last!.no) + 1
  const id = `TE-${String(no).padStart(6, '0')}`
  books.insert(insertEntry, no, id, createdAt, updatedAt, ...valuesOf(content))
  return requireEntry(books, id)
}

export function changeEntry(books: Books, id: string, change: Partial<EntryContent>, at: string): Entry {
  const before = requireEntry(books, id)
  books.run(updateEntry, at, ...valuesOf({ ...before, ...change }), id)
  return requireEntry(books, id)
}

export function deleteEntry(books: Books, id: string, at: string): Entry {
  const before = requireEntry(books, id)
  books.run('update entry set deleted = 1, version = version + 1, updated_at = ? where id = ?', at, id)
  return { ...before, deleted: true, version: before.version + 1, updatedAt: at }
}

export function findEntry(books: Books, id: string): Entry | null {
  const row = books.get('select * from entry where id = ?', id)
  return row === null ? null : readEntry(row)
}

export function requireEntry(books: Books, id: string): Entry {
  const found = findEntry(books, id)
  if (found === null || found.deleted)
    throw new Refusal('UNKNOWN_ENTRY', `There is no time entry "${id}".`, 'id')
  return found
}

/** The feed in the order of change, from the cursor's row on, tombstones included. */
export function feedFrom(books: Books, at: string, id: string, limit: number): Entry[] {
  return books
    .all(
      'select * from entry where (updated_at, id) >= (?, ?) order by updated_at, id limit ?',
      at,
      id,
      limit,
    )
    .map(readEntry)
}

/** Live entries of the days from `from` up to and including `to`, in the order of their numbers. */
export function entriesBetween(books: Books, from: string, to: string): Entry[] {
  return books
    .all('select * from entry where deleted = 0 and work_on >= ? and work_on <= ? order by no', from, to)
    .map(readEntry)
}

/** A page of the same, and how many there are: a month of entries is read in pages again and again. */
export function pageBetween(
  books: Books,
  from: string,
  to: string,
  page: { readonly offset: number; readonly limit: number },
): { entries: Entry[]; total: number } {
  const live = 'from entry where deleted = 0 and work_on >= ? and work_on <= ?'
  const rows = books.all(`select * ${live} order by no limit ? offset ?`, from, to, page.limit, page.offset)
  return {
    entries: rows.map(readEntry),
    total: Number(books.get(`select count(*) as n ${live}`, from, to)!.n),
  }
}

/** The moment of the latest change: the next one never lies before it, even when the clock steps back. */
export function latestChange(books: Books): string {
  return String(books.get("select coalesce(max(updated_at), '') as at from entry")!.at)
}

function valuesOf(content: EntryContent): (string | number | null)[] {
  return columns.map(([, field]) => {
    const value = content[field]
    return typeof value === 'boolean' ? Number(value) : value
  })
}

export function readEntry(row: Row): Entry {
  const content = Object.fromEntries(columns.map(([name, field]) => [field, row[name]]))
  return {
    ...(content as unknown as EntryContent),
    billable: row.billable === 1,
    no: Number(row.no),
    id: String(row.id),
    version: Number(row.version),
    deleted: row.deleted === 1,
    createdAt: String(row.created_at),
    updatedAt: String(row.updated_at),
  }
}
