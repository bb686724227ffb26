import assert from 'node:assert/strict'
import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { verifyChain } from '../../src/log/chain.ts'
import { readBackup } from '../../src/store/backup/read.ts'
import { Fault } from '../../src/kernel/errors.ts'
import { migrate, requireMigrated } from '../../src/store/migrate.ts'
import { readMigrations } from '../../src/store/migration-files.ts'
import { readSendingState } from '../../src/store/sending.ts'
import {
  backupKey,
  backUpTo,
  contentsOf,
  openTestInstallation,
  restoreFrom,
  shapeOf,
  temporaryDirectory,
} from '../support/backups.ts'
import { createEmptyDatabase, type TestDatabase } from '../support/database.ts'
import { entry, smallFirm } from '../support/firm.ts'
import { createHub, type Hub } from '../support/hub.ts'

const hostile = 'tab\there, line\nbreak, \\N and \\. and back\\slash, "quote", \u{1F9EE}, a\u0301, \u2028'

let hub: Hub
let directory: Awaited<ReturnType<typeof temporaryDirectory>>
const made: TestDatabase[] = []

async function empty(): Promise<TestDatabase> {
  const database = await createEmptyDatabase()
  made.push(database)
  return database
}

const fileOf = (name: string) => join(directory.path, name)

before(async () => {
  directory = await temporaryDirectory()
  hub = await createHub()
  await openTestInstallation(hub.store)
  await hub.learn(smallFirm)
  await hub.receive([
    entry('e1'),
    entry('e2', { laborCategory: 'unheard of' }),
    entry('e3', { description: hostile }),
  ])
  await hub.settle()
  await hub.store.query(`update cases set resolution = $1, detail = jsonb_build_object('why', $1::text)`, [
    hostile,
  ])
})
after(async () => {
  for (const database of made) await database.drop()
  await hub.drop()
  await directory.remove()
})

for (const plain of [false, true]) {
  test(`what is restored is what was backed up, row for row (${plain ? 'plain' : 'sealed'})`, async () => {
    const path = fileOf(plain ? 'plain' : 'sealed')
    const written = await backUpTo(hub.url, path, { plain })
    assert.equal((await stat(path)).mode & 0o777, 0o600)
    const read = await readBackup(path, backupKey)
    assert.deepEqual(read, written)
    assert.equal(read.bytes, (await stat(path)).size)
    const target = await empty()
    const restored = await restoreFrom(target.url, path, hub.vault)
    assert.equal(restored.digest, written.manifest.digest)
    assert.deepEqual(await contentsOf(target.store), await contentsOf(hub.store))
    assert.deepEqual(await shapeOf(target.store), await shapeOf(hub.store))
    await requireMigrated(target.store)
  })
}

test('a restored installation is in recovery, in a new epoch, and its log is whole and append-only', async () => {
  await backUpTo(hub.url, fileOf('recovery'))
  const target = await empty()
  await restoreFrom(target.url, fileOf('recovery'), hub.vault)
  const state = await target.store.transaction(readSendingState)
  assert.deepEqual([state.sending, state.epoch], ['recovery', 2])
  const chain = await target.store.transaction((tx) => verifyChain(tx, 1, hub.vault))
  assert.deepEqual(chain.breaks, [])
  assert.ok(chain.events > 0)
  await assert.rejects(target.store.query('update events set type = type where cell = 1'), /append-only/)
  await assert.rejects(
    target.store.query('update charges set engine = $1 where cell = 1', ['x']),
    /append-only/,
  )
})

test('a table of a later migration, its identity and what it computes, come along unlisted', async () => {
  const source = await createHub()
  const target = await empty()
  try {
    await openTestInstallation(source.store)
    const sql = `create table later_things (
        thing_id bigint generated always as identity primary key, amount numeric not null,
        doubled numeric generated always as (amount * 2) stored);
      create table later_parts (part_id text primary key, thing_id bigint not null references later_things);
      create function refuse_all() returns trigger language plpgsql as $$ begin raise exception 'no rows'; end $$`
    const later = { number: 9999, name: '9999-later', sql, digest: Buffer.alloc(32, 7) }
    const migrations = [...(await readMigrations()), later]
    await migrate(source.store, { now: new Date(0), migrations })
    await source.store.query('insert into later_things (amount) values (1.5), (2.50)')
    await source.store.query(`insert into later_parts values ('p', 2)`)
    const written = await backUpTo(source.url, fileOf('later'))
    const { rows } = await source.store.query<{ name: string }>(
      `select tablename::text as name from pg_tables where schemaname = 'public'`,
    )
    assert.deepEqual(
      written.manifest.tables.map((table) => table.name).sort(),
      rows.map((row) => row.name).sort(),
    )
    assert.ok(rows.length > 40)
    await restoreFrom(target.url, fileOf('later'), source.vault, { migrations })
    assert.deepEqual(await contentsOf(target.store), await contentsOf(source.store))
    const next = await target.store.query<{ thing_id: bigint; doubled: string }>(
      'insert into later_things (amount) values (3) returning thing_id, doubled',
    )
    assert.deepEqual(next.rows, [{ thing_id: 3n, doubled: '6' }])
  } finally {
    await source.drop()
  }
})

