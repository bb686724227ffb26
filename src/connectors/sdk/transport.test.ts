import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { EgressClient, EgressRequest, EgressResponse } from '../../egress/client.ts'
import { EgressFailure } from '../../egress/failure.ts'
import type { BudgetDefinition, OutboundRequest } from './connector.ts'
import { ConnectorFault } from './fault.ts'
import { openSession } from './session.ts'
import { openTransport, type TransportOptions } from './transport.ts'

type Script = (request: EgressRequest, index: number) => EgressResponse | Promise<EgressResponse>
const answer = (status: number, headers: Record<string, string> = {}): EgressResponse => ({
  status,
  headers,
  body: new Uint8Array(),
})

function transport(
  script: Script,
  extra: Partial<TransportOptions> = {},
  budget: Partial<BudgetDefinition> = {},
) {
  const sent: EgressRequest[] = []
  let now = 1_000_000
  const egress: EgressClient = {
    send: async (request) => {
      sent.push(request)
      return script(request, sent.length - 1)
    },
    close: async () => undefined,
  }
  const opened = openTransport({
    baseUrl: 'https://erp.example/api/',
    egress,
    budget: { concurrency: 4, responseBytes: 1000, timeoutMs: 1000, ...budget },
    authenticate: async () => ({ authorization: 'key' }),
    clock: { now: () => new Date(now) },
    wait: async (ms) => {
      now += ms
    },
    backoffMs: 1,
    ...extra,
  })
  return { opened, sent, now: () => now - 1_000_000 }
}
const request = (safe: boolean, path = '/x?a=1'): OutboundRequest => ({
  method: safe ? 'GET' : 'POST',
  path,
  safe,
})
const fails = (faultClass: string, effect: string) => (error: unknown) => {
  assert.ok(error instanceof ConnectorFault, String(error))
  assert.deepEqual([error.faultClass, error.effect], [faultClass, effect])
  return true
}
const breaks = (effect: 'none' | 'unknown') => () => {
  throw new EgressFailure(effect === 'none' ? 'unreachable' : 'broken', effect, 'planned')
}

test('a read is tried four times, a write once, whatever fails', async () => {
  for (const script of [breaks('none'), breaks('unknown'), () => answer(500), () => answer(503)]) {
    const read = transport(script)
    await assert.rejects(read.opened.request(request(true)), fails('retryable', 'none'))
    assert.equal(read.sent.length, 4)
    const write = transport(script)
    await assert.rejects(write.opened.request(request(false)), ConnectorFault)
    assert.equal(write.sent.length, 1)
  }
})

test('a write that may have happened is in doubt, one that provably did not is retryable', async () => {
  await assert.rejects(transport(breaks('none')).opened.request(request(false)), fails('retryable', 'none'))
  await assert.rejects(
    transport(breaks('unknown')).opened.request(request(false)),
    fails('in_doubt', 'unknown'),
  )
  for (const status of [500, 502, 504, 408, 302]) {
    const { opened } = transport(() => answer(status))
    await assert.rejects(opened.request(request(false)), fails('in_doubt', 'unknown'), String(status))
  }
  const limited = transport(() => answer(429, { 'retry-after': '3' }))
  await assert.rejects(limited.opened.request(request(false)), fails('rate_limited', 'none'))
})

test('refusals of content are left to the connector', async () => {
  for (const status of [200, 201, 204, 400, 403, 404, 409, 422]) {
    assert.equal((await transport(() => answer(status)).opened.request(request(false))).status, status)
  }
})

test('a pause holds back everybody on the connection, and ends when it was said to', async () => {
  const { opened, sent, now } = transport((_request, index) =>
    index === 0 ? answer(429, { 'retry-after': '9' }) : answer(200),
  )
  await assert.rejects(opened.request(request(false)), fails('rate_limited', 'none'))
  await Promise.all([opened.request(request(true)), opened.request(request(true))])
  assert.deepEqual([sent.length, now()], [3, 9_000])
})

test('several limits hold at once', async () => {
  let most = 0
  let active = 0
  const times: number[] = []
  const script: Script = async () => {
    most = Math.max(most, ++active)
    times.push(limited.now())
    await Promise.resolve()
    active--
    return answer(200)
  }
  const limited = transport(script, { patienceMs: 300_000 }, { concurrency: 3, perSecond: 5, perMinute: 12 })
  await Promise.all(Array.from({ length: 30 }, () => limited.opened.request(request(true))))
  assert.equal(times.length, 30)
  assert.ok(most <= 3, `${most} at once`)
  const inWindow = (ms: number) =>
    Math.max(...times.map((at) => times.filter((each) => each > at - ms && each <= at).length))
  assert.deepEqual([inWindow(1_000), inWindow(60_000)], [5, 12])
})

test('a 401 leads to one login and one more try, also for a write, and never to a third', async () => {
  const session = openSession()
  session.token = 'old'
  let logins = 0
  const authenticate = async () => {
    const token = session.token ?? (await session.refresh(async () => `new${++logins}`))
    return { authorization: token }
  }
  const script: Script = ({ headers }) => answer(headers.authorization === 'new1' ? 200 : 401)
  const fine = transport(script, { session, authenticate })
  await Promise.all([1, 2, 3].map(() => fine.opened.request(request(false))))
  assert.equal(logins, 1)
  const refused = transport(() => answer(401), { session, authenticate })
  await assert.rejects(refused.opened.request(request(true)), fails('reauth', 'none'))
  assert.equal(refused.sent.length, 2)
})

test('a login is anonymous and a refused one is not repeated', async () => {
  const { opened, sent } = transport(() => answer(401), { session: openSession() })
  await assert.rejects(opened.request({ ...request(true), anonymous: true }), fails('reauth', 'none'))
  assert.deepEqual([sent.length, sent[0]!.headers.authorization], [1, undefined])
})

test('no path leads away from the address', async () => {
  const { opened, sent } = transport(() => answer(200))
  const away = [
    '//evil.example/',
    'https://evil.example/',
    '/../admin',
    '/%2e%2e/admin',
    '/a\\b',
    'x',
    '/x#y',
    '/..',
  ]
  for (const path of away)
    await assert.rejects(opened.request(request(true, path)), fails('config', 'none'), path)
  assert.equal(sent.length, 0)
  await opened.request(request(true, '/a b?q=..//x'))
  assert.equal(sent[0]!.url.href, 'https://erp.example/api/a%20b?q=..//x')
})

test('what is recorded of a call holds no query, header or body', async () => {
  const calls: unknown[] = []
  const { opened } = transport(() => answer(200), { record: (call) => calls.push(call) })
  await opened.request({ ...request(false, '/x?key=secret'), body: 'secret', headers: { 'x-key': 'secret' } })
  assert.equal(calls.length, 1)
  assert.ok(!JSON.stringify(calls).includes('secret'))
})
