import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { migrate } from '../../src/store/migrate.ts'
import { readMigrations } from '../../src/store/migration-files.ts'
import type { Store } from '../../src/store/pool.ts'
import type { TestDatabase } from './database.ts'
import { createTestDatabase } from './database.ts'

const plain: Readonly<Record<string, unknown>> = {
  smallint: 1,
  integer: 1,
  bigint: 1n,
  numeric: '1',
  text: 'x',
  uuid: '00000000-0000-7000-8000-000000000001',
  bytea: Buffer.from([0]),
  date: '2026-01-01',
  'timestamp with time zone': new Date('2026-01-01T00:00:00Z'),
  boolean: false,
  jsonb: '{}',
}

/** Inserts a row: what is given, and something plain for every other column that must have a value. */
export async function insertRow(
  store: Store,
  table: string,
  given: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  const { rows } = await store.query<{ name: string; type: string }>(
    `select column_name as name, data_type as type from information_schema.columns
     where table_name = $1 and is_nullable = 'NO' and column_default is null and is_identity = 'NO'`,
    [table],
  )
  const row = { ...Object.fromEntries(rows.map(({ name, type }) => [name, plain[type]])), ...given }
  const names = Object.keys(row)
  const places = names.map((_, index) => `$${index + 1}`)
  await store.query(
    `insert into ${table} (${names.join(', ')}) values (${places.join(', ')})`,
    Object.values(row),
  )
}

async function tablesOf(store: Store): Promise<string[]> {
  const { rows } = await store.query<{ name: string }>(
    `select tablename as name from pg_tables where schemaname = 'public' order by 1`,
  )
  return rows.map((row) => row.name)
}

// Unique keys without the cell cannot be kept when cells move to servers of their own.
async function keysWithoutCell(store: Store, tables: readonly string[]): Promise<string[]> {
  const { rows } = await store.query<{ name: string }>(
    `select i.indexrelid::regclass::text as name from pg_index i
       join pg_attribute a on a.attrelid = i.indrelid and a.attnum = i.indkey[0]
     where i.indisunique and i.indrelid::regclass::text = any($1) and a.attname <> 'cell'`,
    [tables],
  )
  return rows.map((row) => row.name)
}

/**
 * The two tests that every migration has: it adds exactly these tables to the database that the one before
 * left, and each unique key of theirs begins with the cell. Returns the migrated database for its own guarantees.
 */
export function testMigration(name: string, tables: readonly string[]): { readonly store: Store } {
  let database: TestDatabase
  before(async () => {
    const all = await readMigrations()
    const previous = all[all.findIndex((migration) => migration.name === name) - 1]!
    database = await createTestDatabase({ until: previous.name })
  })
  after(() => database.drop())

  test(`${name} adds its tables to the database before it`, async () => {
    const known = await tablesOf(database.store)
    assert.deepEqual(await migrate(database.store, { now: new Date(0), until: name }), [name])
    const added = (await tablesOf(database.store)).filter((table) => !known.includes(table))
    assert.deepEqual(added, [...tables].sort())
  })

  test(`every unique key of ${name} begins with the cell`, async () => {
    assert.deepEqual(await keysWithoutCell(database.store, tables), [])
  })

  return {
    get store() {
      return database.store
    },
  }
}
