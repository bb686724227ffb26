import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import type { CommandContext, LocalCommands } from '../../src/cli/context.ts'
import { runProgram } from '../../src/cli/program.ts'
import { setRoute } from '../../src/masterdata/reads.ts'
import type { TestApi } from '../support/api.ts'
import { createTestApi } from '../support/api.ts'
import { post } from '../support/billing-office.ts'
import { entry, smallFirm } from '../support/firm.ts'
import type { Hub } from '../support/hub.ts'
import { createHub } from '../support/hub.ts'

let hub: Hub
let api: TestApi
let url: string
const keys: Record<string, string> = {}

before(async () => {
  hub = await createHub()
  await hub.store.transaction((tx) => setRoute(tx, 1, '*', 'bill', 'erp'))
  await hub.learn(smallFirm)
  await hub.receive([entry('e1'), entry('e2', { laborCategory: 'unheard of' })])
  await hub.settle()
  const core = { store: hub.store, vault: hub.vault, receiver: hub.receiver, clock: { now: hub.now } }
  api = await createTestApi({ ...core, namespace: hub.charging.namespace }, hub)
  for (const role of ['finance_operations', 'billing_approver', 'auditor']) keys[role] = await api.keyOf(role)
  url = await api.app.listen({ host: '127.0.0.1', port: 0 })
})
after(() => api.close())

const local: LocalCommands = {
  start: async () => {},
  sandbox: async () => {},
  serve: async () => {},
  migrate: async () => ['0001-store'],
  backup: async () => assert.fail('no command here makes a backup'),
  verifyBackup: async () => assert.fail('no command here reads a backup'),
  restore: async () => assert.fail('no command here restores'),
  createKey: async (_config, wanted) => `hb_${wanted.roles.join('+')}`,
  adopt: async () => 'It sends again.',
  verifyOffline: async () => ({
    checks: [{ promise: 'P4', name: 'sums', ok: false, counted: 3, broken: 1, detail: ['work 1'] }],
    unchecked: [{ promise: 'P1', what: 'the end of the log', why: 'it lies elsewhere' }],
  }),
  compareEngine: async (_config, { engine }) => ({
    engine: engine ?? '1',
    counted: 2,
    unasked: engine === null ? [] : [{ clients: 3, why: 'it knows no terms' }],
    differences:
      engine === null
        ? []
        : [
            {
              workId: 'w1',
              sourceId: 'e1',
              documentId: null,
              clientId: 'ACME',
              old: '1.01',
              new: '1.00',
              currency: 'EUR',
              cause: 'rounding',
            },
          ],
  }),
  rebuild: async (_config, { apply }) => ({
    models: [{ model: 'works', counted: 5, differing: 1, applied: apply ? 1 : 0, detail: ['w1: hours'] }],
    unread: [],
  }),
}

async function run(role: string | null, ...argv: string[]) {
  const out: string[] = []
  const err: string[] = []
  const context: CommandContext = {
    terminal: { out: (text) => out.push(text), err: (text) => err.push(text), isInteractive: false },
    local,
    environment: { HOURBRIDGE_URL: url, ...(role === null ? {} : { HOURBRIDGE_API_KEY: keys[role] }) },
    fetch,
    // What would pass meanwhile in a running installation.
    wait: async () => {
      await post(hub.store)
    },
    newId: randomUUID,
  }
  const code = await runProgram(context, '0.1.0', argv)
  return { code, out: out.join('\n'), err: err.join('\n') }
}

test('explain tells the story of an amount, in words and as JSON', async () => {
  const told = await run('auditor', 'explain', 'e1')
  assert.equal(told.code, 0, told.err)
  assert.match(told.out, /8 h on 2026-10-05, approved/)
  assert.match(told.out, /1200\.00 EUR/)
  const json = JSON.parse((await run('auditor', 'explain', 'e1', '--json')).out)
  assert.equal(json.entries[0].work.sourceId, 'e1')
  const unknown = await run('auditor', 'explain', 'nothing')
  assert.deepEqual([unknown.code, unknown.out], [1, ''])
})

