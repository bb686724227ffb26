import { Fault } from '../../kernel/errors.ts'
import type { Tx } from '../transaction.ts'
import { compress, digestOf, endArchive, writeEntry } from './archive.ts'
import { quoted, readSequences, readTables, type TableShape } from './catalogue.ts'
import {
  type AppliedMigration,
  backupFormat,
  type BackupHead,
  type BackupRead,
  chunkBytes,
  chunkName,
  type ChunkRecord,
  headName,
  type LogHead,
  type Manifest,
  manifestName,
  type SequenceRecord,
  type TableRecord,
} from './format.ts'
import { manifestDigest, manifestMark } from './manifest-digest.ts'
import { type OutputFile, writeNewFile } from './output-file.ts'
import { RowSum } from './row-sum.ts'
import { keyFingerprint, sealingSink, type Sink } from './sealed-file.ts'
import { type Session, withSession } from './session.ts'

export type BackupOptions = {
  readonly url: string
  readonly path: string
  readonly masterKey: Uint8Array
  /** Without the seal the file is a tar that any program reads, names of clients included. */
  readonly plain: boolean
  readonly version: string
  readonly now: () => Date
  readonly random: (bytes: number) => Uint8Array
  /** Where each cell's log ends; the log is read by its owner. */
  readonly readLogHeads: (tx: Tx) => Promise<readonly LogHead[]>
  readonly progress: (line: string) => void
}

/** A table that is being changed by a migration is waited for so long. */
const lockTimeoutMs = 60_000
const progressEveryRaw = 50 * chunkBytes

const beginSnapshot = 'begin isolation level repeatable read read only'
const selectMigrations = `select number, name, encode(digest, 'hex') as digest from migrations order by number`
// As one value, because older levels have fewer columns.
const selectInstallationRow = 'select to_jsonb(i) as kept from installations i'

/**
 * Writes everything the database holds into a new file, in one snapshot, while the product runs. Memory stays within
 * a few chunks. The file bears its name only when it is complete and flushed; one that is there is never overwritten.
 */
export async function writeBackup(options: BackupOptions): Promise<BackupRead> {
  return writeNewFile(options.path, options.random, (file) =>
    withSession(options.url, { name: 'backup', lockTimeoutMs }, async (session) => {
      await session.tx.query(beginSnapshot)
      const made = await writeSnapshot(options, session, file)
      await session.tx.query('commit')
      return made
    }),
  )
}

async function writeSnapshot(
  options: BackupOptions,
  session: Session,
  file: OutputFile,
): Promise<BackupRead> {
  const takenAt = options.now()
  const tables = await readTables(session.tx)
  // Held to the end: a migration would else change a table between its turn and the snapshot's view of it.
  for (const table of tables) await session.tx.query(`lock table ${quoted(table.name)} in access share mode`)
  const head = await describe(options, session, takenAt)
  const sink: Sink = options.plain
    ? { write: file.write, end: async () => {} }
    : sealingSink(options.masterKey, options.random, file.write)
  const headBody = Buffer.from(JSON.stringify(head, null, 2))
  await writeEntry(sink, headName, headBody, takenAt)
  const records: TableRecord[] = []
  for (const [index, table] of tables.entries()) {
    const record = await writeTable(session, sink, table, takenAt, options.progress)
    records.push(record)
    options.progress(`${index + 1} of ${tables.length}: ${table.name}, ${record.rows} rows`)
  }
  const rest = {
    head: digestOf(headBody),
    tables: records,
    sequences: await describeSequences(session.tx),
  }
  const digest = manifestDigest(rest)
  const manifest: Manifest = { ...rest, digest, mark: manifestMark(digest, options.masterKey) }
  await writeEntry(sink, manifestName, Buffer.from(JSON.stringify(manifest)), takenAt)
  await endArchive(sink)
  return { head, manifest, sealed: !options.plain, bytes: file.written() }
}

async function describe(options: BackupOptions, session: Session, takenAt: Date): Promise<BackupHead> {
  const { tx } = session
  const kept = (await tx.query<{ kept: Record<string, unknown> }>(selectInstallationRow)).rows[0]?.kept
  if (kept === undefined) {
    throw new Fault('BACKUP_FAILED', {
      message: 'This database was never opened by an installation, so there is nothing to back up.',
    })
  }
  return {
    format: backupFormat,
    version: options.version,
    takenAt: takenAt.toISOString(),
    postgres: session.postgres,
    installationId: String(kept.installation_id),
    environment: String(kept.environment),
    epoch: Number(kept.epoch ?? 1),
    keyFingerprint: keyFingerprint(options.masterKey),
    migrations: (await tx.query<AppliedMigration>(selectMigrations)).rows,
    logHeads: await options.readLogHeads(tx),
  }
}

export function copyColumns(table: Pick<TableShape, 'name' | 'columns'>): string {
  return `${quoted(table.name)} (${table.columns.map(quoted).join(', ')})`
}

async function writeTable(
  session: Session,
  sink: Sink,
  table: TableShape,
  at: Date,
  progress: (line: string) => void,
): Promise<TableRecord> {
  const sum = new RowSum()
  const chunks: ChunkRecord[] = []
  let parts: Buffer[] = []
  let length = 0
  let told = 0
  const flush = async () => {
    const raw = Buffer.concat(parts, length)
    parts = []
    length = 0
    chunks.push({ bytes: raw.length, sha256: digestOf(raw) })
    await writeEntry(sink, chunkName(table.name, chunks.length), await compress(raw), at)
    told += raw.length
    if (told < progressEveryRaw) return
    told = 0
    progress(`   ${table.name}: ${sum.rows} rows so far`)
  }
  for await (const bytes of session.copyOut(`copy ${copyColumns(table)} to stdout`)) {
    sum.add(bytes)
    for (let from = 0; from < bytes.length; ) {
      const piece = bytes.subarray(from, from + chunkBytes - length)
      parts.push(piece)
      length += piece.length
      from += piece.length
      if (length === chunkBytes) await flush()
    }
  }
  if (length > 0) await flush()
  return { name: table.name, columns: table.columns, rows: sum.rows, sum: sum.digest(), chunks }
}

async function describeSequences(tx: Tx): Promise<SequenceRecord[]> {
  const found: SequenceRecord[] = []
  for (const name of await readSequences(tx)) {
    const { rows } = await tx.query<{ value: string; called: boolean }>(
      `select last_value::text as value, is_called as called from ${quoted(name)}`,
    )
    found.push({ name, ...rows[0]! })
  }
  return found
}
