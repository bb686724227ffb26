import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { after, beforeEach, test } from 'node:test'
import { createTestDatabase } from '../../test/support/database.ts'
import { testOutbound } from '../../test/support/outbound.ts'
import { type Receiver, startReceiver } from '../../test/support/receiver.ts'
import { isRejection } from '../kernel/errors.ts'
import { type Change, noteChanges, readChangeHead } from '../log/changes.ts'
import type { EventKindName } from '../model/events/kinds.ts'
import { markRestored } from '../store/sending.ts'
import { askReplay } from './ask-replay.ts'
import { listDeliveries } from './deliveries.ts'
import { Dispatcher } from './dispatch.ts'
import { enable, rotateSecret, subscribe, unsubscribe } from './manage.ts'
import { purgeTold } from './purge.ts'
import { listReplays } from './replays.ts'
import { setAsideSubjects } from './set-asides.ts'
import { listSubscriptions, readSubscription } from './subscriptions.ts'

const database = await createTestDatabase()
const { store } = database
const receivers: Receiver[] = []
after(async () => {
  for (const receiver of receivers) receiver.close()
  await database.drop()
})

const cell = 1
let clockMs = Date.parse('2026-11-02T08:00:00Z')
const now = () => new Date(clockMs)
const by = { principal: 'tester', at: now() }
const allow: string[] = []
const limits = { timeoutMs: 400, responseBytes: 1_000, setAside: 3, subjectsAtOnce: 4 }
const deps = testOutbound(store, { now, allow, limits })
const failures: unknown[] = []
const dispatcher = new Dispatcher(deps, 'runner-1', (_, error) => failures.push(error))
after(() => dispatcher.close())

beforeEach(async () => {
  for (const one of await listSubscriptions(store, cell))
    await store.transaction((tx) => unsubscribe(tx, deps, one.subscriptionId, by))
  failures.length = 0
})

async function receiver() {
  const started = await startReceiver()
  receivers.push(started)
  allow.push(`127.0.0.1:${started.port}`)
  return started
}

async function subscribed(url: string, kinds: readonly EventKindName[] | null = null) {
  const wanted = {
    name: 'test',
    kind: 'webhook' as const,
    url,
    kinds,
    nats: {},
    credentials: {},
    after: null,
  }
  const made = await store.transaction((tx) => subscribe(tx, deps, wanted, by))
  assert.ok(!isRejection(made), JSON.stringify(made))
  return { id: made.subscriptionId, secret: made.secret! }
}

const change = (subjectId: string, revision = 1): Change => {
  return { kind: 'time-entry.approved', subjectId, data: { revision } }
}
const note = (...changes: Change[]) => store.transaction((tx) => noteChanges(tx, cell, now(), changes))
/** Until nothing more is due at this moment. */
async function tell() {
  do {
    await dispatcher.settle()
  } while ((await dispatcher.look()) > 0)
  assert.deepEqual(failures, [])
}
const read = async (id: string) => (await readSubscription(store, cell, id))!
const head = async () => (await readChangeHead(store, cell)).number
const openCases = async () =>
  (await store.query<{ code: string }>(`select code from cases where cell = 1 and state = 'open'`)).rows.map(
    (row) => row.code,
  )

test('a delivery is a CloudEvent, signed as anybody can verify with HMAC alone', async () => {
  const there = await receiver()
  const { id, secret } = await subscribed(there.url)
  await note(change('work-1', 7))
  await tell()
  const [got] = there.accepted
  assert.ok(got)
  const { event, headers, body } = got
  assert.deepEqual(
    [event.specversion, event.type, event.subject, event.source, event.time, event.data],
    [
      '1.0',
      'com.hourbridge.time-entry.approved.v1',
      'time-entry/work-1',
      'urn:hourbridge:test:installation-1',
      now().toISOString(),
      { revision: 7 },
    ],
  )
  assert.equal(headers['content-type'], 'application/cloudevents+json; charset=utf-8')
  assert.equal(headers['webhook-id'], event.id)
  const key = Buffer.from(secret.slice('whsec_'.length), 'base64')
  const signed = `${event.id}.${headers['webhook-timestamp']}.${body}`
  const expected = createHmac('sha256', key).update(signed).digest('base64')
  assert.equal(headers['webhook-signature'], `v1,${expected}`)
  assert.equal(Number(headers['webhook-timestamp']), Math.floor(clockMs / 1000))
  assert.deepEqual((await read(id)).cursor, { number: await head(), index: 0 })
})

test('while a secret is exchanged deliveries are signed with both, and a day later with the new one only', async () => {
  const there = await receiver()
  const { id, secret } = await subscribed(there.url)
  const made = await store.transaction((tx) => rotateSecret(tx, deps, id, { principal: 'x', at: now() }))
  assert.ok(!isRejection(made))
  const sign = (whole: string, got: { body: string; headers: Record<string, unknown> }) => {
    const key = Buffer.from(whole.slice('whsec_'.length), 'base64')
    const text = `${got.headers['webhook-id']}.${got.headers['webhook-timestamp']}.${got.body}`
    return `v1,${createHmac('sha256', key).update(text).digest('base64')}`
  }
  await note(change('a'))
  await tell()
  clockMs += 25 * 3_600_000
  await note(change('b'))
  await tell()
  const [first, second] = there.accepted
  assert.equal(first!.headers['webhook-signature'], `${sign(made.secret, first!)} ${sign(secret, first!)}`)
  assert.equal(second!.headers['webhook-signature'], sign(made.secret, second!))
})

