import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import { chargeLanesSafely } from '../../src/charging/poison.ts'
import { Fault } from '../../src/kernel/errors.ts'
import type { TestApi } from '../support/api.ts'
import { createTestApi } from '../support/api.ts'
import { entry, smallFirm } from '../support/firm.ts'
import { createHub, type Hub } from '../support/hub.ts'

let hub: Hub
let api: TestApi
let key: string

before(async () => {
  hub = await createHub()
  await hub.learn(smallFirm)
  const core = { store: hub.store, vault: hub.vault, receiver: hub.receiver, clock: { now: hub.now } }
  api = await createTestApi({ ...core, namespace: hub.charging.namespace }, hub)
  key = await api.keyOf('system')
  // What PostgreSQL says when it finds no room for a row.
  await hub.store.query(`create function no_room() returns trigger language plpgsql as $$ begin
    raise exception 'could not extend file: No space left on device' using errcode = '53100'; end $$`)
})
after(() => api.close())

const fill = (table: string) =>
  hub.store.query(`create trigger no_room before insert on ${table} for each row execute function no_room()`)
const makeRoom = (table: string) => hub.store.query(`drop trigger no_room on ${table}`)

function send(id: string, idempotencyKey: string) {
  return api.app.inject({
    method: 'POST',
    url: '/api/v1/time-entries',
    headers: { authorization: `Bearer ${key}`, 'idempotency-key': idempotencyKey },
    payload: entry(id),
  })
}

async function counted(sql: string): Promise<number> {
  return (await hub.store.query<{ n: number }>(sql)).rows[0]!.n
}
const eventsOf = (id: string) =>
  counted(`select count(*)::int as n from events where cell = 1 and source_id = '${id}'`)

for (const table of ['payloads', 'events', 'source_records', 'idempotency_keys']) {
  test(`a full disk at ${table} is a 503 that keeps nothing, and the repeated call is taken once`, async () => {
    const id = `full-${table}`
    const idempotencyKey = randomUUID()
    await fill(table)
    const refused = await send(id, idempotencyKey)
    await makeRoom(table)
    assert.equal(refused.statusCode, 503, refused.body)
    assert.equal(refused.json().code, 'DATABASE_FULL')
    assert.ok(Number(refused.headers['retry-after']) > 0)
    assert.ok(!refused.body.includes('extend file'))
    assert.equal(await eventsOf(id), 0)
    assert.equal((await send(id, idempotencyKey)).statusCode, 201)
    assert.equal((await send(id, idempotencyKey)).statusCode, 201)
    assert.equal(await eventsOf(id), 1)
  })
}

test('charging pauses at a full disk, blames no entry, and goes on when there is room', async () => {
  assert.equal((await send('charged-later', randomUUID())).statusCode, 201)
  const lanes = Array.from({ length: hub.receiver.lanes - 1 }, (_, at) => at + 1)
  const isWorldFault = (error: unknown) => error instanceof Fault
  await fill('works')
  for (let round = 0; round < 4; round += 1) {
    await assert.rejects(
      chargeLanesSafely(hub.charging, lanes, isWorldFault),
      (error: unknown) => error instanceof Fault && error.code === 'DATABASE_FULL',
    )
  }
  await makeRoom('works')
  await hub.settle()
  const poison = `select count(*)::int as n from cases where cell = 1 and code = 'POISON_BATCH'`
  assert.equal(await counted(poison), 0)
  const works = `select count(*)::int as n from works where cell = 1 and source_id = 'charged-later'`
  assert.equal(await counted(works), 1)
})
