import assert from 'node:assert/strict'
import { beforeEach, test } from 'node:test'
import { billingOffice } from '../../test/support/biller.ts'
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
  post,
} from '../../test/support/billing-office.ts'
import { isRejection } from '../kernel/errors.ts'
import {
  documentBlocked,
  documentDrafted,
  documentInFlight,
  documentIssued,
  documentUnblocked,
} from './outcome.ts'
import { listRuns, readRun } from './reads.ts'
import { discardDocument, releaseByRule, releaseRun, rulePrincipal } from './release.ts'
import { documentsToWrite } from './to-write.ts'

const { office, inTx, put, settle, documents, charges, run, askRelease } = billingOffice()
beforeEach(() => clearBilling(office.store))
const the = async () => (await documents())[0]!

async function release(expectedVersion: number) {
  const { documentId } = await the()
  const released = await askRelease(documentId, expectedVersion)
  return isRejection(released) ? `${released.code} ${Object.values(released.detail ?? {})}` : 'released'
}
async function draftOne() {
  await put('a', { hours: '8' })
  const started = await run()
  await post(office.store)
  return started
}

test('only a draft that stands in the ERP is released', async () => {
  await put('a', { hours: '8' })
  await run()
  assert.equal(await release(1), 'RUN_NOT_RELEASABLE planned')
  await post(office.store)
  assert.equal(await release(1), 'released')
  assert.equal((await the()).releasedBy, 'ada')
})

test('a document that is not the version a person read is not released', async () => {
  await draftOne()
  await put('a', { hours: '7' })
  await settle()
  assert.equal(await release(1), 'DOCUMENT_CHANGED 2')
  assert.equal(await release(2), 'RUN_NOT_RELEASABLE draft_not_current')
  await post(office.store)
  assert.equal(await release(2), 'released')
})

test('releasing twice releases once', async () => {
  await draftOne()
  assert.equal(await release(1), 'released')
  const first = (await the()).releasedAt
  assert.equal(await release(1), 'released')
  assert.deepEqual((await the()).releasedAt, first)
  const decisions = `select count(*)::int as n from events where stream = 'document.released' and source_id = $1`
  assert.deepEqual((await office.store.query(decisions, [(await the()).documentId])).rows, [{ n: 1 }])
  assert.deepEqual(await post(office.store), ['post'])
  assert.equal(await release(1), 'released')
  assert.deepEqual(await post(office.store), [])
})

test('a blocked document, and one of a client on hold, is not released', async () => {
  await draftOne()
  const { documentId } = await the()
  await inTx((tx) => documentBlocked(tx, cell, documentId, 'ERP_DOCUMENT_CHANGED', {}, at))
  assert.equal(await release(1), 'RUN_NOT_RELEASABLE ERP_DOCUMENT_CHANGED')
  await inTx((tx) => documentUnblocked(tx, cell, documentId, { at, resolution: 'restored' }))
  await learn(office.store, office.settings, [clientOf('ACME', true)])
  assert.equal(await release(1), 'RUN_NOT_RELEASABLE CLIENT_ON_HOLD')
  await learn(office.store, office.settings, [clientOf('ACME', false)])
  assert.equal(await release(1), 'released')
})

test('a run is released whole or not at all', async () => {
  await put('b', { contract: 'TWO' })
  const { runId } = await draftOne()
  const versions = Object.fromEntries((await documents()).map((one) => [one.documentId, one.version]))
  const blocked = (await documents())[1]!.documentId
  await inTx((tx) => documentBlocked(tx, cell, blocked, 'ERP_REJECTED', {}, at))
  const wanted = { ...by, expectedVersions: versions }
  const refused = await inTx((tx) => releaseRun(tx, cell, office.settings, runId, wanted))
  assert(isRejection(refused) && refused.code === 'RUN_NOT_RELEASABLE')
  assert.deepEqual(refused.detail, { [blocked]: 'ERP_REJECTED' })
  assert.equal((await documents()).filter((one) => one.status === 'release_requested').length, 0)
  await inTx((tx) => documentUnblocked(tx, cell, blocked, { at, resolution: 'corrected' }))
  assert.deepEqual(await inTx((tx) => releaseRun(tx, cell, office.settings, runId, wanted)), { released: 2 })
  assert.deepEqual(await inTx((tx) => releaseRun(tx, cell, office.settings, runId, wanted)), { released: 0 })
  const { run: read } = (await inTx((tx) => readRun(tx, cell, runId)))!
  assert.deepEqual([read.state, read.documents], ['drafted', 2])
  assert.equal((await inTx((tx) => listRuns(tx, cell, { after: null, limit: 10 }))).length, 1)
})

