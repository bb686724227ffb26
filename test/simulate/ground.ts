/** One database that every seed finds as if it had just been migrated. It may lose its data: nothing here is kept. */
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { startEmbedded } from '../../src/store/embedded.ts'
import { migrate } from '../../src/store/migrate.ts'
import { openStore, type Store } from '../../src/store/pool.ts'

export type Ground = {
  readonly store: Store
  /** Name of the database. */
  readonly name: string
  /** Everything that a seed wrote is gone afterwards. */
  clear(): Promise<void>
  close(): Promise<void>
}

/**
 * Rows come in the order of an index and not as they happen to lie, so that a seed tells the same story whatever ran
 * before it; and a statement is planned once.
 */
const settings = {
  autovacuum: 'off',
  jit: 'off',
  enable_seqscan: 'off',
  enable_bitmapscan: 'off',
  plan_cache_mode: 'force_generic_plan',
  shared_buffers: '64MB',
  unix_socket_directories: tmpdir(),
}
/** Deleting leaves dead rows behind, and emptying the files takes long. */
const clearsBetweenTruncations = 25

function through(url: string, port: number, database: string): string {
  const { username, password } = new URL(url)
  return `postgres://${username}:${password}@${encodeURIComponent(tmpdir())}:${port}/${database}`
}

async function administer(url: string, ...statements: string[]): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    for (const statement of statements) await client.query(statement)
  } finally {
    await client.end()
  }
}

export async function openGround(): Promise<Ground> {
  const home = join(tmpdir(), `hourbridge-test-${userInfo().uid}`)
  const server = await startEmbedded({ home, name: 'simulate', log: () => {}, durable: false, settings })
  const name = `simulate_${process.pid}`
  const owner = new URL(server.url).username
  await administer(
    server.administratorUrl,
    `drop database if exists ${name} with (force)`,
    `create database ${name} owner ${owner}`,
  )
  const store = await openStore(through(server.url, server.port, name), {
    applicationName: 'simulation',
    acceptsDataLoss: true,
    connections: 4,
  })
  await migrate(store, { now: new Date('2026-01-01T00:00:00Z') })
  const client = new pg.Client({ connectionString: through(server.administratorUrl, server.port, name) })
  await client.connect()
  const clear = await prepareClearing(client)
  return {
    store,
    name,
    clear,
    close: async () => {
      await client.end()
      await store.close()
      await administer(server.administratorUrl, `drop database if exists ${name} with (force)`)
      await server.stop()
    },
  }
}

async function prepareClearing(client: pg.Client): Promise<() => Promise<void>> {
  // Triggers that refuse changes stand aside: only the superuser may say so.
  await client.query('set session_replication_role = replica')
  const { rows } = await client.query<{ name: string }>(
    `select relname as name from pg_class
     where relkind = 'r' and relnamespace = 'public'::regnamespace and relname <> 'migrations' order by 1`,
  )
  const first: string[] = []
  for (const { name } of rows) {
    const found = await client.query<{ row: string | null }>(
      `select json_agg(t)::text as row from ${name} as t`,
    )
    const kept = found.rows[0]?.row ?? null
    if (kept !== null)
      first.push(
        `insert into ${name} select * from json_populate_recordset(null::${name}, ${client.escapeLiteral(kept)})`,
      )
  }
  const deleting = [...rows.map(({ name }) => `delete from ${name}`), ...first].join('; ')
  const truncating = [`truncate ${rows.map(({ name }) => name).join(', ')}`, ...first].join('; ')
  let since = 0
  return async () => {
    since += 1
    if (since < clearsBetweenTruncations) await client.query(deleting)
    else {
      since = 0
      await client.query(truncating)
    }
  }
}
