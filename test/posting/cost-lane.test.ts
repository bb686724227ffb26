import assert from 'node:assert/strict'
import { beforeEach, test } from 'node:test'
import { runCostLane } from '../../src/posting/cost-lane.ts'
import { holdLane } from '../../src/posting/lane.ts'
import { resolveInDoubt } from '../../src/posting/locate.ts'
import { databaseOfFile } from '../support/file-database.ts'
import {
  costBuckets,
  driveCost,
  emptied,
  openCaseCodes,
  postingBench,
  waitingWorks,
  workId,
} from './bench.ts'
import type { Fault } from './scripted-erp.ts'

const database = databaseOfFile()
beforeEach(() => emptied(database.store))

const passing: Fault[] = [
  'reply_lost',
  'connection_refused',
  'lands_late',
  'error_after_commit',
  'rate_limited',
]

for (const fault of passing) {
  test(`a cost call that meets ${fault} leaves one record per work`, async () => {
    const bench = postingBench(database.store)
    await waitingWorks(database.store, 3)
    bench.erp.failNext('writeCosts', fault)
    await driveCost(bench, bench.lane('cost'))
    assert.deepEqual(await costBuckets(database.store), { accepted: 3 })
    assert.equal(bench.erp.costs.length, 3)
    assert.deepEqual(await openCaseCodes(database.store), [])
  })

  test(`an overwrite that meets ${fault} leaves the new content in one record`, async () => {
    const bench = postingBench(database.store)
    const lane = bench.lane('cost')
    await waitingWorks(database.store, 1)
    await driveCost(bench, lane, 2)
    await database.store.query(
      `update works set cost_digest = 'digest-2', cost_bucket = 'waiting', hours = 6, revision = 2`,
    )
    bench.erp.failNext('writeCosts', fault)
    await driveCost(bench, lane)
    assert.deepEqual(await costBuckets(database.store), { accepted: 1 })
    assert.deepEqual(
      bench.erp.costs.map((row) => row.hours),
      ['6'],
    )
  })

  test(`a removal that meets ${fault} leaves no record, and the other work as it was`, async () => {
    const bench = postingBench(database.store)
    const lane = bench.lane('cost')
    await waitingWorks(database.store, 2)
    await driveCost(bench, lane, 2)
    await database.store.query(
      `update works set cost_digest = null, cost_bucket = 'waiting', revision = 2 where work_id = $1`,
      [workId(1)],
    )
    bench.erp.failNext('removeCosts', fault)
    await driveCost(bench, lane)
    assert.deepEqual(await costBuckets(database.store), { accepted: 1, reversed: 1 })
    assert.equal(bench.erp.costs.length, 1)
  })
}

test('a call refused as a whole is halved until the refused record stands alone', async () => {
  const bench = postingBench(database.store, { costsAtomic: true })
  await waitingWorks(database.store, 4)
  bench.erp.failNext('writeCosts', 'rejected', 'rejected', 'rejected')
  await driveCost(bench, bench.lane('cost'))
  assert.deepEqual(await costBuckets(database.store), { accepted: 3, held: 1 })
  assert.deepEqual(await openCaseCodes(database.store), ['ERP_REJECTED'])
})

test('a record the ERP refuses is held with its words, the others are accepted', async () => {
  const bench = postingBench(database.store)
  await waitingWorks(database.store, 2)
  await database.store.query(`update works set hours = 25 where work_id = $1`, [workId(2)])
  bench.erp.refusedHours.add('25')
  await driveCost(bench, bench.lane('cost'), 3)
  assert.deepEqual(await costBuckets(database.store), { accepted: 1, held: 1 })
  const { rows } = await database.store.query(`select detail->>'answer' as answer from cases`)
  assert.deepEqual(rows, [{ answer: 'HOURS: Too many hours in a day.' }])
})

test('a work whose worker the ERP does not know is held, and the others go', async () => {
  const bench = postingBench(database.store)
  await waitingWorks(database.store, 3)
  await database.store.query(`update works set worker_id = 'W-9' where work_id = $1`, [workId(2)])
  const round = await runCostLane(bench.deps, bench.lane('cost'))
  assert.deepEqual([round.held, round.accepted], [1, 2])
  assert.deepEqual(await openCaseCodes(database.store), ['ERP_REFERENCE_MISSING'])
})

