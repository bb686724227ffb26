import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { StreamDefinition } from '../connectors/sdk/connector.ts'
import { createTestDatabase, type TestDatabase } from '../../test/support/database.ts'
import { hastenPull, pullSucceeded, schedulePulls, takeDuePull } from './schedule.ts'

let database: TestDatabase
before(async () => {
  database = await createTestDatabase()
})
after(() => database.drop())

const at = (second: number) => new Date(Date.UTC(2026, 10, 2, 8, 0, second))
const stream: StreamDefinition = {
  name: 'time_entries',
  carries: 'work',
  deletions: 'none',
  reading: 'sweep',
  lookbackMs: 0,
  everyMs: 60_000,
  level: 'live',
  sweep: async function* () {
    yield* []
  },
}

test('a pull that is asked for while one is under way follows it at once', async () => {
  const { store } = database
  const take = (second: number) =>
    store.transaction((tx) => takeDuePull(tx, 1, 'runner', at(second), 600_000))
  const succeed = (pull: NonNullable<Awaited<ReturnType<typeof take>>>, second: number) => {
    const [nextAt, nextSweepAt] = [at(second + 60), at(second + 300)]
    const outcome = { cursor: null, nextAt, nextSweepAt, at: at(second), control: null }
    return store.transaction((tx) => pullSucceeded(tx, 1, pull, 'runner', outcome))
  }
  await store.transaction((tx) => schedulePulls(tx, 1, 'source', [stream], at(0)))
  const first = await take(1)
  assert.ok(first)
  await store.transaction((tx) => hastenPull(tx, 1, 'source', null, at(2), true))
  assert.equal(await take(3), null)
  await succeed(first, 4)
  const second = await take(5)
  assert.ok(second?.sweepDue)
  await succeed(second, 6)
  assert.equal(await take(7), null)
})
