import assert from 'node:assert/strict'
import { test } from 'node:test'
import { insertRow, testMigration } from '../../test/support/migration.ts'

const database = testMigration('0012-outbound', [
  'change_heads',
  'changes',
  'event_subscriptions',
  'event_set_asides',
  'event_replays',
  'event_deliveries',
])

test('a change is never rewritten, and its number stands once in a cell', async () => {
  const { store } = database
  await insertRow(store, 'changes', { kinds: ['case.opened'], number: 7n })
  await assert.rejects(store.query('update changes set number = 8'), /append-only/)
  await assert.rejects(insertRow(store, 'changes', { kinds: ['case.opened'], number: 7n }), /changes_pkey/)
  await insertRow(store, 'changes', { kinds: ['case.opened'], number: 7n, cell: 2 })
})

test('only a disabled subscription has a reason, and it must have one', async () => {
  const plain = { kind: 'webhook', settings: '{}', created_by: 'x' }
  const { store } = database
  await insertRow(store, 'event_subscriptions', { ...plain, state: 'active' })
  const other = { ...plain, subscription_id: '00000000-0000-7000-8000-000000000002' }
  await assert.rejects(insertRow(store, 'event_subscriptions', { ...other, state: 'disabled' }), /check/)
  await assert.rejects(
    insertRow(store, 'event_subscriptions', { ...other, state: 'active', reason: 'x' }),
    /check/,
  )
})
