import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, statSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { listCases } from '../../src/cases/reads.ts'
import { listWorks } from '../../src/charging/work-reads.ts'
import { chargingRunner } from '../../src/charging/lane.ts'
import { readConfig } from '../../src/config.ts'
import { directConnection, directRecord, directStream } from '../../src/connectors/direct/connector.ts'
import { receiveRecords } from '../../src/intake/receive.ts'
import { recordMasters } from '../../src/masterdata/record.ts'
import { connectors } from '../../src/runner/connectors.ts'
import { type Opened, openInstalled } from '../../src/runner/installation.ts'
import { openWitness } from '../../src/runner/witness.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { entry, smallFirm } from '../support/firm.ts'
import { victimEnvironment } from '../crash/settings.ts'
import { slowFile, underWayFile } from './mortal-mapping.ts'

const program = (name: string) => fileURLToPath(new URL(`./${name}.ts`, import.meta.url))
const withinMs = 90_000
const pollMs = 20

type Ground = {
  readonly home: string
  readonly environment: Record<string, string>
  readonly database: TestDatabase
  readonly opened: Opened
}

async function openGround(): Promise<Ground> {
  const database = await createTestDatabase()
  const home = await mkdtemp(join(tmpdir(), 'hourbridge-poison-'))
  const environment = victimEnvironment({
    ...{ home, databaseUrl: database.url, durable: false, port: 1, firm: 'http://127.0.0.1:1' },
  })
  const { config, faults } = readConfig(environment)
  if (config === null) throw new Error(faults.map((fault) => fault.message).join('\n'))
  const opened = await openInstalled({ config, connectors, role: 'drill', migrates: true, log: () => {} })
  const { store, cell, vault, now } = opened.hub.parts
  const source = { connectionId: 'hub', principal: 'drill', at: now(), cause: null }
  await store.transaction((tx) => recordMasters(tx, cell, vault, smallFirm, [], source))
  return { home, environment, database, opened }
}

async function closeGround({ home, database, opened }: Ground): Promise<void> {
  await opened.close()
  await database.drop()
  await rm(home, { recursive: true, force: true })
}

async function receive({ opened }: Ground, ids: readonly string[], carries: 'work' | 'master' = 'work') {
  const { receiver, parts } = opened.hub
  const told = { connectionId: directConnection, principal: 'drill', receivedAt: parts.now() }
  const stream = carries === 'work' ? directStream : 'workers'
  const records = ids.map((id) => directRecord(entry(id)))
  await receiveRecords(receiver, { ...told, stream, carries }, records, [])
}

async function standing({ opened }: Ground) {
  const { store, cell } = opened.hub.parts
  return store.transaction(async (tx) => ({
    works: (await listWorks(tx, cell, {}, { after: null, limit: 200 })).map((one) => one.sourceId).sort(),
    cases: (await listCases(tx, cell, { state: 'open' }, { after: null, limit: 50 }))
      .map((one) => `${one.code} ${one.subjectId}`)
      .sort(),
  }))
}

/** Starts a runner again whenever it ends, as a supervisor does, until `done`. Returns how often it died by itself. */
async function supervise(ground: Ground, done: () => Promise<boolean>, runners = 1): Promise<number> {
  let deaths = 0
  let over = false
  const children = new Set<ChildProcess>()
  const keep = async () => {
    while (!over) {
      const child = startRunner(ground)
      children.add(child)
      await once(child, 'exit')
      children.delete(child)
      if (!over) deaths += 1
    }
  }
  const kept = Promise.all(Array.from({ length: runners }, keep))
  try {
    await until(done)
  } finally {
    over = true
    for (const child of children) child.kill('SIGKILL')
    await kept
  }
  return deaths
}

function startRunner(ground: Ground, witness?: string): ChildProcess {
  const given = [program('mortal-runner'), ...(witness === undefined ? [] : [program(witness)])]
  const { environment: env } = ground
  // What runs out of memory does so soon.
  const limited = { ...env, NODE_OPTIONS: '--max-old-space-size=100' }
  return spawn(process.execPath, given, {
    env: limited,
    stdio: ['pipe', 'ignore', 'ignore'],
  })
}

async function until(done: () => boolean | Promise<boolean>): Promise<void> {
  const end = performance.now() + withinMs
  while (!(await done())) {
    assert.ok(performance.now() < end, 'it takes too long')
    await new Promise((resolve) => setTimeout(resolve, pollMs))
  }
}

