import assert from 'node:assert/strict'
import { test } from 'node:test'
import { insertRow, testMigration } from '../../test/support/migration.ts'

const database = testMigration('0003-masterdata', [
  'master_heads',
  'master_records',
  'cross_references',
  'ownerships',
  'routes',
  'connections',
])

test('a stretch of time is never empty or backwards, on either axis', async () => {
  const insert = (given: Record<string, unknown>) => insertRow(database.store, 'master_records', given)
  await insert({ valid_from: '2026-01-01', valid_until: '2026-01-02', learned_at: 1n, superseded_at: 2n })
  await assert.rejects(insert({ record_id: 'b', valid_until: '2026-01-01' }), /master_records_check/)
  await assert.rejects(insert({ record_id: 'c', learned_at: 5n, superseded_at: 5n }), /master_records_check/)
})

test("one system's id names one record, and an outcome has one target per legal entity", async () => {
  await insertRow(database.store, 'cross_references', { record_id: 'a' })
  await assert.rejects(
    insertRow(database.store, 'cross_references', { record_id: 'b' }),
    /cross_references_pkey/,
  )
  await insertRow(database.store, 'routes', { outcome: 'cost' })
  const second = insertRow(database.store, 'routes', { outcome: 'cost', connection_id: 'y' })
  await assert.rejects(second, /routes_pkey/)
  await assert.rejects(insertRow(database.store, 'routes', { outcome: 'gift' }), /routes_outcome_check/)
})
