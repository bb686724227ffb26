import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { TestDatabase } from '../../test/support/database.ts'
import { createTestDatabase } from '../../test/support/database.ts'

let database: TestDatabase
before(async () => {
  database = await createTestDatabase({ until: '0009-access' })
})
after(() => database.drop())

test('two people cannot share a mail address by writing it in another case', async () => {
  const insert = `insert into principals (id, name, email, created_at, updated_at)
    values (gen_random_uuid(), 'Ada', $1, now(), now())`
  await database.store.query(insert, ['ada@firm.example'])
  await assert.rejects(database.store.query(insert, ['Ada@firm.example']), /principals_email_check/)
  await assert.rejects(database.store.query(insert, ['ada@firm.example']), /principals_email_key/)
})

test('a key without a role, or stored as anything but a digest, is refused', async () => {
  const insert = `insert into api_keys (key_id, name, digest, hint, roles, expires_at, created_by, created_at)
    values (gen_random_uuid(), 'PSA', $1, 'hb_abcd', $2, now(), 'test', now())`
  await assert.rejects(database.store.query(insert, [Buffer.from('hb_plain'), ['auditor']]), /digest_check/)
  await assert.rejects(database.store.query(insert, [Buffer.alloc(32), []]), /roles_check/)
  await database.store.query(insert, [Buffer.alloc(32), ['auditor']])
})
