import { realpath } from 'node:fs/promises'
import { join } from 'node:path'
import pg from 'pg'
import { assert, Fault } from '../kernel/errors.ts'
import { installBinaries } from './embedded/binaries.ts'
import type { Cluster, Credentials } from './embedded/cluster.ts'
import { administratorRole, makePassable, ownerRole, prepareCluster } from './embedded/cluster.ts'
import { databaseUser } from './embedded/database-user.ts'
import type { RunningServer } from './embedded/server.ts'
import { findRunning, launchServer, stopServer } from './embedded/server.ts'
import type { FileLock } from './file-lock.ts'
import { fileLock, tryFileLock } from './file-lock.ts'

type EmbeddedOptions = {
  /** A directory outside the checkout that this program may write and the database's user may pass through. */
  readonly home: string
  /** One server per name: `hourbridge`, `sandbox`, `test`. */
  readonly name: string
  readonly log: (line: string) => void
  /** Off loses the database when the machine stops: only for databases that are thrown away. Default on. */
  readonly durable?: boolean
  /** Further settings of the server, for measuring. */
  readonly settings?: Readonly<Record<string, string>>
}

export type EmbeddedServer = {
  /** As the role that owns the product's tables. */
  readonly url: string
  /** As PostgreSQL's superuser: creating databases, reading the server's settings. */
  readonly administratorUrl: string
  readonly port: number
  readonly dataDirectory: string
  /** True when nobody else uses the server, so that this start may clear up after the ones before. */
  readonly alone: boolean
  /** Ends the server, unless another process still uses it. */
  stop(): Promise<void>
}

const startLockWaitMs = 300_000

function urlOf(role: string, password: string, port: number, database: string): string {
  return `postgres://${role}:${password}@127.0.0.1:${port}/${database}`
}

async function asAdministrator<Result>(
  credentials: Credentials,
  port: number,
  work: (client: pg.Client) => Promise<Result>,
): Promise<Result> {
  const client = new pg.Client({
    connectionString: urlOf(administratorRole, credentials.administrator, port, 'postgres'),
    connectionTimeoutMillis: 20_000,
    application_name: 'hourbridge administrator',
  })
  client.on('error', () => {})
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

/** Whether the server found really is ours: it knows our password and serves our directory. */
async function refuseForeign(cluster: Cluster, server: RunningServer): Promise<void> {
  const directory = await asAdministrator(cluster.credentials, server.port, async (client) => {
    const found = await client.query<{ setting: string }>('select current_setting($1) as setting', [
      'data_directory',
    ])
    return found.rows[0]?.setting ?? ''
  })
  if ((await realpath(directory)) === (await realpath(cluster.data))) return
  throw new Fault('DATABASE_UNAVAILABLE', {
    message: `The server on port ${server.port} serves ${directory}, not ${cluster.data}. It was left alone.`,
    retry: 'never',
  })
}

async function prepareDatabase(credentials: Credentials, port: number): Promise<void> {
  await asAdministrator(credentials, port, async (client) => {
    const roles = await client.query('select 1 from pg_roles where rolname = $1', [ownerRole])
    // The password is url-safe base64 made by this program, so it needs no quoting.
    assert(/^[\w-]+$/.test(credentials.owner), 'A generated password has only url-safe characters.')
    if (roles.rowCount === 0) {
      await client.query(`create role ${ownerRole} login password '${credentials.owner}'`)
    }
    const databases = await client.query('select 1 from pg_database where datname = $1', [ownerRole])
    if (databases.rowCount === 0) await client.query(`create database ${ownerRole} owner ${ownerRole}`)
  })
}

async function startLocked(options: EmbeddedOptions, directory: string): Promise<[Cluster, RunningServer]> {
  const user = await databaseUser()
  const binaries = await installBinaries(options.home)
  const cluster = await prepareCluster(directory, binaries, user)
  const running = await findRunning(cluster)
  if (running !== null) {
    await refuseForeign(cluster, running)
    options.log(`took over the database server on port ${running.port}`)
    return [cluster, running]
  }
  const server = await launchServer(binaries, cluster, user, {
    durable: options.durable ?? true,
    settings: options.settings ?? {},
  })
  options.log(`started the database server on port ${server.port}`)
  return [cluster, server]
}

/** Ends the server when the last process that uses it is gone. */
async function stopWhenUnused(cluster: Cluster, paths: LockPaths, users: FileLock): Promise<void> {
  const start = await fileLock(paths.start, 'exclusive', startLockWaitMs)
  users.release()
  if (start === null) return
  try {
    const last = tryFileLock(paths.users, 'exclusive')
    if (last === null) return
    await stopServer(cluster)
    last.release()
  } finally {
    start.release()
  }
}

type LockPaths = { readonly start: string; readonly users: string }

/**
 * Starts the embedded PostgreSQL server, or takes over one that an earlier start left running. Two starts at
 * once get the same server, and the last to stop ends it. Data directory, passwords and programs lie below
 * `home`. Throws DATABASE_UNAVAILABLE with what to do when that is not possible.
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<EmbeddedServer> {
  const user = await databaseUser()
  const databases = join(options.home, 'databases')
  const directory = join(databases, options.name)
  for (const path of [options.home, databases, directory]) await makePassable(path, user)
  const paths = { start: join(directory, 'start.lock'), users: join(directory, 'users.lock') }
  const start = await fileLock(paths.start, 'exclusive', startLockWaitMs)
  if (start === null) {
    throw new Fault('DATABASE_UNAVAILABLE', {
      message: `Another start holds ${paths.start} for minutes. End that process and start again.`,
      retry: 'never',
    })
  }
  try {
    const nobody = tryFileLock(paths.users, 'exclusive')
    nobody?.release()
    const [cluster, server] = await startLocked(options, directory)
    await prepareDatabase(cluster.credentials, server.port)
    const users = tryFileLock(paths.users, 'shared')
    assert(users !== null, 'Only a holder of the start lock locks the list of users exclusively.')
    let stopping: Promise<void> | null = null
    return {
      url: urlOf(ownerRole, cluster.credentials.owner, server.port, ownerRole),
      administratorUrl: urlOf(administratorRole, cluster.credentials.administrator, server.port, 'postgres'),
      port: server.port,
      dataDirectory: cluster.data,
      alone: nobody !== null,
      stop: () => {
        stopping ??= stopWhenUnused(cluster, paths, users)
        return stopping
      },
    }
  } finally {
    start.release()
  }
}