test('a backup taken while work arrives is one moment: its log is whole and ends where the head says', async () => {
  let going = true
  let arrived = 0
  const arriving = (async () => {
    while (going) {
      await hub.receive([entry(`while ${arrived}`)])
      await hub.settle()
      arrived += 1
    }
  })()
  const before = arrived
  const written = await backUpTo(hub.url, fileOf('moment'), {
    progress: () => {},
    // The snapshot stands: what arrives from here on is not in it.
    readLogHeads: async (tx) => {
      const { rows } = await tx.query<{ position: bigint; chain: Buffer }>(
        'select position, chain from log_heads where cell = 1',
      )
      const seen = arrived
      while (arrived < seen + 3) await new Promise((resolve) => setImmediate(resolve))
      return [{ cell: 1, position: String(rows[0]!.position), chain: rows[0]!.chain.toString('hex') }]
    },
  })
  going = false
  await arriving
  assert.ok(arrived >= before + 3)
  const target = await empty()
  await restoreFrom(target.url, fileOf('moment'), hub.vault)
  const { rows } = await target.store.query<{ position: bigint; events: bigint }>(
    `select position, (select count(*) from events where cell = 1) as events from log_heads where cell = 1`,
  )
  assert.equal(String(rows[0]!.position), written.head.logHeads[0]!.position)
  assert.equal(rows[0]!.events, rows[0]!.position)
})

test('an older backup is brought to the level of this program', async () => {
  const migrations = await readMigrations()
  const source = await empty()
  await migrate(source.store, { now: new Date(0), migrations: migrations.slice(0, 10) })
  await openTestInstallation(source.store)
  await backUpTo(source.url, fileOf('older'))
  const target = await empty()
  const restored = await restoreFrom(target.url, fileOf('older'), hub.vault)
  assert.deepEqual(
    restored.migrated,
    migrations.slice(10).map((one) => one.name),
  )
  await requireMigrated(target.store)
})

const refused = (code: string, words: RegExp) => (error: unknown) =>
  error instanceof Fault && error.code === code && words.test(error.message)

test('a database that holds anything, a newer format, an unknown or edited migration and another key are refused', async () => {
  const path = fileOf('refused')
  await backUpTo(hub.url, path)
  const target = await empty()
  const into = (extra: object, url = target.url) => restoreFrom(url, path, hub.vault, extra)
  const known = await readMigrations()
  await assert.rejects(into({}, hub.url), refused('RESTORE_REFUSED', /not empty/))
  await assert.rejects(into({ masterKey: Buffer.alloc(32, 1) }), refused('RESTORE_REFUSED', /sealing key/))
  await assert.rejects(
    into({ migrations: known.slice(0, -1) }),
    refused('MIGRATION_REFUSED', /backup has migration .* does not know/),
  )
  const edited = known.map((one, at) => (at === 3 ? { ...one, digest: Buffer.alloc(32) } : one))
  await assert.rejects(into({ migrations: edited }), refused('MIGRATION_REFUSED', /edited/))
  await assert.rejects(
    restoreFrom(target.url, fileOf('nowhere'), hub.vault),
    refused('RESTORE_REFUSED', /is not there/),
  )
  // None of these touched it.
  assert.deepEqual(await contentsOf(target.store), new Map())
  await into({})
})

test('a backup never overwrites, and one that fails leaves nothing', async () => {
  const path = fileOf('once')
  await backUpTo(hub.url, path)
  const size = (await stat(path)).size
  await assert.rejects(backUpTo(hub.url, path), refused('BACKUP_FAILED', /never overwrites/))
  assert.equal((await stat(path)).size, size)
  const failing = { readLogHeads: () => Promise.reject(new Error('planted')) }
  await assert.rejects(backUpTo(hub.url, fileOf('failing'), failing), /planted/)
  await assert.rejects(
    backUpTo(hub.url, join(fileOf('no'), 'such')),
    refused('BACKUP_FAILED', /does not exist/),
  )
  assert.deepEqual(
    (await readdir(directory.path)).filter((name) => name.includes('failing') || name.includes('partial')),
    [],
  )
})
