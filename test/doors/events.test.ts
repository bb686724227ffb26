import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import { Ajv } from 'ajv'
import addFormats from 'ajv-formats'
import type { CommandContext, LocalCommands } from '../../src/cli/context.ts'
import { runProgram } from '../../src/cli/program.ts'
import { setRoute } from '../../src/masterdata/reads.ts'
import type { CloudEvent } from '../../src/outbound/cloud-event.ts'
import { Dispatcher } from '../../src/outbound/dispatch.ts'
import type { OutboundDeps } from '../../src/outbound/deps.ts'
import type { TestApi } from '../support/api.ts'
import { createTestApi } from '../support/api.ts'
import { entry, smallFirm, worker } from '../support/firm.ts'
import type { Hub } from '../support/hub.ts'
import { createHub } from '../support/hub.ts'
import { testOutbound } from '../support/outbound.ts'
import { type Receiver, startReceiver } from '../support/receiver.ts'

let hub: Hub
let api: TestApi
let url: string
let receiver: Receiver
let outbound: OutboundDeps
let dispatcher: Dispatcher
const keys: Record<string, string> = {}

before(async () => {
  hub = await createHub()
  receiver = await startReceiver()
  await hub.store.transaction((tx) => setRoute(tx, 1, '*', 'bill', 'erp'))
  await hub.learn(smallFirm)
  outbound = testOutbound(hub.store, { now: hub.now, allow: [`127.0.0.1:${receiver.port}`] })
  dispatcher = new Dispatcher(outbound, 'runner', (_, error) => assert.fail(String(error)))
  const core = {
    store: hub.store,
    vault: hub.vault,
    receiver: hub.receiver,
    clock: { now: hub.now },
    outbound,
  }
  api = await createTestApi({ ...core, namespace: hub.charging.namespace }, hub)
  for (const role of ['integration_engineer', 'auditor', 'event_receiver']) keys[role] = await api.keyOf(role)
  url = await api.app.listen({ host: '127.0.0.1', port: 0 })
})
after(async () => {
  await dispatcher.close()
  receiver.close()
  await api.close()
})

function call(role: string, method: 'GET' | 'POST' | 'PATCH' | 'DELETE', path: string, payload?: object) {
  return api.app.inject({
    method,
    url: `/api/v1${path}`,
    headers: { authorization: `Bearer ${keys[role]}` },
    ...(payload === undefined ? {} : { payload }),
  })
}
const engineer = (method: 'GET' | 'POST' | 'PATCH' | 'DELETE', path: string, payload?: object) =>
  call('integration_engineer', method, path, payload)

async function tell() {
  do await dispatcher.settle()
  while ((await dispatcher.look()) > 0)
}

async function everything(query = ''): Promise<CloudEvent[]> {
  const found: CloudEvent[] = []
  let after = ''
  for (;;) {
    const page = (await call('event_receiver', 'GET', `/events?limit=7${query}${after}`)).json()
    found.push(...page.items)
    if (after === `&after=${page.next}`) return found
    after = `&after=${page.next}`
  }
}

test('what happens to time, prices and people is told, and fits the schema of its type', async () => {
  await hub.receive([entry('e1'), entry('e2', { laborCategory: 'unheard of' })])
  await hub.settle()
  await hub.receive([entry('e1', { hours: '3.5' })], ['e2'])
  const left = worker('W2', 'junior')
  await hub.learn([{ ...left, body: { ...left.body!, employedUntil: '2027-01-01' } }])
  await hub.settle()
  const events = await everything()
  const types = new Set(events.map((event) => event.type.slice('com.hourbridge.'.length)))
  for (const wanted of [
    ...['contract.amended.v1', 'rate.changed.v1', 'period.closed.v1', 'worker.terminated.v1'],
    ...[
      'time-entry.approved.v1',
      'time-entry.deleted.v1',
      'work.priced.v1',
      'case.opened.v1',
      'case.resolved.v1',
    ],
  ])
    assert.ok(types.has(wanted), `${wanted} of ${[...types].join(' ')}`)
  const listed = (await call('auditor', 'GET', '/event-types')).json().items
  const ajv = (addFormats as unknown as (ajv: Ajv) => Ajv)(new Ajv({ strict: false }))
  const byType = new Map<string, ReturnType<Ajv['compile']>>(
    listed.map((one: { type: string; schema: object }) => [one.type, ajv.compile(one.schema)]),
  )
  for (const event of events) {
    const fits = byType.get(event.type)!
    assert.ok(fits(event.data), `${event.type} ${JSON.stringify(event.data)} ${JSON.stringify(fits.errors)}`)
  }
  assert.equal(new Set(events.map((event) => event.id)).size, events.length)
  const sequences = events.map((event) => event.sequence)
  assert.deepEqual(sequences, [...sequences].sort())
  const all = JSON.stringify(events)
  for (const personal of ['Worker W1', 'Brückner', '150.00', 'First third'])
    assert.ok(!all.includes(personal), personal)
})

test('the feed filters by type and subject, and refuses a cursor of elsewhere', async () => {
  const type = 'com.hourbridge.time-entry.approved.v1'
  const found = await everything(`&type=${type}`)
  assert.ok(found.length > 0 && found.every((event) => event.type === type))
  const { subject } = found[0]!
  const own = await everything(`&subject=${encodeURIComponent(subject)}`)
  assert.ok(own.length > 0 && own.every((event) => event.subject === subject))
  const ahead = Buffer.from('c1:999999.0').toString('base64url')
  assert.equal((await call('auditor', 'GET', `/events?after=${ahead}`)).statusCode, 400)
  assert.equal((await call('auditor', 'GET', '/events?type=com.hourbridge.nothing.v1')).statusCode, 400)
})

