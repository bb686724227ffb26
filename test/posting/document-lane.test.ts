import assert from 'node:assert/strict'
import { beforeEach, test } from 'node:test'
import { runDocumentLane } from '../../src/posting/document-lane.ts'
import type { Lane } from '../../src/posting/lane.ts'
import { databaseOfFile } from '../support/file-database.ts'
import {
  chargeStates,
  documentId,
  driveDocuments,
  emptied,
  openCaseCodes,
  type PostingBench,
  plannedDocuments,
  postingBench,
  released,
  rewritten,
  standingOf,
} from './bench.ts'
import type { Fault, Operation } from './scripted-erp.ts'

const database = databaseOfFile()
beforeEach(() => emptied(database.store))

type Scenario = { bench: PostingBench; lane: Lane }
async function scenario(profile: Parameters<typeof postingBench>[1] = {}): Promise<Scenario> {
  const bench = postingBench(database.store, profile)
  await plannedDocuments(database.store, 1)
  return { bench, lane: bench.lane('documents') }
}

/** One document through its whole life: drafted, rewritten, released, issued. */
async function wholeLife({ bench, lane }: Scenario): Promise<void> {
  await driveDocuments(bench, lane)
  await rewritten(database.store, documentId(1), 110_000)
  await driveDocuments(bench, lane)
  await released(database.store)
  await driveDocuments(bench, lane)
}

async function oneInvoice({ bench }: Scenario): Promise<void> {
  const issued = { status: 'issued', blocked: null, sending: null, number: 'INV-1' }
  assert.deepEqual(await standingOf(database.store), issued)
  assert.deepEqual(
    bench.erp.documents.map((one) => [one.state, one.draft.lines[0]?.amount.minor]),
    [['issued', 110_000n]],
  )
  assert.deepEqual(await openCaseCodes(database.store), [])
  assert.deepEqual(await chargeStates(database.store), ['issued'])
}

const passing: Fault[] = [
  'reply_lost',
  'connection_refused',
  'lands_late',
  'error_after_commit',
  'rate_limited',
]
const writes: Operation[] = ['createDraft', 'updateDraft', 'postDocument']

for (const operation of writes) {
  for (const fault of passing) {
    test(`${operation} that meets ${fault} ends in one invoice`, async () => {
      const run = await scenario()
      run.bench.erp.failNext(operation, fault)
      await wholeLife(run)
      await oneInvoice(run)
    })
  }
  test(`${operation} that is refused ends in a case, and goes on once resumed`, async () => {
    const run = await scenario()
    run.bench.erp.failNext(operation, 'rejected')
    await wholeLife(run)
    assert.deepEqual(await openCaseCodes(database.store), ['ERP_REJECTED'])
    assert.equal((await standingOf(database.store)).blocked, 'ERP_REJECTED')
    await database.store.query(`update documents set blocked = null`)
    await database.store.query(`update cases set state = 'resolved'`)
    const earlier = run.bench.erp.documents.length
    assert.ok(earlier <= 1)
    if (operation !== 'postDocument') {
      await driveDocuments(run.bench, run.lane)
      await released(database.store)
    }
    await driveDocuments(run.bench, run.lane)
    await oneInvoice(run)
  })
}

for (const documentKey of ['idempotent', 'unique'] as const) {
  test(`a target whose document key is ${documentKey} gets one document after a lost reply`, async () => {
    const bench = postingBench(database.store, { documentKey })
    await database.store.query(
      'truncate document_postings, documents, document_lines, billing_runs, works cascade',
    )
    await database.store.query('alter table charges disable trigger charges_append_only')
    await database.store.query('delete from charges')
    await plannedDocuments(database.store, 1)
    bench.erp.failNext('createDraft', 'reply_lost')
    await driveDocuments(bench, bench.lane('documents'))
    assert.equal(bench.erp.documents.length, 1)
    assert.equal((await standingOf(database.store)).status, 'drafted')
  })
}

test('a target with neither key nor drafts keeps an unanswered create in doubt for a person', async () => {
  const run = await scenario({ documentKey: 'none' })
  run.bench.erp.failNext('createDraft', 'reply_lost')
  run.bench.erp.blind = true
  await driveDocuments(run.bench, run.lane)
  assert.equal(run.bench.erp.documents.length, 1)
  const standing = await standingOf(database.store)
  assert.deepEqual([standing.blocked, standing.sending], ['POSTING_IN_DOUBT', 'in_doubt'])
  assert.deepEqual(await openCaseCodes(database.store), ['POSTING_IN_DOUBT'])
})

