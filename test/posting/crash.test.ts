/**
 * A crash before and after statements, commits and calls, one after the other. A new runner takes the lane over
 * and the end is the same: one effect each, nothing held, nothing in doubt.
 */
import assert from 'node:assert/strict'
import { beforeEach, test } from 'node:test'
import { databaseOfFile } from '../support/file-database.ts'
import {
  chargeStates,
  costBuckets,
  documentId,
  driveCost,
  driveDocuments,
  emptied,
  openCaseCodes,
  type PostingBench,
  plannedDocuments,
  postingBench,
  released,
  rewritten,
  standingOf,
  waitingWorks,
} from './bench.ts'
import { Crash, crashingAt, stride } from './crashing.ts'

const database = databaseOfFile()
beforeEach(() => emptied(database.store))

/** One round that may crash; then as many, far enough apart, as two looks and a repetition take. */
function pace(runner: string): [rounds: number, apartMs: number] {
  return runner === 'runner-1' ? [1, 3_000] : [6, 13_000]
}

type Life = (bench: PostingBench, runner: string) => Promise<void>

/** Crashes once at `crashAt`, then lets a second runner finish. False when the life ended before. */
async function crashOnce(bench: PostingBench, crashAt: number, life: Life): Promise<boolean> {
  const crashing = crashingAt(bench.deps, crashAt)
  try {
    await life({ ...bench, deps: crashing.deps }, 'runner-1')
  } catch (error) {
    if (!(error instanceof Crash)) throw error
  }
  if (!crashing.program.dead) return false
  bench.clock.advance(bench.deps.limits.leaseMs)
  await life(bench, 'runner-2')
  return true
}

async function everyPoint(
  prepare: () => Promise<PostingBench>,
  life: Life,
  check: (bench: PostingBench) => Promise<void>,
): Promise<number> {
  for (let crashAt = 1, points = 0; ; crashAt += stride, points += 1) {
    await emptied(database.store)
    const bench = await prepare()
    const crashed = await crashOnce(bench, crashAt, life)
    await check(bench).catch((cause: unknown) => {
      throw new Error(`after a crash at step ${crashAt}`, { cause })
    })
    if (!crashed) return points
  }
}

test('a crash at any step of a cost call ends in one record per work', async (context) => {
  const prepare = async () => {
    await waitingWorks(database.store, 2)
    return postingBench(database.store)
  }
  const life: Life = (bench, runner) => driveCost(bench, bench.lane('cost', runner), ...pace(runner))
  const points = await everyPoint(prepare, life, async (bench) => {
    assert.deepEqual(await costBuckets(database.store), { accepted: 2 })
    assert.equal(bench.erp.costs.length, 2)
    assert.equal(bench.erp.calls.filter((call) => call === 'writeCosts').length <= 2, true)
    assert.deepEqual(await openCaseCodes(database.store), [])
  })
  context.diagnostic(`${points} crash points of a cost call`)
  assert.ok(points > 40 / stride)
})

test('a crash at any step of a document, from draft to number, ends in one invoice', async (context) => {
  const prepare = async () => {
    await plannedDocuments(database.store, 1)
    return postingBench(database.store)
  }
  const life: Life = async (bench, runner) => {
    const lane = bench.lane('documents', runner)
    await driveDocuments(bench, lane, ...pace(runner))
    if ((await versionOf()) === 1) await rewritten(database.store, documentId(1), 110_000)
    await driveDocuments(bench, lane, ...pace(runner))
    await released(database.store)
    await driveDocuments(bench, lane, ...pace(runner))
  }
  const points = await everyPoint(prepare, life, async (bench) => {
    const issued = { status: 'issued', blocked: null, sending: null, number: 'INV-1' }
    assert.deepEqual(await standingOf(database.store), issued)
    const [row, ...others] = bench.erp.documents
    assert.deepEqual([others.length, row?.draft.lines[0]?.amount.minor], [0, 110_000n])
    assert.deepEqual(await chargeStates(database.store), ['issued'])
    assert.deepEqual(await openCaseCodes(database.store), [])
  })
  context.diagnostic(`${points} crash points of a document`)
  assert.ok(points > 150 / stride)
})

async function versionOf(): Promise<number> {
  const { rows } = await database.store.query<{ version: number }>('select version from documents')
  return rows[0]!.version
}

test('planted bug: the same crashes make two drafts where the locator finds nothing', async () => {
  const life: Life = (one, runner) => driveDocuments(one, one.lane('documents', runner), ...pace(runner))
  for (let crashAt = 1; ; crashAt += 3) {
    await emptied(database.store)
    await plannedDocuments(database.store, 1)
    const bench = postingBench(database.store)
    bench.erp.blind = true
    assert.ok(await crashOnce(bench, crashAt, life), 'The harness cannot see a doubled draft.')
    if (bench.erp.documents.length > 1) return
  }
})
