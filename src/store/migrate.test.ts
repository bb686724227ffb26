import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { TestDatabase } from '../../test/support/database.ts'
import { createEmptyDatabase, createTestDatabase } from '../../test/support/database.ts'
import { digestText } from '../kernel/digest.ts'
import { Fault } from '../kernel/errors.ts'
import { openInstallation } from './installation.ts'
import { migrate, requireMigrated } from './migrate.ts'
import type { Migration } from './migration-files.ts'
import { readMigrations } from './migration-files.ts'
import { openStore } from './pool.ts'
import { splitStatements } from './split-statements.ts'

const now = new Date('2026-03-01T12:00:00Z')
let first: Migration
let database: TestDatabase

function migration(number: number, name: string, sql: string): Migration {
  return { number, name, sql, digest: Buffer.from(digestText(name, sql), 'hex') }
}

function refusal(pattern: RegExp) {
  return (error: unknown) =>
    error instanceof Fault && error.code === 'MIGRATION_REFUSED' && pattern.test(error.message)
}

before(async () => {
  first = (await readMigrations())[0]!
  database = await createEmptyDatabase()
})
after(() => database.drop())

test('migrations are applied once, in order, and recorded', async () => {
  const second = migration(2, '0002-a', 'create table a (i int); insert into a values (1)')
  assert.deepEqual(await migrate(database.store, { now, migrations: [first, second] }), [
    first.name,
    '0002-a',
  ])
  assert.deepEqual(await migrate(database.store, { now, migrations: [first, second] }), [])
  const { rows } = await database.store.query('select name, applied_at from migrations order by number')
  assert.deepEqual(rows, [
    { name: first.name, applied_at: now },
    { name: '0002-a', applied_at: now },
  ])
  assert.equal((await database.store.query('select i from a')).rowCount, 1)
})

test('a migration that fails leaves nothing of itself behind', async () => {
  const known = [first, migration(2, '0002-a', 'create table a (i int); insert into a values (1)')]
  const broken = migration(3, '0003-broken', 'create table b (i int);\ninsert into b values (1 / 0)')
  await assert.rejects(
    migrate(database.store, { now, migrations: [...known, broken] }),
    /0003-broken: division/,
  )
  const { rows } = await database.store.query(
    `select to_regclass('b') as found, count(*) as n from migrations`,
  )
  assert.deepEqual(rows, [{ found: null, n: 2n }])
})

test('an edited migration is refused, and nothing is changed', async () => {
  const edited = migration(2, '0002-a', 'create table a (i bigint)')
  const third = migration(3, '0003-c', 'create table c (i int)')
  await assert.rejects(
    migrate(database.store, { now, migrations: [first, edited, third] }),
    refusal(/was edited/),
  )
  const { rows } = await database.store.query(`select to_regclass('c') as found`)
  assert.deepEqual(rows, [{ found: null }])
})

test('a database newer than the program is refused', async () => {
  await assert.rejects(migrate(database.store, { now, migrations: [first] }), refusal(/newer version/))
})

test('a migration slipped in before an applied one is refused', async () => {
  const known = migration(2, '0002-a', 'create table a (i int); insert into a values (1)')
  const slipped = migration(1, '0001-zz', 'select 1')
  await assert.rejects(
    migrate(database.store, { now, migrations: [first, slipped, known] }),
    refusal(/slipped in/),
  )
})

test('a program that finds a migration missing says so and does not apply it', async () => {
  const third = migration(3, '0003-c', 'create table c (i int)')
  const known = [first, migration(2, '0002-a', 'create table a (i int); insert into a values (1)')]
  await requireMigrated(database.store, known)
  await assert.rejects(requireMigrated(database.store, [...known, third]), refusal(/lacks migration 0003-c/))
})

test('programs that start at the same time migrate an empty database once', async () => {
  const other = await createEmptyDatabase()
  const stores = await Promise.all(
    [1, 2, 3, 4].map(() => openStore(other.url, { applicationName: 'race', acceptsDataLoss: true })),
  )
  try {
    const second = migration(2, '0002-a', 'create table a (i int); insert into a values (1)')
    const done = await Promise.all(
      stores.map((store) => migrate(store, { now, migrations: [first, second] })),
    )
    assert.deepEqual(done.flat().sort(), [first.name, '0002-a'])
    assert.equal((await other.store.query('select i from a')).rowCount, 1)
  } finally {
    await Promise.all(stores.map((store) => store.close()))
    await other.drop()
  }
})

test('a database opened as a sandbox is refused to a real installation, and the other way round', async () => {
  const id = (digit: string) => `00000000-0000-7000-8000-00000000000${digit}`
  for (const [made, wanted] of [
    ['sandbox', 'production'],
    ['production', 'sandbox'],
  ] as const) {
    const own = await createTestDatabase()
    try {
      const opened = await openInstallation(own.store, { installationId: id('1'), environment: made, now })
      const again = await openInstallation(own.store, { installationId: id('2'), environment: made, now })
      assert.deepEqual(again, opened)
      assert.equal(again.installationId, id('1'))
      await assert.rejects(
        openInstallation(own.store, { installationId: id('1'), environment: wanted, now }),
        (error) => error instanceof Fault && error.code === 'INSTALLATION_MISMATCH',
      )
    } finally {
      await own.drop()
    }
  }
})

test('statements are divided at semicolons outside of quotes, dollar quotes and comments', () => {
  const sql = `-- one; two
create table a (t text default 'x;y''z');
create function f() returns void language plpgsql as $body$ begin perform 1; end $body$;
/* gone; */ do $$ begin null; end $$;
-- only a comment; at the end`
  const statements = splitStatements(sql)
  assert.equal(statements.length, 3)
  assert.match(statements[1]!, /perform 1; end \$body\$$/)
  assert.match(statements[2]!, /null; end \$\$$/)
})
