import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type Ground, openGround } from './ground.ts'
import { keptSeeds } from './kept-seeds.ts'
import { plants } from './plants.ts'
import { simulate } from './simulate.ts'

const days = 90
/** Of the whole file: what the named seeds leave of it is for new ones. */
const withinMs = 17_000

let ground: Ground
let started = 0
before(async () => {
  started = performance.now()
  ground = await openGround()
})
after(() => ground.close())

const live = (seed: number, plant: string | null = null) =>
  simulate(ground, { seed, days, plant: plant === null ? null : plants[plant]! })

test('a seed tells the same story twice, whatever ran between', async () => {
  const first = await live(3)
  await live(2)
  const again = await live(3)
  assert.deepEqual(again.trace, first.trace)
})

for (const [seed, found] of keptSeeds)
  test(`seed ${seed} holds, which found that ${found}`, async () => {
    assert.deepEqual((await live(seed)).findings, [])
  })

test('what is acknowledged before it is committed is caught', async () => {
  const plant = 'acknowledge-before-commit'
  const { findings } = await live(1, plant)
  assert(
    findings.some((finding) => plants[plant]!.shows.test(finding)),
    findings.join('\n'),
  )
})

test('everything holds after every step of ninety days of faults, seed after seed', async (t) => {
  // The same seeds every time: new ones are for `npm run simulate`, not for whoever changed something else.
  const from = 29
  let seeds = 0
  let steps = 0
  for (; seeds === 0 || performance.now() - started < withinMs; seeds += 1) {
    const told = await live(from + seeds)
    steps += told.steps
    assert.deepEqual(told.findings, [], `npm run simulate -- --seed ${told.seed}`)
  }
  t.diagnostic(`seeds ${from} to ${from + seeds - 1}: ${seeds * days} days, ${steps} steps`)
})