test('planted bug: with a locator that finds nothing a lost reply makes two drafts', async () => {
  const run = await scenario()
  run.bench.erp.failNext('createDraft', 'reply_lost')
  run.bench.erp.blind = true
  await driveDocuments(run.bench, run.lane)
  assert.equal(run.bench.erp.documents.length, 2)
})

test('planted bug: the same two drafts are one again before anything is posted', async () => {
  const run = await scenario()
  run.bench.erp.failNext('createDraft', 'reply_lost')
  run.bench.erp.blind = true
  await driveDocuments(run.bench, run.lane)
  run.bench.erp.blind = false
  await released(database.store)
  await driveDocuments(run.bench, run.lane)
  assert.deepEqual(
    run.bench.erp.documents.map((one) => one.state),
    ['issued'],
  )
  assert.equal((await standingOf(database.store)).status, 'issued')
})

test('a second document with the reference that differs is left alone and stops the posting', async () => {
  const run = await scenario()
  await driveDocuments(run.bench, run.lane, 2)
  const [draft] = run.bench.erp.documents
  const line = { ...draft!.draft.lines[0]!, description: 'Edited' }
  run.bench.erp.documents.push({ ...draft!, externalId: '99', draft: { ...draft!.draft, lines: [line] } })
  await released(database.store)
  await driveDocuments(run.bench, run.lane, 3)
  assert.equal((await standingOf(database.store)).blocked, 'ERP_DUPLICATE_REFERENCE')
  assert.deepEqual(
    run.bench.erp.documents.map((one) => one.state),
    ['draft', 'draft'],
  )
})

test('a draft that somebody edited is neither overwritten nor posted', async () => {
  const run = await scenario()
  await driveDocuments(run.bench, run.lane, 2)
  const row = run.bench.erp.documents[0]!
  row.draft = { ...row.draft, lines: [{ ...row.draft.lines[0]!, description: 'By hand' }] }
  await rewritten(database.store, documentId(1), 110_000)
  await driveDocuments(run.bench, run.lane, 3)
  assert.equal((await standingOf(database.store)).blocked, 'ERP_DOCUMENT_CHANGED')
  assert.equal(run.bench.erp.documents[0]?.draft.lines[0]?.description, 'By hand')
  assert.deepEqual(await openCaseCodes(database.store), ['ERP_DOCUMENT_CHANGED'])
})

test('a draft that vanished is never sent again by itself', async () => {
  const run = await scenario()
  await driveDocuments(run.bench, run.lane, 2)
  run.bench.erp.documents.length = 0
  await released(database.store)
  await driveDocuments(run.bench, run.lane)
  assert.equal(run.bench.erp.documents.length, 0)
  assert.equal((await standingOf(database.store)).blocked, 'ERP_DOCUMENT_VANISHED')
})

test('a tax that is not the predicted one stops the document before it is posted', async () => {
  const run = await scenario()
  await driveDocuments(run.bench, run.lane, 2)
  await released(database.store)
  run.bench.erp.documents[0]!.taxMinor = 23_999n
  await driveDocuments(run.bench, run.lane, 2)
  assert.deepEqual(await openCaseCodes(database.store), ['ERP_TOTAL_DIFFERS'])
  assert.equal(run.bench.erp.documents[0]?.state, 'draft')
})

const periodRow = (status: string, learnedAt: number) =>
  [JSON.stringify({ legalEntity: 'DE', from: '2026-09-01', until: '2026-10-01', status }), learnedAt] as const
async function learnPeriod(status: string, learnedAt: number): Promise<void> {
  await database.store.query(
    `update master_records set superseded_at = $1 where kind = 'period' and superseded_at is null`,
    [learnedAt],
  )
  await database.store.query(
    `insert into master_records (cell, kind, record_id, valid_from, valid_until, learned_at, connection_id, body)
     values (1, 'period', 'DE-2026-09', '0001-01-01', null, $2, 'erp', $1)`,
    [...periodRow(status, learnedAt)],
  )
  await database.store.query(`update master_heads set position = $1`, [learnedAt])
}

