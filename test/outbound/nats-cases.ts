/** What a NATS subscription guarantees, run against a real server: by `npm test` where there is one, by `npm run live` always. */
import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { jetstreamManager } from '@nats-io/jetstream'
import { connect } from '@nats-io/transport-node'
import { isRejection } from '../../src/kernel/errors.ts'
import { type Change, noteChanges } from '../../src/log/changes.ts'
import type { CloudEvent } from '../../src/outbound/cloud-event.ts'
import { listDeliveries } from '../../src/outbound/deliveries.ts'
import { Dispatcher } from '../../src/outbound/dispatch.ts'
import { subscribe, unsubscribe } from '../../src/outbound/manage.ts'
import { readSubscription } from '../../src/outbound/subscriptions.ts'
import { createTestDatabase } from '../support/database.ts'
import { natsUser, type NatsServer, startNatsServer } from '../support/nats-server.ts'
import { testOutbound } from '../support/outbound.ts'

const cell = 1

/** Everything that the stream stored, in its order. */
async function stored(server: NatsServer, stream: string): Promise<{ subject: string; event: CloudEvent }[]> {
  const connection = await connect({ servers: server.url, user: natsUser.user, pass: natsUser.password })
  try {
    const manager = await jetstreamManager(connection)
    const { state } = await manager.streams.info(stream)
    const found: { subject: string; event: CloudEvent }[] = []
    for (let seq = state.first_seq; state.messages > 0 && seq <= state.last_seq; seq += 1) {
      const message = await manager.streams.getMessage(stream, { seq })
      if (message) found.push({ subject: message.subject, event: message.json<CloudEvent>() })
    }
    return found
  } finally {
    await connection.close()
  }
}

export async function natsCases(program: string): Promise<void> {
  const directory = await mkdtemp(join(tmpdir(), 'hourbridge-nats-'))
  const database = await createTestDatabase()
  const { store } = database
  let server = await startNatsServer(program, { directory })
  after(async () => {
    await server.stop()
    await rm(directory, { recursive: true, force: true })
    await database.drop()
  })
  let clockMs = Date.parse('2026-11-02T08:00:00Z')
  const now = () => new Date(clockMs)
  const by = { principal: 'x', at: now() }
  const deps = testOutbound(store, {
    now,
    allow: [`127.0.0.1:${server.port}`],
    limits: { timeoutMs: 2_000 },
  })
  const failures: unknown[] = []
  const dispatcher = new Dispatcher(deps, 'runner-1', (_, error) => failures.push(error))
  after(() => dispatcher.close())
  const tell = async () => {
    do await dispatcher.settle()
    while ((await dispatcher.look()) > 0)
    assert.deepEqual(failures, [])
  }
  const note = (...changes: Change[]) => store.transaction((tx) => noteChanges(tx, cell, now(), changes))
  const change = (subjectId: string, revision: number): Change => {
    return { kind: 'time-entry.approved', subjectId, data: { revision } }
  }
  const subscribed = async (stream: string, createsStream: boolean, credentials: object = natsUser) => {
    const nats = { stream, subjectPrefix: stream, createsStream }
    const wanted = {
      name: stream,
      kind: 'nats' as const,
      url: server.url,
      kinds: null,
      nats,
      credentials,
      after: null,
    }
    const made = await store.transaction((tx) => subscribe(tx, deps, wanted, by))
    assert.ok(!isRejection(made))
    assert.equal(made.secret, null)
    return made.subscriptionId
  }
  const end = (id: string) => store.transaction((tx) => unsubscribe(tx, deps, id, by))

  test('events stand in the stream in order, each under a subject of its kind and its work', async () => {
    const id = await subscribed('firm', true)
    await note(change('w.1', 1), change('w2', 1))
    await note(change('w.1', 2))
    await tell()
    const found = await stored(server, 'firm')
    assert.deepEqual(
      found.filter(({ event }) => event.subject === 'time-entry/w.1').map(({ event }) => event.data.revision),
      [1, 2],
    )
    assert.ok(found.some(({ subject }) => subject === 'firm.time-entry.approved.v1.w2'))
    assert.ok(found.some(({ subject }) => subject === 'firm.time-entry.approved.v1.w=2e1'))
    await end(id)
  })

  test('a runner that dies after the stream stored an event does not make it two', async () => {
    const id = await subscribed('once', true)
    await note(change('w', 1), change('w', 2))
    const before = (await readSubscription(store, cell, id))!.cursor
    await tell()
    await store.query(
      `update event_subscriptions set cursor_number = $2, cursor_index = $3 where cell = 1 and subscription_id = $1`,
      [id, before.number, before.index],
    )
    await tell()
    assert.equal((await stored(server, 'once')).length, 2)
    await end(id)
  })

  test('without a stream nothing counts as told, and the message says what to do', async () => {
    const id = await subscribed('nobody', false)
    await note(change('w', 1))
    await tell()
    const [last] = await listDeliveries(store, cell, id, { after: null, limit: 1 })
    assert.equal(last?.result, 'unavailable')
    assert.match(last?.message ?? '', /no stream takes it. Create one/)
    assert.equal((await readSubscription(store, cell, id))?.failures, 1)
    await end(id)
  })

  test('a server that is gone is waited for, and then gets everything', async () => {
    const id = await subscribed('away', true)
    await note(change('w', 1))
    await tell()
    await server.stop()
    await note(change('w', 2))
    await tell()
    const failed = (await readSubscription(store, cell, id))!
    assert.equal(failed.failures, 1)
    server = await startNatsServer(program, { directory, port: server.port })
    clockMs = failed.nextAttemptAt.getTime()
    await tell()
    const revisions = (await stored(server, 'away')).map(({ event }) => event.data.revision)
    assert.deepEqual(revisions, [1, 2])
    await end(id)
  })

  test('wrong credentials and addresses inside are failures that say so, and no password is told', async () => {
    const wrong = await subscribed('wrong', false, { user: 'hub', password: 'canary-password' })
    await note(change('w', 1))
    await tell()
    const [last] = await listDeliveries(store, cell, wrong, { after: null, limit: 1 })
    assert.match(last?.message ?? '', /authorization/i)
    assert.doesNotMatch(JSON.stringify(last), /canary/)
    await end(wrong)
    const strict = { ...deps, brokers: testOutbound(store, { now }).brokers }
    await assert.rejects(
      strict.brokers({ url: new URL(server.url), credentials: natsUser, timeoutMs: 500 }),
      /127\.0\.0\.1/,
    )
  })
}
