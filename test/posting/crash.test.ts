/**
 * A crash before and after statements, commits and calls, one after the other. A new runner takes the lane over
 * and the end is the same: one effect each, nothing held, nothing in doubt.
 */
import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import type { ErpTarget } from '../../src/connectors/sdk/target.ts'
import type { PostingDeps } from '../../src/posting/deps.ts'
import type { Tx } from '../../src/store/transaction.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
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

let database: TestDatabase
before(async () => {
  database = await createTestDatabase()
})
beforeEach(() => emptied(database.store))
after(() => database.drop())

class Crash extends Error {}

/** Counts every step; at the given one the process dies, and nothing it does afterwards has an effect. */
function crashingAt(deps: PostingDeps, crashAt: number) {
  const program = { steps: 0, dead: false }
  const step = () => {
    program.steps += 1
    if (program.steps === crashAt) program.dead = true
    if (program.dead) throw new Crash()
  }
  const store: PostingDeps['store'] = {
    async transaction(work, options) {
      step()
      const result = await deps.store.transaction(async (tx) => {
        const counted: Tx = {
          query: (sql, values) => {
            step()
            return tx.query(sql, values)
          },
        }
        const value = await work(counted)
        step()
        return value
      }, options)
      step()
      return result
    },
  }
  const connectors: PostingDeps['connectors'] = async (connectionId) => {
    const link = await deps.connectors(connectionId)
    const target = new Proxy(link.target, {
      get(whole, name: keyof ErpTarget) {
        const member = whole[name]
        if (typeof member !== 'function') return member
        return async (...values: unknown[]) => {
          step()
          const answer = await (member as (...given: unknown[]) => Promise<unknown>)(...values)
          step()
          return answer
        }
      },
    })
    return { ...link, target }
  }
  return { program, deps: { ...deps, store, connectors } }
}

/** Every step on demand (CRASH_EVERY_STEP=1, minutes), every so many in the ordinary test. */
const stride = process.env.CRASH_EVERY_STEP === '1' ? 1 : 7

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
