import assert from 'node:assert/strict'
import { test } from 'node:test'
import { insertRow, testMigration } from '../../test/support/migration.ts'

const database = testMigration('0015-sweep', ['sweeps'])

test('one sweep per connection, of a window or of everything', async () => {
  const sweep = {
    connection_id: 'erp',
    scope: 'window',
    state: 'running',
    asked_by: 'hub',
    started_at: '2026-10-01T00:00:00Z',
    from_on: '2026-08-01',
  }
  await insertRow(database.store, 'sweeps', sweep)
  await assert.rejects(insertRow(database.store, 'sweeps', sweep), /sweeps_pkey/)
  const odd = { ...sweep, connection_id: 'other' }
  await assert.rejects(insertRow(database.store, 'sweeps', { ...odd, scope: 'some' }), /scope_check/)
  await assert.rejects(insertRow(database.store, 'sweeps', { ...odd, state: 'done' }), /state_check/)
})
