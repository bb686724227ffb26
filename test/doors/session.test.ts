import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { isRejection } from '../../src/kernel/errors.ts'
import type { TestApi } from '../support/api.ts'
import { createTestApi } from '../support/api.ts'

let api: TestApi
const host = '127.0.0.1:4000'
const password = 'correct horse battery'
let oneTime: string
/** A clock that stands: whoever guesses slowly on a busy machine guesses within the same minute. */
let stands: Date | null = null

before(async () => {
  api = await createTestApi({ clock: { now: () => stands ?? new Date() } })
  const first = await api.deps.access.bootstrap({
    name: 'Ada',
    email: 'ada@firm.example',
    roles: ['administrator'],
  })
  oneTime = first!.password
  const made = await api.deps.access.createPerson({
    name: 'Bob',
    email: 'bob@firm.example',
    roles: ['auditor'],
    password,
    by: 'test',
  })
  assert.ok(!isRejection(made))
})
after(() => api.close())

function signIn(email: string, secret: string, address = '10.0.0.1') {
  return api.app.inject({
    method: 'POST',
    url: '/api/v1/session',
    remoteAddress: address,
    headers: { host },
    payload: { email, password: secret },
  })
}

function cookieOf(answer: Awaited<ReturnType<typeof signIn>>): string {
  return answer.cookies.map((each) => `${each.name}=${encodeURIComponent(each.value)}`).join('; ')
}

test('a person signs in, is known, and is unknown after signing out', async () => {
  const answer = await signIn('Bob@Firm.example', password)
  assert.equal(answer.statusCode, 200, answer.body)
  assert.deepEqual(answer.json().principal.roles, ['auditor'])
  const cookie = cookieOf(answer)
  const who = () => api.app.inject({ url: '/api/v1/session', headers: { host, cookie } })
  assert.equal((await who()).json().principal.email, 'bob@firm.example')
  const out = await api.app.inject({ method: 'DELETE', url: '/api/v1/session', headers: { host, cookie } })
  assert.equal(out.statusCode, 204)
  assert.equal((await who()).statusCode, 401)
})

test('a wrong address and a wrong password are answered alike', async () => {
  const unknown = (await signIn('nobody@firm.example', password, '10.0.0.2')).json()
  const wrong = (await signIn('bob@firm.example', 'something else', '10.0.0.2')).json()
  assert.deepEqual({ ...unknown, traceId: '' }, { ...wrong, traceId: '' })
  assert.equal(unknown.status, 401)
})

test('a one-time password opens nothing but the change of it', async () => {
  const answer = await signIn('ada@firm.example', oneTime, '10.0.0.3')
  assert.equal(answer.json().passwordChangeDue, true)
  const cookie = cookieOf(answer)
  const people = { url: '/api/v1/principals', headers: { host, cookie } }
  const refused = await api.app.inject(people)
  assert.equal(refused.statusCode, 403)
  assert.match(refused.json().detail, /session\/password/)
  const changed = await api.app.inject({
    method: 'POST',
    url: '/api/v1/session/password',
    headers: { host, cookie },
    payload: { currentPassword: oneTime, newPassword: 'a password of her own' },
  })
  assert.equal(changed.statusCode, 200, changed.body)
  assert.equal((await api.app.inject(people)).statusCode, 401, 'the earlier session ended')
  const again = { ...people, headers: { host, cookie: cookieOf(changed) } }
  assert.equal((await api.app.inject(again)).statusCode, 200)
})

test('a page of another site cannot change anything with a cookie', async () => {
  const cookie = cookieOf(await signIn('bob@firm.example', password, '10.0.0.4'))
  const leave = (headers: Record<string, string>) =>
    api.app.inject({ method: 'DELETE', url: '/api/v1/session', headers: { host, cookie, ...headers } })
  assert.equal((await leave({ origin: 'https://evil.example' })).statusCode, 403)
  assert.equal((await leave({ 'sec-fetch-site': 'cross-site' })).statusCode, 403)
  assert.equal((await leave({ origin: 'null' })).statusCode, 403)
  assert.equal((await leave({ origin: `http://${host}`, 'sec-fetch-site': 'same-origin' })).statusCode, 204)
})

test('guessing a password is stopped, from one address and against one person', async () => {
  stands = new Date()
  const statuses: number[] = []
  for (let attempt = 0; attempt < 12; attempt += 1) {
    const answer = await signIn(`guess-${attempt}@firm.example`, 'guess', '10.0.0.5')
    statuses.push(answer.statusCode)
    if (answer.statusCode === 429) assert.ok(Number(answer.headers['retry-after']) > 0)
  }
  assert.ok(statuses.includes(429))
  const spread: number[] = []
  for (let attempt = 0; attempt < 12; attempt += 1) {
    spread.push((await signIn('victim@firm.example', 'guess', `10.0.1.${attempt}`)).statusCode)
  }
  assert.ok(spread.includes(429))
})