test('without a unique key an unanswered write that is not found waits for a person and is never repeated', async () => {
  const bench = postingBench(database.store, { costKey: 'none' })
  await waitingWorks(database.store, 1)
  bench.erp.failNext('writeCosts', 'reply_lost')
  bench.erp.blind = true
  await driveCost(bench, bench.lane('cost'))
  assert.deepEqual(await costBuckets(database.store), { in_doubt: 1 })
  assert.deepEqual(await openCaseCodes(database.store), ['POSTING_IN_DOUBT'])
  assert.equal(bench.erp.costs.length, 1)
})

test('planted bug: a locator that finds nothing doubles the record where no key protects it', async () => {
  // The profile lies: it claims a unique key that the ERP does not have.
  const bench = postingBench(database.store, { costKey: 'unique' })
  const keyless = postingBench(database.store, { costKey: 'none' })
  await waitingWorks(database.store, 1)
  keyless.erp.failNext('writeCosts', 'reply_lost')
  keyless.erp.blind = true
  const lying = { ...keyless.erp.target, profile: bench.erp.target.profile }
  const deps = { ...keyless.deps, connectors: async () => ({ ...keyless.erp.link(), target: lying }) }
  await driveCost({ ...keyless, deps }, keyless.lane('cost'))
  assert.equal(keyless.erp.costs.length, 2)
})

test('an overwrite of unknown outcome is written again: equal hours do not prove that it arrived', async () => {
  const bench = postingBench(database.store)
  const lane = bench.lane('cost')
  await waitingWorks(database.store, 1)
  await driveCost(bench, lane, 2)
  await database.store.query(`insert into cross_references values (1, 'erp', 'project', 'P-2-x', 'P-2', 1)`)
  await database.store.query(
    `update works set cost_digest = 'digest-2', cost_bucket = 'waiting', project_id = 'P-2', revision = 2`,
  )
  bench.erp.failNext('writeCosts', 'connection_refused', 'lands_late')
  await driveCost(bench, lane)
  assert.deepEqual(await costBuckets(database.store), { accepted: 1 })
  assert.deepEqual(
    bench.erp.costs.map((row) => row.project.recordId),
    ['P-2'],
  )
})

test('work that changed while its record was in doubt is written again with what it is now', async () => {
  const bench = postingBench(database.store)
  const lane = bench.lane('cost')
  await waitingWorks(database.store, 1)
  bench.erp.failNext('writeCosts', 'reply_lost')
  await runCostLane(bench.deps, lane)
  await database.store.query(`update works set cost_digest = 'digest-2', hours = 5, revision = 2`)
  await driveCost(bench, lane)
  assert.deepEqual(await costBuckets(database.store), { accepted: 1 })
  assert.deepEqual(
    bench.erp.costs.map((row) => row.hours),
    ['5'],
  )
})

test('held cost goes on by itself when the missing name is linked', async () => {
  const bench = postingBench(database.store)
  const lane = bench.lane('cost')
  await waitingWorks(database.store, 1)
  await database.store.query(`update works set worker_id = 'W-9'`)
  await driveCost(bench, lane, 3)
  assert.deepEqual(await costBuckets(database.store), { held: 1 })
  await database.store.query(`insert into cross_references values (1, 'erp', 'worker', 'W-9-x', 'W-9', 2)`)
  await driveCost(bench, lane, 4)
  assert.deepEqual(await costBuckets(database.store), { accepted: 1 })
  assert.deepEqual(await openCaseCodes(database.store), [])
})

test('cost that met a closed period goes on by itself after the period opened', async () => {
  const bench = postingBench(database.store)
  const lane = bench.lane('cost')
  await waitingWorks(database.store, 1)
  bench.erp.failNext('writeCosts', 'period_closed')
  await driveCost(bench, lane, 2)
  assert.deepEqual(await costBuckets(database.store), { held: 1 })
  assert.deepEqual(await openCaseCodes(database.store), ['PERIOD_CLOSED'])
  await driveCost(bench, lane, 14)
  assert.deepEqual(await costBuckets(database.store), { accepted: 1 })
  assert.deepEqual(await openCaseCodes(database.store), [])
})