describe('an event that ends the process', () => {
  let ground: Ground
  const blamed: string[] = []
  before(async () => {
    ground = await openGround()
  })
  after(() => closeGround(ground))

  for (const [culprit, how] of [
    ['aborts', 'by abort'],
    ['exhausts', 'by running out of memory'],
  ] as const)
    test(`${how} is set aside as a case after at most two deaths; all others are charged`, async () => {
      const fine = Array.from({ length: 20 }, (_, i) => `fine ${culprit.slice(0, 2)} ${i}`)
      await receive(ground, [...fine.slice(0, 10), culprit, ...fine.slice(10)])
      const wanted = `POISON_BATCH ${directConnection}/${directStream}/${culprit}`
      const deaths = await supervise(ground, async () => {
        const { works, cases } = await standing(ground)
        return cases.includes(wanted) && fine.every((id) => works.includes(id))
      })
      assert.ok(deaths <= 2, `${deaths} deaths`)
      const { works, cases } = await standing(ground)
      assert.ok(!works.includes(culprit))
      blamed.push(wanted)
      assert.deepEqual(
        cases.filter((one) => one.startsWith('POISON_BATCH')),
        blamed,
      )
    })

  test('of master data is set aside, and what comes after it is learned', async () => {
    await receive(ground, ['aborts-too', 'not a worker'], 'master')
    await supervise(ground, async () => {
      const { cases } = await standing(ground)
      const seen = cases.join('\n')
      return /POISON_BATCH api\/workers\/aborts-too/.test(seen) && /api\/workers\/not a worker/.test(seen)
    })
  })

  // Last, because what hangs stays in its lane and holds up whoever charges it.
  test('by never coming to its end is named by the witness, which it does not hold up', async () => {
    await receive(ground, ['fine before', 'hangs'])
    const { config, home } = ground.opened
    const given = { config: { ...config, home }, program: program('mortal-witness'), log: () => {} }
    const witness = openWitness({ ...given, eventTimeoutMs: 1_500 }, new AbortController().signal)
    const lanes = Array.from({ length: ground.opened.hub.lanes - 1 }, (_, at) => at + 1)
    const { culprit } = await witness(chargingRunner, lanes)
    assert.match(culprit?.why ?? '', /it took too long/)
    const events = await ground.opened.hub.parts.store.query<{ id: string }>(
      'select source_id as id from events where cell = 1 and position = $1',
      [culprit?.position],
    )
    assert.deepEqual(events.rows, [{ id: 'hangs' }])
  })
})

describe('kill -9 in the middle of a healthy entry', () => {
  /** Kills the runner whenever the entry is under way, in it or in its witness; then lets it be. */
  async function killed(times: number, witness?: string): Promise<Awaited<ReturnType<typeof standing>>> {
    const ground = await openGround()
    try {
      await writeFile(join(ground.home, slowFile), '')
      const mark = join(ground.home, underWayFile)
      const marks = () => (existsSync(mark) ? statSync(mark).size : 0)
      const blamed = async () => (await standing(ground)).cases.some((one) => one.startsWith('POISON'))
      await receive(ground, ['slow'])
      for (let kill = 0; kill < times && !(await blamed()); kill += 1) {
        const before = marks()
        const child = startRunner(ground, witness)
        await until(async () => marks() > before || (await blamed()))
        const gone = once(child, 'exit')
        child.kill('SIGKILL')
        await gone
      }
      await rm(join(ground.home, slowFile))
      const child = startRunner(ground, witness)
      await until(async () => (await standing(ground)).works.includes('slow') || (await blamed()))
      const gone = once(child, 'exit')
      child.kill('SIGKILL')
      await gone
      return await standing(ground)
    } finally {
      await closeGround(ground)
    }
  }

  test('sets nothing aside, however often', async () => {
    const { works, cases } = await killed(5)
    assert.ok(works.includes('slow'))
    assert.deepEqual(
      cases.filter((one) => one.startsWith('POISON')),
      [],
    )
  })
  test('a witness that takes kills for proof is caught', async () => {
    const { cases } = await killed(4, 'blaming-witness')
    assert.ok(cases.includes(`POISON_BATCH ${directConnection}/${directStream}/slow`))
  })
})
