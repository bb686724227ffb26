import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import {
  at,
  by,
  cell,
  clearBilling,
  clientOf,
  contractOf,
  erp,
  foundOf,
  learn,
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
import { settleDifferences } from './differences.ts'
import {
  documentBlocked,
  documentDrafted,
  documentInFlight,
  documentIssued,
  documentUnblocked,
} from './outcome.ts'
import { listDocuments, listRuns, readRun } from './reads.ts'
import { discardDocument, releaseByRule, releaseDocument, releaseRun, rulePrincipal } from './release.ts'
import { startRun } from './run.ts'
import type { BillingSettings } from './settings.ts'
import { documentsToWrite } from './to-write.ts'

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
const documents = () => inTx((tx) => listDocuments(tx, cell, {}, { after: null, limit: 100 }))
const the = async () => (await documents())[0]!

async function run() {
  const request = { selection: {}, period: september, cutOff: null, ...by }
  const started = await inTx((tx) => startRun(tx, cell, settings, request))
  assert(!isRejection(started))
  return started
}
async function release(expectedVersion: number) {
  const { documentId } = await the()
  const released = await inTx((tx) =>
    releaseDocument(tx, cell, settings, documentId, { ...by, expectedVersion }),
  )
  return isRejection(released) ? `${released.code} ${Object.values(released.detail ?? {})}` : 'released'
}
async function draftOne() {
  await put('a', { hours: '8' })
  const started = await run()
  await post(store)
  return started
}

test('only a draft that stands in the ERP is released', async () => {
  await put('a', { hours: '8' })
  await run()
  assert.equal(await release(1), 'RUN_NOT_RELEASABLE planned')
  await post(store)
  assert.equal(await release(1), 'released')
  assert.equal((await the()).releasedBy, 'ada')
})

test('a document that is not the version a person read is not released', async () => {
  await draftOne()
  await put('a', { hours: '7' })
  await inTx((tx) => settleDifferences(tx, cell, settings, 100, at))
  assert.equal(await release(1), 'DOCUMENT_CHANGED 2')
  assert.equal(await release(2), 'RUN_NOT_RELEASABLE draft_not_current')
  await post(store)
  assert.equal(await release(2), 'released')
})

test('releasing twice releases once', async () => {
  await draftOne()
  assert.equal(await release(1), 'released')
  const first = (await the()).releasedAt
  assert.equal(await release(1), 'released')
  assert.deepEqual((await the()).releasedAt, first)
  const decisions = `select count(*)::int as n from events where stream = 'document.released' and source_id = $1`
  assert.deepEqual((await store.query(decisions, [(await the()).documentId])).rows, [{ n: 1 }])
  assert.deepEqual(await post(store), ['post'])
  assert.equal(await release(1), 'released')
  assert.deepEqual(await post(store), [])
})

test('a blocked document, and one of a client on hold, is not released', async () => {
  await draftOne()
  const { documentId } = await the()
  await inTx((tx) => documentBlocked(tx, cell, documentId, 'ERP_DOCUMENT_CHANGED', {}, at))
  assert.equal(await release(1), 'RUN_NOT_RELEASABLE ERP_DOCUMENT_CHANGED')
  await inTx((tx) => documentUnblocked(tx, cell, documentId, { at, resolution: 'restored' }))
  await learn(store, settings, [clientOf('ACME', true)])
  assert.equal(await release(1), 'RUN_NOT_RELEASABLE CLIENT_ON_HOLD')
  await learn(store, settings, [clientOf('ACME', false)])
  assert.equal(await release(1), 'released')
})

test('a run is released whole or not at all', async () => {
  await put('b', { contract: 'TWO' })
  const { runId } = await draftOne()
  const versions = Object.fromEntries((await documents()).map((one) => [one.documentId, one.version]))
  const blocked = (await documents())[1]!.documentId
  await inTx((tx) => documentBlocked(tx, cell, blocked, 'ERP_REJECTED', {}, at))
  const wanted = { ...by, expectedVersions: versions }
  const refused = await inTx((tx) => releaseRun(tx, cell, settings, runId, wanted))
  assert(isRejection(refused) && refused.code === 'RUN_NOT_RELEASABLE')
  assert.deepEqual(refused.detail, { [blocked]: 'ERP_REJECTED' })
  assert.equal((await documents()).filter((one) => one.status === 'release_requested').length, 0)
  await inTx((tx) => documentUnblocked(tx, cell, blocked, { at, resolution: 'corrected' }))
  assert.deepEqual(await inTx((tx) => releaseRun(tx, cell, settings, runId, wanted)), { released: 2 })
  assert.deepEqual(await inTx((tx) => releaseRun(tx, cell, settings, runId, wanted)), { released: 0 })
  const { run: read } = (await inTx((tx) => readRun(tx, cell, runId)))!
  assert.deepEqual([read.state, read.documents], ['drafted', 2])
  assert.equal((await inTx((tx) => listRuns(tx, cell, { after: null, limit: 10 }))).length, 1)
})

test('a rule releases what stays below the limit of its contract, and nothing else', async () => {
  await learn(store, settings, [
    contractOf('ONE', { releaseBelow: '1000.01' }),
    contractOf('TWO', { releaseBelow: '1000.00' }),
  ])
  await put('b', { contract: 'TWO' })
  await put('c', { contract: 'USD' })
  await draftOne()
  const page = { at, limit: 2, after: null }
  const first = await inTx((tx) => releaseByRule(tx, cell, settings, page))
  const second = await inTx((tx) => releaseByRule(tx, cell, settings, { ...page, after: first.after }))
  assert.equal(first.released + second.released, 1)
  const released = (await documents()).filter((one) => one.status === 'release_requested')
  assert.deepEqual(
    released.map((one) => [one.contractId, one.releasedBy]),
    [['C-ONE', rulePrincipal]],
  )
  await learn(store, settings, [contractOf('ONE'), contractOf('TWO')])
})

test('a discarded draft gives its entries back only after it is gone from the ERP', async () => {
  await draftOne()
  const { documentId } = await the()
  const discard = () =>
    inTx((tx) => discardDocument(tx, cell, settings, documentId, { ...by, expectedVersion: 1 }))
  assert.deepEqual(await discard(), { discarded: 'requested' })
  assert.equal((await run()).documents, 0)
  assert.deepEqual(await post(store), ['discard'])
  assert.deepEqual(await discard(), { discarded: 'discarded' })
  assert.equal((await run()).documents, 1)
})

test('what is released or issued is not discarded', async () => {
  await draftOne()
  await release(1)
  const { documentId } = await the()
  const request = { ...by, expectedVersion: 1 }
  const refused = await inTx((tx) => discardDocument(tx, cell, settings, documentId, request))
  assert(isRejection(refused) && refused.code === 'RUN_NOT_RELEASABLE')
})

test('what was released and stopped before it was issued may be taken back', async () => {
  await draftOne()
  await release(1)
  const { documentId } = await the()
  await inTx((tx) => documentBlocked(tx, cell, documentId, 'ERP_DOCUMENT_VANISHED', {}, at))
  const request = { ...by, expectedVersion: 1 }
  const told = await inTx((tx) => discardDocument(tx, cell, settings, documentId, request))
  assert.deepEqual(told, { discarded: 'requested' })
})

test('a draft whose total the ERP sees otherwise is stopped before it can be issued', async () => {
  await put('a', { hours: '8' })
  await run()
  await inTx(async (tx) => {
    const [due] = await documentsToWrite(tx, cell, erp, 10)
    await documentInFlight(tx, cell, due!.documentId)
    const found = foundOf(due!, 'draft', 19001n)
    await documentDrafted(tx, cell, due!.documentId, { version: 1, found, at })
  })
  const document = await the()
  assert.deepEqual(
    [document.status, document.blocked, document.erpTaxMinor],
    ['drafted', 'ERP_TOTAL_DIFFERS', 19001n],
  )
  assert.equal(await release(1), 'RUN_NOT_RELEASABLE ERP_TOTAL_DIFFERS')
  const [open] = (await store.query<{ detail: object }>(`select detail from cases where state = 'open'`)).rows
  assert.deepEqual(open?.detail, {
    taxPredicted: '190.00',
    taxInErp: '190.01',
    totalPredicted: '1190.00',
    totalInErp: '1190.01',
    currency: 'EUR',
    erpCurrency: 'EUR',
  })
  await put('a', { hours: '7' })
  await inTx((tx) => settleDifferences(tx, cell, settings, 100, at))
  assert.deepEqual(await post(store), ['update'])
  assert.equal(await release(2), 'released')
})

test('an issued document keeps number, ledger date and legal tax, and its charges are pinned', async () => {
  await draftOne()
  await release(1)
  await inTx(async (tx) => {
    const [due] = await documentsToWrite(tx, cell, erp, 10)
    await documentInFlight(tx, cell, due!.documentId)
    await documentIssued(tx, cell, due!.documentId, { found: foundOf(due!, 'issued', 19000n), at })
  })
  const document = await the()
  assert.equal(document.status, 'issued')
  assert.equal(document.erpLedgerOn, '2026-10-01')
  assert.deepEqual([document.erpTaxMinor, document.erpTotalMinor], [19000n, 119000n])
  const [charge] = await inTx((tx) => readWorkCharges(tx, cell, [workId('a')]))
  assert.equal(charge?.state, 'issued')
  await assert.rejects(store.query(`update charges set state = 'priced', document_id = null`), /pinned/)
})

test('what is blocked or on its way is never due to be written again', async () => {
  await put('a', { hours: '8' })
  await run()
  const { documentId } = await the()
  await inTx((tx) => documentInFlight(tx, cell, documentId))
  assert.deepEqual(await post(store), [])
  await inTx((tx) => documentBlocked(tx, cell, documentId, 'ERP_REFERENCE_MISSING', { record: 'ACME' }, at))
  assert.deepEqual(await post(store), [])
  assert.equal((await the()).sending, null)
  await inTx((tx) => documentUnblocked(tx, cell, documentId, { at, resolution: 'linked' }))
  assert.deepEqual(await post(store), ['create'])
})
