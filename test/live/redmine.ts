import { copyFileSync, existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { chown, readFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { randomBytes } from 'node:crypto'
import { billedMonth, entries, people, projects } from './firm.ts'
import { versionOf } from './packages.ts'
import * as postgres from './postgres.ts'
import { freePort, identityOf, keptProcess, run, startServer, tail, until } from './processes.ts'
import { fingerprint, liveDirectory, say, secrets, systemPath } from './settings.ts'

export type Redmine = {
  /** Without a slash at the end. */
  readonly url: string
  /** The key of a user who may read everything: what the product is given. */
  readonly hubKey: string
  /** The key with which tests edit time behind the product's back. */
  readonly adminKey: string
  /** Of the private PostgreSQL; the database there is called "redmine". */
  readonly postgresPort: number
}

const database = 'redmine'
const user = 'www-data'
const application = '/usr/share/redmine'
const directory = () => join(liveDirectory(), 'redmine')
const kept = () => keptProcess(join(liveDirectory(), 'redmine.pid.json'))
const log = () => join(directory(), 'redmine.log')

/** Brings Redmine up with the seeded firm. What already runs is left alone, with the data it holds. */
export async function up(today = new Date()): Promise<Redmine> {
  const port = await postgres.postgresUp()
  await prepareInstance(port)
  await postgres.ensureRole(port, database)
  const template = await ensureSeeded(port, today)
  if (!(await postgres.databases(port, database)).includes(database)) {
    await postgres.createDatabase(port, database, { owner: database, template })
  }
  await serve()
  const { redmineHubKey: hubKey, redmineAdminKey: adminKey } = secrets()
  return { url: `http://127.0.0.1:${kept().port()}`, hubKey, adminKey, postgresPort: port }
}

/** Back to the seed, at the same address. Takes seconds: the seeded database is a template. */
export async function reset(today = new Date()): Promise<Redmine> {
  await kept().stop()
  await postgres.dropDatabase(await postgres.postgresUp(), database)
  return up(today)
}

/** Stops the server that `up` started. The shared PostgreSQL stays: `postgresDown` stops it. */
export async function down(): Promise<void> {
  await kept().stop()
}

function environment() {
  return {
    PATH: systemPath,
    HOME: join(directory(), 'home'),
    // Redmine joins the instance's name to this folder: a relative path leads to the private one.
    REDMINE_INSTANCE: relative(join(application, 'instances'), join(directory(), 'instance')),
    RAILS_ENV: 'production',
    REDMINE_LANG: 'en',
    BUNDLE_GEMFILE: join(directory(), 'gems', 'Gemfile'),
    // The schema dump would be written below /usr/share otherwise, which this user may not do.
    SCHEMA: join(directory(), 'home', 'schema.rb'),
    RUBYOPT: '-W0',
  }
}

const redmine = (program: string, args: readonly string[], extra: Record<string, string> = {}) =>
  run(program, args, { log: log(), user, cwd: application, env: { ...environment(), ...extra } })

/** Folders, database address and gem list of a private instance; nothing in /etc or /var/lib is used. */
async function prepareInstance(port: number): Promise<void> {
  const instance = join(directory(), 'instance')
  const folders = ['config', 'log', 'files', 'tmp/cache', 'tmp/pids', 'public/plugin_assets']
  const paths = [
    ...folders.map((name) => join(instance, name)),
    join(directory(), 'gems'),
    join(directory(), 'home'),
  ]
  for (const path of paths) mkdirSync(path, { recursive: true })
  const address = { adapter: 'postgresql', host: '127.0.0.1', port, username: database, password: 'x' }
  const settings = { production: { ...address, database, encoding: 'utf8', pool: 10 } }
  // JSON is YAML as well.
  writeFileSync(join(instance, 'config', 'database.yml'), JSON.stringify(settings))
  const secret = join(instance, 'config', 'secret_key.txt')
  if (!existsSync(secret)) writeFileSync(secret, randomBytes(32).toString('hex'))
  const gems = join(directory(), 'gems', 'Gemfile')
  const owned = [...paths, directory(), instance, secret, gems]
  if (!existsSync(gems)) {
    const packaged = await readFile(join(application, 'Gemfile'), 'utf8')
    writeFileSync(gems, `${packaged}\ngem "puma"\ngem "pg", "~> 1.2"\n`)
    for (const name of ['tmp', 'public']) owned.push(join(instance, name))
  }
  const { uid, gid } = identityOf(user)
  if (uid !== undefined && gid !== undefined) for (const path of owned) await chown(path, uid, gid)
  if (!existsSync(`${gems}.lock`)) await redmine('/usr/bin/bundle', ['install', '--local', '--quiet'])
}

async function serve(): Promise<void> {
  if (kept().port() === null) {
    const port = await freePort(kept().lastPort())
    const address = ['-e', 'production', '-b', `tcp://127.0.0.1:${port}`, '-t', '2:5']
    const args = [...address, '--dir', application, join(application, 'config.ru')]
    const options = { log: log(), user, cwd: application, env: environment() }
    const server = startServer('/usr/bin/puma', args, options)
    kept().keep(server.pid, port)
  }
  const address = `http://127.0.0.1:${kept().port()}/login`
  const answers = () =>
    fetch(address).then(
      (reply) => reply.ok,
      () => false,
    )
  if (!(await until(answers, 120_000))) throw new Error(`Redmine does not answer:\n${tail(log())}`)
}

/** The template with the firm in it, made when month, seed or package are new; older ones go. */
async function ensureSeeded(port: number, today: Date): Promise<string> {
  const month = billedMonth(today)
  const base = await ensureMigrated(port)
  const print = fingerprint([base, month, JSON.stringify(secrets())], ['firm.ts', 'redmine-seed.rb'])
  const template = `redmine_seeded_${print}`
  const present = await postgres.databases(port, 'redmine_seeded_')
  if (present.includes(template)) return template
  say('Redmine: seeding')
  await kept().stop()
  for (const old of present) await postgres.dropDatabase(port, old)
  // The instance knows one database name only, so the seed is made under it and renamed.
  await postgres.createDatabase(port, database, { owner: database, template: base })
  const { redminePassword: password, redmineAdminKey: admin_key, redmineHubKey: hub_key } = secrets()
  const seed = join(directory(), 'gems', 'seed.json')
  const script = join(directory(), 'gems', 'seed.rb')
  writeFileSync(
    seed,
    JSON.stringify({ password, admin_key, hub_key, people, projects, entries: entries(month) }),
  )
  copyFileSync(join(import.meta.dirname, 'redmine-seed.rb'), script)
  await redmine(join(application, 'bin/rails'), ['runner', script], { SEED: seed })
  await postgres.becomeTemplate(port, database, template)
  return template
}

/** The template with Redmine's schema and default data: the slow part, made once per package version. */
async function ensureMigrated(port: number): Promise<string> {
  const template = `redmine_base_${fingerprint([versionOf('redmine') ?? ''], [])}`
  if ((await postgres.databases(port, 'redmine_base_')).includes(template)) return template
  say('Redmine: migrating')
  await kept().stop()
  await postgres.createDatabase(port, database, { owner: database })
  const rake = join(application, 'bin/rake')
  // Two processes: the first one's idea of the tables is stale after it made them.
  await redmine(rake, ['db:migrate'])
  await redmine(rake, ['redmine:load_default_data'])
  await postgres.becomeTemplate(port, database, template)
  return template
}
