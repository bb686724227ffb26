import { Fault } from '../../kernel/errors.ts'
import { migrateWithin, requireKnown } from '../migrate.ts'
import type { Migration } from '../migration-files.ts'
import { readMigrations } from '../migration-files.ts'
import { markRestored } from '../sending.ts'
import { requireServerVersion } from '../server-version.ts'
import { sqlState } from '../errors.ts'
import type { Tx } from '../transaction.ts'
import { quoted, readTables } from './catalogue.ts'
import type { BackupHead, BackupRead, Manifest, TableRecord } from './format.ts'
import { readBackup, readChunks } from './read.ts'
import { RowSum } from './row-sum.ts'
import { type Session, withSession } from './session.ts'
import { liftGuards } from './table-guards.ts'
import { underWayTable } from './under-way.ts'
import { copyColumns } from './write.ts'

export type RestoreOptions = {
  readonly url: string
  readonly path: string
  readonly masterKey: Uint8Array
  readonly now: () => Date
  /** The migrations of this program; given by tests. */
  readonly migrations?: readonly Migration[]
  /** What the owners of tables check in the restored database before it counts; each text is a fault. */
  readonly prove: (tx: Tx, head: BackupHead) => Promise<readonly string[]>
  /** A person said that the installation which was backed up is gone. */
  readonly takesOver: boolean
  /** Refuses a backup that the caller cannot use, before anything is changed. */
  readonly accepts?: (head: BackupHead) => void
  readonly progress: (line: string) => void
  /** Told before each step: where a test stops the world. */
  readonly before?: (step: string) => Promise<void> | void
}

export type Restored = {
  readonly head: BackupHead
  readonly rows: number
  readonly digest: string
  /** Migrations that this program added to the backup's level. */
  readonly migrated: readonly string[]
}

const lockTimeoutMs = 10_000
// The table of the mark: made, or dropped, by another restore between two statements of this one.
const metAnother = new Set(['42P07', '42P01'])

function refuse(message: string): never {
  throw new Fault('RESTORE_REFUSED', { message })
}

/**
 * Loads a backup into an empty database. The file is read through before anything is changed. All loading is one
 * transaction whose last act marks the database as restored; interrupted before that, the database is empty and
 * refuses to start until a restore into it has ended.
 */
export async function restoreBackup(options: RestoreOptions): Promise<Restored> {
  options.progress('reading the backup through ...')
  const read = await readBackup(options.path, options.masterKey)
  const all = options.migrations ?? (await readMigrations())
  const level = requireKnown(all, read.head.migrations, 'backup')
  options.accepts?.(read.head)
  options.progress(
    `the file is whole: taken ${read.head.takenAt} by version ${read.head.version}, ${read.manifest.tables.length} tables`,
  )
  try {
    return await withSession(options.url, { name: 'restore', lockTimeoutMs }, async (session) => {
      await requireServerVersion(session.tx)
      await options.before?.('claim')
      await claim(session.tx, options.now())
      await options.before?.('begin')
      await session.tx.query('begin')
      await session.tx.query(`lock table ${underWayTable} in access exclusive mode nowait`)
      const migrated = await load(options, session, read, all, level)
      await options.before?.('commit')
      await session.tx.query('commit')
      await options.before?.('committed')
      const rows = read.manifest.tables.reduce((sum, table) => sum + table.rows, 0)
      return { head: read.head, rows, digest: read.manifest.digest, migrated }
    })
  } catch (error) {
    throw explained(error)
  }
}

function explained(error: unknown): unknown {
  const state = sqlState(error)
  const after = 'The database is still empty and refuses to start. Repeat the restore.'
  // Nothing else locks what is in an empty database.
  const isBusy = error instanceof Fault && error.code === 'DATABASE_BUSY'
  if (isBusy || (state !== null && metAnother.has(state))) {
    return new Fault('RESTORE_REFUSED', { message: 'Another restore into this database is under way.' })
  }
  if (error instanceof Fault && error.code === 'DATABASE_FULL') {
    return new Fault('RESTORE_REFUSED', { message: `${error.message}. Make room. ${after}`, cause: error })
  }
  return error
}

