import assert from 'node:assert/strict'
import { test } from 'node:test'
import { cloneDrill } from './clone.ts'
import { restoreDrill } from './restore.ts'

const seed = Number(process.env.HOURBRIDGE_TEST_SEED ?? 7)

test('an older copy put in place sends nothing before the books are matched, and nothing twice', async (context) => {
  const told = await restoreDrill({ seed, people: 20, much: 6, how: 'in_place', plant: null, say: () => {} })
  context.diagnostic(`seed ${seed}: ${JSON.stringify({ ...told, wrong: told.wrong.length })}`)
  assert.deepEqual(told.wrong, [])
  assert.ok(told.lostEvents > 0 && told.adopted > 0)
})

test('a clone on another database calls nobody while the original goes on', async (context) => {
  const told = await cloneDrill({ seed, people: 20, forgetsPlace: false, watchedMs: 500 })
  context.diagnostic(`the original sent ${told.originalSent} writes`)
  assert.deepEqual(told.wrong, [])
  assert.equal(told.sending, 'copy')
})

test('planted bug: a clone that nobody tells from its original is caught', async () => {
  const told = await cloneDrill({ seed, people: 20, forgetsPlace: true, watchedMs: 500 })
  assert.ok(told.cloneSent > 0 && told.wrong.length > 0)
})
