/** A crash at every step of a recovery. A second runner goes on with it, and the end is the same. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { RecoveryDeps } from '../../src/posting/recovery/deps.ts'
import { recoverRound } from '../../src/posting/recovery/recover.ts'
import { newSettings } from '../support/billing-office.ts'
import { databaseOfFile } from '../support/file-database.ts'
import {
  chargeStates,
  costBuckets,
  driveCost,
  driveDocuments,
  emptied,
  openCaseCodes,
  type PostingBench,
  plannedDocuments,
  postingBench,
  standingOf,
  waitingWorks,
  workId,
} from './bench.ts'
import { Crash, crashingAt, stride } from './crashing.ts'

const database = databaseOfFile((store) =>
  store.query(
    `insert into installations (installation_id, environment, created_at)
     values ('00000000-0000-7000-8000-000000000001', 'test', '2026-01-01')`,
  ),
)

function recoveryOf(bench: PostingBench): RecoveryDeps {
  return {
    ...bench.deps,
    billing: newSettings(),
    targets: () => ['erp'],
    readSourcesAgain: async () => {},
    sourcesBehind: async () => [],
  }
}

/** Three works and a draft are in the ERP; the database is as it was before the first of them was sent. */
async function olderCopy(): Promise<PostingBench> {
  const { store } = database
  await emptied(store)
  await store.query(
    'truncate recoveries, recovery_targets, recovery_costs, recovery_documents, billing_holds',
  )
  await store.query(`update installations set sending = 'allowed'`)
  await waitingWorks(store, 3)
  await plannedDocuments(store, 1)
  await store.query(`update documents set reference = 'hb/test/00000000/' || document_id`)
  const bench = postingBench(store)
  await driveCost(bench, bench.lane('cost'), 3)
  await driveDocuments(bench, bench.lane('documents'), 2)
  Object.assign(bench.erp.documents[0]!, { state: 'issued', number: 'INV-1' })
  // One was removed there; one was never sent; of the third only the answer is lost.
  const gone = bench.erp.costs.pop()!
  assert.ok(gone)
  await store.query(
    `update works set cost_bucket = 'waiting', cost_posted_digest = null where work_id = $1`,
    [workId(1)],
  )
  await store.query(
    `update works set cost_bucket = 'in_doubt', cost_posted_digest = null where work_id = $1`,
    [workId(2)],
  )
  await store.query(
    `update installations set sending = 'recovery', epoch = epoch + 1, sending_since = now(), sending_why = 'x'`,
  )
  bench.clock.advance(60_000)
  return bench
}

async function rounds(bench: PostingBench, deps: RecoveryDeps, count: number): Promise<void> {
  for (let round = 0; round < count; round += 1) {
    await recoverRound(deps)
    bench.clock.advance(30_000)
  }
}

const effects = ['writeCosts', 'removeCosts', 'createDraft', 'updateDraft', 'postDocument', 'discardDraft']

test('a crash at any step of a recovery ends as if there had been none, and nothing was sent', async (context) => {
  let points = 0
  for (let crashAt = 1; ; crashAt += stride, points += 1) {
    const bench = await olderCopy()
    bench.erp.calls.length = 0
    const crashing = crashingAt(recoveryOf(bench), crashAt)
    await rounds(bench, crashing.deps, 3).catch((error: unknown) => {
      if (!(error instanceof Crash)) throw error
    })
    await rounds(bench, recoveryOf(bench), 4)
    const told = `after a crash at step ${crashAt}`
    assert.deepEqual(
      bench.erp.calls.filter((call) => effects.includes(call)),
      [],
      told,
    )
    const { rows } = await database.store.query('select sending from installations')
    assert.deepEqual(rows, [{ sending: 'allowed' }], told)
    const { accepted, in_doubt: gone } = await costBuckets(database.store)
    assert.deepEqual({ accepted, gone }, { accepted: 2, gone: 1 }, told)
    assert.deepEqual(await openCaseCodes(database.store), ['ERP_COST_GONE'], told)
    assert.equal((await standingOf(database.store)).status, 'issued', told)
    assert.deepEqual(await chargeStates(database.store), ['issued'], told)
    if (!crashing.program.dead) break
  }
  context.diagnostic(`${points} crash points of a recovery`)
  assert.ok(points > 100 / stride)
})

test('no lane sends anything while the installation is in recovery', async () => {
  const bench = await olderCopy()
  bench.erp.calls.length = 0
  await driveCost(bench, bench.lane('cost', 'runner-2'), 4)
  await driveDocuments(bench, bench.lane('documents', 'runner-2'), 4)
  assert.deepEqual(
    bench.erp.calls.filter((call) => effects.includes(call)),
    [],
  )
})
