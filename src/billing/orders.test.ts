/** Documents are apart by the client's orders, and so is what becomes of later differences. */
import assert from 'node:assert/strict'
import { beforeEach, test } from 'node:test'
import { billingOffice } from '../../test/support/biller.ts'
import {
  at,
  cell,
  clearBilling,
  clientOf,
  contractOf,
  erp,
  learn,
  post,
  workId,
} from '../../test/support/billing-office.ts'
import { type NewCase, openCases } from '../cases/open.ts'
import { isRejection } from '../kernel/errors.ts'
import { readChangeHead, readChangeRows } from '../log/changes.ts'
import type { MasterChange } from '../model/master-records.ts'
import { documentsToWrite } from './to-write.ts'

const { office, inTx, put, settle, documents, charges, run, issueDrafts, issue, decide } = billingOffice()
const says = (...changes: MasterChange[]) => learn(office.store, office.settings, changes)
const wants = (documentPer: 'contract'[] | undefined) => {
  const client = clientOf('ACME') as MasterChange & { kind: 'client' }
  const rules = documentPer === undefined ? {} : { documents: { documentPer } }
  return says({ ...client, body: { ...client.body!, ...rules } })
}
/** What stands on which order, in minor units. */
const standing = async () =>
  (await documents())
    .filter((one) => one.status !== 'discarded')
    .map((one) => `${one.kind} ${one.purchaseOrder ?? 'none'} ${one.netMinor}`)
    .sort()
const cases = async () =>
  (
    await office.store.query<{ told: string }>(
      `select concat_ws(' ', code, state, subject_id, money_minor, detail->>'purchaseOrder') as told
       from cases order by 1`,
    )
  ).rows.map((row) => row.told)
/** The orders of the documents that the last commit told as planned. */
async function toldOrders() {
  const { number } = await inTx((tx) => readChangeHead(tx, cell))
  const [row] = await inTx((tx) => readChangeRows(tx, cell, [number]))
  const planned = row!.changes.filter((one) => one.kind === 'document.planned')
  return planned.map((one) => (one.data as { purchaseOrder: string | null }).purchaseOrder)
}
const [A, B] = [{ purchaseOrder: 'A' }, { purchaseOrder: 'B' }]

beforeEach(async () => {
  await clearBilling(office.store)
  await says(clientOf('ACME'), contractOf('ONE'))
})

test('a run makes one document per order, which the ERP and every receiver of events are told', async () => {
  await put('a', { hours: '8', ...A })
  await put('b', { hours: '2', ...B })
  await put('c', { hours: '1', ...B })
  await put('d', { hours: '4' })
  await run()
  assert.deepEqual(await standing(), ['invoice A 100000', 'invoice B 37500', 'invoice none 50000'])
  const due = await inTx((tx) => documentsToWrite(tx, cell, erp, 10))
  assert.deepEqual(due.map((one) => one.description).sort(), [
    'Contract ONE, 2026-09-01 to 2026-09-30',
    'Contract ONE, 2026-09-01 to 2026-09-30, order A',
    'Contract ONE, 2026-09-01 to 2026-09-30, order B',
  ])
  assert.deepEqual((await toldOrders()).sort(), ['A', 'B', null])
  assert.equal((await run()).documents, 0)
})

test('what no order was filled by is billed on the one that the contract names', async () => {
  await says(contractOf('ONE', { purchaseOrder: 'PO-1' }))
  await put('a', { hours: '8' })
  await run()
  assert.deepEqual(await standing(), ['invoice PO-1 100000'])
})

test('a client that wants its orders on one document has them there, and work may move between them', async () => {
  await wants(['contract'])
  await put('a', { hours: '8', ...A })
  await put('b', { hours: '2', ...B })
  await run()
  await post(office.store)
  assert.deepEqual(await standing(), ['invoice none 125000'])
  await put('a', { hours: '7', ...B })
  await settle()
  assert.deepEqual(await standing(), ['invoice none 112500'])
  await wants(undefined)
  assert.equal((await run()).documents, 0)
})

test('work that moves to another order while nobody touched the drafts moves to the draft of that order', async () => {
  await put('a', { hours: '8', ...A })
  await put('b', { hours: '2', ...A })
  await put('c', { hours: '1', ...B })
  await run()
  await post(office.store)
  await put('b', { hours: '2', ...B })
  await settle()
  assert.deepEqual(await standing(), ['invoice A 100000', 'invoice B 37500'])
  assert.equal((await run()).documents, 0)
})

