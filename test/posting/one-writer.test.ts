/**
 * Several runners work the same lane at once. One of them writes at a time, in order, each record once; without the
 * fence the same traffic writes over each other, which shows that the watch is not blind.
 */
import assert from 'node:assert/strict'
import { beforeEach, test } from 'node:test'
import type { CostRecord, ErpTarget } from '../../src/connectors/sdk/target.ts'
import { runCostLane } from '../../src/posting/cost-lane.ts'
import type { PostingDeps } from '../../src/posting/deps.ts'
import { type Lane, newLane } from '../../src/posting/lane.ts'
import { resolveInDoubt } from '../../src/posting/locate.ts'
import { databaseOfFile } from '../support/file-database.ts'
import { costBuckets, emptied, knownNames, postingBench, waitingWorks, workId } from './bench.ts'

const database = databaseOfFile()
beforeEach(() => emptied(database.store))

const runners = 4
const works = 24
/** Turns of the event loop: a busy machine lets the others begin late. */
const longWait = 20_000

/** An ERP that holds each call until others had the time to begin theirs, and sees how many are inside at once. */
function crowded(target: ErpTarget, turns = 50) {
  const seen = { most: 0, byCompany: new Map<string, number>() }
  const inside = new Map<string, number>()
  const breath = () => new Promise<void>((resolve) => setImmediate(resolve))
  const writeCosts: ErpTarget['writeCosts'] = async (context, records: readonly CostRecord[]) => {
    const company = records[0]?.company.recordId ?? ''
    const now = (inside.get(company) ?? 0) + 1
    inside.set(company, now)
    seen.most = Math.max(seen.most, now)
    for (let turn = 0; turn < turns && seen.most < 2; turn += 1) await breath()
    const outcomes = await target.writeCosts(context, records)
    inside.set(company, now - 1)
    return outcomes
  }
  return { seen, target: { ...target, writeCosts } }
}

async function race(deps: PostingDeps, lanes: readonly Lane[], advance: (ms: number) => void) {
  for (let round = 0; round < 40; round += 1) {
    await Promise.all(
      lanes.map(async (lane) => {
        await runCostLane(deps, lane)
        await resolveInDoubt(deps, lane)
      }),
    )
    advance(5_000)
    const buckets = await costBuckets(database.store)
    if (buckets.accepted === works) return
  }
}

test('four runners of one lane write one at a time, and each record once', async () => {
  const bench = postingBench(database.store, { costsPerCall: 3 })
  await waitingWorks(database.store, works)
  const { seen, target } = crowded(bench.erp.target)
  const deps = { ...bench.deps, connectors: async () => ({ ...bench.erp.link(), target }) }
  const lanes = Array.from({ length: runners }, (_, i) => bench.lane('cost', `runner-${i}`))
  await race(deps, lanes, (ms) => bench.clock.advance(ms))
  assert.deepEqual(await costBuckets(database.store), { accepted: works })
  assert.equal(bench.erp.costs.length, works)
  assert.equal(seen.most, 1)
})

test('planted bug: runners that take themselves for one owner write at the same time', async () => {
  const bench = postingBench(database.store, { costsPerCall: 3 })
  await waitingWorks(database.store, works)
  const { seen, target } = crowded(bench.erp.target, longWait)
  const deps = { ...bench.deps, connectors: async () => ({ ...bench.erp.link(), target }) }
  const first = bench.lane('cost', 'runner')
  await runCostLane(deps, first)
  // Copies of one lane with its fence: what a start under the name of a living runner would be.
  const copies = Array.from({ length: runners }, () => ({ ...first, setAside: new Map<string, number>() }))
  await race(deps, copies, (ms) => bench.clock.advance(ms)).catch(() => undefined)
  assert.ok(seen.most > 1)
})

test('a company that hangs keeps no other company of the same ERP waiting', async () => {
  const bench = postingBench(database.store, { oneWriterPer: 'company' })
  await waitingWorks(database.store, 6)
  await knownNames(database.store)
  await database.store.query(
    `insert into cross_references values (1, 'erp', 'legal_entity', 'UK-x', 'UK', 1)`,
  )
  await database.store.query(`update works set legal_entity = 'UK' where work_id in ($1, $2)`, [
    workId(1),
    workId(2),
  ])
  const answers: (() => void)[] = []
  const writeCosts: ErpTarget['writeCosts'] = async (context, records) => {
    if (records[0]?.company.recordId === 'DE') await new Promise<void>((resolve) => answers.push(resolve))
    return bench.erp.target.writeCosts(context, records)
  }
  const target = { ...bench.erp.target, writeCosts }
  const deps = { ...bench.deps, connectors: async () => ({ ...bench.erp.link(), target }) }
  const lane = (company: string) => newLane({ connectionId: 'erp', company, stream: 'cost' }, 'runner-1')
  const hanging = runCostLane(deps, lane('DE'))
  const other = await runCostLane(deps, lane('UK'))
  assert.equal(other.accepted, 2)
  while (answers.length === 0) await new Promise<void>((resolve) => setImmediate(resolve))
  assert.deepEqual(await costBuckets(database.store), { accepted: 2, in_flight: 4 })
  answers[0]!()
  assert.equal((await hanging).accepted, 4)
})
