import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { createTestDatabase } from '../support/database.ts'
import { report } from './report.ts'
import { runRig } from './rig.ts'
import { strikeApi, strikeRunner } from './strike.ts'

// A test of seconds: it says how far it got, and `npm run crash` goes on from there.
const killingMs = 4_000
const seed = Number(process.env.HOURBRIDGE_TEST_SEED ?? Date.now() % 100_000)

describe('a process killed at the worst moment', { concurrency: 2 }, () => {
  it('an api killed right after its answer has lost nothing', async () => {
    assert.equal(await strikeApi(null), 0)
  })
  it('an api that answers before it commits is caught', async () => {
    assert.equal(await strikeApi('acknowledge-before-commit'), 1)
  })
  it('a runner killed right after a cursor moved has left nothing out', async () => {
    assert.equal(await strikeRunner(null), 0)
  })
  it('a runner that moves the cursor before the effects is caught', async () => {
    assert.ok((await strikeRunner('cursor-before-effects')) > 0)
  })
})

describe('api and runner killed again and again under traffic', () => {
  it('lose nothing they acknowledged and book nothing twice', async (context) => {
    const database = await createTestDatabase()
    try {
      const told = await runRig({
        cycles: 1000,
        seed,
        plant: null,
        withinMs: killingMs,
        database: { url: database.url, durable: false },
        say: () => {},
      })
      const lines: string[] = []
      const sound = report(null, told, (line) => lines.push(line))
      const text = lines.join('\n')
      context.diagnostic(`seed ${seed}: ${text}`)
      assert.ok(told.struck.kill > 0 && told.acknowledged > 0, text)
      assert.ok(sound, text)
    } finally {
      await database.drop()
    }
  })
})
