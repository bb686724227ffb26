import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, copyFile, mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { caller } from '../crash/caller.ts'
import { drain } from '../crash/drain.ts'
import { type Grounds, prepareGrounds } from '../crash/grounds.ts'
import { lastMonth } from '../crash/known-firm.ts'
import { report } from '../crash/report.ts'
import { runRig } from '../crash/rig.ts'
import { Victim } from '../crash/victim.ts'
import { openStore } from '../../src/store/pool.ts'
import { readSendingState } from '../../src/store/sending.ts'
import { contentsOf, shapeOf } from '../support/backups.ts'
import { type OldPostgres, oldMajor, startOldPostgres } from './old-postgres.ts'

const program = join(import.meta.dirname, '..', '..', 'bin', 'hourbridge.js')
const drainWithinMs = 180_000
const mostRounds = 3

let old: OldPostgres
before(async () => {
  old = await startOldPostgres()
})
after(() => old.stop())

type Environment = Record<string, string>

/** The program as a person runs it. */
async function hourbridge(environment: Environment, ...words: string[]) {
  const child = spawn(process.execPath, [program, ...words], { env: environment })
  let out = ''
  let err = ''
  child.stdout.on('data', (bytes: Buffer) => {
    out += bytes.toString()
  })
  child.stderr.on('data', (bytes: Buffer) => {
    err += bytes.toString()
  })
  const [code] = await once(child, 'close')
  return { code, out, err, text: `${out}\n${err}` }
}

async function done(environment: Environment, ...words: string[]): Promise<string> {
  const told = await hourbridge(environment, ...words)
  assert.equal(told.code, 0, `hourbridge ${words.join(' ')}:\n${told.text}`)
  return told.out
}

async function look<T>(url: string, work: (store: Awaited<ReturnType<typeof openStore>>) => Promise<T>) {
  const store = await openStore(url, { applicationName: 'look', acceptsDataLoss: true })
  try {
    return await work(store)
  } finally {
    await store.close()
  }
}

test(`on PostgreSQL ${oldMajor} the product takes, charges, bills and posts, and is killed without loss`, async (t) => {
  // Blows that fall badly may keep people from releasing anything: then it goes on elsewhere.
  const done = { acknowledged: 0, runs: 0, released: 0 }
  for (let round = 0; round < mostRounds && (done.runs === 0 || done.released === 0); round += 1) {
    const told = await runRig({
      cycles: 12,
      seed: Date.now() % 100_000,
      plant: null,
      database: { url: await old.createDatabase(`killed_${round}`), durable: false },
      say: () => {},
    })
    const lines: string[] = []
    const sound = report(null, told, (line) => lines.push(line))
    t.diagnostic(lines.join('\n'))
    assert.ok(sound, lines.join('\n'))
    for (const what of ['acknowledged', 'runs', 'released'] as const) done[what] += told[what]
  }
  assert.ok(done.acknowledged > 0 && done.runs > 0 && done.released > 0, JSON.stringify(done))
})

/** A firm whose month was charged, posted, billed and drafted by a process of the product. */
async function livedIn(grounds: Grounds, month: string): Promise<void> {
  const all = new Victim('all', grounds.environments[0]!, null)
  try {
    await all.start()
    await drain(grounds, drainWithinMs)
    const call = caller(grounds.bases, grounds.apiKey)
    const [year, number] = month.split('-').map(Number) as [number, number]
    const until = new Date(Date.UTC(year, number, 1)).toISOString().slice(0, 10)
    const period = { from: `${month}-01`, until }
    const run = await call('POST', 'runs', { selection: {}, period, cutOff: null }, 'run-once')
    assert.ok(run !== null && run.status < 300, JSON.stringify(run?.body))
    await drain(grounds, drainWithinMs)
    // While the product runs and reads its sources.
    await done(grounds.environments[0]!, 'backup', join(grounds.home, 'while it runs'))
  } finally {
    await all.kill()
  }
}

test(`a backup of PostgreSQL ${oldMajor} restores into the embedded server, and its backup restores back`, async (t) => {
  const { month } = lastMonth(new Date())
  const url = await old.createDatabase('first')
  const grounds = await prepareGrounds(7, month, { url, durable: false }, 1)
  try {
    await livedIn(grounds, month)
    const file = join(grounds.home, 'from-old')
    const made = await done(grounds.environments[0]!, 'backup', file)
    assert.match(made, new RegExp(`from PostgreSQL ${oldMajor}\\.`))
    assert.match(await done(grounds.environments[0]!, 'backup', '--verify', file), /The backup is whole/)

    // A new machine: its home holds the key and nothing else; without the key it is told what to do.
    const home = join(grounds.home, 'new machine')
    await mkdir(home)
    await chmod(home, 0o755)
    const { DATABASE_URL: _, ...rest } = grounds.environments[0]!
    const embedded: Environment = { ...rest, HOURBRIDGE_HOME: home }
    const keyless = await hourbridge(embedded, 'restore', file)
    assert.equal(keyless.code, 1)
    assert.match(keyless.err, /There is no sealing key in .*master\.key/)
    await copyFile(join(grounds.home, 'master.key'), join(home, 'master.key'))
    const restored = await done(embedded, 'restore', file)
    assert.match(restored, /starts in recovery/)
    const second = join(grounds.home, 'from-embedded')
    assert.match(await done(embedded, 'backup', second), /from PostgreSQL 18\./)
    const back = await old.createDatabase('back')
    await done(grounds.environments[0]!, 'restore', second, '--into', back, '--take-over')
    // Where it stands is not restored: a copy is somewhere else.
    const wherever = (rows: readonly string[]) =>
      rows.map((row) => row.replace(/^\{"place": .*?, "single"/, '{"single"'))
    const contents = await look(url, contentsOf)
    const returned = await look(back, contentsOf)
    for (const [name, there] of contents)
      assert.deepEqual(wherever(returned.get(name) ?? []), wherever(there), name)
    assert.equal(returned.size, contents.size)
    assert.deepEqual(await look(back, shapeOf), await look(url, shapeOf))
    const state = await look(back, (store) => store.transaction(readSendingState))
    assert.deepEqual([state.sending, state.epoch], ['recovery', 3])
    // Opening ends leases of the dead, so the comparison came first.
    const verified = await done(embedded, 'verify', '--offline')
    assert.ok(!verified.includes('BROKEN'), verified)
    const again = await done({ ...grounds.environments[0]!, DATABASE_URL: back }, 'verify', '--offline')
    assert.ok(!again.includes('BROKEN'), again)
    const rows = [...contents.values()].reduce((sum, table) => sum + table.length, 0)
    t.diagnostic(`${rows} rows of ${contents.size} tables went from ${oldMajor} to 18 and back`)
    t.diagnostic(made)
  } finally {
    await grounds.close()
  }
})
