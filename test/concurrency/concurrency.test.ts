import assert from 'node:assert/strict'
import { test } from 'node:test'
import { contendForKeys, keyPlants } from './keys.ts'
import { writeBesideLongTransactions, writerPlants } from './writers.ts'

const withinMs = 8_000

test('one key, or one piece of work, by many callers at once has one effect', async (context) => {
  const endMs = performance.now() + withinMs
  const goOn = () => performance.now() < endMs
  const done = await contendForKeys({ seed: 1, callers: 50, plant: null, goOn })
  context.diagnostic(`${done.rounds} rounds of ${done.callers} callers`)
  assert.deepEqual(done.wrong, [])
  assert.ok(done.rounds >= 3, `only ${done.rounds} rounds`)
})

for (const [name, plant] of Object.entries(keyPlants))
  test(`planted bug ${name}: callers at once have several effects`, async () => {
    const goOn = (rounds: number, wrong: readonly string[]) => wrong.length === 0 && rounds < 60
    const done = await contendForKeys({ seed: 2, callers: 12, plant, goOn })
    assert.notDeepEqual(done.wrong, [])
  })

test('a reader skips nothing and never goes back beside writers and long transactions', async (context) => {
  const done = await writeBesideLongTransactions({ events: 40_000, withinMs, plant: null })
  context.diagnostic(`${done.read} events in ${done.reads} reads, ${done.longTransactions} long transactions`)
  assert.deepEqual(done.wrong, [])
  assert.ok(done.longTransactions > 0 && done.read > 0)
})

test('planted bug position-from-a-sequence: the reader skips events', async () => {
  const plant = writerPlants['position-from-a-sequence']!
  const done = await writeBesideLongTransactions({ events: 20_000, withinMs, plant })
  assert.notDeepEqual(done.wrong, [])
})
