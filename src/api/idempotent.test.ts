import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { TestApi } from '../../test/support/api.ts'
import { createTestApi } from '../../test/support/api.ts'
import { claimKey, finishKey } from '../intake/idempotency.ts'

let api: TestApi
let key: string

before(async () => {
  api = await createTestApi()
  key = await api.keyOf('system')
})
after(() => api.close())

function send(idempotencyKey: string | null, recordId: string, client: object = {}) {
  const body = { name: 'Client', parent: null, onHold: false, active: true, paymentTermDays: 30, ...client }
  return api.app.inject({
    method: 'POST',
    url: '/api/v1/master-data',
    headers: {
      authorization: `Bearer ${key}`,
      ...(idempotencyKey === null ? {} : { 'idempotency-key': idempotencyKey }),
    },
    payload: {
      changes: [{ kind: 'client', recordId, validFrom: '2026-01-01', validUntil: null, body }],
    },
  })
}

async function versions(recordId: string): Promise<number> {
  const answer = await api.app.inject({
    url: `/api/v1/master-data/client/${recordId}`,
    headers: { authorization: `Bearer ${key}` },
  })
  return answer.statusCode === 404 ? 0 : answer.json().versions.length
}

test('a call that needs a key and has none, or an odd one, is refused and does nothing', async () => {
  assert.equal((await send(null, 'none')).json().code, 'IDEMPOTENCY_KEY_MISSING')
  assert.equal((await send('with space', 'none')).statusCode, 400)
  assert.equal((await send('x'.repeat(201), 'none')).statusCode, 400)
  assert.equal(await versions('none'), 0)
})

test('a repeated call gets the stored result, and another body is refused', async () => {
  const first = await send('k1', 'repeated')
  assert.equal(first.statusCode, 200, first.body)
  assert.equal(first.json().changed, 1)
  const second = await send('k1', 'repeated')
  assert.equal(second.statusCode, 200)
  assert.equal(second.headers['idempotency-replayed'], 'true')
  assert.equal(second.body, first.body)
  const other = await send('k1', 'another')
  assert.equal(other.statusCode, 422)
  assert.equal(other.json().code, 'IDEMPOTENCY_KEY_REUSED')
  assert.equal(await versions('another'), 0)
})

test('fifty calls at once with one key make one effect, and everybody else waits or gets the result', async () => {
  const answers = await Promise.all(Array.from({ length: 50 }, () => send('k50', 'fifty')))
  const done = answers.filter((answer) => answer.statusCode === 200)
  const waiting = answers.filter((answer) => answer.statusCode === 409)
  assert.equal(done.length + waiting.length, 50)
  assert.equal(done.filter((answer) => answer.headers['idempotency-replayed'] === undefined).length, 1)
  assert.ok(
    waiting.every(
      (answer) => answer.json().code === 'IDEMPOTENCY_IN_FLIGHT' && answer.headers['retry-after'],
    ),
  )
  assert.equal(await versions('fifty'), 1)
})

test('a refusal frees the key, because nothing was done', async () => {
  assert.equal((await send('k2', 'freed', { name: '' })).statusCode, 400)
  assert.equal((await send('k2', 'freed')).statusCode, 200)
})

test('a key of one principal is not the key of another', async () => {
  const other = await api.keyOf('system')
  assert.equal((await send('k3', 'mine')).statusCode, 200)
  const mine = key
  key = other
  const answer = await send('k3', 'mine')
  key = mine
  assert.equal(answer.headers['idempotency-replayed'], undefined)
})

test('a claim that died is taken over after a while, and its late owner cannot keep a result', async () => {
  const { store } = api.database
  const owner = { principal: 'key:x', key: 'stale' }
  const at = new Date('2026-03-01T12:00:00Z')
  const later = new Date('2026-03-01T12:05:00Z')
  const about = (now: Date, fingerprint = 1) => ({
    fingerprint: new Uint8Array(32).fill(fingerprint),
    at: now,
    expiresAt: new Date(now.getTime() + 3_600_000),
    staleBefore: new Date(now.getTime() - 60_000),
  })
  const first = await claimKey(store, 1, owner, about(at))
  assert.ok(first.state === 'claimed')
  assert.equal((await claimKey(store, 1, owner, about(at))).state, 'in_flight')
  assert.equal((await claimKey(store, 1, owner, about(later, 2))).state, 'reused')
  const second = await claimKey(store, 1, owner, about(later))
  assert.ok(second.state === 'claimed')
  assert.equal(await finishKey(store, 1, owner, first.claimedAt, { status: 200, response: '1' }), false)
  assert.equal(await finishKey(store, 1, owner, second.claimedAt, { status: 200, response: '2' }), true)
  const third = await claimKey(store, 1, owner, about(later))
  assert.ok(third.state === 'done' && third.response === '2')
})