test('a draft from which all work moves away ends, and an order without a draft is billed by the next run', async () => {
  await put('a', { hours: '8', ...A })
  await run()
  await put('a', { hours: '8', ...B })
  await settle()
  assert.deepEqual(await standing(), [])
  assert.equal((await run()).documents, 1)
  assert.deepEqual(await standing(), ['invoice B 100000'])
})

test('issued work that moves to another order is credited on its own and billed on the other', async () => {
  await put('a', { hours: '8', ...A })
  await put('b', { hours: '1', ...B })
  await issue()
  await put('a', { hours: '6', ...A })
  await put('b', { hours: '3', ...B })
  await settle()
  const [less, more] = [(await charges('a')).at(-1)!, (await charges('b')).at(-1)!]
  assert.deepEqual(
    [less.state, less.purchaseOrder, more.state, more.purchaseOrder],
    ['proposed', 'A', 'proposed', 'B'],
  )
  assert(!isRejection(await decide('a', [less.seq], 'approve')))
  assert(!isRejection(await decide('b', [more.seq], 'approve')))
  await run()
  await post(office.store)
  await issueDrafts()
  assert.deepEqual(await standing(), [
    'credit A -25000',
    'invoice A 100000',
    'invoice B 12500',
    'invoice B 25000',
  ])
  await put('a', { hours: '6', ...B })
  await settle()
  const moved = (await charges('a')).filter((one) => one.state === 'proposed')
  assert.deepEqual(
    moved.map((one) => [one.purchaseOrder, one.amountMinor]),
    [
      ['A', -75000n],
      ['B', 75000n],
    ],
  )
  const seqs = moved.map((one) => one.seq)
  assert(!isRejection(await decide('a', seqs, 'approve')))
  await run()
  const found = await standing()
  assert.deepEqual(
    [found.includes('credit A -75000'), found.includes('invoice B 75000')],
    [true, true],
    found.join(),
  )
})

test('an invoice that bills several orders, as they were made before, is credited as a whole', async () => {
  await put('a', { hours: '8', ...A })
  await put('b', { hours: '2', ...B })
  await wants(['contract'])
  await issue()
  await wants(undefined)
  await put('a', { hours: '7', ...A })
  await put('b', null)
  await settle()
  for (const name of ['a', 'b']) {
    const { seq } = (await charges(name)).findLast((one) => one.state === 'proposed')!
    assert(!isRejection(await decide(name, [seq], 'approve')))
  }
  assert.deepEqual(await standing(), ['credit none -12500', 'credit none -25000', 'invoice none 125000'])
})

test('each order that is left out has a case of its own, and is billed after its cure', async () => {
  await put('a', { hours: '8', ...A })
  await put('b', { hours: '2', ...B })
  // As it was before orders were told apart.
  const before = {
    ...({ caseId: workId('case'), code: 'CLIENT_ON_HOLD', subjectKind: 'batch', outcome: 'bill' } as const),
    ...{ subjectId: 'billing/client:ACME/C-ONE/EUR', waitsOn: 'client:ACME', seenPosition: 1n, hours: '10' },
    ...{ moneyMinor: 125000n, currency: 'EUR', clientId: 'ACME', projectId: null },
    ...{ detail: {}, payloadPosition: null },
  } satisfies NewCase
  await inTx((tx) => openCases(tx, cell, [before], at))
  await says(clientOf('ACME', true))
  assert.equal((await run()).documents, 0)
  const told = (state: string) => [
    `CLIENT_ON_HOLD ${state} billing/client:ACME/C-ONE/EUR/A 100000 A`,
    `CLIENT_ON_HOLD ${state} billing/client:ACME/C-ONE/EUR/B 25000 B`,
    'CLIENT_ON_HOLD resolved billing/client:ACME/C-ONE/EUR 125000',
  ]
  assert.deepEqual((await cases()).sort(), told('open').sort())
  await says(clientOf('ACME'))
  assert.equal((await run()).documents, 2)
  assert.deepEqual((await cases()).sort(), told('resolved').sort())
})
