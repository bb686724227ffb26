/** Issued work that moves to another bill: what was only proposed there is never reduced by a document of its own. */
import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import {
  at,
  by,
  cell,
  clearBilling,
  openOffice,
  post,
  putWork,
  september,
  workId,
} from '../../test/support/billing-office.ts'
import { createTestDatabase, type TestDatabase } from '../../test/support/database.ts'
import { readWorkCharges } from '../charging/work-charges.ts'
import { isRejection } from '../kernel/errors.ts'
import type { Store } from '../store/pool.ts'
import { decideAdjustments } from './adjustments.ts'
import { settleDifferences } from './differences.ts'
import { listDocuments } from './reads.ts'
import { releaseDocument } from './release.ts'
import { startRun } from './run.ts'
import type { BillingSettings } from './settings.ts'

let database: TestDatabase
let store: Store
let settings: BillingSettings

before(async () => {
  database = await createTestDatabase()
  store = database.store
  settings = await openOffice(store)
})
after(() => database.drop())
beforeEach(() => clearBilling(store))

const inTx = <T>(work: Parameters<typeof store.transaction<T>>[0]) => store.transaction(work)
const put = (name: string, wanted: Parameters<typeof putWork>[2]) => inTx((tx) => putWork(tx, name, wanted))
const settle = () => inTx((tx) => settleDifferences(tx, cell, settings, 100, at))
const documents = () => inTx((tx) => listDocuments(tx, cell, {}, { after: null, limit: 100 }))
const charges = (name: string) => inTx((tx) => readWorkCharges(tx, cell, [workId(name)]))
const run = () =>
  inTx((tx) => startRun(tx, cell, settings, { selection: {}, period: september, cutOff: null, ...by }))

async function issue() {
  await run()
  await post(store)
  for (const { documentId, version } of await documents()) {
    const request = { ...by, expectedVersion: version }
    const released = await inTx((tx) => releaseDocument(tx, cell, settings, documentId, request))
    assert(!isRejection(released))
  }
  await post(store)
}
const approve = (name: string, seq: number) =>
  inTx((tx) => decideAdjustments(tx, cell, settings, [{ workId: workId(name), seq }], 'approve', by))

const proposed = async (name: string) =>
  (await charges(name))
    .filter((one) => one.state === 'proposed')
    .map((one) => [one.contractId, one.hours, one.amountMinor])
const runTotals = async () => {
  const known = new Set((await documents()).map((one) => one.documentId))
  await run()
  return (await documents()).filter((one) => !known.has(one.documentId)).map((one) => one.netMinor)
}

for (const looked of ['together', 'one after the other'] as const) {
  const looks = async () => looked === 'one after the other' && settle()

  test(`issued work moved elsewhere and taken away there is credited, and no more, looked at ${looked}`, async () => {
    await put('a', { hours: '8' })
    await issue()
    await put('a', { hours: '8', contract: 'USD' })
    await looks()
    await put('a', null)
    await settle()
    assert.deepEqual(await proposed('a'), [['C-ONE', '-8', -100000n]])
    assert.deepEqual(await runTotals(), [])
  })

  test(`issued work moved elsewhere and made smaller there is proposed as it is now, looked at ${looked}`, async () => {
    await put('a', { hours: '8' })
    await issue()
    await put('a', { hours: '8', contract: 'USD' })
    await looks()
    await put('a', { hours: '6', contract: 'USD' })
    await settle()
    assert.deepEqual(await proposed('a'), [
      ['C-ONE', '-8', -100000n],
      ['C-USD', '6', 75000n],
    ])
    assert.deepEqual(await runTotals(), [])
    const more = (await charges('a')).findLast((one) => one.state === 'proposed')!
    assert(!isRejection(await approve('a', more.seq)))
    assert.deepEqual(await runTotals(), [75000n])
  })

  test(`a reduction larger than its invoice takes the rest from what is proposed, looked at ${looked}`, async () => {
    await put('a', { hours: '8' })
    await issue()
    await put('a', { hours: '10' })
    await looks()
    await put('a', { hours: '1' })
    await settle()
    const amounts = (await proposed('a')).map((one) => one[2] as bigint)
    assert(amounts.every((one) => one >= -100000n))
    assert.equal(
      amounts.reduce((total, one) => total + one, 0n),
      -87500n,
    )
    assert.deepEqual(await runTotals(), [])
  })
}

test('a reduction of what was moved here is no credit of the invoice elsewhere', async () => {
  await put('a', { hours: '8' })
  await issue()
  await put('a', { hours: '8', contract: 'USD' })
  await put('a', { hours: '6', contract: 'USD', laborCategory: 'Junior' })
  await settle()
  const open = (await charges('a')).filter((one) => one.state === 'proposed' && one.contractId === 'C-USD')
  assert.deepEqual(
    open.map((one) => one.amountMinor),
    [75000n],
  )
  const decided = await approve('a', open[0]!.seq)
  assert(!isRejection(decided) && decided.credits.length === 0)
  assert.deepEqual(await runTotals(), [75000n])
})
