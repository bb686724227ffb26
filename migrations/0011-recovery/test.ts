import assert from 'node:assert/strict'
import { test } from 'node:test'
import { insertRow, testMigration } from '../../test/support/migration.ts'

const database = testMigration('0011-recovery', [
  'billing_holds',
  'recoveries',
  'recovery_costs',
  'recovery_documents',
  'recovery_targets',
])

test('an installation that stops sending says since when and why', async () => {
  const { store } = database
  await store.query(
    `insert into installations (installation_id, environment, created_at)
     values ('00000000-0000-7000-8000-000000000001', 'test', '2026-01-01')`,
  )
  const { rows } = await store.query('select epoch, sending, place from installations')
  assert.deepEqual(rows, [{ epoch: 1, sending: 'allowed', place: null }])
  await assert.rejects(store.query(`update installations set sending = 'copy'`), /check/)
  await assert.rejects(store.query(`update installations set sending = 'perhaps'`), /check/)
  await store.query(
    `update installations set sending = 'copy', sending_since = '2026-02-01', sending_why = 'another server'`,
  )
})

test('a record of the ERP is read back once, whatever becomes of it', async () => {
  const record = { external_id: '7', key: 'k', epoch: 2, standing: 'found' }
  await insertRow(database.store, 'recovery_costs', record)
  await assert.rejects(insertRow(database.store, 'recovery_costs', record), /recovery_costs_pkey/)
  const perhaps = { external_id: '8', state: 'draft', standing: 'perhaps' }
  await assert.rejects(insertRow(database.store, 'recovery_documents', perhaps), /standing_check/)
})