/** Says, in a commit of its own, that this database is being restored. Refuses one that holds anything else. */
async function claim(tx: Tx, at: Date): Promise<void> {
  await tx.query('begin')
  const tables = (await readTables(tx)).map((table) => table.name)
  const others = tables.filter((name) => name !== underWayTable)
  if (others.length > 0) {
    await tx.query('rollback')
    refuse(
      `The database is not empty: it holds ${others.length} tables (${others.slice(0, 3).join(', ')} ...). A restore ` +
        'changes nothing that is there. Make a new database and name it with `--into URL`; for the embedded one, set ' +
        'HOURBRIDGE_HOME to a new directory with the sealing key in it, or move its `databases` directory away.',
    )
  }
  if (tables.length === 0) {
    await tx.query(`create table ${underWayTable} (begun_at timestamptz not null)`)
    await tx.query(`insert into ${underWayTable} values ($1)`, [at])
  }
  await tx.query('commit')
}

/** Everything between begin and commit. */
async function load(
  options: RestoreOptions,
  session: Session,
  read: BackupRead,
  all: readonly Migration[],
  level: readonly Migration[],
): Promise<string[]> {
  const { tx } = session
  const step = async (name: string) => options.before?.(name)
  const { manifest, head } = read
  await tx.query(`set local maintenance_work_mem = '256MB'`)
  await step('migrate to the level of the backup')
  await migrateWithin(tx, level, options.now())
  await refuseOtherShape(tx, manifest)
  await step('lift the guards')
  const putBack = await liftGuards(tx)
  await loadTables(options, session, manifest)
  await step('put the guards back')
  options.progress('building indexes ...')
  await putBack()
  await step('set sequences')
  for (const one of manifest.sequences) {
    await tx.query('select setval($1, $2::bigint, $3)', [quoted(one.name), one.value, one.called])
  }
  await step('read back')
  await readBack(options, session, manifest)
  await step('migrate to the level of this program')
  const migrated = await migrateWithin(tx, all, options.now())
  await step('analyze')
  // Without figures about the tables what follows would be planned as for empty ones.
  await tx.query('analyze')
  await step('prove')
  options.progress('proving the log ...')
  const faults = await options.prove(tx, head)
  if (faults.length > 0) refuse(`What was restored does not hold: ${faults.slice(0, 5).join('; ')}.`)
  await step('drop the mark')
  await tx.query(`drop table ${underWayTable}`)
  await step('mark as restored')
  await markRestored(tx, options.now(), {
    takesOver: options.takesOver,
    why: `Restored from the backup of ${head.takenAt}.`,
  })
  return migrated
}

async function refuseOtherShape(tx: Tx, manifest: Manifest): Promise<void> {
  const spell = (table: { name: string; columns: readonly string[] }) => copyColumns(table)
  const here = (await readTables(tx)).filter((table) => table.name !== underWayTable).map(spell)
  const there = new Set(manifest.tables.map(spell))
  const missing = here.filter((table) => !there.has(table))
  if (missing.length === 0 && here.length === there.size) return
  refuse(
    `The tables of the backup are not those of its migrations (${missing[0] ?? 'it has further ones'}). Restore it ` +
      'with the program that made it.',
  )
}

async function loadTables(options: RestoreOptions, session: Session, manifest: Manifest): Promise<void> {
  const chunks = readChunks(options.path, options.masterKey)
  let next = await chunks.next()
  async function* ofTable(name: string) {
    while (!next.done && next.value.table === name) {
      yield next.value.raw
      next = await chunks.next()
    }
  }
  try {
    for (const [index, table] of manifest.tables.entries()) {
      await options.before?.(`load ${table.name}`)
      // What the migrations put there stands in the backup as it became since.
      await session.tx.query(`delete from ${quoted(table.name)}`)
      const taken = await session.copyIn(`copy ${copyColumns(table)} from stdin`, ofTable(table.name))
      if (taken !== table.rows) refuse(`The database took ${taken} of ${table.rows} rows of ${table.name}.`)
      options.progress(`${index + 1} of ${manifest.tables.length}: ${table.name}, ${taken} rows`)
    }
  } finally {
    await chunks.return(undefined)
  }
}

/** What the database holds now, row for row, is what was backed up. */
async function readBack(options: RestoreOptions, session: Session, manifest: Manifest): Promise<void> {
  options.progress('comparing what was loaded ...')
  for (const table of manifest.tables) {
    const sum = await sumOf(session, table)
    if (sum.rows === table.rows && sum.digest() === table.sum) continue
    refuse(`The table ${table.name} does not hold what was backed up.`)
  }
}

async function sumOf(session: Session, table: TableRecord): Promise<RowSum> {
  const sum = new RowSum()
  for await (const bytes of session.copyOut(`copy ${copyColumns(table)} to stdout`)) sum.add(bytes)
  return sum
}
