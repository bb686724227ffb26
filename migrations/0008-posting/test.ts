import assert from 'node:assert/strict'
import { test } from 'node:test'
import { insertRow, testMigration } from '../../test/support/migration.ts'

const database = testMigration('0008-posting', [
  'posting_lanes',
  'cost_batches',
  'cost_members',
  'document_postings',
])

test('an attempt at a step of a document is one row with a state that exists', async () => {
  const posting = { step: 'create', state: 'claimed' }
  await insertRow(database.store, 'document_postings', posting)
  await assert.rejects(insertRow(database.store, 'document_postings', posting), /document_postings_pkey/)
  await insertRow(database.store, 'document_postings', { ...posting, attempt: 2 })
  const odd = { ...posting, attempt: 3, state: 'lost' }
  await assert.rejects(insertRow(database.store, 'document_postings', odd), /document_postings_state_check/)
})

test('work is in a batch of costs once, and a lane has one holder', async () => {
  await insertRow(database.store, 'cost_members')
  await assert.rejects(insertRow(database.store, 'cost_members', { revision: 2 }), /cost_members_pkey/)
  await insertRow(database.store, 'posting_lanes', { stream: 'cost' })
  await assert.rejects(
    insertRow(database.store, 'posting_lanes', { stream: 'cost', runner: 'b' }),
    /posting_lanes_pkey/,
  )
})
