/** Master data of the firm, and what was spent. Bodies are kept in the spelling of the plain wire. */
import type { Books, Row } from './open.ts'
import { Refusal } from './refusal.ts'

export const recordKinds = [
  'legal_entity',
  'person',
  'client',
  'project',
  'task',
  'contract',
  'rate',
  'tax_code',
  'period',
  'expense',
  'subcontractor_work',
  'usage',
] as const
export type RecordKind = (typeof recordKinds)[number]

export type Fields = Record<string, unknown>
export type FirmRecord = {
  /** A number that no other record of any kind has. */
  readonly no: number
  readonly kind: RecordKind
  readonly code: string
  readonly body: Fields
  readonly createdAt: string
  readonly updatedAt: string
}

export function recordsOf(books: Books, kind: RecordKind): FirmRecord[] {
  return books.all('select * from record where kind = ? order by no', kind).map(read)
}

/** In the order of change, from a moment and code on, both inclusive. */
export function recordsFrom(
  books: Books,
  kind: RecordKind,
  from: { readonly updatedAt: string; readonly code: string },
  limit: number,
): FirmRecord[] {
  return books
    .all(
      `select * from record where kind = ? and (updated_at > ? or (updated_at = ? and code >= ?))
       order by updated_at, code limit ?`,
      ...[kind, from.updatedAt, from.updatedAt, from.code, limit],
    )
    .map(read)
}

export function findRecord(books: Books, kind: RecordKind, code: string): FirmRecord | null {
  const row = books.get('select * from record where kind = ? and code = ?', kind, code)
  return row === null ? null : read(row)
}

export function requireRecord(books: Books, kind: RecordKind, code: string, field: string): FirmRecord {
  const found = findRecord(books, kind, code)
  if (found === null)
    throw new Refusal(`UNKNOWN_${kind.toUpperCase()}`, `There is no ${kind} "${code}".`, field)
  return found
}

export function putRecord(books: Books, kind: RecordKind, code: string, body: Fields, at: string): void {
  books.run(
    `insert into record (kind, code, body, created_at, updated_at) values (?, ?, ?, ?, ?)
     on conflict (kind, code) do update set body = excluded.body, updated_at = excluded.updated_at`,
    kind,
    code,
    JSON.stringify(body),
    at,
    at,
  )
}

export function dropRecord(books: Books, kind: RecordKind, code: string): boolean {
  return books.run('delete from record where kind = ? and code = ?', kind, code) > 0
}

export function wireRecord(record: FirmRecord): Fields {
  return { id: record.code, ...record.body, updated_at: record.updatedAt }
}

/** 'missing' where no fiscal year was ever opened. */
export function periodState(books: Books, company: string, day: string): 'open' | 'closed' | 'missing' {
  const found = findRecord(books, 'period', periodCode(company, day.slice(0, 7)))
  return found === null ? 'missing' : found.body.status === 'open' ? 'open' : 'closed'
}

export function periodCode(company: string, month: string): string {
  return `${company}/${month}`
}

function read(row: Row): FirmRecord {
  return {
    no: Number(row.no),
    kind: row.kind as RecordKind,
    code: String(row.code),
    body: JSON.parse(String(row.body)) as Fields,
    createdAt: String(row.created_at),
    updatedAt: String(row.updated_at),
  }
}
