import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { TestDatabase } from '../../test/support/database.ts'
import { createEmptyDatabase } from '../../test/support/database.ts'
import { migrate } from '../../src/store/migrate.ts'

let database: TestDatabase
before(async () => {
  database = await createEmptyDatabase()
})
after(() => database.drop())

test('an empty database gets the tables of migrations and of the one installation', async () => {
  const { store } = database
  const before = await store.query(`select to_regclass('installations') as found`)
  assert.equal(before.rows[0]?.found, null)
  assert.deepEqual(await migrate(store, { now: new Date(0), until: '0001-store' }), ['0001-store'])
  const insert = `insert into installations (single, installation_id, environment, created_at)
    values ($1, gen_random_uuid(), $2, now())`
  await assert.rejects(store.query(insert, [false, 'sandbox']), /installations_single_check/)
  await assert.rejects(store.query(insert, [true, 'elsewhere']), /installations_environment_check/)
  await store.query(insert, [true, 'sandbox'])
  await assert.rejects(store.query(insert, [true, 'sandbox']), /installations_pkey/)
})
