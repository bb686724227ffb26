import assert from 'node:assert/strict'
import { test } from 'node:test'
import { insertRow, testMigration } from '../../test/support/migration.ts'

const database = testMigration('0006-charging', [
  'works',
  'work_revisions',
  'approvals',
  'charges',
  'reevaluations',
])

const id = (digit: number) => `00000000-0000-7000-8000-00000000000${digit}`

test('work stands in buckets that exist, one per outcome', async () => {
  const work = {
    ...{ kind: 'time_entry', approval: 'approved', cost_bucket: 'waiting', pay_bucket: 'waiting' },
    bill_bucket: 'priced',
  }
  await insertRow(database.store, 'works', work)
  for (const outcome of ['cost_bucket', 'pay_bucket', 'bill_bucket']) {
    const lost = insertRow(database.store, 'works', { ...work, work_id: id(2), [outcome]: 'lost' })
    await assert.rejects(lost, new RegExp(`works_${outcome}_check`))
  }
})

test('a charge keeps what it says, only its place moves, and what is issued is pinned', async () => {
  const { store } = database
  await insertRow(store, 'charges', { state: 'priced' })
  await assert.rejects(store.query('update charges set amount_minor = 2'), /append-only/)
  await assert.rejects(store.query('update charges set hours = 2'), /append-only/)
  await assert.rejects(store.query('delete from charges'), /append-only/)
  await assert.rejects(store.query(`update charges set state = 'draft'`), /charges_check/)
  await store.query(`update charges set state = 'issued', document_id = $1`, [id(1)])
  await assert.rejects(store.query(`update charges set state = 'priced', document_id = null`), /pinned/)
  await assert.rejects(store.query('update charges set document_id = $1', [id(2)]), /pinned/)
})