test('a document that met a closed period goes on by itself when the period is known to be open', async () => {
  const run = await scenario()
  await driveDocuments(run.bench, run.lane, 2)
  await learnPeriod('closed', 5)
  run.bench.erp.periodOpen = false
  await released(database.store)
  await driveDocuments(run.bench, run.lane, 30)
  assert.deepEqual(await openCaseCodes(database.store), ['PERIOD_CLOSED'])
  assert.deepEqual(await chargeStates(database.store), ['draft'])
  const posts = () => run.bench.erp.calls.filter((call) => call === 'postDocument').length
  // Master data says that it is closed, so the ERP is not even asked.
  assert.equal(posts(), 0)
  const waits = await database.store.query(`select waits_on as "waitsOn" from cases where state = 'open'`)
  assert.deepEqual(waits.rows, [{ waitsOn: 'period:DE/2026-09' }])
  run.bench.erp.periodOpen = true
  await learnPeriod('open', 6)
  await driveDocuments(run.bench, run.lane, 20)
  assert.equal((await standingOf(database.store)).status, 'issued')
  assert.deepEqual(await openCaseCodes(database.store), [])
})

test('a client the ERP does not know stops its document until the name is linked, and no other', async () => {
  const bench = postingBench(database.store)
  const lane = bench.lane('documents')
  await plannedDocuments(database.store, 2)
  await database.store.query(`update documents set client_id = 'NEW' where document_id = $1`, [documentId(1)])
  await driveDocuments(bench, lane, 2)
  assert.equal((await standingOf(database.store, 1)).blocked, 'ERP_REFERENCE_MISSING')
  assert.equal((await standingOf(database.store, 2)).status, 'drafted')
  await database.store.query(`insert into cross_references values (1, 'erp', 'client', 'NEW-x', 'NEW', 2)`)
  await driveDocuments(bench, lane, 4)
  assert.equal((await standingOf(database.store, 1)).status, 'drafted')
})

for (const fault of passing) {
  test(`a removal of a draft that meets ${fault} gives its work back once`, async () => {
    const run = await scenario()
    await driveDocuments(run.bench, run.lane, 2)
    await database.store.query(`update documents set status = 'discard_requested'`)
    run.bench.erp.failNext('discardDraft', fault)
    await driveDocuments(run.bench, run.lane)
    assert.equal(run.bench.erp.documents.length, 0)
    assert.equal((await standingOf(database.store)).status, 'discarded')
    assert.deepEqual(await chargeStates(database.store), ['priced'])
  })
}

test('cost and documents do not delay each other: a failing lane leaves the other as it was', async () => {
  const run = await scenario()
  run.bench.erp.failNext('createDraft', ...Array<Fault>(40).fill('connection_refused'))
  await driveDocuments(run.bench, run.lane)
  const { rows } = await database.store.query('select stream, breaker from posting_lanes')
  assert.deepEqual(rows, [{ stream: 'documents', breaker: 'open' }])
  const { runCostLane } = await import('../../src/posting/cost-lane.ts')
  assert.equal((await runCostLane(run.bench.deps, run.bench.lane('cost'))).standing, 'held')
  assert.equal((await runDocumentLane(run.bench.deps, run.lane)).standing, 'resting')
})

test('a document at which the connector itself fails does not hold up the others', async () => {
  const bench = postingBench(database.store)
  const lane = bench.lane('documents')
  await plannedDocuments(database.store, 2)
  await driveDocuments(bench, lane, 2)
  await released(database.store)
  const { externalId } = bench.erp.documents.find((one) => one.draft.reference.endsWith(documentId(1)))!
  const { target, context } = bench.erp.link()
  const poisoned = {
    ...target,
    readDocument: async (...given: Parameters<typeof target.readDocument>) => {
      if (given[1] === externalId) throw new TypeError('undefined is not a document')
      return target.readDocument(...given)
    },
  }
  const deps = { ...bench.deps, connectors: async () => ({ target: poisoned, context }) }
  await driveDocuments({ ...bench, deps }, lane, 6)
  assert.equal((await standingOf(database.store, 2)).status, 'issued')
  assert.equal((await standingOf(database.store, 1)).status, 'release_requested')
})
