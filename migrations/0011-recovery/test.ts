import assert from 'node:assert/strict'
import { test } from 'node:test'
import { testMigration } from '../../test/support/migration.ts'

const database = testMigration('0011-recovery', [])

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