test('cost that the ERP took after all is held no longer, unless something else holds its work', async () => {
  const bench = postingBench(database.store)
  const lane = bench.lane('cost')
  await waitingWorks(database.store, 2)
  // The call as a whole, then each record by itself.
  bench.erp.failNext('writeCosts', 'period_closed', 'period_closed', 'period_closed')
  await driveCost(bench, lane, 4)
  assert.deepEqual(await costBuckets(database.store), { held: 2 })
  await database.store.query(
    `insert into cases (cell, case_id, code, subject_kind, subject_id, outcome, waits_on, seen_position, state, owner, detail,
       opened_at)
     values (1, gen_random_uuid(), 'PERIOD_CLOSED', 'work', $1, 'bill', 'period:DE/2026-09', 1, 'open', 'finance', '{}', now())`,
    [workId(2)],
  )
  await driveCost(bench, lane, 14)
  assert.deepEqual(await costBuckets(database.store), { accepted: 2 })
  assert.deepEqual(await openCaseCodes(database.store), ['PERIOD_CLOSED'])
  const { rows } = await database.store.query<{ held: boolean }>('select held from works order by work_id')
  assert.deepEqual(
    rows.map((row) => row.held),
    [false, true],
  )
})

test('a runner that lost its lane while the ERP worked records nothing', async () => {
  const bench = postingBench(database.store)
  await waitingWorks(database.store, 1)
  const first = bench.lane('cost', 'runner-1')
  const second = bench.lane('cost', 'runner-2')
  const link = bench.erp.link()
  const slow = {
    ...bench.deps,
    connectors: async () => ({
      ...link,
      target: {
        ...link.target,
        writeCosts: async (...call: Parameters<typeof link.target.writeCosts>) => {
          const outcomes = await link.target.writeCosts(...call)
          bench.clock.advance(bench.deps.limits.leaseMs + 1)
          await runCostLane(bench.deps, second)
          return outcomes
        },
      },
    }),
  }
  const round = await runCostLane(slow, first)
  assert.equal(round.standing, 'elsewhere')
  assert.deepEqual(await costBuckets(database.store), { in_doubt: 1 })
  await driveCost(bench, second)
  assert.deepEqual(await costBuckets(database.store), { accepted: 1 })
  assert.equal(bench.erp.costs.length, 1)
})

test('a lane has one owner until the lease runs out, and every take-over raises the fence', async () => {
  const bench = postingBench(database.store)
  const first = bench.lane('cost', 'runner-1')
  const second = bench.lane('cost', 'runner-2')
  assert.equal(await holdLane(bench.deps, first), true)
  assert.equal(await holdLane(bench.deps, second), false)
  bench.clock.advance(bench.deps.limits.leaseMs)
  assert.equal(await holdLane(bench.deps, second), true)
  assert.equal(await holdLane(bench.deps, first), false)
  assert.equal(second.fence, 2n)
})

test('the breaker opens after failures in a row, lets one probe through and closes', async () => {
  const bench = postingBench(database.store, {}, { longestPauseMs: 1_000 })
  const lane = bench.lane('cost')
  await waitingWorks(database.store, 3)
  bench.erp.failNext('writeCosts', ...Array<Fault>(6).fill('connection_refused'))
  const breaker = async () =>
    (await database.store.query(`select breaker from posting_lanes where stream = 'cost'`)).rows[0]?.breaker
  for (let call = 0; call < 5; call += 1) {
    await runCostLane(bench.deps, lane)
    bench.clock.advance(1_000)
  }
  assert.equal(await breaker(), 'open')
  const before = bench.erp.calls.length
  assert.equal((await runCostLane(bench.deps, lane)).standing, 'resting')
  assert.equal(bench.erp.calls.length, before)
  bench.clock.advance(bench.deps.limits.breakerOpenMs)
  assert.equal((await runCostLane(bench.deps, lane)).sent, 1)
  assert.equal(await breaker(), 'open')
  bench.clock.advance(2 * bench.deps.limits.breakerOpenMs)
  await runCostLane(bench.deps, lane)
  assert.equal(await breaker(), 'closed')
  await driveCost(bench, lane, 3)
  assert.deepEqual(await costBuckets(database.store), { accepted: 3 })
})

test('a locator that fails proves nothing: its look is not counted', async () => {
  const bench = postingBench(database.store)
  const lane = bench.lane('cost')
  await waitingWorks(database.store, 1)
  bench.erp.failNext('writeCosts', 'reply_lost')
  bench.erp.failNext('locateCosts', 'reply_lost', 'reply_lost', 'reply_lost')
  await runCostLane(bench.deps, lane)
  bench.clock.advance(60_000)
  await resolveInDoubt(bench.deps, lane)
  const { rows } = await database.store.query('select state, looks from cost_batches')
  assert.deepEqual(rows, [{ state: 'in_doubt', looks: 0 }])
  await driveCost(bench, lane)
  assert.deepEqual(await costBuckets(database.store), { accepted: 1 })
  assert.equal(bench.erp.calls.filter((call) => call === 'writeCosts').length, 1)
})
