import assert from 'node:assert/strict'
import { addDecimal, compareDecimal, decimal, formatDecimal } from '../../src/kernel/decimal.ts'
import type { Document, Doors, Work } from './doors.ts'

type Entry = {
  readonly id: string
  readonly hours: string
  readonly approval: { readonly state: string }
}
type Cost = { readonly key: string; readonly hours: string }
type Filed = {
  readonly reference: string
  readonly net: string
  readonly total: string
  readonly number: string
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

/**
 * Holds the ERP's books against the time system's: every approved entry stands once as cost with its hours, and
 * nothing else does; every document of the hub stands once under its reference, with the amounts the hub shows.
 */
export async function compareBooks(doors: Doors): Promise<Books> {
  const entries = (await doors.inspect<{ items: Entry[] }>('entries')).items
  const costs = (await doors.inspect<{ items: Cost[] }>('costs')).items
  const references = await doors.inspect<References>('references')
  refuseTwice(references.costs, 'costs')
  refuseTwice(references.documents, 'documents')

  const works = await doors.every<Work>('/work')
  const keyOf = new Map(works.map((work) => [work.sourceId, work.workId]))
  const approved = entries.filter((entry) => entry.approval.state === 'approved')
  const wanted = new Map(approved.map((entry) => [keyOf.get(entry.id), entry.hours]))
  assert.equal(wanted.size, approved.length, 'every approved entry is known to the hub by an id of its own')
  for (const cost of costs) {
    const hours = wanted.get(cost.key)
    assert.ok(hours !== undefined, `the cost ${cost.key} belongs to no approved entry`)
    assert.equal(compareDecimal(decimal(cost.hours), decimal(hours)), 0, `hours of ${cost.key}`)
  }
  assert.equal(costs.length, approved.length, 'every approved entry stands as cost')

  const filed = (await doors.inspect<{ items: Filed[] }>('documents')).items
  const shown = (await doors.every<Document>('/documents')).filter((each) => each.status !== 'discarded')
  const byReference = (a: { reference: string }, b: { reference: string }) =>
    a.reference < b.reference ? -1 : 1
  const plain = (each: Document) => ({
    reference: each.reference,
    net: each.net.amount,
    total: each.total.amount,
    number: each.erp.number,
  })
  assert.deepEqual(
    filed.map(({ reference, net, total, number }) => ({ reference, net, total, number })).sort(byReference),
    shown.map(plain).sort(byReference),
  )
  return {
    approvedHours: total(approved.map((entry) => entry.hours)),
    costs: costs.length,
    documents: filed.length,
    issued: total(filed.map((each) => each.net)),
  }
}
