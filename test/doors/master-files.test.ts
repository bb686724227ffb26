import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import fc from 'fast-check'
import type { CommandContext, LocalCommands } from '../../src/cli/context.ts'
import { runProgram } from '../../src/cli/program.ts'
import type { MasterChange } from '../../src/model/master-records.ts'
import type { TestApi } from '../support/api.ts'
import { createTestApi } from '../support/api.ts'
import type { Hub } from '../support/hub.ts'
import { createHub } from '../support/hub.ts'
import { workbook } from '../support/workbook.ts'

const examples = 'docs/examples/master-data'
let hub: Hub
let api: TestApi
let url: string
let directory: string
const keys: Record<string, string> = {}

before(async () => {
  hub = await createHub()
  directory = await mkdtemp(join(tmpdir(), 'hourbridge-files-'))
  const core = { store: hub.store, vault: hub.vault, receiver: hub.receiver, clock: { now: hub.now } }
  api = await createTestApi({ ...core, namespace: hub.charging.namespace }, hub)
  for (const role of ['finance_operations', 'billing_approver']) keys[role] = await api.keyOf(role)
  url = await api.app.listen({ host: '127.0.0.1', port: 0 })
})
after(async () => {
  await api.close()
  await rm(directory, { recursive: true })
})

async function run(role: string, ...argv: string[]) {
  const out: string[] = []
  const err: string[] = []
  const context: CommandContext = {
    terminal: { out: (text) => out.push(text), err: (text) => err.push(text), isInteractive: false },
    local: {} as LocalCommands,
    environment: { HOURBRIDGE_URL: url, HOURBRIDGE_API_KEY: keys[role]! },
    fetch,
    wait: async () => {},
    newId: randomUUID,
  }
  const code = await runProgram(context, '0.1.0', ['master', ...argv])
  return { code, out: out.join('\n'), err: err.join('\n') }
}
async function file(name: string, content: string | Buffer): Promise<string> {
  const path = join(directory, name)
  await writeFile(path, content)
  return path
}
async function load(path: string, ...more: string[]): Promise<string> {
  const made = await run('finance_operations', 'propose', path, ...more)
  assert.equal(made.code, 0, made.err)
  const id = /hourbridge master approve (\S+)/.exec(made.out)![1]!
  const done = await run('billing_approver', 'approve', id)
  assert.equal(done.code, 0, done.err)
  return made.out
}

test('the example loads: first the client with its contract, then its card, and again they change nothing', async () => {
  const contract = `${examples}/new-client.yaml`
  const early = await run('finance_operations', 'propose', `${examples}/rates.csv`)
  assert.equal(early.code, 1)
  assert.match(
    early.err,
    /the file, row 2, column G \(contractId\): \/contractId HARBOR-2027 is no contract that is known/,
  )
  const dry = await run('finance_operations', 'propose', contract, '--dry-run')
  assert.equal(dry.code, 0, dry.err)
  assert.match(dry.out, /added {2}contract HARBOR-2027\n {2}from 2027-01-01\n/)
  assert.match((await run('finance_operations', 'list')).out, /Nothing waits/)
  await load(contract)
  assert.match(await load(`${examples}/rates.csv`), /added {2}rate HARBOR-senior/)
  for (const each of [contract, `${examples}/rates.csv`, `${examples}/rates.xlsx`]) {
    const again = await run('finance_operations', 'propose', each)
    assert.deepEqual(
      [again.code, /This file changes nothing/.test(again.out)],
      [0, true],
      again.out + again.err,
    )
  }
})

test('the workbook of the examples says what the card in CSV says', async () => {
  const rows = (await readFile(`${examples}/rates.csv`, 'utf8'))
    .trim()
    .split('\n')
    .map((line) => line.split(',').map((cell) => (cell === '' ? null : cell)))
  const made = workbook({ rates: rows, '# notes': [['Agreed with Harbor in November 2026']] })
  // The file is kept so that people can open it; a difference is settled by writing it anew from here.
  if (process.env.HOURBRIDGE_WRITE_EXAMPLES === '1') await writeFile(`${examples}/rates.xlsx`, made)
  assert.ok((await readFile(`${examples}/rates.xlsx`)).equals(made))
})

