import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import type { CommandContext, LocalCommands } from '../../src/cli/context.ts'
import { runProgram } from '../../src/cli/program.ts'
import type { TestApi } from '../support/api.ts'
import { createTestApi } from '../support/api.ts'
import { entry, rate, smallFirm } from '../support/firm.ts'
import { createReplayHub, type ReplayHub, withHours } from '../support/replaying.ts'

let hub: ReplayHub
let api: TestApi
let url: string
const keys: Record<string, string> = {}

before(async () => {
  hub = await createReplayHub()
  await hub.learn(smallFirm)
  await hub.receive([entry('e1'), entry('e2', { project: 'P2' }), entry('e3', { workOn: '2026-11-03' })])
  await hub.settle()
  const core = { store: hub.store, vault: hub.vault, receiver: hub.receiver, clock: { now: hub.now } }
  api = await createTestApi({ ...core, newId: hub.newId, namespace: hub.charging.namespace }, hub)
  for (const role of ['integration_engineer', 'finance_operations', 'auditor'])
    keys[role] = await api.keyOf(role)
  url = await api.app.listen({ host: '127.0.0.1', port: 0 })
})
after(() => api.close())

async function run(role: string, ...argv: string[]) {
  const out: string[] = []
  const err: string[] = []
  const context: CommandContext = {
    terminal: { out: (text) => out.push(text), err: (text) => err.push(text), isInteractive: false },
    local: {} as LocalCommands,
    environment: { HOURBRIDGE_URL: url, HOURBRIDGE_API_KEY: keys[role]! },
    fetch,
    // What the runner does meanwhile.
    wait: () => hub.rounds(),
    newId: randomUUID,
  }
  const code = await runProgram(context, '0.1.0', ['replay', ...argv])
  return { code, out: out.join('\n'), err: err.join('\n') }
}
async function call(role: string, method: 'GET' | 'POST', path: string, body?: object) {
  const headers = { authorization: `Bearer ${keys[role]}`, 'idempotency-key': randomUUID() }
  const answer = await api.app.inject({
    method,
    url: `/api/v1${path}`,
    headers,
    ...(body ? { payload: body } : {}),
  })
  return { status: answer.statusCode, body: answer.json() }
}

test('a dry run announces, --start does it, and the second time there is nothing to do', async () => {
  hub.use(withHours('direct/2', (hours) => String(Number(hours) / 2)))
  const dry = await run('integration_engineer', '--period', '2026-10', '--client', 'ACME')
  assert.equal(dry.code, 0, dry.err)
  assert.match(dry.out, /1 of 1 works would be written/)
  assert.match(dry.out, /bill +change +priced +1 works +-4 h +-600\.00 EUR/)
  const replayId = /Replay (\S+)/.exec(dry.out)![1]!
  assert.match(dry.out, new RegExp(`hourbridge replay --start ${replayId} --watch`))
  const works = await run('auditor', '--works', replayId)
  assert.match(works.out, /e1 +api +planned +change +understood_again +bill: change priced -600\.00 EUR/)
  const done = await run('integration_engineer', '--start', replayId, '--rate', '1000', '--watch')
  assert.equal(done.code, 0, done.err)
  assert.match(done.out, /1 of 1 works done:\n(.*\n)*bill +change +priced +1 works +-4 h +-600\.00 EUR/)
  const again = await run('integration_engineer', '--period', '2026-10', '--client', 'ACME')
  assert.match(again.out, /0 of 1 works would be written(.*\n)*.*There is nothing to do/)
  assert.match((await run('auditor', '--list')).out, new RegExp(`${replayId} +done +1 of 1`))
})

test('whoever sees a replay may not run it, and whoever bills may not either', async () => {
  for (const role of ['auditor', 'finance_operations']) {
    const refused = await run(role, '--entry', 'e2')
    assert.equal(refused.code, 1)
    assert.match(refused.err, /FORBIDDEN.*replay\.run/)
    assert.equal((await call(role, 'GET', '/replays')).status, 200)
  }
})

test('a start without a standing dry run is refused, and so is one whose answer moved', async () => {
  const dry = JSON.parse((await run('integration_engineer', '--entry', 'e2', '--json')).out)
  assert.deepEqual([dry.state, dry.planned], ['ready', 1])
  await hub.learn([rate('R-senior', 'senior', '175.00')])
  await hub.settle()
  const refused = await run('integration_engineer', '--start', dry.replayId, '--watch')
  assert.equal(refused.code, 3)
  assert.match(refused.err, /answer moved since the dry run.*entry e2/)
  assert.equal((await call('integration_engineer', 'POST', `/replays/${dry.replayId}/start`, {})).status, 409)
  assert.equal(
    (await call('integration_engineer', 'POST', `/replays/${dry.replayId}/cancel`, {})).status,
    409,
  )
  assert.equal((await call('integration_engineer', 'POST', `/replays/${randomUUID()}/start`, {})).status, 404)
})

test('a selection that selects nothing sensible is refused in words', async () => {
  for (const body of [
    {},
    { stream: 'x' },
    { fromPosition: '9', untilPosition: '3' },
    { workFrom: '2026-10-02', workUntil: '2026-10-01' },
  ]) {
    const refused = await call('integration_engineer', 'POST', '/replays', body)
    assert.deepEqual([refused.status, refused.body.code], [400, 'SCHEMA_VIOLATION'], JSON.stringify(body))
  }
  for (const argv of [[], ['--range', '5'], ['--period', 'october'], ['--entry', 'e1', '--list']])
    assert.equal((await run('integration_engineer', ...argv)).code, 2, argv.join(' '))
})

test('a dry run can be cancelled before anybody starts it', async () => {
  const dry = JSON.parse((await run('integration_engineer', '--range', '1..', '--json')).out)
  assert.equal(dry.looked, 3)
  const cancelled = await run('integration_engineer', '--cancel', dry.replayId)
  assert.match(cancelled.out, /cancelled by/)
})