test('a rule releases what stays below the limit of its contract, and nothing else', async () => {
  await learn(office.store, office.settings, [
    contractOf('ONE', { releaseBelow: '1000.01' }),
    contractOf('TWO', { releaseBelow: '1000.00' }),
  ])
  await put('b', { contract: 'TWO' })
  await put('c', { contract: 'USD' })
  await draftOne()
  const page = { at, limit: 2, after: null }
  const first = await inTx((tx) => releaseByRule(tx, cell, office.settings, page))
  const second = await inTx((tx) => releaseByRule(tx, cell, office.settings, { ...page, after: first.after }))
  assert.equal(first.released + second.released, 1)
  const released = (await documents()).filter((one) => one.status === 'release_requested')
  assert.deepEqual(
    released.map((one) => [one.contractId, one.releasedBy]),
    [['C-ONE', rulePrincipal]],
  )
  await learn(office.store, office.settings, [contractOf('ONE'), contractOf('TWO')])
})

test('a discarded draft gives its entries back only after it is gone from the ERP', async () => {
  await draftOne()
  const { documentId } = await the()
  const discard = () =>
    inTx((tx) => discardDocument(tx, cell, office.settings, documentId, { ...by, expectedVersion: 1 }))
  assert.deepEqual(await discard(), { discarded: 'requested' })
  assert.equal((await run()).documents, 0)
  assert.deepEqual(await post(office.store), ['discard'])
  assert.deepEqual(await discard(), { discarded: 'discarded' })
  assert.equal((await run()).documents, 1)
})

test('what is released or issued is not discarded', async () => {
  await draftOne()
  await release(1)
  const { documentId } = await the()
  const request = { ...by, expectedVersion: 1 }
  const refused = await inTx((tx) => discardDocument(tx, cell, office.settings, documentId, request))
  assert(isRejection(refused) && refused.code === 'RUN_NOT_RELEASABLE')
})

test('what was released and stopped before it was issued may be taken back', async () => {
  await draftOne()
  await release(1)
  const { documentId } = await the()
  await inTx((tx) => documentBlocked(tx, cell, documentId, 'ERP_DOCUMENT_VANISHED', {}, at))
  const request = { ...by, expectedVersion: 1 }
  const told = await inTx((tx) => discardDocument(tx, cell, office.settings, documentId, request))
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
  const [open] = (
    await office.store.query<{ detail: object }>(`select detail from cases where state = 'open'`)
  ).rows
  assert.deepEqual(open?.detail, {
    taxPredicted: '190.00',
    taxInErp: '190.01',
    totalPredicted: '1190.00',
    totalInErp: '1190.01',
    currency: 'EUR',
    erpCurrency: 'EUR',
  })
  await put('a', { hours: '7' })
  await settle()
  assert.deepEqual(await post(office.store), ['update'])
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
  const [charge] = await charges('a')
  assert.equal(charge?.state, 'issued')
  await assert.rejects(
    office.store.query(`update charges set state = 'priced', document_id = null`),
    /pinned/,
  )
})

test('what is blocked or on its way is never due to be written again', async () => {
  await put('a', { hours: '8' })
  await run()
  const { documentId } = await the()
  await inTx((tx) => documentInFlight(tx, cell, documentId))
  assert.deepEqual(await post(office.store), [])
  await inTx((tx) => documentBlocked(tx, cell, documentId, 'ERP_REFERENCE_MISSING', { record: 'ACME' }, at))
  assert.deepEqual(await post(office.store), [])
  assert.equal((await the()).sending, null)
  await inTx((tx) => documentUnblocked(tx, cell, documentId, { at, resolution: 'linked' }))
  assert.deepEqual(await post(office.store), ['create'])
})
