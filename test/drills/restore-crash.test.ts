import assert from 'node:assert/strict'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import pg from 'pg'
import { migrate, requireMigrated } from '../../src/store/migrate.ts'
import { readSending } from '../../src/store/sending.ts'
import {
  backUpTo,
  contentsOf,
  openTestInstallation,
  restoreFrom,
  temporaryDirectory,
} from '../support/backups.ts'
import { createEmptyDatabase, type TestDatabase } from '../support/database.ts'
import { entry, smallFirm } from '../support/firm.ts'
import { createHub, type Hub } from '../support/hub.ts'

let hub: Hub
let target: TestDatabase
let directory: Awaited<ReturnType<typeof temporaryDirectory>>
let path: string

before(async () => {
  directory = await temporaryDirectory()
  hub = await createHub()
  await openTestInstallation(hub.store)
  await hub.learn(smallFirm)
  await hub.receive([entry('e1'), entry('e2')])
  await hub.settle()
  path = join(directory.path, 'backup')
  await backUpTo(hub.url, path)
  target = await createEmptyDatabase()
})
after(async () => {
  await target.drop()
  await hub.drop()
  await directory.remove()
})

/** Kills the restore's connection as a killed process loses it: nothing is said to the server, nothing rolled back in order. */
async function killRestore(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(
      `select pg_terminate_backend(pid, 10000) from pg_stat_activity
       where application_name = 'hourbridge restore' and datname = current_database()`,
    )
  } finally {
    await client.end()
  }
}

// Every table's loading is a step; a few of them stand for all unless all are asked for.
const everyStep = process.env.DRILL_EVERY_STEP === 'yes'
const isTried = (step: string) =>
  everyStep || !step.startsWith('load ') || /^load (events|works|charges)$/.test(step)

/** Runs a restore that dies before its nth step; returns that step's name, null when it ran to its end. */
async function restoreDyingAt(nth: number): Promise<string | null> {
  let count = 0
  let died: string | null = null
  const before = async (step: string) => {
    if (!isTried(step)) return
    count += 1
    if (count !== nth) return
    died = step
    await killRestore(target.url)
  }
  const ended = await restoreFrom(target.url, path, hub.vault, { before }).then(
    () => 'ended',
    () => 'failed',
  )
  if (died !== null && died !== 'committed') assert.equal(ended, 'failed', `it went on after ${died}`)
  return died
}

const startsAs = async (): Promise<'refuses' | 'empty' | 'restored'> => {
  const refuses = await migrate(target.store, { now: new Date(0) }).then(
    () => false,
    (error: Error) => /restore into this database has not ended/.test(error.message),
  )
  if (refuses) {
    await assert.rejects(requireMigrated(target.store), /restore into this database has not ended/)
    return 'refuses'
  }
  const { rows } = await target.store.query('select 1 from installations')
  return rows.length === 0 ? 'empty' : 'restored'
}

async function wipe(): Promise<void> {
  await target.store.query('drop schema public cascade')
  await target.store.query('create schema public')
}

test('a restore that dies at any step leaves a database that refuses to start, and is simply repeated', async (t) => {
  const steps: string[] = []
  for (let nth = 1; ; nth += 1) {
    // Each begins on what the one before left behind.
    const died = await restoreDyingAt(nth)
    if (died === null) break
    steps.push(died)
    const found = await startsAs()
    if (died === 'claim') {
      assert.equal(found, 'empty', 'nothing has begun before the mark is made')
      await wipe()
    } else if (died === 'committed') {
      assert.equal(found, 'restored', 'after the commit everything has ended')
      assert.equal(await target.store.transaction(readSending), 'recovery')
      assert.deepEqual(await contentsOf(target.store), await contentsOf(hub.store))
      await wipe()
    } else assert.equal(found, 'refuses', `after it died before "${died}"`)
  }
  assert.ok(steps.length >= 15, steps.join(', '))
  t.diagnostic(`died at each of ${steps.length} steps: ${steps.join(', ')}`)
})

test('without the mark the same look finds a database that would start: it can fail', async () => {
  await wipe()
  const before = async (step: string) => {
    if (step !== 'begin') return
    // Planted: somebody forgot to commit the mark.
    await target.store.query('drop table restore_under_way')
  }
  await assert.rejects(restoreFrom(target.url, path, hub.vault, { before }))
  assert.equal(await startsAs(), 'empty')
})

test('of two restores at once one loads and the other is told', async () => {
  await wipe()
  let second: Promise<unknown> | null = null
  const before = async (step: string) => {
    if (step !== 'load works') return
    second = restoreFrom(target.url, path, hub.vault).then(
      () => null,
      (error: Error) => error.message,
    )
    assert.match(String(await second), /Another restore into this database is under way/)
  }
  await restoreFrom(target.url, path, hub.vault, { before })
  assert.ok(second)
  assert.deepEqual(await contentsOf(target.store), await contentsOf(hub.store))
})