test('only the types asked for arrive, and the cursor moves over the others', async () => {
  const there = await receiver()
  const { id } = await subscribed(there.url, ['case.opened'])
  await note(change('a'), { kind: 'case.opened', subjectId: 'c', data: {} })
  await note(change('b'))
  await tell()
  assert.deepEqual(
    there.accepted.map((one) => one.event.subject),
    ['case/c'],
  )
  assert.deepEqual((await read(id)).cursor, { number: await head(), index: 0 })
})

test('a refused event holds up its own subject only, and arrives in order once it is taken', async () => {
  const there = await receiver()
  const { id } = await subscribed(there.url)
  there.answerWith((event) => (event.subject === 'time-entry/bad' ? 422 : 204))
  await note(change('good', 1), change('bad', 1))
  await note(change('good', 2), change('bad', 2))
  await tell()
  assert.equal(there.idsOf('time-entry/good').length, 2)
  assert.deepEqual(await setAsideSubjects(store, cell, id), new Map([['time-entry/bad', 2]]))
  assert.equal((await read(id)).failures, 0, 'the receiver as a whole is fine')
  there.answerWith(() => 204)
  await note(change('good', 3), change('bad', 3))
  await tell()
  assert.equal(there.idsOf('time-entry/bad').length, 0, 'it waits for its next attempt')
  clockMs += 5_000
  await tell()
  const revisions = there.accepted
    .filter((one) => one.event.subject === 'time-entry/bad')
    .map((one) => one.event.data.revision)
  assert.deepEqual(revisions, [1, 2, 3])
  assert.equal((await setAsideSubjects(store, cell, id)).size, 0)
})

test('beyond the bound of refused events the whole subscription waits, and nothing is left out', async () => {
  const there = await receiver()
  const { id } = await subscribed(there.url)
  there.answerWith((event) => (event.subject === 'time-entry/good' ? 204 : 422))
  await note(...[1, 2, 3, 4, 5].map((n) => change(`bad-${n}`)), change('good'))
  await tell()
  const aside = await setAsideSubjects(store, cell, id)
  assert.equal(aside.size, limits.setAside)
  assert.equal((await read(id)).failures, 1)
  there.answerWith(() => 204)
  clockMs += 10 * 60_000
  await tell()
  const subjects = new Set(there.accepted.map((one) => one.event.subject))
  assert.equal(subjects.size, 6)
})

test('a receiver that takes nothing is tried over days, then disabled with a case; enabled, it misses nothing', async () => {
  const there = await receiver()
  const { id } = await subscribed(there.url)
  there.answerWith(() => 503)
  await note(change('a'), change('b'))
  const pauses: number[] = []
  for (let attempt = 0; attempt < 10; attempt += 1) {
    const seen = there.seen.length
    await tell()
    assert.ok(there.seen.length > seen, `attempt ${attempt + 1} was made`)
    const next = await read(id)
    if (next.state !== 'active') break
    pauses.push(next.nextAttemptAt.getTime() - clockMs)
    clockMs = next.nextAttemptAt.getTime() - 1
    const before = there.seen.length
    await tell()
    assert.equal(there.seen.length, before, 'not a moment too early')
    clockMs += 1
  }
  assert.deepEqual(pauses, deps.limits.retryMs)
  const disabled = await read(id)
  assert.equal(disabled.state, 'disabled')
  assert.match(disabled.reason ?? '', /After 10 attempts .* HTTP 503: no, thank you/)
  assert.ok((await openCases()).includes('EVENT_SUBSCRIPTION_DISABLED'))
  await note(change('c'))
  await tell()
  there.answerWith(() => 204)
  await store.transaction((tx) => enable(tx, deps, id, { principal: 'x', at: now() }))
  await tell()
  const told = new Set(there.accepted.map((one) => one.event.subject))
  for (const subject of ['a', 'b', 'c']) assert.ok(told.has(`time-entry/${subject}`))
  assert.ok(!(await openCases()).includes('EVENT_SUBSCRIPTION_DISABLED'))
})

test('410 disables at once, and Retry-After is waited for', async () => {
  const there = await receiver()
  const { id } = await subscribed(there.url)
  there.answerWith(() => (response) => response.writeHead(429, { 'retry-after': '3600' }).end())
  await note(change('a'))
  await tell()
  assert.equal((await read(id)).nextAttemptAt.getTime(), clockMs + 3_600_000)
  clockMs += 3_600_000
  there.answerWith(() => 410)
  await tell()
  assert.equal((await read(id)).state, 'disabled')
  assert.equal(there.accepted.length, 0)
})

