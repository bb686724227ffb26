import assert from 'node:assert/strict'
import { beforeEach, test } from 'node:test'
import { lockDocument } from '../../src/billing/document.ts'
import { resumeDocument } from '../../src/posting/resume-document.ts'
import { databaseOfFile } from '../support/file-database.ts'
import {
  documentId,
  driveDocuments,
  emptied,
  plannedDocuments,
  postingBench,
  released,
  standingOf,
} from './bench.ts'

const database = databaseOfFile()
beforeEach(() => emptied(database.store))

async function scenario() {
  const bench = postingBench(database.store)
  await plannedDocuments(database.store, 1)
  return { bench, lane: bench.lane('documents') }
}
const resume = () =>
  database.store.transaction(async (tx) =>
    resumeDocument(tx, 1, (await lockDocument(tx, 1, documentId(1)))!, { principal: 'ada', at: new Date(0) }),
  )
const stands = async () => {
  const { status, blocked, sending } = await standingOf(database.store)
  return [status, blocked, sending]
}

test('of several documents whose creation was not answered one is kept by hand, and the hub finds it', async () => {
  const { bench, lane } = await scenario()
  bench.erp.failNext('createDraft', 'reply_lost')
  await driveDocuments(bench, lane, 1)
  const [draft] = bench.erp.documents
  const line = { ...draft!.draft.lines[0]!, description: 'Edited' }
  bench.erp.documents.push({ ...draft!, externalId: '99', draft: { ...draft!.draft, lines: [line] } })
  await driveDocuments(bench, lane)
  const stopped = ['planned', 'ERP_DUPLICATE_REFERENCE', 'in_doubt']
  assert.deepEqual(await stands(), stopped)

  assert.match((await resume())!, /looked for/)
  assert.deepEqual(await stands(), ['planned', null, 'in_doubt'])
  assert.equal(await resume(), null, 'it is on its way')
  await driveDocuments(bench, lane)
  assert.deepEqual(await stands(), stopped, 'both are there still')

  bench.erp.documents.pop()
  await resume()
  await driveDocuments(bench, lane)
  assert.deepEqual(await stands(), ['drafted', null, null])
  assert.equal(bench.erp.calls.filter((call) => call === 'createDraft').length, 1)
})

test('a draft that was edited before its creation was known goes on when it is as it was written', async () => {
  const { bench, lane } = await scenario()
  bench.erp.failNext('createDraft', 'reply_lost')
  await driveDocuments(bench, lane, 1)
  const row = bench.erp.documents[0]!
  const { draft } = row
  const [line] = draft.lines
  row.draft = { ...draft, lines: [{ ...line!, amount: { ...line!.amount, minor: 1n } }] }
  await driveDocuments(bench, lane)
  assert.deepEqual(await stands(), ['planned', 'ERP_DOCUMENT_CHANGED', 'in_doubt'])
  row.draft = draft
  await resume()
  await driveDocuments(bench, lane)
  assert.deepEqual(await stands(), ['drafted', null, null])
})

test('before it is issued, too, a reference that stood twice is resumed once it stands alone', async () => {
  const { bench, lane } = await scenario()
  await driveDocuments(bench, lane, 2)
  const [draft] = bench.erp.documents
  const line = { ...draft!.draft.lines[0]!, description: 'Edited' }
  bench.erp.documents.push({ ...draft!, externalId: '99', draft: { ...draft!.draft, lines: [line] } })
  await released(database.store)
  await driveDocuments(bench, lane, 3)
  assert.deepEqual(await stands(), ['release_requested', 'ERP_DUPLICATE_REFERENCE', null])
  bench.erp.documents.pop()
  assert.match((await resume())!, /goes on/)
  await driveDocuments(bench, lane)
  assert.deepEqual(await stands(), ['issued', null, null])
})

test('an unanswered write that nobody can prove is not resumed but answered', async () => {
  const bench = postingBench(database.store, { documentKey: 'none' })
  await plannedDocuments(database.store, 1)
  bench.erp.failNext('createDraft', 'reply_lost')
  bench.erp.blind = true
  await driveDocuments(bench, bench.lane('documents'))
  assert.deepEqual(await stands(), ['planned', 'POSTING_IN_DOUBT', 'in_doubt'])
  assert.equal(await resume(), null)
  assert.deepEqual(await stands(), ['planned', 'POSTING_IN_DOUBT', 'in_doubt'])
})
