import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { chown } from 'node:fs/promises'
import { join } from 'node:path'
import pg from 'pg'
import { freePort, identityOf, keptProcess, run, startServer, tail, until } from './processes.ts'
import { liveDirectory, say } from './settings.ts'

const binaries = '/usr/lib/postgresql/15/bin'
const directory = () => join(liveDirectory(), 'postgres')
const kept = () => keptProcess(join(liveDirectory(), 'postgres.pid.json'))

/** Test data only: nothing is flushed to disk, anyone on this machine may connect, but nobody from outside. */
const configuration = `
listen_addresses = '127.0.0.1'
unix_socket_directories = ''
fsync = off
synchronous_commit = off
full_page_writes = off
`

/** Starts the one private cluster for both systems, when it does not run yet, and returns its port. */
export async function postgresUp(): Promise<number> {
  const running = kept().port()
  if (running !== null) return running
  const data = join(directory(), 'data')
  const log = join(liveDirectory(), 'postgres.log')
  if (!existsSync(join(data, 'PG_VERSION'))) {
    say('initdb')
    mkdirSync(directory(), { recursive: true })
    const { uid, gid } = identityOf('postgres')
    if (uid !== undefined && gid !== undefined) await chown(directory(), uid, gid)
    const args = ['-D', data, '-U', 'postgres', '--auth=trust', '--no-sync', '-E', 'UTF8', '--locale=C.UTF-8']
    await run(join(binaries, 'initdb'), args, { log, user: 'postgres', cwd: directory() })
    writeFileSync(join(data, 'postgresql.conf'), configuration, { flag: 'a' })
  }
  const port = await freePort(kept().lastPort())
  const args = ['-D', data, '-p', String(port)]
  const server = startServer(join(binaries, 'postgres'), args, { log, user: 'postgres', cwd: directory() })
  kept().keep(server.pid, port)
  const answers = () => sql(port, 'postgres', 'select 1').then(Boolean, () => false)
  if (!(await until(answers, 30_000))) throw new Error(`PostgreSQL does not answer:\n${tail(log)}`)
  return port
}

/** SIGINT is PostgreSQL's fast shutdown: it does not wait for the clients to leave. */
export async function postgresDown(): Promise<void> {
  await kept().stop('SIGINT')
}

export async function sql<Row extends pg.QueryResultRow>(
  port: number,
  database: string,
  text: string,
  values: unknown[] = [],
): Promise<Row[]> {
  const client = new pg.Client({ host: '127.0.0.1', port, database, user: 'postgres' })
  client.on('error', () => {})
  await client.connect()
  try {
    return (await client.query<Row>(text, values)).rows
  } finally {
    await client.end()
  }
}

export async function ensureRole(port: number, role: string): Promise<void> {
  const found = await sql(port, 'postgres', 'select 1 from pg_roles where rolname = $1', [role])
  if (found.length === 0) await sql(port, 'postgres', `create role ${role} login`)
}

/** The databases whose name starts so, in order of name. */
export async function databases(port: number, prefix: string): Promise<string[]> {
  const text = 'select datname from pg_database where starts_with(datname, $1) order by datname'
  return (await sql<{ datname: string }>(port, 'postgres', text, [prefix])).map((row) => row.datname)
}

export async function dropDatabase(port: number, name: string): Promise<void> {
  await sql(port, 'postgres', `drop database if exists "${name}" with (force)`)
}

/** A new database, empty or a copy of a template, in place of any of that name. */
export async function createDatabase(
  port: number,
  name: string,
  options: { owner: string; template?: string },
): Promise<void> {
  await dropDatabase(port, name)
  const template = options.template ?? 'template0'
  await sql(port, 'postgres', `create database "${name}" template "${template}" owner ${options.owner}`)
}

/** Renaming is the last step of making a template: one that exists is a complete one. */
export async function becomeTemplate(port: number, name: string, template: string): Promise<void> {
  await sql(port, 'postgres', `alter database "${name}" rename to "${template}"`)
}
