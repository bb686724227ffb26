import assert from 'node:assert/strict'
import { randomBytes, randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import type { TestDatabase } from '../../test/support/database.ts'
import { createTestDatabase } from '../../test/support/database.ts'
import { isRejection } from '../kernel/errors.ts'
import { Access } from './access.ts'
import { apiKeyMaxDays, createApiKey, revokeApiKey } from './api-keys.ts'
import { disablePerson, setRoles } from './principals.ts'
import { unusedPermissions } from './roles.ts'

let database: TestDatabase
let access: Access
let now = new Date()
const clock = { now: () => now }
const change = { by: 'test', at: now }

before(async () => {
  database = await createTestDatabase()
  access = new Access({
    store: database.store,
    clock,
    newId: randomUUID,
    random: randomBytes,
    masterKey: new Uint8Array(32).fill(3),
    baseUrl: 'http://127.0.0.1:4000',
  })
})
after(() => database.drop())

function cookieHeaders(cookies: readonly string[]): Headers {
  return new Headers({ cookie: cookies.map((cookie) => cookie.split(';')[0]).join('; ') })
}

test('the first start makes one administrator, also after one that died half-way; the second makes none', async () => {
  await database.store.query(
    `insert into principals (id, name, email, created_at, updated_at)
     values (gen_random_uuid(), 'Ada', 'ada@firm.example', now(), now())`,
  )
  const first = await access.bootstrap({ name: 'Ada', email: 'Ada@firm.example', roles: ['administrator'] })
  assert.ok(first !== null && first.password.length >= 20)
  assert.equal(await access.bootstrap({ name: 'Eve', email: 'eve@firm.example', roles: [] }), null)
  assert.equal(await access.signIn('ada@firm.example', 'not the password', new Headers()), null)
  assert.equal(await access.signIn('eve@firm.example', first.password, new Headers()), null)
  const signedIn = await access.signIn('ada@firm.example', first.password, new Headers())
  assert.ok(signedIn?.principal.passwordChangeDue)
  assert.ok(signedIn.cookies.every((cookie) => /HttpOnly/i.test(cookie) && /SameSite=Strict/i.test(cookie)))

  const headers = cookieHeaders(signedIn.cookies)
  assert.equal((await access.principalOfSession(headers))?.email, 'ada@firm.example')
  const next = 'a password of her own'
  assert.ok(isRejection(await access.changePassword(signedIn.principal, 'wrong', next, headers)))
  const changed = await access.changePassword(signedIn.principal, first.password, next, headers)
  assert.ok(!isRejection(changed))
  const person = await access.principalOfSession(cookieHeaders(changed))
  assert.equal(person?.passwordChangeDue, false)
  await access.signOut(cookieHeaders(changed))
  assert.equal(await access.principalOfSession(cookieHeaders(changed)), null)
})

test('a password stands nowhere in the database, nor does a key', async () => {
  const made = await access.createPerson({
    name: 'Bob',
    email: 'bob@firm.example',
    roles: ['billing_approver'],
    password: 'correct horse battery',
    by: 'test',
  })
  assert.ok(!isRejection(made))
  const key = await makeKey()
  for (const table of ['principals', 'credentials', 'sign_in_sessions', 'api_keys']) {
    const { rows } = await database.store.query(`select t::text as text from ${table} t`)
    for (const row of rows) {
      assert.ok(!String(row.text).includes('correct horse battery'), table)
      assert.ok(!String(row.text).includes(key.key), table)
    }
  }
})

test('a changed cookie opens nothing', async () => {
  const signedIn = await access.signIn('bob@firm.example', 'correct horse battery', new Headers())
  assert.ok(signedIn !== null)
  const token = /=([^.;]+)\./.exec(signedIn.cookies[0]!)![1]!
  const forged = new Headers({
    cookie: signedIn.cookies[0]!.split(';')[0]!.replace(token, `A${token.slice(1)}`),
  })
  assert.equal(await access.principalOfSession(forged), null)
})

test('a disabled person loses the open session and cannot sign in', async () => {
  const signedIn = await access.signIn('bob@firm.example', 'correct horse battery', new Headers())
  assert.ok(signedIn !== null)
  const disabled = await database.store.transaction((tx) => disablePerson(tx, signedIn.principal.id, change))
  assert.ok(!isRejection(disabled))
  assert.equal(await access.principalOfSession(cookieHeaders(signedIn.cookies)), null)
  assert.equal(await access.signIn('bob@firm.example', 'correct horse battery', new Headers()), null)
})

test('the last administrator can be neither disabled nor stripped of the role', async () => {
  const { rows } = await database.store.query(`select id from principals where email = 'ada@firm.example'`)
  const id = String(rows[0]!.id)
  assert.ok(isRejection(await database.store.transaction((tx) => disablePerson(tx, id, change))))
  assert.ok(isRejection(await database.store.transaction((tx) => setRoles(tx, id, ['auditor'], change))))
})

test('nobody gives themselves a role', async () => {
  const { rows } = await database.store.query(`select id from principals where email = 'ada@firm.example'`)
  const id = String(rows[0]!.id)
  const self = { ...change, by: `person:${id}` }
  const roles = ['administrator', 'billing_approver']
  const done = await database.store.transaction((tx) => setRoles(tx, id, roles, self))
  assert.ok(isRejection(done) && done.code === 'FORBIDDEN')
})

test('two people cannot have one address, nor a role that does not exist', async () => {
  const wanted = { name: 'Ada', email: 'ADA@firm.example', by: 'test' }
  const twice = await access.createPerson({ ...wanted, roles: [] })
  assert.ok(isRejection(twice) && twice.code === 'CONFLICT')
  assert.ok(isRejection(await access.createPerson({ ...wanted, email: 'x@firm.example', roles: ['root'] })))
})

async function makeKey() {
  const made = await createApiKey(database.store, {
    name: 'PSA',
    roles: ['system'],
    expiresAt: new Date(now.getTime() + 86_400_000),
    createdBy: 'test',
    at: now,
    newId: randomUUID,
    random: randomBytes,
  })
  assert.ok(!isRejection(made))
  return made
}

test('a key works until it expires, and not after it was revoked', async () => {
  const { key, apiKey } = await makeKey()
  assert.match(key, /^hb_[\w-]{43}$/)
  const principal = await access.principalOfKey(key)
  assert.ok(principal?.permissions.has('work.write') && !principal.permissions.has('document.release'))
  const start = now
  now = new Date(start.getTime() + 86_400_001)
  assert.equal(await access.principalOfKey(key), null)
  now = start
  assert.ok(await access.principalOfKey(key))
  assert.ok(await revokeApiKey(database.store, apiKey.keyId, 'test', now))
  access.forgetKeys()
  assert.equal(await access.principalOfKey(key), null)
  assert.equal(await access.principalOfKey(`hb_${'A'.repeat(43)}`), null)
  assert.equal(await access.principalOfKey(`hb_${'A'.repeat(5000)}`), null)
})

test('a key that would outlive three years is refused', async () => {
  const far = new Date(now.getTime() + (apiKeyMaxDays + 1) * 86_400_000)
  const wanted = {
    name: 'x',
    roles: ['system'],
    createdBy: 't',
    at: now,
    newId: randomUUID,
    random: randomBytes,
  }
  assert.ok(isRejection(await createApiKey(database.store, { ...wanted, expiresAt: far })))
  assert.ok(isRejection(await createApiKey(database.store, { ...wanted, expiresAt: now })))
  assert.ok(isRejection(await createApiKey(database.store, { ...wanted, expiresAt: far, roles: ['root'] })))
})

test('every permission belongs to some role', () => {
  assert.deepEqual(unusedPermissions(), [])
})