test('the author sees the answer of somebody else, and a refusal names line and remedy', async () => {
  const yaml = `- record: rate
  id: HARBOR-junior
  validFrom: 2027-01-01
  kind: bill
  level: role
  laborCategory: junior
  contractId: HARBOR-2027
  currency: EUR
  amount: 99.00
`
  const path = await file('raise.yaml', yaml)
  const made = await run('finance_operations', 'propose', path, '--title', 'Juniors', '--json')
  const { proposal } = JSON.parse(made.out)
  assert.match(
    (await run('billing_approver', 'list')).out,
    new RegExp(`${proposal.proposalId} +proposed .*Juniors`),
  )
  const shown = await run('billing_approver', 'show', proposal.proposalId)
  assert.match(
    shown.out,
    /changed {2}rate HARBOR-junior\n {2}from 2027-01-01\n {4}\/amount {2}98\.00 -> 99\.00/,
  )
  const self = await run('finance_operations', 'approve', proposal.proposalId)
  assert.deepEqual([self.code, /OWN_PROPOSAL/.test(self.err)], [1, true])
  assert.equal((await run('billing_approver', 'decline', proposal.proposalId)).code, 2, 'a no has a reason')
  const no = await run('billing_approver', 'decline', proposal.proposalId, '--note', 'not before July')
  assert.match(no.out, /declined by key:.*: not before July/)
  assert.match((await run('finance_operations', 'withdraw', proposal.proposalId)).err, /CONFLICT.*declined/)
  const wrong = await file('wrong.yaml', yaml.replace('HARBOR-2027', 'HARBOR-2028'))
  const refused = await run('finance_operations', 'propose', wrong)
  assert.match(
    refused.err,
    /line 7: \/contractId HARBOR-2028 is no contract .*propose the contract along with it/,
  )
  assert.equal((await run('finance_operations', 'propose', path, '--valid-from', 'soon')).code, 2)
  assert.equal((await run('finance_operations', 'propose', join(directory, 'none.yaml'))).code, 1)
})

const dayOf = fc
  .integer({ min: 0, max: 3000 })
  .map((at) => new Date(Date.UTC(2024, 0, 1 + at)).toISOString().slice(0, 10))
const awkward = fc.stringMatching(/^[A-Za-z0-9 ,;"|'=äß€:#-]{1,12}$/).map((text) => `x${text}x`)
const amount = fc
  .tuple(fc.nat(9999), fc.integer({ min: 0, max: 9999 }))
  .map(([a, b]) => `${a}.${String(b).padStart(4, '0')}`)
const positive = amount.filter((text) => !/^0\.0*$/.test(text))
const body: Record<'rate' | 'exchange_rate' | 'calendar', fc.Arbitrary<object>> = {
  rate: fc.record({
    kind: fc.constantFrom('bill', 'cost'),
    level: fc.constantFrom('role', 'default'),
    laborCategory: fc.option(awkward),
    ...Object.fromEntries(
      ['workerId', 'taskId', 'projectId', 'clientId', 'contractId', 'legalEntity'].map((one) => [
        one,
        fc.constant(null),
      ]),
    ),
    currency: fc.constantFrom('EUR', 'USD', 'JPY'),
    region: fc.option(awkward),
    amount,
  }),
  exchange_rate: fc.record(
    { type: awkward, from: fc.constant('EUR'), to: fc.constantFrom('USD', 'CHF'), rate: positive },
    { requiredKeys: ['from', 'to', 'rate'] },
  ),
  calendar: fc.record(
    {
      name: awkward,
      weekend: fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1 }),
      holidays: fc.array(fc.record({ on: dayOf, name: awkward }, { requiredKeys: ['on'] }), {
        minLength: 1,
        maxLength: 4,
      }),
      weekStart: fc.integer({ min: 1, max: 7 }),
    },
    { requiredKeys: ['name'] },
  ),
}
const kinds = Object.keys(body) as (keyof typeof body)[]
const stretches = (kind: keyof typeof body) =>
  fc
    .tuple(
      awkward,
      fc.uniqueArray(dayOf, { minLength: 1, maxLength: 3 }),
      fc.array(body[kind], { minLength: 3, maxLength: 3 }),
    )
    .map(([recordId, days, bodies]) =>
      [...days].sort().map((validFrom, at, all) => {
        const validUntil = at % 2 === 0 ? (all[at + 1] ?? null) : null
        return { kind, recordId, validFrom, validUntil, body: bodies[at] } as MasterChange
      }),
    )

test('what is exported and proposed again changes nothing, whatever it is', async () => {
  const seed = Number(process.env.HOURBRIDGE_TEST_SEED ?? Date.now() % 2 ** 31)
  await fc.assert(
    fc.asyncProperty(
      fc.tuple(...kinds.map((kind) => fc.array(stretches(kind), { minLength: 1, maxLength: 4 }))),
      async (all) => {
        await hub.learn(all.flat(2))
        for (const kind of kinds)
          for (const format of ['yaml', 'csv']) {
            const exported = await run('finance_operations', 'export', kind, '--format', format)
            assert.equal(exported.code, 0, exported.err)
            const path = await file(`${kind}.${format}`, exported.out)
            const again = await run('finance_operations', 'propose', path, '--json')
            assert.equal(again.code, 0, again.err + exported.out)
            assert.equal(JSON.parse(again.out).difference.records, 0, exported.out)
          }
      },
    ),
    { seed, numRuns: 6 },
  )
})

test('an export that a table cannot say is refused, and YAML says it', async () => {
  const csv = await run('finance_operations', 'export', 'contract', '--format', 'csv')
  assert.deepEqual([csv.code, /contract HARBOR-2027.*--format yaml/.test(csv.err)], [1, true])
  const yaml = await run('finance_operations', 'export', 'contract')
  const again = await run('finance_operations', 'propose', await file('contract.yaml', yaml.out))
  assert.match(again.out, /This file changes nothing/)
})
