/**
 * How long and how large a backup is, beside PostgreSQL's own `pg_dump` where the machine has one that knows the server.
 * node bench/backup.ts [--entries N]
 */
import { execFile } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { chmod, mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs, promisify } from 'node:util'
import { directConnection, directRecord, directStream } from '../src/connectors/direct/connector.ts'
import { receiveRecords } from '../src/intake/receive.ts'
import { uuidV7 } from '../src/kernel/ids.ts'
import { verifyChain } from '../src/log/chain.ts'
import { readHead } from '../src/log/read.ts'
import { Vault } from '../src/log/vault.ts'
import { readBackup } from '../src/store/backup/read.ts'
import { restoreBackup } from '../src/store/backup/restore.ts'
import { writeBackup } from '../src/store/backup/write.ts'
import { startEmbedded } from '../src/store/embedded.ts'
import { openInstallation } from '../src/store/installation.ts'
import { migrate } from '../src/store/migrate.ts'
import { openStore } from '../src/store/pool.ts'
import { entry } from '../test/support/firm.ts'

const { values } = parseArgs({ options: { entries: { type: 'string', default: '100000' } } })
const entries = Number(values.entries)
const batch = 1000
const run = promisify(execFile)
const random = (bytes: number) => new Uint8Array(randomBytes(bytes))
const now = () => new Date()
const newId = () => uuidV7(Date.now(), random)
const masterKey = createHash('sha256').update('bench').digest()
const vault = new Vault(masterKey, random, newId)

const home = await mkdtemp(join(tmpdir(), 'hourbridge-bench-backup-'))
await chmod(home, 0o755)
const source = await startEmbedded({ home, name: 'source', log: () => {} })
const target = await startEmbedded({ home, name: 'target', log: () => {} })

async function fill(): Promise<void> {
  const store = await openStore(source.url, { applicationName: 'bench' })
  await migrate(store, { now: now() })
  await openInstallation(store, { installationId: newId(), environment: 'test', now: now() })
  const lanes = (await store.transaction((tx) => readHead(tx, 1))).lanes
  const stream = {
    connectionId: directConnection,
    stream: directStream,
    carries: 'work',
    principal: 'bench',
  } as const
  for (let from = 0; from < entries; from += batch) {
    const records = Array.from({ length: batch }, (_, at) => directRecord(entry(`e${from + at}`)))
    await receiveRecords({ store, cell: 1, vault, lanes }, { ...stream, receivedAt: now() }, records)
  }
  await store.close()
}

async function timed<T>(work: () => Promise<T>): Promise<[number, T]> {
  const started = performance.now()
  const value = await work()
  return [(performance.now() - started) / 1000, value]
}

async function dumped(): Promise<{ seconds: number; bytes: number } | null> {
  const path = join(home, 'pg_dump')
  try {
    const [seconds] = await timed(() => run('pg_dump', ['-Fc', '-f', path, source.url]))
    return { seconds, bytes: (await stat(path)).size }
  } catch {
    // None on this machine, or one that is older than the server.
    return null
  }
}

const megabytes = (bytes: number) => `${(bytes / 1e6).toFixed(1)} MB`
try {
  await fill()
  const path = join(home, 'backup')
  const shared = {
    masterKey,
    now,
    random,
    version: 'bench',
    progress: () => {},
    readLogHeads: async () => [],
  }
  const [writing, made] = await timed(() => writeBackup({ ...shared, url: source.url, path, plain: false }))
  const [reading] = await timed(() => readBackup(path, masterKey))
  const prove = async (tx: Parameters<typeof verifyChain>[0]) =>
    (await verifyChain(tx, 1, vault)).breaks.map((one) => one.what)
  const [restoring] = await timed(() =>
    restoreBackup({ ...shared, url: target.url, path, prove, takesOver: false }),
  )
  const rows = made.manifest.tables.reduce((sum, table) => sum + table.rows, 0)
  const raw = made.manifest.tables
    .flatMap((table) => table.chunks)
    .reduce((sum, chunk) => sum + chunk.bytes, 0)
  console.log(`${entries} entries, ${rows} rows, ${megabytes(raw)} as text`)
  console.log(
    `backup   ${writing.toFixed(1)} s, ${megabytes(made.bytes)} (${(made.bytes / raw).toFixed(2)} of the text)`,
  )
  console.log(`verify   ${reading.toFixed(1)} s`)
  console.log(`restore  ${restoring.toFixed(1)} s with everything compared and the log proven`)
  console.log(`memory   ${megabytes(process.resourceUsage().maxRSS * 1024)} at most`)
  const other = await dumped()
  if (other === null) console.log('pg_dump  none here that knows this server')
  else {
    console.log(`pg_dump  ${other.seconds.toFixed(1)} s, ${megabytes(other.bytes)}`)
    const times = (writing / other.seconds).toFixed(2)
    console.log(`ratio    ${times} of its time, ${(made.bytes / other.bytes).toFixed(2)} of its size`)
  }
} finally {
  await source.stop()
  await target.stop()
  await rm(home, { recursive: true, force: true })
}
