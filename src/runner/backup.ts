import { randomBytes } from 'node:crypto'
import { mkdir } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type { Config } from '../config.ts'
import { Fault } from '../kernel/errors.ts'
import { uuidV7 } from '../kernel/ids.ts'
import { verifyChain } from '../log/chain.ts'
import { readHeads } from '../log/read.ts'
import { Vault } from '../log/vault.ts'
import type { BackupHead, BackupRead, LogHead } from '../store/backup/format.ts'
import { noteBackup } from '../store/backup/last-backup.ts'
import { readBackup } from '../store/backup/read.ts'
import { type Restored, restoreBackup } from '../store/backup/restore.ts'
import { backupName, rotate } from '../store/backup/rotation.ts'
import { writeBackup } from '../store/backup/write.ts'
import { startEmbedded } from '../store/embedded.ts'
import { chooseHome, findMasterKey } from '../store/home.ts'
import { readInstallation } from '../store/installation.ts'
import { openStore } from '../store/pool.ts'
import type { Tx } from '../store/transaction.ts'
import { databaseName, keyDirectory } from './installation.ts'

type BackupWanted = {
  readonly target: { readonly file: string } | { readonly directory: string; readonly keep: number }
  readonly plain: boolean
}

/** What is told of a backup, whether it was just written or read through. */
type BackupTold = {
  readonly path: string
  readonly bytes: number
  readonly sealed: boolean
  readonly takenAt: string
  readonly version: string
  readonly postgres: string
  readonly installationId: string
  readonly environment: string
  readonly epoch: number
  readonly rows: number
  readonly tables: number
  readonly logHeads: readonly string[]
  readonly digest: string
  readonly keyFingerprint: string
}

function told(path: string, file: BackupRead): BackupTold {
  const { migrations, format, logHeads, ...head } = file.head
  return {
    path,
    bytes: file.bytes,
    sealed: file.sealed,
    ...head,
    rows: file.manifest.tables.reduce((sum, table) => sum + table.rows, 0),
    tables: file.manifest.tables.length,
    logHeads: logHeads.map((one) => one.position),
    digest: file.manifest.digest,
  }
}

const random = (bytes: number) => new Uint8Array(randomBytes(bytes))
const now = () => new Date()

async function keyOf(config: Config): Promise<{ home: string; masterKey: Uint8Array }> {
  const home = await chooseHome(config)
  const masterKey = await findMasterKey(keyDirectory(home, config), config)
  if (masterKey !== null) return { home, masterKey }
  throw new Fault('CONFIG_INVALID', {
    message:
      `There is no sealing key in ${keyDirectory(home, config)}. Put the key of the installation there as master.key ` +
      '(mode 600), or name it with HOURBRIDGE_MASTER_KEY_FILE. None is made here: a new one would open nothing.',
  })
}

/** The database as it is, neither migrated nor opened: a backup before an upgrade is the old version's data. */
async function withDatabase<T>(
  config: Config,
  home: string,
  log: (line: string) => void,
  work: (url: string) => Promise<T>,
): Promise<T> {
  if (config.databaseUrl !== null) return work(config.databaseUrl)
  const server = await startEmbedded({ home, name: databaseName(config), log })
  try {
    return await work(server.url)
  } finally {
    await server.stop()
  }
}

async function readLogHeads(tx: Tx): Promise<LogHead[]> {
  const heads = await readHeads(tx)
  return heads.map((head) => ({
    cell: head.cell,
    position: String(head.position),
    chain: head.chain.toString('hex'),
  }))
}

/** Installations that share a directory for their backups do not remove each other's. */
async function seriesOf(url: string): Promise<string> {
  const store = await openStore(url, { applicationName: 'backup', connections: 1, acceptsDataLoss: true })
  try {
    const installation = await store.transaction(readInstallation)
    if (installation === null) return 'unopened'
    return `${installation.environment}-${installation.installationId.slice(-12)}`
  } finally {
    await store.close()
  }
}

export async function backUp(
  config: Config,
  wanted: BackupWanted,
  version: string,
  progress: (line: string) => void,
): Promise<BackupTold & { readonly removed: readonly string[] }> {
  const { home, masterKey } = await keyOf(config)
  return withDatabase(config, home, progress, async (url) => {
    const { target } = wanted
    const series = 'file' in target ? null : await seriesOf(url)
    if ('directory' in target) await mkdir(target.directory, { recursive: true, mode: 0o700 })
    const path =
      'file' in target ? resolve(target.file) : join(resolve(target.directory), backupName(series!, now()))
    const parts = { url, path, masterKey, plain: wanted.plain, version, now, random, readLogHeads, progress }
    const made = await writeBackup(parts)
    const { installationId, takenAt } = made.head
    await noteBackup(home, { installationId, takenAt, path, bytes: made.bytes, digest: made.manifest.digest })
    const removed = 'file' in target ? [] : await rotate(target.directory, series!, target.keep, now())
    return { ...told(path, made), removed }
  })
}

/** Reads a backup through, without a database. */
export async function verifyBackup(config: Config, file: string): Promise<BackupTold> {
  const { masterKey } = await keyOf(config)
  const path = resolve(file)
  return told(path, await readBackup(path, masterKey))
}

/** The log that was restored is the one that was backed up, to the last event. */
async function proveLog(tx: Tx, head: BackupHead, vault: Vault): Promise<string[]> {
  const faults: string[] = []
  const restored = await readLogHeads(tx)
  if (JSON.stringify(restored) !== JSON.stringify(head.logHeads)) faults.push('the log ends elsewhere')
  for (const { cell } of restored) {
    const report = await verifyChain(tx, cell, vault)
    faults.push(...report.breaks.map((one) => `cell ${cell}, position ${one.position}: ${one.what}`))
  }
  return faults
}

export async function restore(
  config: Config,
  wanted: { readonly file: string; readonly takesOver: boolean },
  progress: (line: string) => void,
): Promise<Restored> {
  const { home, masterKey } = await keyOf(config)
  const vault = new Vault(masterKey, random, () => uuidV7(Date.now(), random))
  return withDatabase(config, home, progress, (url) =>
    restoreBackup({
      url,
      path: resolve(wanted.file),
      masterKey,
      now,
      takesOver: wanted.takesOver,
      accepts: (head) => refuseOtherEnvironment(config, head),
      prove: (tx, head) => proveLog(tx, head, vault),
      progress,
    }),
  )
}

function refuseOtherEnvironment(config: Config, head: BackupHead): void {
  if (config.environment === head.environment) return
  throw new Fault('RESTORE_REFUSED', {
    message:
      `The backup is of the environment "${head.environment}", and the program was started for ` +
      `"${config.environment}". Repeat it with HOURBRIDGE_ENVIRONMENT=${head.environment}.`,
  })
}
