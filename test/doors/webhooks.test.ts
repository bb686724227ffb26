import assert from 'node:assert/strict'
import { createHmac, randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import type { LiveConnection } from '../../src/api/deps.ts'
import type { Connector, VerifiedWebhook } from '../../src/connectors/sdk/connector.ts'
import { refuseStandardWebhook } from '../../src/connectors/sdk/webhook.ts'
import type { TestApi } from '../support/api.ts'
import { createTestApi } from '../support/api.ts'

const secret = `whsec_${Buffer.from('the new secret').toString('base64')}`
const before_ = `whsec_${Buffer.from('the old secret').toString('base64')}`
let secrets: Record<string, string> = { webhookSecret: secret, webhookSecretBefore: before_ }
let api: TestApi

function verify(
  headers: Readonly<Record<string, string>>,
  raw: Uint8Array,
  key: string,
  now: Date,
): VerifiedWebhook {
  const refused = refuseStandardWebhook(headers, raw, key, now)
  if (refused) return { accepted: false, ...refused }
  const id = Buffer.from(raw).toString('utf8')
  const record = { sourceId: id, version: null, bytes: raw, occursOn: null, subject: null }
  return {
    accepted: true,
    deliveryId: headers['webhook-id']!,
    stream: 'time_entries',
    records: [record],
    deleted: [],
    fetch: [],
  }
}

const stream = { name: 'time_entries', carries: 'work' }
const connector = { streams: [stream], webhook: { level: 'simulated', verify } } as unknown as Connector

before(async () => {
  api = await createTestApi({
    connect: async (connectionId) =>
      connectionId === 'psa'
        ? ({ connector, context: { connectionId, secrets } } as unknown as LiveConnection)
        : null,
  })
})
after(() => api.close())

type Wanted = { id?: string; at?: number; key?: string; sent?: string; connection?: string }

function deliver(body: string, wanted: Wanted = {}) {
  const id = wanted.id ?? randomUUID()
  const at = wanted.at ?? Math.floor(Date.now() / 1000)
  const key = Buffer.from((wanted.key ?? secret).replace('whsec_', ''), 'base64')
  const signature = createHmac('sha256', key).update(`${id}.${at}.${body}`).digest('base64')
  return api.app.inject({
    method: 'POST',
    url: `/api/v1/webhooks/${wanted.connection ?? 'psa'}`,
    headers: {
      'content-type': 'text/x-anything',
      'webhook-id': id,
      'webhook-timestamp': String(at),
      'webhook-signature': `v1,${signature}`,
    },
    payload: wanted.sent ?? body,
  })
}

async function kept(sourceId: string): Promise<number> {
  const { rows } = await api.database.store.query(
    'select count(*)::int as found from events where cell = 1 and source_id = $1',
    [sourceId],
  )
  return Number(rows[0]!.found)
}

test('a signed delivery is in the log when it is acknowledged', async () => {
  const answer = await deliver('entry-1')
  assert.equal(answer.statusCode, 200, answer.body)
  assert.deepEqual(answer.json(), { outcome: 'taken' })
  assert.equal(await kept('entry-1'), 1)
})

test('a wrong signature, a changed body, a stale delivery and an unknown connection keep nothing', async () => {
  const wrong = `whsec_${Buffer.from('guessed').toString('base64')}`
  const cases = [
    [await deliver('bad-1', { key: wrong }), 'BAD_SIGNATURE'],
    [await deliver('bad-1', { sent: 'bad-2' }), 'BAD_SIGNATURE'],
    [await deliver('bad-1', { at: Math.floor(Date.now() / 1000) - 3600 }), 'STALE_WEBHOOK'],
    [await deliver('bad-1', { at: Math.floor(Date.now() / 1000) + 3600 }), 'STALE_WEBHOOK'],
    [await deliver('bad-1', { connection: 'nowhere' }), 'BAD_SIGNATURE'],
  ] as const
  for (const [answer, code] of cases) {
    assert.equal(answer.statusCode, 401)
    assert.equal(answer.json().code, code)
  }
  assert.equal((await kept('bad-1')) + (await kept('bad-2')), 0)
})

test('while a secret is changed both are good, and afterwards the old one is not', async () => {
  assert.equal((await deliver('old-1', { key: before_ })).statusCode, 200)
  secrets = { webhookSecret: secret }
  assert.equal((await deliver('old-2', { key: before_ })).statusCode, 401)
  assert.equal(await kept('old-2'), 0)
})

test('a thousand duplicates at once are all acknowledged and kept once', async () => {
  const answers = await Promise.all(Array.from({ length: 1000 }, () => deliver('thousand', { id: 'same' })))
  const statuses = new Map<number, number>()
  for (const answer of answers) statuses.set(answer.statusCode, (statuses.get(answer.statusCode) ?? 0) + 1)
  assert.deepEqual([...statuses], [[200, 1000]])
  assert.equal(await kept('thousand'), 1)
  assert.deepEqual((await deliver('thousand', { id: 'same' })).json(), { outcome: 'duplicate' })
})
