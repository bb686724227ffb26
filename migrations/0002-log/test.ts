import assert from 'node:assert/strict'
import { test } from 'node:test'
import { insertRow, testMigration } from '../../test/support/migration.ts'

const database = testMigration('0002-log', [
  'log_heads',
  'log_links',
  'events',
  'data_keys',
  'payloads',
  'lane_cursors',
])

test('what stands in the log is neither changed nor deleted', async () => {
  for (const table of ['events', 'log_links']) {
    await insertRow(database.store, table)
    for (const sql of [`update ${table} set cell = 2`, `delete from ${table}`, `truncate ${table}`]) {
      await assert.rejects(database.store.query(sql), /append-only/, sql)
    }
  }
})

test('a position stands once in a lane of a cell, and again in another cell', async () => {
  await insertRow(database.store, 'events', { position: 7n })
  await assert.rejects(insertRow(database.store, 'events', { position: 7n }), /events_pkey/)
  await insertRow(database.store, 'events', { position: 7n, cell: 2 })
})
