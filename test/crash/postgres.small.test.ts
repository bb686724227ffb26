import assert from 'node:assert/strict'
import { it } from 'node:test'
import { report } from './report.ts'
import { runRig } from './rig.ts'

// A test of seconds: it says how far it got, and `npm run crash -- --faults postgres,connections` goes on from there.
const strikingMs = 5_000
const seed = Number(process.env.HOURBRIDGE_TEST_SEED ?? Date.now() % 100_000)

it('a database that crashes and cuts connections again and again loses and doubles nothing', async (context) => {
  const told = await runRig({
    ...{ cycles: 1000, seed, plant: null, withinMs: strikingMs, database: null, say: () => {} },
    faults: ['postgres', 'connections'],
  })
  const lines: string[] = []
  const sound = report(null, told, (line) => lines.push(line))
  const text = lines.join('\n')
  context.diagnostic(`seed ${seed}: ${text}`)
  assert.ok(told.struck.postgres + told.struck.connections > 0 && told.acknowledged > 0, text)
  assert.ok(sound, text)
})
