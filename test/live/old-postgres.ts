import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { appendFileSync, openSync } from 'node:fs'
import { chmod, chown, mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { freePort, identityOf, run, tail, until } from './processes.ts'
import { systemPath } from './settings.ts'

/** The oldest PostgreSQL that the product promises to run on, from Debian's package. */
export const oldMajor = 15
const binaries = `/usr/lib/postgresql/${oldMajor}/bin`
const owner = 'hourbridge_owner'

export type OldPostgres = {
  readonly administratorUrl: string
  /** A new empty database of an ordinary role: no superuser, as managed servers give it. */
  createDatabase(name: string): Promise<string>
  stop(): Promise<void>
}

/** A server of its own below the temporary directory; it takes nothing from the system's clusters. */
export async function startOldPostgres(): Promise<OldPostgres> {
  const directory = await mkdtemp(join(tmpdir(), 'hourbridge-old-postgres-'))
  await chmod(directory, 0o755)
  const inner = join(directory, 'server')
  await mkdir(inner)
  const identity = identityOf('postgres')
  if (identity.uid !== undefined && identity.gid !== undefined) await chown(inner, identity.uid, identity.gid)
  const data = join(inner, 'data')
  const log = join(directory, 'log')
  const options = [
    '-D',
    data,
    '-U',
    'postgres',
    '--auth=trust',
    '--no-sync',
    '-E',
    'UTF8',
    '--locale=C.UTF-8',
  ]
  await run(join(binaries, 'initdb'), options, { log, user: 'postgres', cwd: inner })
  const port = await freePort(null)
  const words = [
    ...['-D', data, '-p', String(port), '-c', 'listen_addresses=127.0.0.1', '-c', 'max_connections=300'],
    ...['-c', 'unix_socket_directories=', '-c', 'fsync=off', '-c', 'full_page_writes=off'],
  ]
  appendFileSync(log, '')
  const out = openSync(log, 'a')
  const child = spawn(join(binaries, 'postgres'), words, {
    stdio: ['ignore', out, out],
    cwd: inner,
    env: { PATH: systemPath, LANG: 'C.UTF-8' },
    ...identity,
  })
  const exited = once(child, 'exit')
  const base = `postgres://postgres@127.0.0.1:${port}/postgres`
  const ready = () =>
    administer(base, 'select 1').then(
      () => true,
      () => false,
    )
  if (!(await until(ready, 30_000))) throw new Error(`PostgreSQL ${oldMajor} does not answer:\n${tail(log)}`)
  await administer(base, `create role ${owner} login`)
  return {
    administratorUrl: base,
    async createDatabase(name) {
      await administer(base, `create database ${name} owner ${owner}`)
      return `postgres://${owner}@127.0.0.1:${port}/${name}`
    },
    async stop() {
      child.kill('SIGINT')
      await exited
      await rm(directory, { recursive: true, force: true })
    },
  }
}

async function administer(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => {})
  await client.connect()
  try {
    await client.query(sql)
  } finally {
    await client.end()
  }
}
