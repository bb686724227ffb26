import assert from 'node:assert/strict'
import { test } from 'node:test'
import { insertRow, testMigration } from '../../test/support/migration.ts'

const database = testMigration('0018-master-proposals', ['master_proposals'])

const id = (digit: number) => `00000000-0000-7000-8000-00000000000${digit}`
const decide = (at: number, state: string, by: string, applied: bigint | null = null) =>
  database.store.query(
    `update master_proposals set state = $2, decided_by = $3, decided_at = now(), decided_position = 6, applied_position = $4
     where proposal_id = $1`,
    [id(at), state, by, applied],
  )

test('a proposal keeps what it says and its decision stands', async () => {
  const { store } = database
  await insertRow(store, 'master_proposals', { proposal_id: id(1), author: 'person:a' })
  for (const what of [`changes = '[]'`, `author = 'person:c'`, 'base_position = 9'])
    await assert.rejects(store.query(`update master_proposals set ${what}`), /keeps what it says/)
  await assert.rejects(store.query('delete from master_proposals'), /keeps what it says/)
  await decide(1, 'approved', 'person:b', 7n)
  await assert.rejects(decide(1, 'declined', 'person:b'), /a decision stands/)
})

test('nobody approves their own proposal, and nobody withdraws that of another', async () => {
  const { store } = database
  await insertRow(store, 'master_proposals', { proposal_id: id(2), author: 'person:a', position: 2n })
  await assert.rejects(decide(2, 'approved', 'person:a', 7n), /check/)
  await assert.rejects(decide(2, 'withdrawn', 'person:b'), /check/)
  await assert.rejects(decide(2, 'approved', 'person:b'), /check/, 'approved, and nothing was recorded')
  await decide(2, 'withdrawn', 'person:a')
})
