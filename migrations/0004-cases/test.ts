import assert from 'node:assert/strict'
import { test } from 'node:test'
import { insertRow, testMigration } from '../../test/support/migration.ts'

const database = testMigration('0004-cases', ['cases'])

const id = (digit: number) => `00000000-0000-7000-8000-00000000000${digit}`
const open = { subject_kind: 'work', outcome: 'bill', state: 'open' }

test('a cause is open once per subject and outcome, and may come back after it was resolved', async () => {
  await insertRow(database.store, 'cases', { ...open, case_id: id(1) })
  await assert.rejects(insertRow(database.store, 'cases', { ...open, case_id: id(2) }), /cases_open/)
  await insertRow(database.store, 'cases', { ...open, case_id: id(3), outcome: 'cost' })
  await database.store.query(`update cases set state = 'resolved' where case_id = $1`, [id(1)])
  await insertRow(database.store, 'cases', { ...open, case_id: id(2) })
})
