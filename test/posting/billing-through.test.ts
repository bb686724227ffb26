/** Billing and posting together, with every reply of the ERP lost once. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { decideAdjustments } from '../../src/billing/adjustments.ts'
import { settleDifferences } from '../../src/billing/differences.ts'
import { listDocuments } from '../../src/billing/reads.ts'
import { releaseDocument } from '../../src/billing/release.ts'
import { startRun } from '../../src/billing/run.ts'
import type { BillingSettings } from '../../src/billing/settings.ts'
import { isRejection } from '../../src/kernel/errors.ts'
import { verify } from '../../src/reconciliation/verify.ts'
import { by, cell, openOffice, putWork, september, workId } from '../support/billing-office.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { driveDocuments, openCaseCodes, postingBench } from './bench.ts'

let database: TestDatabase
let settings: BillingSettings
before(async () => {
  database = await createTestDatabase()
  settings = await openOffice(database.store)
  await database.store.query(
    `insert into cross_references (cell, connection_id, kind, external_id, record_id, learned_at)
     values (1, 'erp', 'legal_entity', '1', 'DE', 1), (1, 'erp', 'client', '2', 'ACME', 1),
       (1, 'erp', 'project', '3', 'P-ONE', 1)`,
  )
})
after(() => database.drop())

const settle = () => database.store.transaction((tx) => settleDifferences(tx, cell, settings, 100, by.at))
const put = (name: string, hours: string) => database.store.transaction((tx) => putWork(tx, name, { hours }))
const documents = async () =>
  (
    await database.store.transaction((tx) => listDocuments(tx, cell, {}, { after: null, limit: 10 }))
  ).toReversed()

async function releaseAll(): Promise<void> {
  for (const { documentId, version, status } of await documents()) {
    if (status !== 'drafted') continue
    const request = { ...by, expectedVersion: version }
    const answer = await database.store.transaction((tx) =>
      releaseDocument(tx, cell, settings, documentId, request),
    )
    assert.deepEqual(answer, { released: true })
  }
}

test('an edit in the draft, a release and a later credit end as one invoice and one credit, whatever replies are lost', async () => {
  const bench = postingBench(database.store)
  const lane = bench.lane('documents')
  const { erp } = bench
  erp.taxPercent = 19n
  await put('a', '8')
  await put('b', '4')
  const request = { selection: {}, period: september, cutOff: null, ...by }
  const run = await database.store.transaction((tx) => startRun(tx, cell, settings, request))
  assert.ok(!isRejection(run) && run.documents === 1)
  erp.failNext('createDraft', 'reply_lost', 'reply_lost')
  await driveDocuments(bench, lane)

  await put('a', '6')
  assert.equal(await settle(), 1)
  erp.failNext('updateDraft', 'reply_lost')
  await driveDocuments(bench, lane)

  await releaseAll()
  erp.failNext('postDocument', 'reply_lost')
  await driveDocuments(bench, lane)
  const [invoice] = await documents()
  assert.deepEqual(
    [invoice?.status, invoice?.erpNumber, invoice?.erpNetMinor, invoice?.erpTaxMinor],
    ['issued', 'INV-1', 125_000n, 23_750n],
  )

  await put('b', '2')
  assert.equal(await settle(), 1)
  const { rows } = await database.store.query<{ seq: number }>(
    `select seq from charges where work_id = $1 and state = 'proposed'`,
    [workId('b')],
  )
  const keys = rows.map(({ seq }) => ({ workId: workId('b'), seq }))
  await database.store.transaction((tx) => decideAdjustments(tx, cell, settings, keys, 'approve', by))
  erp.failNext('createDraft', 'lands_late')
  await driveDocuments(bench, lane)
  await releaseAll()
  await driveDocuments(bench, lane)

  assert.deepEqual(
    erp.documents.map((one) => [one.draft.kind, one.state, one.draft.corrects?.number ?? null]),
    [
      ['invoice', 'issued', null],
      ['credit', 'issued', 'INV-1'],
    ],
  )
  const net = (await documents()).map((one) => one.erpNetMinor)
  assert.deepEqual(net, [125_000n, -25_000n])
  assert.deepEqual(await openCaseCodes(database.store), [])
  const { checks } = await database.store.transaction((tx) => verify(tx, cell, settings.vault))
  // The fixture's works come from no log, so only what concerns billing is asked.
  const wrong = checks.filter((one) => !one.ok && !/log|chain|payload|trace|position|byte/i.test(one.name))
  assert.deepEqual(wrong, [])
})
