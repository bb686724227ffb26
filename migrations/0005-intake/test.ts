import assert from 'node:assert/strict'
import { test } from 'node:test'
import { insertRow, testMigration } from '../../test/support/migration.ts'

const database = testMigration('0005-intake', [
  'source_records',
  'source_versions',
  'source_pulls',
  'webhook_deliveries',
  'drift_notes',
  'idempotency_keys',
])

test('a delivery, a version and an idempotency key are each taken once', async () => {
  for (const table of ['webhook_deliveries', 'source_versions', 'idempotency_keys', 'source_records']) {
    await insertRow(database.store, table)
    await assert.rejects(insertRow(database.store, table), new RegExp(`${table}_pkey`), table)
  }
})
