import assert from 'node:assert/strict'
import { test } from 'node:test'
import { migrate } from '../../src/store/migrate.ts'
import { createTestDatabase } from '../../test/support/database.ts'
import { insertRow, testMigration } from '../../test/support/migration.ts'

testMigration('0021-purchase-orders', [])

const id = (digit: number) => `00000000-0000-7000-8000-00000000000${digit}`

test('a document that was made before names no order, and one that is made after may', async () => {
  const { store, drop } = await createTestDatabase({ until: '0019-released-charges' })
  const made = { status: 'issued', kind: 'invoice' }
  await insertRow(store, 'documents', { document_id: id(1), reference: 'before', ...made })
  await migrate(store, { now: new Date(0), until: '0021-purchase-orders' })
  await insertRow(store, 'documents', {
    document_id: id(2),
    reference: 'after',
    purchase_order: 'A',
    ...made,
  })
  const { rows } = await store.query('select reference, purchase_order as "order" from documents order by 1')
  assert.deepEqual(rows, [
    { reference: 'after', order: 'A' },
    { reference: 'before', order: null },
  ])
  await drop()
})