test('cases lists causes with their remedy', async () => {
  const told = await run('auditor', 'cases')
  assert.equal(told.code, 0, told.err)
  assert.match(told.out, /MISSING_RATE: Add a rate/)
  assert.equal(JSON.parse((await run('auditor', 'cases', '--json')).out).cases[0].code, 'MISSING_RATE')
})

test('run freezes drafts; release shows them, and issues only with --yes and the permission', async () => {
  const dry = await run('finance_operations', 'run', '2026-10', '--dry-run')
  assert.match(dry.out, /Client ACME .*1200\.00 EUR/)
  const started = await run('finance_operations', 'run', '2026-10', '--json')
  const { runId } = JSON.parse(started.out)
  await post(hub.store)
  const shown = await run('billing_approver', 'release', '--run', runId)
  assert.match(shown.out, /Nothing was released/)
  const forbidden = await run('finance_operations', 'release', '--run', runId, '--yes')
  assert.equal(forbidden.code, 1)
  assert.match(forbidden.err, /FORBIDDEN.*document\.release/)
  const released = await run('billing_approver', 'release', '--run', runId, '--yes', '--json')
  assert.equal(released.code, 0, released.err)
  const { documents } = JSON.parse(released.out)
  assert.ok(documents.every((each: { status: string }) => each.status === 'issued'))
  assert.match(released.err, /documents issued/)
})

test('verify answers 0 when the books balance and 3 when they do not', async () => {
  const sound = await run('auditor', 'verify')
  assert.deepEqual([sound.code, sound.err], [0, ''])
  const broken = await run(null, 'verify', '--offline')
  assert.equal(broken.code, 3)
  assert.match(broken.out, /P4 {2}The books balance.*\n +BROKEN +sums +1 of 3 rows\n +work 1/)
  assert.match(broken.out, /not checked +the end of the log: it lies elsewhere/)
  assert.match(
    sound.out,
    /P1 {2}Nothing acknowledged is lost\n +ok +the_log_is_unbroken_and_payloads_match +\d+ rows/,
  )
})

test('verify --engine lists what another engine makes otherwise and answers 3; the same engine answers 0', async () => {
  const same = await run(null, 'verify', '--engine')
  assert.deepEqual([same.code, same.out], [0, 'Engine 1 was asked about 2 decisions: none differs.'])
  const other = await run(null, 'verify', '--engine', '/releases/next')
  assert.equal(other.code, 3)
  assert.match(other.out, /e1 +no document +ACME +1\.01 EUR -> 1\.00 EUR +rounding/)
})

test('rebuild shows what differs and writes only with --apply', async () => {
  const dry = await run(null, 'rebuild')
  assert.equal(dry.code, 3)
  assert.match(dry.out, /works +1 of 5 differ +0 written\n +w1: hours/)
  const applied = await run(null, 'rebuild', '--apply')
  assert.deepEqual([applied.code, /1 written/.test(applied.out)], [0, true])
})

test('wrong use answers 2 and says what is wrong', async () => {
  for (const argv of [['nope'], ['run'], ['run', 'october'], ['serve', '--role', 'all-of-it'], ['release']]) {
    const told = await run('auditor', ...argv)
    assert.equal(told.code, 2, argv.join(' '))
    assert.ok(told.err.length > 0)
  }
  const keyless = await run(null, 'cases')
  assert.equal(keyless.code, 2)
  assert.match(keyless.err, /HOURBRIDGE_API_KEY/)
})

test('a pull of an unknown connection, or of an installation that does not answer, fails in words', async () => {
  const unknown = await run('auditor', 'pull', 'nowhere')
  assert.equal(unknown.code, 1)
  assert.match(unknown.err, /FORBIDDEN|NOT_FOUND/)
  const silent = await run('auditor', 'cases', '--url', 'http://127.0.0.1:1')
  assert.equal(silent.code, 1)
  assert.match(silent.err, /No installation answers/)
})

test('migrate tells what it applied', async () => {
  assert.equal((await run(null, 'migrate')).out, 'applied 0001-store')
  assert.deepEqual(JSON.parse((await run(null, 'migrate', '--json')).out), { applied: ['0001-store'] })
})
