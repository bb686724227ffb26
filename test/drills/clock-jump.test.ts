import assert from 'node:assert/strict'
import { beforeEach, test } from 'node:test'
import { schedulePulls, takeDuePull } from '../../src/intake/schedule.ts'
import { runCostLane } from '../../src/posting/cost-lane.ts'
import { holdLane } from '../../src/posting/lane.ts'
import { resolveInDoubt } from '../../src/posting/locate.ts'
import { plainConnector } from '../../src/connectors/plain/connector.ts'
import { isSoon } from '../../src/posting/sending.ts'
import { costBuckets, emptied, postingBench, waitingWorks } from '../posting/bench.ts'
import { databaseOfFile } from '../support/file-database.ts'

const hourMs = 3_600_000
const database = databaseOfFile()
beforeEach(() => emptied(database.store))

/** A machine whose time of day can be set, beside time that passes. `sees` false is the bug: only the time of day. */
function jumpingBench(sees = true) {
  const bench = postingBench(database.store, { settlingMs: 60_000, searchLagMs: 0 })
  let passedMs = 0
  const clock = { now: bench.clock.now, ...(sees ? { monotonicMs: () => passedMs } : {}) }
  return {
    bench,
    deps: { ...bench.deps, clock },
    pass(ms: number) {
      passedMs += ms
      bench.clock.advance(ms)
    },
    jump: (ms: number) => bench.clock.advance(ms),
  }
}

test('a lane that a dead runner took before the clock went back an hour is taken at once', async () => {
  const { bench, deps, jump } = jumpingBench()
  const dead = bench.lane('cost', 'dead')
  assert.ok(await holdLane(deps, dead))
  const next = bench.lane('cost', 'next')
  assert.equal(await holdLane(deps, next), false, 'a lease that runs is respected')
  jump(-hourMs)
  assert.ok(await holdLane(deps, next))
})

test('a small difference of two clocks takes no lease away', async () => {
  const { bench, deps, jump } = jumpingBench()
  assert.ok(await holdLane(deps, bench.lane('cost', 'living')))
  jump(-deps.limits.leaseMs / 2)
  assert.equal(await holdLane(deps, bench.lane('cost', 'next')), false)
})

test('a lane that rests goes on after its pause, although the clock went back meanwhile', async () => {
  const { bench, deps, jump, pass } = jumpingBench()
  await waitingWorks(database.store, 1)
  const lane = bench.lane('cost')
  assert.ok(await holdLane(deps, lane))
  lane.restsUntilMs = bench.clock.now().getTime() + 5_000
  jump(-hourMs)
  assert.equal((await runCostLane(deps, lane)).standing, 'resting')
  pass(6_000)
  assert.equal((await runCostLane(deps, lane)).accepted, 1)
})

/** A write of which no answer came, and that lands in the ERP only after `landsMs`: how soon is it given up? */
async function lookedAt(sees: boolean): Promise<{ early: number; late: number }> {
  const { bench, deps, jump, pass } = jumpingBench(sees)
  await waitingWorks(database.store, 1)
  const link = await bench.deps.connectors('erp')
  let looks = 0
  const target = {
    ...link.target,
    writeCosts: () => Promise.reject(new Error('the reply was lost')),
    locateCosts: async (...told: Parameters<typeof link.target.locateCosts>) => {
      looks += 1
      return link.target.locateCosts(...told)
    },
  }
  const watched = { ...deps, connectors: async () => ({ ...link, target }) }
  const lane = bench.lane('cost')
  await runCostLane(watched, lane)
  assert.deepEqual(await costBuckets(database.store), { in_doubt: 1 })
  jump(24 * hourMs)
  for (let round = 0; round < 5; round += 1) {
    await resolveInDoubt(watched, lane)
    pass(8_000)
  }
  const early = looks
  for (let round = 0; round < 12; round += 1) {
    await resolveInDoubt(watched, lane)
    pass(8_000)
  }
  return { early, late: looks - early }
}

test('an unanswered write is given its whole settling time, although the clock jumped a day forward', async () => {
  const { early, late } = await lookedAt(true)
  assert.equal(early, 0)
  assert.ok(late >= 2, `${late} looks`)
})
test('a runner that knows only the time of day looks too early, and is seen to', async () => {
  assert.ok((await lookedAt(false)).early > 0)
})

test('a write that was marked by a clock that went back since is not started', () => {
  const { bench, deps, jump } = jumpingBench()
  const marked = bench.clock.now()
  assert.ok(isSoon(deps, marked))
  jump(-hourMs)
  assert.equal(isSoon(deps, marked), false)
  jump(25 * hourMs)
  assert.equal(isSoon(deps, marked), false)
})

test('a source whose reader died before the clock went back is read by another', async () => {
  const { store } = database
  const at = new Date('2026-10-05T08:00:00Z')
  const earlier = new Date(at.getTime() - hourMs)
  const streams = plainConnector({}).streams.slice(0, 1)
  await store.transaction((tx) => schedulePulls(tx, 1, 'firm', streams, earlier))
  const take = (holder: string, when: Date) =>
    store.transaction((tx) => takeDuePull(tx, 1, holder, when, 180_000))
  assert.ok(await take('dead', at))
  assert.equal(await take('next', at), null)
  assert.ok(await take('next', earlier))
})
