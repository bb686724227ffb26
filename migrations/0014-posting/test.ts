import assert from 'node:assert/strict'
import { test } from 'node:test'
import { insertRow, testMigration } from '../../test/support/migration.ts'

const database = testMigration('0014-posting', [
  'connection_limits',
  'connection_meters',
  'posting_pauses',
  'posting_schedules',
])

test('a batch says its minutes, and nothing else does', async () => {
  const schedule = { stream: 'cost', time_zone: 'UTC', windows: '[]', blackouts: '[]' }
  await insertRow(database.store, 'posting_schedules', { ...schedule, mode: 'batch', every_minutes: 15 })
  const later = { ...schedule, valid_from: '2026-02-01' }
  await assert.rejects(insertRow(database.store, 'posting_schedules', { ...later, mode: 'batch' }), /check/)
  const window = { ...later, mode: 'window', every_minutes: 15 }
  await assert.rejects(insertRow(database.store, 'posting_schedules', window), /check/)
})

test('a limit is a positive number or none', async () => {
  await insertRow(database.store, 'connection_limits', { per_second: 5 })
  const zero = { connection_id: 'other', per_day: 0 }
  await assert.rejects(insertRow(database.store, 'connection_limits', zero), /per_day_check/)
})
