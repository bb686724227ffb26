import assert from 'node:assert/strict'
import { test } from 'node:test'
import { insertRow, testMigration } from '../../test/support/migration.ts'

const database = testMigration('0017-composed-contracts', ['client_groups', 'group_marks'])

const id = (digit: number) => `00000000-0000-7000-8000-00000000000${digit}`

test('a part of work keeps where it stands in its contract', async () => {
  const { store } = database
  await insertRow(store, 'charges', { state: 'parked', line_id: 'L', limit_id: 'CAP' })
  await assert.rejects(store.query(`update charges set line_id = 'M'`), /append-only/)
  await assert.rejects(store.query('update charges set limit_id = null'), /append-only/)
  await assert.rejects(store.query(`update charges set state = 'lost'`), /charges_state_check/)
})

test('work that a contract makes has a kind of its own', async () => {
  const { store } = database
  const work = {
    ...{ approval: 'approved', cost_bucket: 'none', pay_bucket: 'none', bill_bucket: 'priced' },
    kind: 'milestone',
  }
  await insertRow(store, 'works', work)
  await assert.rejects(
    insertRow(store, 'works', { ...work, work_id: id(2), kind: 'gift' }),
    /works_kind_check/,
  )
})

test('two marks of one client stand side by side', async () => {
  const { store } = database
  await insertRow(store, 'group_marks', { client_id: 'ACME', mark: '1' })
  await insertRow(store, 'group_marks', { client_id: 'ACME', mark: '2' })
  assert.equal((await store.query('select from group_marks')).rows.length, 2)
})
