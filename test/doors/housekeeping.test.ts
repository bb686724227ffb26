import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { isDeliveryKnown, noteDelivery } from '../../src/intake/deliveries.ts'
import { claimKey } from '../../src/intake/idempotency.ts'
import { housekeepingLoop } from '../../src/runner/housekeeping.ts'
import type { TestDatabase } from '../support/database.ts'
import { createTestDatabase } from '../support/database.ts'

let database: TestDatabase
const at = new Date('2026-03-01T12:00:00Z')
const later = (days: number) => new Date(at.getTime() + days * 86_400_000)

before(async () => {
  database = await createTestDatabase()
})
after(() => database.drop())

test('what has run out is forgotten, and what has not stays', async () => {
  const { store } = database
  const fingerprint = new Uint8Array(32)
  for (const [key, days] of [
    ['short', 1],
    ['long', 9],
  ] as const) {
    await claimKey(
      store,
      1,
      { principal: 'p', key },
      { fingerprint, at, expiresAt: later(days), staleBefore: at },
    )
  }
  await noteDelivery(store, 1, 'psa', 'old', later(-40))
  await noteDelivery(store, 1, 'psa', 'young', at)
  await housekeepingLoop(store, 1, () => later(2), 90 * 86_400_000).round()
  const { rows } = await store.query('select key from idempotency_keys where cell = 1')
  assert.deepEqual(
    rows.map((row) => row.key),
    ['long'],
  )
  assert.equal(await isDeliveryKnown(store, 1, 'psa', 'old'), false)
  assert.equal(await isDeliveryKnown(store, 1, 'psa', 'young'), true)
})
