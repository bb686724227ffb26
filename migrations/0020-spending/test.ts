import assert from 'node:assert/strict'
import { test } from 'node:test'
import { migrate } from '../../src/store/migrate.ts'
import { createTestDatabase } from '../../test/support/database.ts'
import { insertRow, testMigration } from '../../test/support/migration.ts'

testMigration('0020-spending', [])

const id = (digit: number) => `00000000-0000-7000-8000-00000000000${digit}`
const buckets = { cost_bucket: 'none', pay_bucket: 'none', bill_bucket: 'none', approval: 'approved' }

test('time that is there stays as it is, and what is spent says how much', async () => {
  const { store, drop } = await createTestDatabase({ until: '0019-released-charges' })
  await insertRow(store, 'works', { work_id: id(1), source_id: 'a', kind: 'time_entry', ...buckets })
  await migrate(store, { now: new Date(0), until: '0020-spending' })
  const { rows } = await store.query<{ spending: unknown }>('select spending from works')
  assert.deepEqual(rows, [{ spending: null }])
  const expense = { work_id: id(2), source_id: 'b', kind: 'expense', ...buckets }
  await assert.rejects(insertRow(store, 'works', expense), /works_spending_check/)
  await insertRow(store, 'works', { ...expense, spending: '{"amount":"12.00"}' })
  const timed = { work_id: id(3), source_id: 'c', kind: 'time_entry', spending: '{}', ...buckets }
  await assert.rejects(insertRow(store, 'works', timed), /works_spending_check/)
  await drop()
})
