import assert from 'node:assert/strict'
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { client, entry, rate, smallFirm, worker } from '../../test/support/firm.ts'
import { createReplayHub, type ReplayHub } from '../../test/support/replaying.ts'
import { type Engine, thisEngine } from '../charging/engine.ts'
import type { Rerated } from '../charging/rerate.ts'
import { loadEngine } from './engine-module.ts'
import { rerateAll } from './rerating.ts'
import { verify } from './verify.ts'

const source = join(import.meta.dirname, '..')
let hub: ReplayHub
let release: string

/** Sources of another release: the pure folders of this one, each file changed as told. */
async function releaseOf(changes: Readonly<Record<string, readonly [string, string]>>): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'hourbridge-engine-'))
  for (const folder of ['kernel', 'model', 'rating', 'contracts'])
    await cp(join(source, folder), join(directory, 'src', folder), { recursive: true })
  for (const [file, [from, to]] of Object.entries(changes)) {
    const path = join(directory, 'src', file)
    const text = await readFile(path, 'utf8')
    assert(text.includes(from), `${file} holds ${from}`)
    await writeFile(path, text.replaceAll(from, to))
  }
  return directory
}

const approved = (at: string) => ({
  state: 'approved' as const,
  approver: 'lead',
  approvedAt: at,
  level: null,
})
before(async () => {
  release = await releaseOf({
    'rating/price.ts': ['ENGINE_VERSION = 1', 'ENGINE_VERSION = 2'],
    'kernel/money.ts': [
      'const minor = product < 0n ? -((unit / 2n - product) / unit) : (product + unit / 2n) / unit',
      `const away = (product + unit / 2n) / unit
       const minor = (product % unit) * 2n === unit && away % 2n === 1n ? away - 1n : away`,
    ],
  })
  hub = await createReplayHub()
  await hub.learn(smallFirm)
  await hub.learn([rate('R-senior', 'senior', '150.05')])
  await hub.settle()
  // 15.005, 45.015, 75.025 and 30.01: only what lies half way below an even unit is rounded otherwise.
  await hub.receive([
    entry('a', { hours: '0.1' }),
    entry('b', { hours: '0.3' }),
    entry('c', { hours: '0.5' }),
    entry('d', { hours: '0.2' }),
  ])
  await hub.settle()
  // What was decided before is asked with what was known before: other rates, people and holds came later.
  await hub.receive([
    entry('a', { hours: '4', approval: approved('2026-10-31T12:00:00Z') }),
    entry('e', { worker: 'W2' }),
  ])
  await hub.settle()
  await hub.receive([], ['d'])
  await hub.learn([rate('R-senior', 'senior', '160.00'), worker('W2', 'senior')])
  await hub.settle()
  await hub.learn([client('ACME', true)])
  await hub.settle()
  await hub.learn([client('ACME'), rate('R-junior', 'junior', '95.00')])
  await hub.settle()
})
after(async () => {
  await hub.drop()
  await rm(release, { recursive: true })
})

const ask = (engine: Engine) =>
  hub.store.transaction((tx) =>
    rerateAll(tx, 1, engine, { most: null, after: null, since: 0n, everyEngine: true }),
  )
const told = (found: readonly Rerated[]) =>
  found
    .flatMap(({ sourceId, differences }) =>
      differences.map(
        (one) =>
          `${sourceId} ${one.clientId} ${one.oldMinor} -> ${one.newMinor} ${one.currency} ${one.cause}`,
      ),
    )
    .sort()

test('the engine that charged lists nothing, however knowledge moved since', async () => {
  const found = await ask(await loadEngine(null))
  assert.deepEqual(told(found.differing), [])
  const { rows } = await hub.store.query<{ n: bigint }>(
    'select count(distinct (work_id, written_at)) as n from charges',
  )
  assert.equal(BigInt(found.counted), rows[0]!.n, 'every decision was asked')
})

test('an engine that rounds half to even lists exactly the works and amounts that it would round otherwise', async () => {
  const before = (await hub.store.query('select * from charges order by work_id, seq')).rows
  const engine = await loadEngine(release)
  assert.equal(engine.version, '2')
  const found = await ask(engine)
  assert.deepEqual(told(found.differing), [
    'a ACME 1501 -> 1500 EUR rounding of 0.1 h at 150.05',
    'c ACME 7503 -> 7502 EUR rounding of 0.5 h at 150.05',
  ])
  assert.deepEqual((await hub.store.query('select * from charges order by work_id, seq')).rows, before)
})

test('an engine that treats or prices otherwise is told with its cause', async () => {
  const dearer: Engine = {
    ...thisEngine,
    version: '3',
    priceEntry: (question, rows, settings) =>
      thisEngine.priceEntry(
        question,
        rows.map((row) => ({ ...row, amount: { ...row.amount, coefficient: row.amount.coefficient * 2n } })),
        settings,
      ),
  }
  const all = told((await ask(dearer)).differing)
  assert(all.includes('b ACME 4502 -> 9003 EUR rate 150.05 -> 300.1'), all.join('\n'))
  const generous: Engine = {
    ...thisEngine,
    version: '4',
    decideBill: (work, terms, priced) => thisEngine.decideBill({ ...work, billable: false }, terms, priced),
  }
  assert.deepEqual((await ask(generous)).differing, [], 'a bucket of its own prices nothing here')
})

test('the proof finds a charge whose amount its own engine does not come to', async () => {
  const proof = () => hub.store.transaction((tx) => verify(tx, 1, hub.vault))
  const name = 'charges_rated_again_come_to_their_amount'
  assert.equal((await proof()).checks.find((one) => one.name === name)?.ok, true)
  await hub.store.query('alter table charges disable trigger charges_append_only')
  await hub.store.query(
    `update charges set amount_minor = amount_minor + 1 where (work_id, seq) = (select work_id, 1 from works where source_id = 'b')`,
  )
  const check = (await proof()).checks.find((one) => one.name === name)
  assert.equal(check?.ok, false)
  assert.match(check!.detail.join('\n'), /charged 4503 EUR, rated again 4502/)
  await hub.store.query(
    `update charges set engine = '0' where work_id = (select work_id from works where source_id = 'b')`,
  )
  const others = (await proof()).unchecked.filter((one) => one.what.includes('engine 0'))
  assert.equal(others.length, 1, 'what another engine decided is said not to be checked')
})

test('a directory without an engine, a broken one and an unknown version are refused in words', async () => {
  await assert.rejects(loadEngine(tmpdir()), /holds no rating\/price\.ts/)
  await assert.rejects(loadEngine('99'), /holds engine 1 only/)
  const broken = await releaseOf({ 'rating/price.ts': ['export function priceEntry', 'function priceEntry'] })
  await assert.rejects(loadEngine(broken), /exports no priceEntry/)
  await rm(broken, { recursive: true })
})
