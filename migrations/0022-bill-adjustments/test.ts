import assert from 'node:assert/strict'
import { test } from 'node:test'
import { insertRow, testMigration } from '../../test/support/migration.ts'

const database = testMigration('0022-bill-adjustments', ['bill_adjustments', 'bill_adjustment_works'])

const id = (digit: number) => `00000000-0000-7000-8000-00000000000${digit}`
const put = (at: number, given: Readonly<Record<string, unknown>> = {}) =>
  insertRow(database.store, 'bill_adjustments', {
    ...{ adjustment_id: id(at), what: 'write_off', author: 'person:a', position: BigInt(at) },
    ...given,
  })
const decide = (at: number, state: string, by: string) =>
  database.store.query(
    `update bill_adjustments set state = $2, decided_by = $3, decided_at = now(), decided_position = 6 where adjustment_id = $1`,
    [id(at), state, by],
  )

test('an adjustment keeps what it says, and its decision stands', async () => {
  const { store } = database
  await put(1)
  for (const what of [`size = 9, how = 'by_percent'`, `author = 'person:c'`, `reason = 'other'`])
    await assert.rejects(store.query(`update bill_adjustments set ${what}`), /keeps what it says/)
  await assert.rejects(store.query('delete from bill_adjustments'), /keeps what it says/)
  await decide(1, 'approved', 'person:b')
  await assert.rejects(decide(1, 'declined', 'person:b'), /a decision stands/)
})

test('nobody decides about their own adjustment, and nobody withdraws that of another', async () => {
  await put(2)
  await assert.rejects(decide(2, 'approved', 'person:a'), /check/)
  await assert.rejects(decide(2, 'declined', 'person:a'), /check/)
  await assert.rejects(decide(2, 'withdrawn', 'person:b'), /check/)
  await decide(2, 'withdrawn', 'person:a')
})

test('a write-down says how much, an amount its currency, and what is taken back names it', async () => {
  await assert.rejects(put(3, { what: 'write_down' }), /check/)
  await assert.rejects(put(3, { what: 'write_down', how: 'by_amount', size: '5' }), /check/)
  await assert.rejects(put(3, { what: 'take_back' }), /check/)
  await put(3, { what: 'write_down', how: 'by_amount', size: '5', currency: 'EUR' })
})

test('a share is taken back once and changes in nothing else', async () => {
  const { store } = database
  await insertRow(store, 'bill_adjustment_works', { work_id: id(7), adjustment_id: id(1) })
  await assert.rejects(store.query('update bill_adjustment_works set size = 5'), /keeps what it says/)
  await store.query('update bill_adjustment_works set taken_back_position = 8')
  await assert.rejects(
    store.query('update bill_adjustment_works set taken_back_position = 9'),
    /keeps what it says/,
  )
})
