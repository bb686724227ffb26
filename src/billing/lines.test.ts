import assert from 'node:assert/strict'
import { beforeEach, test } from 'node:test'
import { billingOffice } from '../../test/support/biller.ts'
import { cell, clearBilling, clientOf, learn, post } from '../../test/support/billing-office.ts'
import { day } from '../kernel/dates.ts'
import type { MasterChange } from '../model/master-records.ts'
import type { DocumentRules } from '../model/scenario/document-rules.ts'
import { readDocument } from './reads.ts'

const { office, inTx, put, settle, run, the } = billingOffice()
const wants = (documents: DocumentRules) => {
  const client = clientOf('ACME') as MasterChange & { kind: 'client' }
  return learn(office.store, office.settings, [{ ...client, body: { ...client.body!, documents } }])
}
const lines = async () => {
  const { documentId } = await the()
  const { lines: found } = (await inTx((tx) => readDocument(tx, cell, documentId)))!
  return found.map((line) => [line.description, line.quantity, line.unitPrice, line.amountMinor])
}
const on = (date: string) => ({ on: day(`2026-09-${date}`) })

beforeEach(() => clearBilling(office.store))

test('a client has its lines by what it wants, with the text that it wants', async () => {
  await wants({
    linePer: ['worker', 'week'],
    narrative: '{worker} ({role}), week of {week}: {quantity} h {task} in {entries} entries',
  })
  await put('a', { hours: '7.5', ...on('01') })
  await put('b', { hours: '0.5', laborCategory: 'Manager', rate: '199.99', ...on('03') })
  await put('c', { hours: '2', ...on('08') })
  await run()
  assert.deepEqual(await lines(), [
    ['W-1 (Consultant, Manager), week of 2026-08-31: 8 h in 2 entries', '8', '129.688', 103750n],
    ['W-1 (Consultant), week of 2026-09-07: 2 h in 1 entries', '2', '125', 25000n],
  ])
})

test('without a text of its own a line says what sets it apart, and every entry may have one', async () => {
  await wants({ linePer: ['project', 'day', 'entry'] })
  await put('a', { hours: '1', ...on('01') })
  await put('b', { hours: '2', ...on('01') })
  await run()
  assert.deepEqual((await lines()).sort(), [
    ['Project ONE, 2026-09-01, a', '1', '125', 12500n],
    ['Project ONE, 2026-09-01, b', '2', '125', 25000n],
  ])
})

test('above the most lines that a client takes the last key is dropped, and the next, and the text says so', async () => {
  await wants({ linePer: ['project', 'day', 'entry'], maximumLines: 2 })
  await put('a', { hours: '1', ...on('01') })
  await put('b', { hours: '2', ...on('01') })
  await put('c', { hours: '4', ...on('02') })
  await run()
  assert.deepEqual((await lines()).sort(), [
    ['Project ONE, 2026-09-01', '3', '125', 37500n],
    ['Project ONE, 2026-09-02', '4', '125', 50000n],
  ])
  // Three days are one line too many.
  await clearBilling(office.store)
  await put('e', { hours: '1', ...on('04') })
  await put('f', { hours: '1', ...on('05') })
  await put('g', { hours: '1', ...on('06') })
  await run()
  assert.deepEqual(await lines(), [['Project ONE', '3', '125', 37500n]])
  await wants({})
})

test('a draft that is rewritten keeps the lines that its client wants, to the cent of its entries', async () => {
  await wants({ linePer: ['month'] })
  await put('a', { hours: '1' })
  await put('b', { hours: '0.333', rate: '199.99', laborCategory: 'Manager' })
  await run()
  await post(office.store)
  await put('a', { hours: '2' })
  await settle()
  const { netMinor } = await the()
  assert.equal(netMinor, 25000n + 6660n)
  assert.deepEqual(await lines(), [['2026-09 (2.333 h)', '1', '316.6', 31660n]])
  await wants({})
})
