import { mkdirSync, writeFileSync } from 'node:fs'
import { chown } from 'node:fs/promises'
import { join } from 'node:path'
import { billedMonth } from './firm.ts'
import { versionOf } from './packages.ts'
import * as postgres from './postgres.ts'
import { freePort, identityOf, keptProcess, run, startServer, tail, until } from './processes.ts'
import { fingerprint, liveDirectory, say, secrets, systemPath } from './settings.ts'
import { trytonClient } from './tryton-client.ts'
import { seedTryton } from './tryton-seed.ts'

export type Tryton = {
  /** Ends in the database's name. */
  readonly url: string
  readonly integration: { readonly login: string; readonly password: string }
  readonly admin: { readonly login: string; readonly password: string }
  /** Of the private PostgreSQL; the database there is called "tryton". */
  readonly postgresPort: number
}

const database = 'tryton'
const user = 'tryton'
const modules = ['project_invoice', 'timesheet_cost', 'account_invoice', 'account_invoice_line_standalone']
const directory = () => join(liveDirectory(), 'tryton')
const kept = () => keptProcess(join(liveDirectory(), 'tryton.pid.json'))
const configuration = () => join(directory(), 'trytond.conf')
const log = () => join(directory(), 'tryton.log')
const environment = () => ({ PATH: systemPath, HOME: directory(), PYTHONDONTWRITEBYTECODE: '1' })

/** Brings Tryton up with the seeded firm. What already runs is left alone, with the data it holds. */
export async function up(today = new Date()): Promise<Tryton> {
  const port = await postgres.postgresUp()
  await prepareDirectory()
  await postgres.ensureRole(port, user)
  const template = await ensureSeeded(port, today)
  if (!(await postgres.databases(port, database)).includes(database)) {
    await postgres.createDatabase(port, database, { owner: user, template })
  }
  await serve(port, database)
  return describe(port)
}

/** Back to the seed, at the same address. Takes seconds: the seeded database is a template. */
export async function reset(today = new Date()): Promise<Tryton> {
  await kept().stop()
  await postgres.dropDatabase(await postgres.postgresUp(), database)
  return up(today)
}

/** Stops the server that `up` started. The shared PostgreSQL stays: `postgresDown` stops it. */
export async function down(): Promise<void> {
  await kept().stop()
}

function describe(postgresPort: number): Tryton {
  const { trytonPassword, trytonAdminPassword } = secrets()
  return {
    url: `http://127.0.0.1:${kept().port()}/${database}/`,
    integration: { login: 'integration', password: trytonPassword },
    admin: { login: 'admin', password: trytonAdminPassword },
    postgresPort,
  }
}

async function prepareDirectory(): Promise<void> {
  mkdirSync(join(directory(), 'attach'), { recursive: true })
  const { uid, gid } = identityOf(user)
  if (uid === undefined || gid === undefined) return
  for (const path of [directory(), join(directory(), 'attach')]) await chown(path, uid, gid)
}

function configure(postgresPort: number, webPort: number): void {
  // The session's default of 300 s would answer 401 to a post after a longer pause.
  const text = `[database]
uri = postgresql://${user}:x@127.0.0.1:${postgresPort}/
path = ${join(directory(), 'attach')}
[web]
listen = 127.0.0.1:${webPort}
[session]
timeout = 86400
`
  writeFileSync(configuration(), text)
}

async function serve(postgresPort: number, name: string): Promise<void> {
  if (kept().port() === null) {
    const webPort = await freePort(kept().lastPort())
    configure(postgresPort, webPort)
    const args = ['-c', configuration(), '-d', name]
    const options = { log: log(), user, cwd: directory(), env: environment() }
    const server = startServer('/usr/bin/trytond', args, options)
    kept().keep(server.pid, webPort)
  }
  const address = `http://127.0.0.1:${kept().port()}/`
  const body = JSON.stringify({ id: 1, method: 'common.server.version', params: [] })
  const headers = { 'content-type': 'application/json' }
  const answers = () =>
    fetch(address, { method: 'POST', headers, body }).then(
      (reply) => reply.ok,
      () => false,
    )
  if (!(await until(answers, 60_000))) throw new Error(`Tryton does not answer:\n${tail(log())}`)
}

/** The template with the firm in it, made when month, seed or package are new; older ones go. */
async function ensureSeeded(port: number, today: Date): Promise<string> {
  const month = billedMonth(today)
  const base = await ensureActivated(port)
  const print = fingerprint([base, month, secrets().trytonPassword], ['firm.ts', 'tryton-seed.ts'])
  const template = `tryton_seeded_${print}`
  const present = await postgres.databases(port, 'tryton_seeded_')
  if (present.includes(template)) return template
  say('Tryton: seeding')
  await kept().stop()
  for (const old of [...present, database]) await postgres.dropDatabase(port, old)
  const name = 'tryton_seeding'
  await postgres.createDatabase(port, name, { owner: user, template: base })
  await serve(port, name)
  const { admin, integration, url } = describe(port)
  const client = await trytonClient(url.replace(`/${database}/`, `/${name}/`), admin.login, admin.password)
  await seedTryton(client, month, integration)
  await kept().stop()
  await postgres.becomeTemplate(port, name, template)
  return template
}

/** The template with the modules and nothing else: the slow part, made once per package version. */
async function ensureActivated(port: number): Promise<string> {
  const print = fingerprint([versionOf('tryton-server') ?? '', secrets().trytonAdminPassword, ...modules], [])
  const template = `tryton_base_${print}`
  if ((await postgres.databases(port, 'tryton_base_')).includes(template)) return template
  say('Tryton: activating modules')
  const name = 'tryton_activating'
  const passwordFile = join(directory(), 'admin-password')
  writeFileSync(passwordFile, secrets().trytonAdminPassword, { mode: 0o600 })
  const { uid, gid } = identityOf(user)
  if (uid !== undefined && gid !== undefined) await chown(passwordFile, uid, gid)
  configure(port, 0)
  await postgres.createDatabase(port, name, { owner: user })
  const env = { ...environment(), TRYTONPASSFILE: passwordFile }
  const wanted = ['-u', 'ir', 'res', ...modules, '--activate-dependencies', '--email', 'admin@example.com']
  await run('/usr/bin/trytond-admin', ['-c', configuration(), '-d', name, ...wanted], {
    log: log(),
    user,
    env,
  })
  await postgres.becomeTemplate(port, name, template)
  return template
}
