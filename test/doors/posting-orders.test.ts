import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import type { CommandContext, LocalCommands } from '../../src/cli/context.ts'
import { runProgram } from '../../src/cli/program.ts'
import { plain } from '../../src/connectors/plain/connector.ts'
import { openMeter } from '../../src/egress/meters.ts'
import type { TestApi } from '../support/api.ts'
import { createTestApi } from '../support/api.ts'

let api: TestApi
let url: string
const keys: Record<string, string> = {}

before(async () => {
  api = await createTestApi({ connectors: new Map([['plain', plain]]) })
  for (const role of ['integration_engineer', 'auditor']) keys[role] = await api.keyOf(role)
  const made = await call('POST', '/connections', {
    ...{ connectionId: 'erp', connector: 'plain', name: 'ERP', baseUrl: 'https://erp.example' },
    ...{ settings: {}, secrets: { apiKey: 'k' }, enabled: true },
  })
  assert.equal(made.statusCode, 201, made.body)
  await api.database.store.query(
    `insert into posting_lanes (cell, connection_id, company, stream, runner, fence, leased_until, breaker, breaker_at,
       probe_at, failures, last_error)
     values (1, 'erp', 'DE', 'cost', 'runner-1', 4, now() + interval '1 hour', 'open', now() - interval '5 minutes',
       now() + interval '1 minute', 7, 'The system could not be reached.')`,
  )
  url = await api.app.listen({ host: '127.0.0.1', port: 0 })
})
after(() => api.close())

function call(method: 'GET' | 'POST' | 'PUT', path: string, payload?: object, role = 'integration_engineer') {
  return api.app.inject({
    method,
    url: `/api/v1${path}`,
    headers: { authorization: `Bearer ${keys[role]}` },
    ...(payload === undefined ? {} : { payload }),
  })
}

const decisions = async (what: string) =>
  (await api.database.store.query(`select 1 from events where stream = $1`, [what])).rowCount

test('a connection shows how each of its lanes stands and why', async () => {
  const one = (await call('GET', '/connections/erp', undefined, 'auditor')).json()
  const [lane] = one.lanes
  assert.deepEqual(
    [lane.state, lane.failures, lane.lastError, lane.company, lane.runner, lane.waiting.count],
    ['down', 7, 'The system could not be reached.', 'DE', 'runner-1', 0],
  )
  assert.ok(lane.since < lane.nextProbeAt)
  assert.equal(one.limits.now.concurrency, plain.budget.concurrency)
  const listed = (await call('GET', '/connections')).json()
  assert.deepEqual(listed.items[0].lanes, one.lanes)
  assert.equal((await call('GET', '/connections/none')).statusCode, 404)
})

test('a pause is a decision with its author and reason, and not everybody’s', async () => {
  const body = { stream: null, reason: 'The ledger is being repaired' }
  assert.equal((await call('POST', '/connections/erp/pause', body, 'auditor')).statusCode, 403)
  const done = await call('POST', '/connections/erp/pause', body)
  assert.deepEqual(done.json(), { connectionId: 'erp', streams: ['cost', 'documents'] })
  const [lane] = (await call('GET', '/connections/erp')).json().lanes
  assert.deepEqual([lane.state, lane.paused.reason], ['paused', body.reason])
  await call('POST', '/connections/erp/resume', { stream: 'cost', reason: 'Repaired' })
  const after = (await call('GET', '/connections/erp')).json().lanes[0]
  assert.equal(after.state, 'down')
  assert.deepEqual([await decisions('posting.paused'), await decisions('posting.resumed')], [1, 1])
  assert.equal((await call('POST', '/connections/none/pause', body)).statusCode, 404)
})

