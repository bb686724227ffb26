import assert from 'node:assert/strict'
import { beforeEach, test } from 'node:test'
import { runCostLane } from '../../src/posting/cost-lane.ts'
import { newLane } from '../../src/posting/lane.ts'
import { resolveInDoubt } from '../../src/posting/locate.ts'
import {
  costBuckets,
  driveCost,
  emptied,
  openCaseCodes,
  postingBench,
  waitingWorks,
} from '../posting/bench.ts'
import { databaseOfFile } from '../support/file-database.ts'

const database = databaseOfFile()
beforeEach(() => emptied(database.store))

const works = 8
const never = new Promise<never>(() => {})

/** Runners that come after each other; each ends where `ends` says so, as a dead process does: without another step. */
async function driveMortal(ends: (descriptions: readonly string[], lives: number) => boolean, lives: number) {
  const bench = postingBench(database.store, { costsPerCall: 8 })
  await waitingWorks(database.store, works)
  const { target, context } = await bench.deps.connectors('erp')
  const sizes: number[] = []
  for (let life = 0; life < lives; life += 1) {
    let died = () => {}
    const death = new Promise<void>((resolve) => {
      died = resolve
    })
    const mortal: typeof target = {
      ...target,
      writeCosts: async (link, records) => {
        const alike = records.map((one) => one.key)
        if (!ends(alike, life)) return target.writeCosts(link, records)
        sizes.push(records.length)
        died()
        return never
      },
    }
    const deps = { ...bench.deps, connectors: async () => ({ target: mortal, context }) }
    const lane = newLane({ connectionId: 'erp', company: '*', stream: 'cost' }, `runner-${life}`)
    const rounds = async () => {
      for (let round = 0; round < 12; round += 1) {
        await runCostLane(deps, lane)
        await resolveInDoubt(deps, lane)
        bench.clock.advance(30_000)
      }
    }
    await Promise.race([rounds(), death])
    bench.clock.advance(bench.deps.limits.leaseMs + 1_000)
  }
  return { bench, sizes }
}

test('a record that ends every runner that sends it is sent alone in the end, held, and the others are booked', async () => {
  let culprit: string | null = null
  const { bench, sizes } = await driveMortal((keys) => {
    culprit ??= keys[3]!
    return keys.includes(culprit)
  }, 14)
  await driveCost(bench, bench.lane('cost', 'last'))
  assert.deepEqual(await openCaseCodes(database.store), ['POISON_BATCH'])
  assert.deepEqual(await costBuckets(database.store), { accepted: works - 1, held: 1 })
  assert.deepEqual(
    sizes,
    sizes.toSorted((a, b) => b - a),
  )
  assert.equal(sizes.filter((size) => size === 1).length, 5)
})

test('runners killed while they send healthy records hold none of them', async () => {
  const { bench } = await driveMortal((_, life) => life < 6, 8)
  await driveCost(bench, bench.lane('cost', 'last'))
  assert.deepEqual(await openCaseCodes(database.store), [])
  assert.deepEqual(await costBuckets(database.store), { accepted: works })
})
