import assert from 'node:assert/strict'
import { test } from 'node:test'
import { migrate } from '../../src/store/migrate.ts'
import type { Store } from '../../src/store/pool.ts'
import { createTestDatabase } from '../../test/support/database.ts'
import { insertRow, testMigration } from '../../test/support/migration.ts'

testMigration('0019-released-charges', [])

const id = (digit: number) => `00000000-0000-7000-8000-00000000000${digit}`
const [released, drafted] = [id(1), id(2)]
const buckets = { cost_bucket: 'none', pay_bucket: 'none', approval: 'approved', kind: 'time_entry' }

async function asBefore(store: Store): Promise<void> {
  for (const [documentId, status] of [
    [released, 'release_requested'],
    [drafted, 'drafted'],
  ] as const) {
    const work = { work_id: documentId, source_id: status, bill_bucket: 'draft', ...buckets }
    const document = { document_id: documentId, reference: status, status, kind: 'invoice' }
    await insertRow(store, 'works', work)
    await insertRow(store, 'documents', document)
    for (const [seq, state, on] of [
      [1, 'draft', documentId],
      [2, 'priced', null],
    ] as const)
      await insertRow(store, 'charges', { work_id: documentId, seq, state, document_id: on })
  }
}

test('charges of a released document are on their way, and their work with them', async () => {
  const { store, drop } = await createTestDatabase({ until: '0018-master-proposals' })
  await asBefore(store)
  await migrate(store, { now: new Date(0), until: '0019-released-charges' })
  const { rows } = await store.query(
    `select c.work_id as work, c.seq, c.state, w.bill_bucket as bucket from charges c
     join works w on w.cell = c.cell and w.work_id = c.work_id order by 1, 2`,
  )
  assert.deepEqual(rows, [
    { work: released, seq: 1, state: 'in_flight', bucket: 'in_flight' },
    { work: released, seq: 2, state: 'priced', bucket: 'in_flight' },
    { work: drafted, seq: 1, state: 'draft', bucket: 'draft' },
    { work: drafted, seq: 2, state: 'priced', bucket: 'draft' },
  ])
  await drop()
})
