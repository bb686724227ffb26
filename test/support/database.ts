import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { digestText } from '../../src/kernel/digest.ts'
import type { EmbeddedServer } from '../../src/store/embedded.ts'
import { startEmbedded } from '../../src/store/embedded.ts'
import { migrate } from '../../src/store/migrate.ts'
import { readMigrations } from '../../src/store/migration-files.ts'
import type { Store } from '../../src/store/pool.ts'
import { openStore } from '../../src/store/pool.ts'

export type TestDatabase = {
  readonly store: Store
  readonly url: string
  drop(): Promise<void>
  /** A second database with the same content, as it is now; whoever is connected to this one is cut off. */
  copy(): Promise<TestDatabase>
  /** Drops the other one and takes its name, as somebody does who restores a dump in place. */
  replace(other: TestDatabase): Promise<TestDatabase>
}

export type TestServer = { readonly administratorUrl: string; readonly url: string; stop(): Promise<void> }

/** Set by test/run.ts for every test file, so that they share one server. */
export const serverVariable = 'HOURBRIDGE_TEST_DATABASE_URL'

const prefix = 'test_'
let server: Promise<TestServer> | null = null
let inUse = 0
let counter = 0

function withDatabase(url: string, database: string): string {
  const changed = new URL(url)
  changed.pathname = `/${database}`
  return changed.href
}

async function administer<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

const mostTemplates = 40

// Killed runs leave databases behind, and every edit of a migration a template; whoever is alone on the server
// clears them away.
async function dropLeftovers(started: EmbeddedServer): Promise<void> {
  await administer(started.administratorUrl, async (client) => {
    const found = await client.query<{ datname: string; datistemplate: boolean }>(
      `select datname, datistemplate from pg_database where datname ~ '^(test|template)_'`,
    )
    const templates = found.rows.filter((row) => row.datistemplate)
    const others = found.rows.filter((row) => !row.datistemplate)
    for (const row of templates.length > mostTemplates ? found.rows : others) {
      await client.query(`alter database ${row.datname} is_template false`)
      await client.query(`drop database if exists ${row.datname} with (force)`)
    }
  })
}

/** The server that all tests of this operating system user share. It may lose its data: these are tests. */
export async function startTestServer(): Promise<TestServer> {
  const started = await startEmbedded({
    home: join(tmpdir(), `hourbridge-test-${userInfo().uid}`),
    name: 'test',
    log: () => {},
    durable: false,
    settings: { max_connections: '300', shared_buffers: '128MB' },
  })
  if (started.alone) await dropLeftovers(started)
  return started
}

function givenServer(): TestServer | null {
  const given = process.env[serverVariable]
  if (given === undefined || given === '') return null
  const { administratorUrl, url } = JSON.parse(given) as { administratorUrl: string; url: string }
  return { administratorUrl, url, stop: async () => {} }
}

async function template(administratorUrl: string, url: string, until: string | undefined): Promise<string> {
  const migrations = await readMigrations()
  const key = digestText(until ?? '', ...migrations.map((migration) => migration.digest.toString('hex')))
  const name = `template_${key.slice(0, 24)}`
  const owner = new URL(url).username
  await administer(administratorUrl, async (client) => {
    // One process builds, the others wait: a lock of the session, on the server that all of them share.
    await client.query('select pg_advisory_lock(4242)')
    const found = await client.query('select 1 from pg_database where datname = $1 and datistemplate', [name])
    if (found.rowCount !== 0) return
    await client.query(`drop database if exists ${name} with (force)`)
    await client.query(`create database ${name} owner ${owner}`)
    const store = await openStore(withDatabase(url, name), {
      applicationName: 'template',
      acceptsDataLoss: true,
    })
    try {
      await migrate(store, {
        now: new Date('2026-01-01T00:00:00Z'),
        migrations,
        ...(until === undefined ? {} : { until }),
      })
    } finally {
      await store.close()
    }
    await client.query(`alter database ${name} with is_template true allow_connections false`)
  })
  return name
}

/** An empty database, for the tests of what comes before the first migration. */
export function createEmptyDatabase(): Promise<TestDatabase> {
  return create(async () => 'template1')
}

/**
 * A database of its own with every migration applied, or all up to and including `until`. Drop it in `after`: the
 * process does not end while its connections are open.
 */
export function createTestDatabase(options: { until?: string } = {}): Promise<TestDatabase> {
  return create((running) => template(running.administratorUrl, running.url, options.until))
}

async function create(chooseTemplate: (running: TestServer) => Promise<string>): Promise<TestDatabase> {
  inUse += 1
  server ??= Promise.resolve(givenServer() ?? startTestServer())
  const running = await server
  const source = await chooseTemplate(running)
  counter += 1
  const name = `${prefix}${process.pid}_${counter}`
  const owner = new URL(running.url).username
  await administer(running.administratorUrl, async (client) => {
    await client.query(`drop database if exists ${name} with (force)`)
    await client.query(`create database ${name} owner ${owner} template ${source} strategy file_copy`)
  })
  return opened(running, name)
}

async function opened(running: TestServer, name: string): Promise<TestDatabase> {
  const url = withDatabase(running.url, name)
  const store = await openStore(url, { applicationName: 'test', acceptsDataLoss: true })
  return {
    store,
    url,
    async drop() {
      await store.close()
      await administer(running.administratorUrl, (client) =>
        client.query(`drop database if exists ${name} with (force)`),
      )
      inUse -= 1
      if (inUse > 0) return
      server = null
      await running.stop()
    },
    copy: () =>
      create(async () => {
        await administer(running.administratorUrl, (client) =>
          client.query(
            'select pg_terminate_backend(pid, 5000) from pg_stat_activity where datname = $1 and pid <> pg_backend_pid()',
            [name],
          ),
        )
        return name
      }),
    async replace(other) {
      await store.close()
      const replaced = new URL(other.url).pathname.slice(1)
      await other.drop()
      await administer(running.administratorUrl, (client) =>
        client.query(`alter database ${name} rename to ${replaced}`),
      )
      return opened(running, replaced)
    },
  }
}