test('limits are set with a reason, within sense, and what was used of the day survives', async () => {
  const set = { perSecond: null, perMinute: 60, perDay: 5000, concurrency: 5, reason: 'Starter plan' }
  assert.equal((await call('PUT', '/connections/erp/limits', { ...set, perDay: 0 })).statusCode, 400)
  assert.equal((await call('PUT', '/connections/erp/limits', { ...set, reason: '' })).statusCode, 400)
  assert.equal((await call('PUT', '/connections/erp/limits', set)).statusCode, 200)
  const now = api.deps.clock.now().getTime()
  const { store } = api.database
  const meterOf = (process: string) =>
    openMeter({ store, cell: 1, connectionId: 'erp', process, dayZone: 'UTC' })
  const first = meterOf('first')
  for (let calls = 0; calls < 7; calls += 1) first.count(now)
  assert.equal(await first.sync(now, { pausedUntilMs: now + 9_000, factor: 0.5 }), null)
  // A process that starts later knows the day's calls, shares the limits, and keeps the pause that another was told.
  const second = meterOf('second')
  second.count(now)
  assert.equal(await second.sync(now, { pausedUntilMs: 0, factor: 1 }), now + 9_000)
  assert.deepEqual([second.calls(now), second.processes], [8, 2])
  const { limits } = (await call('GET', '/connections/erp')).json()
  assert.deepEqual(limits.now, { perSecond: null, perMinute: 60, perDay: 5000, concurrency: 5 })
  assert.deepEqual(
    [limits.use.callsToday, limits.use.leftToday, limits.use.processes, limits.use.share],
    [8, 4992, 2, '0.5'],
  )
  // Half a minute later the first is taken for gone, and its calls still count; the next day counts anew.
  await second.sync(now + 31_000, { pausedUntilMs: 0, factor: 1 })
  assert.deepEqual([second.calls(now + 31_000), second.processes], [8, 1])
  assert.equal(second.calls(now + 86_400_000), 0)
})

test('a schedule is refused with what is wrong in it, and kept with who set it', async () => {
  const wanted = {
    ...{ stream: 'documents', validFrom: '2026-01-01', mode: 'window', everyMinutes: null },
    ...{ timeZone: 'Europe/Berlin', reason: 'The ledger is used by day' },
    windows: [{ days: [1, 2, 3, 4, 5], from: '18:00', until: '06:00' }],
    blackouts: [{ from: '2026-09-30T17:00', until: '2026-10-02T08:00', why: 'September closes' }],
  }
  const put = (change: object) => call('PUT', '/connections/erp/schedules', { ...wanted, ...change })
  for (const [change, pointer] of [
    [{ timeZone: 'Berlin' }, '/timeZone'],
    [{ mode: 'batch' }, '/everyMinutes'],
    [{ windows: [] }, '/windows'],
    [{ windows: [{ days: [8], from: '18:00', until: '06:00' }] }, '/windows/0/days'],
    [{ windows: [{ days: [1], from: '24:00', until: '06:00' }] }, '/windows/0/from'],
    [{ blackouts: [{ from: '2026-02-30T00:00', until: '2026-03-02T08:00', why: 'x' }] }, '/blackouts/0/from'],
    [
      { blackouts: [{ from: '2026-03-03T00:00', until: '2026-03-02T08:00', why: 'x' }] },
      '/blackouts/0/until',
    ],
  ] as const) {
    const refused = await put(change)
    assert.deepEqual([refused.statusCode, refused.json().errors[0].pointer], [400, pointer])
  }
  assert.equal((await put({})).statusCode, 200)
  const listed = (await call('GET', '/connections/erp/schedules')).json().items
  assert.deepEqual(
    [listed.length, listed[0].windows, listed[0].blackouts],
    [1, wanted.windows, wanted.blackouts],
  )
  assert.equal(await decisions('posting.schedule_set'), 1)
})

async function command(...argv: string[]) {
  const out: string[] = []
  const context: CommandContext = {
    terminal: { out: (text) => out.push(text), err: (text) => out.push(text), isInteractive: false },
    local: {} as LocalCommands,
    environment: { HOURBRIDGE_URL: url, HOURBRIDGE_API_KEY: keys.integration_engineer },
    fetch,
    wait: async () => {},
    newId: randomUUID,
  }
  return { code: await runProgram(context, '0.1.0', argv), out: out.join('\n') }
}

test('the same from the command line', async () => {
  assert.equal((await command('connection', 'pause', 'erp')).code === 0, false)
  const paused = await command('connection', 'pause', 'erp', '--stream', 'cost', '--reason', 'Year end')
  assert.deepEqual(paused, { code: 0, out: 'Posting to erp stands still.' })
  const shown = await command('connection', 'show', 'erp')
  assert.match(shown.out, /erp +cost DE +paused +0 waiting.*Year end/)
  assert.match(shown.out, /60 a minute, 5000 a day, 5 at once; 8 calls today/)
  assert.equal((await command('connection', 'resume', 'erp', '--reason', 'Over')).code, 0)
  const limits = await command('connection', 'limits', 'erp', '--per-second', '3', '--reason', 'Other plan')
  assert.equal(limits.code, 0, limits.out)
  assert.match((await command('connection')).out, /3 a second, 4 at once/)
  assert.match((await command('connection', 'schedule', 'erp')).out, /documents +2026-01-01 +window/)
})
