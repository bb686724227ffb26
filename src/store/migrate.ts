import { Fault } from '../kernel/errors.ts'
import { refuseUnfinishedRestore } from './backup/under-way.ts'
import { sqlState } from './errors.ts'
import type { Migration } from './migration-files.ts'
import { readMigrations } from './migration-files.ts'
import type { Store } from './pool.ts'
import { splitStatements } from './split-statements.ts'
import { statement } from './statement.ts'
import type { Tx } from './transaction.ts'

type Applied = { number: number; name: string; digest: Buffer }

type MigrateOptions = {
  readonly now: Date
  /** Default: the migrations that came with the program. */
  readonly migrations?: readonly Migration[]
  /** Stops after the migration of this name, for the tests of the next one. */
  readonly until?: string
  readonly log?: (line: string) => void
}

const isPrepared = statement<{ prepared: boolean }>(
  'store.migrationIsPrepared',
  `select to_regclass('migrations') is not null as prepared`,
)
const selectApplied = 'select number, name, digest from migrations order by number'
const insertApplied = 'insert into migrations (number, name, digest, applied_at) values ($1, $2, $3, $4)'

function refuse(message: string): never {
  throw new Fault('MIGRATION_REFUSED', { message, publicMessage: message })
}

/** The first migration that is missing, after every applied one was found to be what this program knows. */
function nextMigration(
  known: readonly Migration[],
  applied: readonly Applied[],
  holder: 'database' | 'backup' = 'database',
): Migration | null {
  for (const [index, done] of applied.entries()) {
    const expected = known[index]
    if (expected === undefined || !known.some((migration) => migration.name === done.name)) {
      refuse(
        `The ${holder} has migration ${done.name}, which this program does not know: a newer version of the program ` +
          'made it. Start that version or a later one. Nothing was changed.',
      )
    }
    if (expected.name !== done.name) {
      refuse(
        `Migration ${expected.name} was slipped in before ${done.name}, which the ${holder} already has. Give it a ` +
          'number above every released one. Nothing was changed.',
      )
    }
    if (!expected.digest.equals(done.digest)) {
      refuse(
        `Migration ${done.name} was edited after the ${holder} got it. Restore the released text and put the change ` +
          'in a migration of its own. Nothing was changed.',
      )
    }
  }
  return known[applied.length] ?? null
}

/** The migrations that a backup stands on. Throws MIGRATION_REFUSED when this program has others. */
export function requireKnown(
  known: readonly Migration[],
  applied: readonly { readonly number: number; readonly name: string; readonly digest: string }[],
  holder: 'backup',
): readonly Migration[] {
  const rows = applied.map((one) => ({ ...one, digest: Buffer.from(one.digest, 'hex') }))
  nextMigration(known, rows, holder)
  return known.slice(0, rows.length)
}

async function readApplied(tx: Tx): Promise<Applied[]> {
  return (await isReady(tx)) ? (await tx.query<Applied>(selectApplied)).rows : []
}

async function isReady(tx: Tx): Promise<boolean> {
  return (await tx.query(isPrepared)).rows[0]?.prepared === true
}

async function apply(tx: Tx, migration: Migration, now: Date): Promise<void> {
  for (const text of splitStatements(migration.sql)) {
    try {
      await tx.query(text)
    } catch (cause) {
      const detail = cause instanceof Error ? cause.message : String(cause)
      throw Object.assign(new Error(`Migration ${migration.name}: ${detail}\n${text}`, { cause }), {
        code: sqlState(cause),
      })
    }
  }
  await tx.query(insertApplied, [migration.number, migration.name, migration.digest, now])
}

/** One migration in one transaction; null when nothing is missing. */
async function step(store: Store, known: readonly Migration[], now: Date): Promise<Migration | null> {
  return store.transaction(async (tx) => {
    await tx.query('set local statement_timeout = 0')
    await tx.query('set local lock_timeout = 0')
    // Several programs may start at once; the others wait here and then find the work done.
    if (await isReady(tx)) await tx.query('lock table migrations in share row exclusive mode')
    await refuseUnfinishedRestore(tx)
    const next = nextMigration(known, await readApplied(tx))
    if (next !== null) await apply(tx, next, now)
    return next
  })
}

/** Applies what is missing in the caller's transaction: for a database that nobody else uses yet. */
export async function migrateWithin(tx: Tx, migrations: readonly Migration[], now: Date): Promise<string[]> {
  const done: string[] = []
  for (;;) {
    const next = nextMigration(migrations, await readApplied(tx))
    if (next === null) return done
    await apply(tx, next, now)
    done.push(next.name)
  }
}

// Before the first migration there is no table to lock: two first starts meet as an object that exists.
const objectExists = new Set(['42P07', '42710', '23505'])

/**
 * Brings the database to this program's version, one transaction per migration, and returns the names of what was
 * applied. Throws MIGRATION_REFUSED, having changed nothing, when an applied migration was edited or the
 * database is newer than the program.
 */
export async function migrate(store: Store, options: MigrateOptions): Promise<string[]> {
  const all = options.migrations ?? (await readMigrations())
  const last = options.until === undefined ? all.length : all.findIndex((m) => m.name === options.until) + 1
  const known = all.slice(0, last)
  const done: string[] = []
  let met = 0
  for (;;) {
    try {
      const applied = await step(store, known, options.now)
      if (applied === null) return done
      done.push(applied.name)
      options.log?.(`applied migration ${applied.name}`)
    } catch (error) {
      met += 1
      const first = done.length === 0 && met <= 3 && objectExists.has(sqlState(error) ?? '')
      if (!first) throw error
    }
  }
}

/** Throws MIGRATION_REFUSED unless the database is exactly at this program's version. Changes nothing. */
export async function requireMigrated(store: Store, migrations?: readonly Migration[]): Promise<void> {
  const known = migrations ?? (await readMigrations())
  const missing = await store.transaction(
    async (tx) => {
      await refuseUnfinishedRestore(tx)
      return nextMigration(known, await readApplied(tx))
    },
    { readOnly: true },
  )
  if (missing === null) return
  refuse(`The database lacks migration ${missing.name}. Run \`hourbridge migrate\`, then start again.`)
}