test('a subscription is made, tried, rotated, paused and removed, and its secret is told once', async () => {
  const wanted = {
    name: 'Warehouse',
    kind: 'webhook',
    url: receiver.url,
    types: ['com.hourbridge.case.opened.v1'],
  }
  assert.equal((await call('auditor', 'POST', '/event-subscriptions', wanted)).statusCode, 403)
  const made = await engineer('POST', '/event-subscriptions', wanted)
  assert.equal(made.statusCode, 201, made.body)
  const { subscription, secret } = made.json()
  assert.match(secret, /^whsec_[A-Za-z0-9+/]{43}=$/)
  const path = `/event-subscriptions/${subscription.subscriptionId}`
  const tried = (await engineer('POST', `${path}/test`)).json()
  assert.deepEqual([tried.result, tried.status], ['accepted', 204])
  assert.equal(receiver.accepted.at(-1)?.event.type, 'com.hourbridge.event-subscription.tested.v1')
  const rotated = (await engineer('POST', `${path}/rotate-secret`)).json()
  assert.notEqual(rotated.secret, secret)
  assert.equal((await engineer('PATCH', path, { state: 'paused' })).json().state, 'paused')
  await hub.receive([entry('e9', { laborCategory: 'unheard of either' })])
  await hub.settle()
  const before = receiver.accepted.length
  await tell()
  assert.equal(receiver.accepted.length, before)
  await engineer('PATCH', path, { state: 'active', types: null })
  await tell()
  assert.ok(receiver.accepted.length > before)
  const deliveries = (await call('auditor', 'GET', `${path}/deliveries`)).json().items
  assert.equal(deliveries[0].result, 'accepted')
  const number = (await engineer('GET', path)).json().cursor.number
  const replay = await engineer('POST', `${path}/replays`, { from: number })
  assert.equal(replay.statusCode, 202, replay.body)
  await tell()
  assert.equal((await engineer('GET', `${path}/replays`)).json().items[0].state, 'done')
  const shown = JSON.stringify([
    (await engineer('GET', '/event-subscriptions')).json(),
    (await call('auditor', 'GET', '/log?limit=200')).json(),
  ])
  assert.ok(!shown.includes('whsec_'))
  const { rows } = await hub.store.query<{ found: boolean }>(
    `select bool_or(position(convert_to($1, 'UTF8') in sealed_secrets) > 0) as found from event_subscriptions`,
    [secret.slice(6, 30)],
  )
  assert.equal(rows[0]?.found, false)
  assert.equal((await engineer('DELETE', path)).statusCode, 200)
  assert.equal((await engineer('GET', path)).statusCode, 404)
})

test('what cannot be subscribed is refused with the place and what to do', async () => {
  const wanted = { name: 'x', kind: 'webhook', url: 'nats://somewhere:4222' }
  const wrong = (await engineer('POST', '/event-subscriptions', wanted)).json()
  assert.equal(wrong.errors[0].pointer, '/url')
  const unknown = { name: 'x', kind: 'webhook', url: receiver.url, types: ['com.hourbridge.none.v1'] }
  const told = (await engineer('POST', '/event-subscriptions', unknown)).json()
  assert.equal(told.errors[0].pointer, '/types/0')
  const nats = { name: 'x', kind: 'nats', url: 'nats://somewhere:4222', credentials: { token: 'canary' } }
  const made = (await engineer('POST', '/event-subscriptions', nats)).json()
  const path = `/event-subscriptions/${made.subscription.subscriptionId}`
  assert.ok(!JSON.stringify(made).includes('canary'))
  const moved = (await engineer('PATCH', path, { url: 'nats://elsewhere:4222' })).json()
  assert.equal(moved.errors[0].pointer, '/credentials')
  await engineer('DELETE', path)
})

async function run(...argv: string[]) {
  const out: string[] = []
  const err: string[] = []
  const context: CommandContext = {
    terminal: { out: (text) => out.push(text), err: (text) => err.push(text), isInteractive: false },
    local: {} as LocalCommands,
    environment: { HOURBRIDGE_URL: url, HOURBRIDGE_API_KEY: keys.integration_engineer! },
    fetch,
    wait: async () => {},
    newId: randomUUID,
  }
  return { code: await runProgram(context, '0.1.0', argv), out: out.join('\n'), err: err.join('\n') }
}

test('the command line subscribes, lists, replays and tails', async () => {
  const made = await run('events', 'subscribe', receiver.url, '--name', 'From the shell')
  assert.equal(made.code, 0, made.err)
  assert.match(made.out, /shown only now: whsec_/)
  const listed = await run('events', 'subscriptions', '--json')
  const { subscriptionId } = JSON.parse(listed.out).items[0]
  const replay = await run('events', 'replay', subscriptionId, '--from', '2', '--until', '2')
  assert.match(replay.out, /changes 2 to 2/)
  const bad = await run('events', 'replay', subscriptionId, '--from', 'yesterday')
  assert.equal(bad.code, 2)
  const tail = await run('events', 'tail', '--json')
  const lines = tail.out.split('\n').map((line) => JSON.parse(line) as CloudEvent)
  assert.equal(lines.length, (await everything()).length)
  assert.match(tail.err, /Go on with --after/)
})
