import assert from 'node:assert/strict'
import { test } from 'node:test'
import { insertRow, testMigration } from '../../test/support/migration.ts'

const database = testMigration('0016-unresolved-works', [])

test('only work that names a worker or a project nobody knows is looked through', async () => {
  const { store } = database
  const id = (number: number) => `00000000-0000-7000-8000-00000000000${number}`
  const known = { worker_ref: 'w', worker_id: 'W', project_ref: 'p', project_id: 'P' }
  const rows = [
    { ...known },
    { ...known, worker_id: null },
    { ...known, project_id: null },
    { ...known, project_ref: null, project_id: null },
  ]
  const fits = {
    approval: 'submitted',
    kind: 'time_entry',
    cost_bucket: 'none',
    pay_bucket: 'none',
    bill_bucket: 'none',
  }
  for (const [i, row] of rows.entries())
    await insertRow(store, 'works', { ...fits, ...row, work_id: id(i), source_id: `${i}` })
  await store.query('analyze works')
  const { rows: found } = await store.query<{ entries: number }>(
    `select reltuples::int as entries from pg_class where relname = 'works_unresolved'`,
  )
  assert.equal(found[0]?.entries, 2)
})
