import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import { isRejection } from '../../src/kernel/errors.ts'
import { answerCostDoubt, answerDocumentDoubt } from '../../src/posting/answer-doubt.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import {
  costBuckets,
  documentId,
  driveCost,
  driveDocuments,
  emptied,
  openCaseCodes,
  plannedDocuments,
  postingBench,
  standingOf,
  waitingWorks,
} from './bench.ts'

let database: TestDatabase
before(async () => {
  database = await createTestDatabase()
})
beforeEach(() => emptied(database.store))
after(() => database.drop())

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
