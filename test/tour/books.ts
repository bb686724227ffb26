import assert from 'node:assert/strict'
import { addDecimal, decimal, formatDecimal } from '../../src/kernel/decimal.ts'
import type { Document, Doors } from './doors.ts'

type Entry = {
  readonly id: string
  readonly worker: string
  readonly date: string
  readonly hours: string
  readonly approval: { readonly state: string }
}
type Cost = { readonly worker: string; readonly date: string; readonly hours: string }
type Filed = {
  readonly reference: string
  readonly net: string
  readonly total: string
  readonly number: string | null
}
type References = {
  readonly costs: Readonly<Record<string, number>>
  readonly documents: Readonly<Record<string, number>>
}

export type Books = {
  readonly approvedHours: string
  readonly costs: number
  readonly documents: number
  readonly issued: string
}

function total(texts: readonly string[]): string {
  return formatDecimal(texts.map(decimal).reduce(addDecimal, decimal('0')))
}

function refuseTwice(counts: Readonly<Record<string, number>>, what: string): void {
  const twice = Object.entries(counts).filter(([, times]) => times !== 1)
  assert.deepEqual(twice, [], `${what} that stand more than once`)
}

/** Sorted, so that two sides that hold the same are equal whatever their order. */
function hoursOf(rows: readonly Cost[]): string[] {
  return rows.map((row) => `${row.date} ${row.worker} ${formatDecimal(decimal(row.hours))}`).sort()
}

/**
 * Holds the ERP's books against the time system's: every approved entry stands as cost with its day, person and
 * hours, and nothing else does; no key stands twice; every document of the hub stands once under its reference,
 * with the amounts and the number that the hub shows. `standIn` is the person whom a correction named.
 */
export async function compareBooks(doors: Doors, standIn: Readonly<Record<string, string>>): Promise<Books> {
  const references = await doors.inspect<References>('references')
  refuseTwice(references.costs, 'costs')
  refuseTwice(references.documents, 'documents')

  const entries = (await doors.inspect<{ items: Entry[] }>('entries')).items
  const approved = entries
    .filter((entry) => entry.approval.state === 'approved')
    .map((entry) => ({ ...entry, worker: standIn[entry.worker] ?? entry.worker }))
  const costs = (await doors.inspect<{ items: Cost[] }>('costs')).items
  assert.deepEqual(hoursOf(costs), hoursOf(approved))

  const filed = (await doors.inspect<{ items: Filed[] }>('documents')).items
  const shown = (await doors.every<Document>('/documents')).filter((each) => each.status !== 'discarded')
  const line = (each: Filed) => `${each.reference} ${each.number} ${each.net} ${each.total}`
  assert.deepEqual(
    filed.map(line).sort(),
    shown
      .map((each) => ({
        reference: each.reference,
        number: each.erp.number,
        net: each.net.amount,
        total: each.total.amount,
      }))
      .map(line)
      .sort(),
  )
  return {
    approvedHours: total(approved.map((entry) => entry.hours)),
    costs: costs.length,
    documents: filed.length,
    issued: total(filed.map((each) => each.net)),
  }
}
