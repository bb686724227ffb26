import assert from 'node:assert/strict'
import { test } from 'node:test'
import { insertRow, testMigration } from '../../test/support/migration.ts'

const database = testMigration('0013-replay', ['replays', 'replay_items'])

test('a replay is in a state that is known, and looks at a work once', async () => {
  const replay = { state: 'ready', scan: '{}', works_per_second: 50 }
  await insertRow(database.store, 'replays', replay)
  const odd = { ...replay, cell: 2 }
  await assert.rejects(insertRow(database.store, 'replays', { ...odd, state: 'half done' }), /state_check/)
  await assert.rejects(
    insertRow(database.store, 'replays', { ...odd, works_per_second: 0 }),
    /per_second_check/,
  )
  const item = { action: 'change', state: 'planned' }
  await insertRow(database.store, 'replay_items', item)
  await assert.rejects(insertRow(database.store, 'replay_items', item), /replay_items_pkey/)
  await assert.rejects(
    insertRow(database.store, 'replay_items', { ...item, cell: 2, action: 'undo' }),
    /action_check/,
  )
})
