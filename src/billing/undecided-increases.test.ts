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
import { setDifferenceState } from '../charging/placement.ts'
import { readWorkCharges } from '../charging/work-charges.ts'
import { day } from '../kernel/dates.ts'
import { isRejection } from '../kernel/errors.ts'
import type { Store } from '../store/pool.ts'
import { decideAdjustments } from './adjustments.ts'
import { settleDifferences } from './differences.ts'
import type { BillingDocument } from './document.ts'
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

async function run() {
  const request = { selection: {}, period: september, cutOff: null, ...by }
  const started = await inTx((tx) => startRun(tx, cell, settings, request))
  assert(!isRejection(started))
  return started
}
async function the(kind: 'invoice' | 'credit' = 'invoice'): Promise<BillingDocument> {
  const found = (await documents()).filter((one) => one.kind === kind && one.status !== 'discarded')
  assert.equal(found.length, 1)
  return found[0]!
}
async function release(document: BillingDocument) {
  const expectedVersion = document.version
  const request = { ...by, expectedVersion }
  const released = await inTx((tx) => releaseDocument(tx, cell, settings, document.documentId, request))
  assert(!isRejection(released))
}
async function issue() {
  await run()
  await post(store)
  await release(await the())
  await post(store)
}
const decide = (name: string, seqs: number[], decision: 'approve' | 'decline') =>
  inTx((tx) =>
    decideAdjustments(
      tx,
      cell,
      settings,
      seqs.map((seq) => ({ workId: workId(name), seq })),
      decision,
      by,
    ),
  )

test('an increase that nobody decided goes with what takes it back, so that no credit exceeds its invoice', async () => {
  await put('a', { hours: '1' })
  await issue()
  const invoice = await the()
  // Moved to another day and back to nothing, each before anybody decided about the other.
  await put('a', { hours: '3', on: day('2026-09-20') })
  await settle()
  await put('a', null)
  await settle()
  const open = (await charges('a')).filter((one) => one.state === 'proposed')
  assert.deepEqual(
    open.map((one) => [one.correctsDocument, one.hours, one.amountMinor]),
    [[invoice.documentId, '-1', -12500n]],
  )
  for (const { seq } of open) assert(!isRejection(await decide('a', [seq], 'approve')))
  assert.equal((await the('credit')).netMinor, -12500n)
  assert.equal((await run()).documents, 0)
})

test('of an increase that nobody decided only what is left is proposed', async () => {
  await put('a', { hours: '8' })
  await issue()
  await put('a', { hours: '11' })
  await settle()
  await put('a', { hours: '10' })
  await settle()
  assert.deepEqual(
    (await charges('a')).map((one) => [one.state, one.hours, one.amountMinor]),
    [
      ['issued', '8', 100000n],
      ['priced', '3', 37500n],
      ['declined', '-1', -12500n],
      ['priced', '-3', -37500n],
      ['declined', '1', 12500n],
      ['proposed', '2', 25000n],
    ],
  )
  assert.equal((await run()).documents, 0)
  const gone = await decide('a', [2], 'approve')
  assert(isRejection(gone) && gone.code === 'CONFLICT')
  assert(!isRejection(await decide('a', [6], 'approve')))
  await run()
  assert.equal((await documents())[0]?.netMinor, 25000n)
})

test('an increase and what takes it back that come together ask nobody for more than is left', async () => {
  await put('a', { hours: '2' })
  await issue()
  await put('a', { hours: '2', on: day('2026-09-20') })
  await settle()
  await decide('a', [2], 'approve')
  await decide('a', [3], 'decline')
  await put('a', { hours: '5', on: day('2026-09-20') })
  await put('a', null)
  await settle()
  assert.deepEqual(
    (await charges('a')).filter((one) => one.state === 'proposed'),
    [],
  )
  const sums = (await documents()).map((one) => one.netMinor)
  assert.deepEqual(sums, [-25000n, 25000n])
})

test('a credit that would exceed its invoice is refused, and approved with the increase that it takes back', async () => {
  await put('a', { hours: '1' })
  await issue()
  const { documentId } = await the()
  await put('a', { hours: '3', on: day('2026-09-20') })
  await settle()
  await put('a', null)
  // As it was proposed before increases went with what takes them back.
  await inTx((tx) => setDifferenceState(tx, cell, [{ workId: workId('a'), seq: 4 }], 'proposed', documentId))
  assert(!isRejection(await decide('a', [2], 'approve')))
  const alone = await decide('a', [4], 'approve')
  assert(isRejection(alone) && alone.code === 'CONFLICT')
  assert(!isRejection(await decide('a', [3, 4], 'approve')))
  assert.equal((await the('credit')).netMinor, -12500n)
  assert.equal((await run()).documents, 0)
})