test('a receiver that hangs, floods or drips is cut off, and holds up no other', async () => {
  const good = await receiver()
  const bad = await receiver()
  await subscribed(good.url)
  const { id } = await subscribed(bad.url)
  const answers = [
    () => {},
    (response: import('node:http').ServerResponse) => response.end('x'.repeat(5_000)),
    (response: import('node:http').ServerResponse) => response.writeHead(200).write('drip'),
  ]
  for (const answer of answers) {
    bad.answerWith(() => answer)
    await note(change('a'))
    const before = good.accepted.length
    await dispatcher.look()
    // The good one is told while the bad one still hangs.
    while (good.accepted.length === before) await new Promise((resolve) => setImmediate(resolve))
    await tell()
    const failed = await read(id)
    assert.equal(failed.failures, 1)
    bad.answerWith(() => 204)
    clockMs = failed.nextAttemptAt.getTime()
    await tell()
    assert.equal((await read(id)).failures, 0)
  }
})

test('an address inside is refused before anything is sent, and the reason is told', async () => {
  for (const url of [
    'http://127.0.0.1:1/',
    'http://169.254.169.254/latest',
    'http://[::1]:80/',
    'http://localhost:9/',
  ]) {
    const { id } = await subscribed(url)
    await note(change('a'))
    await tell()
    const [last] = await listDeliveries(store, cell, id, { after: null, limit: 10 })
    assert.deepEqual([last?.result, last?.status], ['unavailable', null], url)
    assert.match(last?.message ?? '', /not public/)
    await store.transaction((tx) => unsubscribe(tx, deps, id, by))
  }
  for (const url of ['ftp://x/', 'http://user:word@example.com/']) {
    const wanted = {
      name: 'x',
      kind: 'webhook' as const,
      url,
      kinds: null,
      nats: {},
      credentials: {},
      after: null,
    }
    const made = await store.transaction((tx) => subscribe(tx, deps, wanted, by))
    assert.ok(isRejection(made), url)
  }
})

test('a replay delivers a range again under the same ids, by number or time, and moves no cursor', async () => {
  const there = await receiver()
  const { id } = await subscribed(there.url)
  const from = (await head()) + 1n
  await note(change('a', 1), { kind: 'case.opened', subjectId: 'c', data: {} })
  clockMs += 60_000
  const between = now()
  await note(change('a', 2))
  await note(change('a', 3))
  await tell()
  const before = there.accepted.map((one) => one.event.id)
  const { cursor } = await read(id)
  const nothing = { from: null, until: null, fromAt: null, untilAt: null, kinds: null, subject: null }
  const ask = (wanted: object) =>
    store.transaction((tx) => askReplay(tx, deps, id, { ...nothing, ...wanted }, by))
  const cases: [object, string[]][] = [
    [{ from, until: from + 1n, kinds: ['time-entry.approved'] }, [before[0]!, before[2]!]],
    [{ fromAt: between }, [before[2]!, before[3]!]],
    [{ from, untilAt: between, subject: 'case/c' }, [before[1]!]],
  ]
  for (const [wanted, expected] of cases) {
    there.accepted.length = 0
    const asked = await ask(wanted)
    assert.ok(!isRejection(asked))
    await tell()
    assert.deepEqual(
      there.accepted.map((one) => one.event.id),
      expected,
    )
    assert.ok(there.accepted.every((one) => one.headers['hourbridge-replay'] === asked.replayId))
  }
  const states = (await listReplays(store, cell, id, 10)).map((one) => one.state)
  assert.deepEqual(states, ['done', 'done', 'done'])
  assert.deepEqual((await read(id)).cursor, cursor)
  const ahead = await ask({ from: 10n ** 9n })
  assert.ok(isRejection(ahead) && ahead.code === 'SCHEMA_VIOLATION')
})

test('what was not told yet is kept, and what was told goes after its days', async () => {
  const there = await receiver()
  const { id } = await subscribed(there.url)
  await note(change('a'))
  await tell()
  there.answerWith(() => 503)
  await note(change('b'))
  await note(change('c'))
  await tell()
  clockMs += 400 * 86_400_000
  const { cursor } = await read(id)
  await purgeTold(store, cell, now(), 10_000)
  const { rows } = await store.query<{ number: bigint }>('select number from changes order by number')
  assert.ok(rows[0]!.number <= cursor.number + 1n && rows[0]!.number >= cursor.number)
  there.answerWith(() => 204)
  await tell()
  assert.ok(there.idsOf('time-entry/c').length > 0)
})

test('an installation in recovery, or a copy, tells nobody anything', async () => {
  await store.query(
    `insert into installations (installation_id, environment, created_at) values ($1, 'test', $2)
     on conflict do nothing`,
    ['00000000-0000-7000-8000-000000000001', now()],
  )
  const there = await receiver()
  await subscribed(there.url)
  await store.transaction((tx) => markRestored(tx, now()))
  await note(change('a'))
  await tell()
  assert.equal(there.seen.length, 0)
  await store.query(`update installations set sending = 'allowed', sending_since = null, sending_why = null`)
  await tell()
  assert.equal(there.accepted.length, 1)
})
