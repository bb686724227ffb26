import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { TestApi } from '../../test/support/api.ts'
import { createTestApi } from '../../test/support/api.ts'
import { explain } from './explain.ts'
import { timeEntryPayload } from '../model/time-entry-payload.ts'

let api: TestApi
let key: string
const rate = {
  kind: 'bill',
  level: 'default',
  workerId: null,
  laborCategory: null,
  taskId: null,
  projectId: null,
  clientId: null,
  contractId: null,
  currency: 'EUR',
  region: null,
  legalEntity: null,
  amount: '120.00',
}

before(async () => {
  api = await createTestApi()
  key = await api.keyOf('system')
})
after(() => api.close())

function send(body: unknown, headers: Record<string, string> = {}) {
  return api.app.inject({
    method: 'POST',
    url: '/api/v1/master-data',
    headers: {
      authorization: `Bearer ${key}`,
      'content-type': 'application/json',
      'idempotency-key': crypto.randomUUID(),
      ...headers,
    },
    payload: typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body),
  })
}

function statement(body: object, more: object = {}) {
  return {
    changes: [
      {
        kind: 'rate',
        recordId: 'r1',
        validFrom: '2026-01-01',
        validUntil: null,
        body: { ...rate, ...body },
        ...more,
      },
    ],
  }
}

test('an amount as a JSON number is refused, naming the field and the remedy', async () => {
  const answer = await send(statement({ amount: 120.5 }))
  assert.equal(answer.statusCode, 400)
  const problem = answer.json()
  assert.equal(problem.code, 'DECIMAL_AS_NUMBER')
  assert.equal(problem.errors[0].pointer, '/changes/0/body/amount')
  assert.match(problem.errors[0].message, /must be text, such as "120.5"/)
  assert.match(problem.remedy, /text/)
})

test('an unknown field is refused with its pointer, also when it is called __proto__', async () => {
  const unknown = (await send(statement({ amuont: '1' }))).json()
  assert.equal(unknown.code, 'UNKNOWN_FIELD')
  assert.equal(unknown.errors[0].pointer, '/changes/0/body/amuont')
  const text = JSON.stringify(statement({})).replace(
    '"kind":"bill"',
    '"kind":"bill","__proto__":{"admin":true}',
  )
  const proto = (await send(text)).json()
  assert.equal(proto.errors[0].pointer, '/changes/0/body/__proto__')
  assert.equal(({} as Record<string, unknown>).admin, undefined)
})

test('nothing is coerced, removed or filled in', () => {
  const parts = explain(timeEntryPayload, { sourceId: 1, billable: 'true', hours: 7.5, extra: null })
  const byPointer = new Map(parts.map((part) => [part.pointer, part]))
  assert.equal(byPointer.get('/hours')?.code, 'DECIMAL_AS_NUMBER')
  assert.equal(byPointer.get('/extra')?.code, 'UNKNOWN_FIELD')
  for (const pointer of ['/sourceId', '/billable', '/worker', '/approval']) {
    assert.equal(byPointer.get(pointer)?.code, 'SCHEMA_VIOLATION', pointer)
  }
})

test('what is not one JSON value in UTF-8 is refused', async () => {
  for (const body of ['', '{', '{} {}', 'NaN', "{'a':1}", Buffer.from([0x22, 0xff, 0x22])]) {
    const answer = await send(body)
    assert.equal(answer.statusCode, 400, String(body))
    assert.equal(answer.json().code, 'MALFORMED_JSON', String(body))
  }
  const nul = (await send(statement({}, { recordId: 'a\u0000b' }))).json()
  assert.equal(nul.errors[0].pointer, '/changes/0/recordId')
  const half = (await send('{"changes":[{"recordId":"\\ud800"}]}')).json()
  assert.equal(half.code, 'SCHEMA_VIOLATION')
  const deep = (await send(`${'['.repeat(100_000)}${']'.repeat(100_000)}`)).json()
  assert.ok(['SCHEMA_VIOLATION', 'MALFORMED_JSON'].includes(deep.code))
})

test('another media type and a body beyond the limit are refused', async () => {
  assert.equal((await send('a: 1', { 'content-type': 'application/yaml' })).statusCode, 415)
  const large = await send(`"${'x'.repeat(api.deps.limits.bodyBytes)}"`)
  assert.equal(large.statusCode, 413)
  assert.equal(large.json().code, 'BODY_TOO_LARGE')
})

test('days that do not exist, periods that end before they begin and invented currencies are refused', async () => {
  for (const [body, more, pointer] of [
    [{}, { validFrom: '2026-02-30' }, '/changes/0/validFrom'],
    [{}, { validFrom: '0000-01-01' }, '/changes/0/validFrom'],
    [{}, { validUntil: '2025-12-31' }, '/changes/0/validUntil'],
    [{ currency: 'ZZZ' }, {}, '/changes/0/body/currency'],
  ] as const) {
    const answer = await send(statement(body, more))
    assert.equal(answer.statusCode, 400, answer.body)
    assert.equal(answer.json().errors[0].pointer, pointer)
  }
})

test('a dry run answers what the call would do and keeps nothing', async () => {
  const dry = await api.app.inject({
    method: 'POST',
    url: '/api/v1/master-data/dry-run',
    headers: { authorization: `Bearer ${key}` },
    payload: statement({}, { recordId: 'dry' }),
  })
  assert.equal(dry.statusCode, 200, dry.body)
  assert.equal(dry.json().changed, 1)
  const read = { url: '/api/v1/master-data/rate/dry', headers: { authorization: `Bearer ${key}` } }
  assert.equal((await api.app.inject(read)).statusCode, 404)
  assert.equal((await send(statement({}, { recordId: 'dry' }))).json().changed, 1)
  assert.equal((await api.app.inject(read)).statusCode, 200)
})

test('a list comes in pages that neither skip nor repeat', async () => {
  const changes = ['a', 'b', 'c', 'd', 'e'].map(
    (recordId) => statement({}, { recordId: `page-${recordId}` }).changes[0],
  )
  assert.equal((await send({ changes })).statusCode, 200)
  const seen: string[] = []
  let cursor: string | null = ''
  while (cursor !== null) {
    const query: string = cursor === '' ? 'limit=2' : `limit=2&cursor=${cursor}`
    const answer = await api.app.inject({
      url: `/api/v1/master-data/rate?${query}`,
      headers: { authorization: `Bearer ${key}` },
    })
    assert.equal(answer.statusCode, 200, answer.body)
    const page = answer.json()
    seen.push(...page.items.map((item: { recordId: string }) => item.recordId))
    cursor = page.nextCursor
  }
  assert.deepEqual(seen, [...new Set(seen)].sort())
  assert.ok(seen.length >= 5)
  for (const query of [
    'limit=201',
    'limit=0',
    'limit=-1',
    'cursor=AAAA',
    'cursor=%00',
    'nope=1',
    'limit=1&limit=2',
  ]) {
    const answer = await api.app.inject({
      url: `/api/v1/master-data/rate?${query}`,
      headers: { authorization: `Bearer ${key}` },
    })
    assert.equal(answer.statusCode, 400, `${query} ${answer.body}`)
  }
})
