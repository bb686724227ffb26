import assert from 'node:assert/strict'
import { beforeEach, test } from 'node:test'
import { isRejection } from '../../src/kernel/errors.ts'
import { answerCostDoubt, answerDocumentDoubt } from '../../src/posting/answer-doubt.ts'
import { answerVanished } from '../../src/posting/answer-vanished.ts'
import { databaseOfFile } from '../support/file-database.ts'
import {
  chargeStates,
  costBuckets,
  documentId,
  driveCost,
  driveDocuments,
  emptied,
  openCaseCodes,
  plannedDocuments,
  postingBench,
  released,
  standingOf,
  waitingWorks,
} from './bench.ts'

const database = databaseOfFile()
beforeEach(() => emptied(database.store))

async function doubtfulCost(fault: 'reply_lost' | 'lands_late') {
  const bench = postingBench(database.store, { costKey: 'none' })
  const lane = bench.lane('cost')
  await waitingWorks(database.store, 2)
  bench.erp.failNext('writeCosts', fault)
  bench.erp.blind = true
  await driveCost(bench, lane)
  if (fault === 'lands_late') bench.erp.costs.length = 0
  const { rows } = await database.store.query<{ id: string }>(
    `select batch_id as id from cost_batches where state = 'manual'`,
  )
  return { bench, lane, batchId: rows[0]!.id }
}

test('cost that a person found in the ERP is accepted and not sent again', async () => {
  const { bench, lane, batchId } = await doubtfulCost('reply_lost')
  assert.deepEqual(await answerCostDoubt(bench.deps, batchId, true, 'ann'), { answered: true })
  await driveCost(bench, lane, 3)
  assert.deepEqual(await costBuckets(database.store), { accepted: 2 })
  assert.equal(bench.erp.costs.length, 2)
  assert.deepEqual(await openCaseCodes(database.store), [])
  assert.ok(isRejection(await answerCostDoubt(bench.deps, batchId, false, 'bob')), 'An answer stands.')
})

test('cost that a person did not find is sent again', async () => {
  const { bench, lane, batchId } = await doubtfulCost('lands_late')
  await answerCostDoubt(bench.deps, batchId, false, 'ann')
  await driveCost(bench, lane, 3)
  assert.deepEqual(await costBuckets(database.store), { accepted: 2 })
  assert.equal(bench.erp.costs.length, 2)
})

for (const isThere of [true, false]) {
  test(`a document in doubt that a person ${isThere ? 'found' : 'did not find'} ends as one draft`, async () => {
    const bench = postingBench(database.store, { documentKey: 'none' })
    const lane = bench.lane('documents')
    await plannedDocuments(database.store, 1)
    bench.erp.failNext('createDraft', 'reply_lost')
    bench.erp.blind = true
    await driveDocuments(bench, lane)
    const externalId = bench.erp.documents[0]!.externalId
    if (!isThere) bench.erp.documents.length = 0
    const wrong = await answerDocumentDoubt(bench.deps, documentId(1), '77', 'ann')
    assert.ok(isRejection(wrong), 'An id that the ERP does not have is no answer.')
    await answerDocumentDoubt(bench.deps, documentId(1), isThere ? externalId : null, 'ann')
    await driveDocuments(bench, lane, 3)
    const drafted = { status: 'drafted', blocked: null, sending: null, number: null }
    assert.deepEqual(await standingOf(database.store), drafted)
    assert.equal(bench.erp.documents.length, 1)
    assert.deepEqual(await openCaseCodes(database.store), [])
  })
}

async function vanished() {
  const bench = postingBench(database.store)
  const lane = bench.lane('documents')
  await plannedDocuments(database.store, 1)
  await driveDocuments(bench, lane, 2)
  const [draft] = bench.erp.documents.splice(0)
  await released(database.store)
  await driveDocuments(bench, lane, 2)
  assert.deepEqual(await openCaseCodes(database.store), ['ERP_DOCUMENT_VANISHED'])
  return { bench, lane, draft: draft! }
}

test('a vanished document that a person sends again is drafted once, and waits for a new release', async () => {
  const { bench, lane } = await vanished()
  assert.deepEqual(await answerVanished(bench.deps, documentId(1), 'send_again', 'ann'), { answered: true })
  await driveDocuments(bench, lane, 3)
  assert.equal(bench.erp.documents.length, 1)
  assert.equal((await standingOf(database.store)).status, 'drafted')
  assert.deepEqual(await openCaseCodes(database.store), [])
})

test('a vanished document that a person drops gives its entries back', async () => {
  const { bench, lane } = await vanished()
  assert.deepEqual(await answerVanished(bench.deps, documentId(1), 'drop', 'ann'), { answered: true })
  await driveDocuments(bench, lane, 3)
  assert.equal(bench.erp.documents.length, 0)
  assert.equal((await standingOf(database.store)).status, 'discarded')
  assert.deepEqual(await chargeStates(database.store), ['priced'])
  assert.deepEqual(await openCaseCodes(database.store), [])
})

test('an issue that was not answered, of a document that is cancelled there, gives its entries back when dropped', async () => {
  const bench = postingBench(database.store)
  const lane = bench.lane('documents')
  await plannedDocuments(database.store, 1)
  await driveDocuments(bench, lane, 2)
  await released(database.store)
  bench.erp.failNext('postDocument', 'reply_lost')
  await driveDocuments(bench, lane, 1)
  bench.erp.documents[0]!.state = 'cancelled'
  await driveDocuments(bench, lane)
  const stopped = { status: 'release_requested', blocked: 'ERP_DOCUMENT_VANISHED', sending: 'in_doubt' }
  assert.deepEqual(await standingOf(database.store), { ...stopped, number: null })
  assert.deepEqual(await chargeStates(database.store), ['in_doubt'])
  assert.deepEqual(await answerVanished(bench.deps, documentId(1), 'drop', 'ann'), { answered: true })
  assert.equal((await standingOf(database.store)).status, 'discarded')
  assert.deepEqual(await chargeStates(database.store), ['priced'])
  assert.deepEqual(await openCaseCodes(database.store), [])
})

test('while the ERP still holds it, neither answer about a vanished document is taken', async () => {
  const { bench, lane, draft } = await vanished()
  bench.erp.documents.push(draft)
  for (const fate of ['send_again', 'drop'] as const)
    assert.ok(isRejection(await answerVanished(bench.deps, documentId(1), fate, 'ann')))
  await driveDocuments(bench, lane, 3)
  assert.equal(bench.erp.documents.length, 1)
})
