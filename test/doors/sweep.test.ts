import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { openCases } from '../../src/cases/open.ts'
import { plain } from '../../src/connectors/plain/connector.ts'
import { redmine } from '../../src/connectors/redmine/connector.ts'
import { sweepStep } from '../../src/posting/sweep.ts'
import { scriptedErp } from '../posting/scripted-erp.ts'
import { postingBench } from '../posting/bench.ts'
import type { TestApi } from '../support/api.ts'
import { createTestApi } from '../support/api.ts'

let api: TestApi
let key: string
const clock = { now: () => new Date() }
const erp = scriptedErp(clock)

before(async () => {
  const connector = { ...plain, target: erp.target }
  api = await createTestApi({
    connectors: new Map([
      ['plain', connector],
      ['redmine', redmine],
    ]),
    connect: async () => ({ connector, context: erp.link().context }),
  })
  key = await api.keyOf('integration_engineer')
  for (const [connectionId, name] of [
    ['erp', 'plain'],
    ['time', 'redmine'],
  ] as const) {
    await api.database.store.query(
      `insert into connections (cell, connection_id, connector, name, base_url, settings, simulated, enabled, created_at)
       values (1, $1, $2, $1, 'https://erp.example', '{}', true, true, now())`,
      [connectionId, name],
    )
  }
})
after(() => api.close())

function call(method: 'GET' | 'POST', path: string, payload?: object) {
  return api.app.inject({
    method,
    url: `/api/v1${path}`,
    headers: { authorization: `Bearer ${key}` },
    ...(payload === undefined ? {} : { payload }),
  })
}

test('a sweep that is asked for is told from one that never was, and is asked for once', async () => {
  assert.equal((await call('GET', '/connections/erp/sweep')).json().state, 'never')
  assert.equal((await call('POST', '/connections/erp/sweep')).statusCode, 202)
  assert.equal((await call('POST', '/connections/erp/sweep')).statusCode, 409)
  assert.equal((await call('POST', '/connections/time/sweep')).statusCode, 409, 'it has no books')
  assert.equal((await call('POST', '/connections/none/sweep')).statusCode, 404)
  const deps = { ...postingBench(api.database.store).deps, clock, connectors: async () => erp.link() }
  while ((await sweepStep(deps, 'erp')) > 0);
  const told = (await call('GET', '/connections/erp/sweep')).json()
  assert.deepEqual([told.state, told.last.scope, told.last.found, told.open], ['idle', 'whole', 0, 0])
})

test('a finding is answered when the books are right, with a reason, and no other answer fits it', async () => {
  const caseId = crypto.randomUUID()
  const detail = { connectionId: 'erp', key: 'k', from: '2026-10-01', last: '2026-10-01' }
  await openCases(
    api.database.store,
    1,
    [
      {
        caseId,
        code: 'ERP_COST_TWICE',
        subjectKind: 'connection',
        subjectId: 'erp/cost/k',
        outcome: 'cost',
        waitsOn: 'sweep:erp',
        seenPosition: 0n,
        hours: '1',
        moneyMinor: null,
        currency: null,
        clientId: null,
        projectId: null,
        detail,
        payloadPosition: null,
      },
    ],
    clock.now(),
  )
  const { items } = (await call('GET', `/cases/${caseId}/answers`)).json()
  assert.deepEqual(
    items.map((each: { answer: string }) => each.answer),
    ['resolved'],
  )
  const path = `/cases/${caseId}/answer`
  assert.equal((await call('POST', path, { answer: 'drop', reason: 'x' })).statusCode, 409)
  assert.equal((await call('POST', path, { answer: 'resolved' })).statusCode, 400)
  const done = await call('POST', path, { answer: 'resolved', reason: 'Removed the copy.' })
  assert.equal(done.statusCode, 200, done.body)
  assert.equal((await call('GET', `/cases/${caseId}`)).json().state, 'resolved')
  assert.equal((await call('POST', path, { answer: 'resolved', reason: 'again' })).statusCode, 409)
})
