/** Numbers of the simulated Tryton. Kinds are kept apart, so that an id taken for another kind's finds nothing. */
import { type FirmRecord, findRecord, type RecordKind, recordsOf } from '../books/records.ts'
import type { Books } from '../books/open.ts'

export const offsets = {
  company: 7000,
  employee: 20_000,
  timesheetWork: 30_000,
  address: 50_000,
  account: 60_000,
} as const

export const currencies = [
  { id: 1, code: 'EUR', name: 'Euro', symbol: '€' },
  { id: 2, code: 'GBP', name: 'Pound sterling', symbol: '£' },
  { id: 3, code: 'USD', name: 'US Dollar', symbol: '$' },
] as const
export const units = [
  { id: 1, name: 'Unit', symbol: 'u', digits: 0 },
  { id: 9, name: 'Hour', symbol: 'h', digits: 2 },
] as const
export const accountKinds = ['receivable', 'payable', 'revenue', 'expense', 'tax'] as const

export const companyId = (company: FirmRecord): number => company.no + offsets.company
export const employeeId = (person: FirmRecord): number => person.no + offsets.employee
export const timesheetWorkId = (work: FirmRecord): number => work.no + offsets.timesheetWork
export const addressId = (party: FirmRecord): number => party.no + offsets.address
export const accountId = (company: FirmRecord, kind: (typeof accountKinds)[number]): number =>
  offsets.account + company.no * 10 + accountKinds.indexOf(kind)

/** The record of a kind behind a number, or null. */
export function recordByNo(books: Books, no: unknown, ...kinds: RecordKind[]): FirmRecord | null {
  if (typeof no !== 'number') return null
  const row = books.get('select kind, code from record where no = ?', no)
  if (row === null || !kinds.includes(row.kind as RecordKind)) return null
  return findRecord(books, row.kind as RecordKind, String(row.code))
}

export function companyById(books: Books, id: unknown): FirmRecord | null {
  return typeof id === 'number' ? recordByNo(books, id - offsets.company, 'legal_entity') : null
}

export function companyByCode(books: Books): Map<string, FirmRecord> {
  return new Map(recordsOf(books, 'legal_entity').map((company) => [company.code, company]))
}
