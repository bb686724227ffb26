import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import { defaultApiLimits } from '../../src/api/limits.ts'
import { createTestApi, type TestApi } from '../support/api.ts'
import { entry } from '../support/firm.ts'

const callers = 200
const waitingEntries = 50
let api: TestApi
let unbounded: TestApi
before(async () => {
  api = await createTestApi({ limits: { ...defaultApiLimits, waitingEntries } })
  unbounded = await createTestApi()
})
after(async () => {
  await api.close()
  await unbounded.close()
})

type Answer = { id: string; status: number; retryAfter: unknown }

/** Every caller at once; whoever is told to come back does so under the same key. */
async function storm(
  through: TestApi,
  key: string,
): Promise<{ first: Answer[]; rounds: number; ids: string[] }> {
  const send = async (id: string): Promise<Answer> => {
    const answer = await through.app.inject({
      method: 'POST',
      url: '/api/v1/time-entries',
      headers: { authorization: `Bearer ${key}`, 'idempotency-key': id },
      payload: entry(id),
    })
    return { id, status: answer.statusCode, retryAfter: answer.headers['retry-after'] }
  }
  const ids = Array.from({ length: callers }, () => randomUUID())
  const first = await Promise.all(ids.map(send))
  let left = first.filter((one) => one.status !== 201)
  let rounds = 1
  while (left.length > 0 && rounds < 60) {
    left = (await Promise.all(left.map((one) => send(one.id)))).filter((one) => one.status !== 201)
    rounds += 1
  }
  assert.equal(left.length, 0)
  return { first, rounds, ids }
}

async function kept(through: TestApi, ids: readonly string[]): Promise<{ events: number; records: number }> {
  const { rows } = await through.deps.store.query<{ events: number; records: number }>(
    `select count(*)::int as events, count(distinct source_id)::int as records from events
     where cell = 1 and source_id = any($1)`,
    [ids],
  )
  return rows[0]!
}

test('more callers than the queue takes are told to come back; nothing is lost or doubled', async () => {
  const { first, ids } = await storm(api, await api.keyOf('system'))
  const refused = first.filter((one) => one.status !== 201)
  assert.ok(refused.length > 0)
  for (const one of refused) {
    assert.ok(one.status === 503 || one.status === 429, String(one.status))
    assert.ok(Number(one.retryAfter) > 0)
  }
  assert.deepEqual(await kept(api, ids), { events: callers, records: callers })
})

test('without the bound nobody is refused, so the storm above was met by it', async () => {
  const { first, ids } = await storm(unbounded, await unbounded.keyOf('system'))
  assert.equal(first.filter((one) => one.status !== 201).length, 0)
  assert.deepEqual(await kept(unbounded, ids), { events: callers, records: callers })
})
