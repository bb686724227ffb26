import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import pg from 'pg'
import { from as copyFrom, to as copyTo } from 'pg-copy-streams'
import { columnTypes } from '../column-types.ts'
import { classify } from '../errors.ts'
import type { Tx } from '../transaction.ts'
import { send } from '../transaction.ts'

/** One connection with one transaction, for what moves whole tables: it has no time limits. */
export type Session = {
  readonly tx: Tx
  copyOut(sql: string): AsyncIterable<Buffer>
  /** Returns how many rows PostgreSQL says it took. */
  copyIn(sql: string, bytes: AsyncIterable<Buffer>): Promise<number>
  /** The version that the server tells of itself, such as 18.4. */
  readonly postgres: string
}

// Text that any server of any version writes and reads alike.
const settings = {
  synchronous_commit: 'on',
  timezone: 'UTC',
  datestyle: 'ISO,YMD',
  intervalstyle: 'iso_8601',
  bytea_output: 'hex',
  extra_float_digits: '3',
  client_encoding: 'UTF8',
  statement_timeout: '0',
  idle_in_transaction_session_timeout: '0',
  // A table that another session reads as well is still read from its beginning.
  synchronize_seqscans: 'off',
}

const connectTimeoutMs = 10_000

/** Opens a connection for `work` and ends it. A lost connection throws DATABASE_UNAVAILABLE. */
export async function withSession<T>(
  url: string,
  options: { readonly name: string; readonly lockTimeoutMs: number },
  work: (session: Session, client: pg.Client) => Promise<T>,
): Promise<T> {
  const all = { ...settings, lock_timeout: String(options.lockTimeoutMs) }
  const client = new pg.Client({
    connectionString: url,
    application_name: `hourbridge ${options.name}`,
    connectionTimeoutMillis: connectTimeoutMs,
    keepAlive: true,
    options: Object.entries(all)
      .map(([name, value]) => `-c ${name}=${value}`)
      .join(' '),
    types: columnTypes,
  })
  // The loss of the connection fails whatever waits for an answer; without a listener it would end the process.
  client.on('error', () => {})
  try {
    await client.connect()
    const { rows } = await client.query<{ version: string }>(
      `select current_setting('server_version') as version`,
    )
    return await work(sessionOf(client, rows[0]!.version), client)
  } catch (error) {
    throw classify(error)
  } finally {
    await client.end().catch(() => {})
  }
}

function sessionOf(client: pg.Client, version: string): Session {
  return {
    postgres: version.split(' ')[0]!,
    tx: { query: (sql, values) => send(client, sql, values) },
    copyOut: (sql) => client.query(copyTo(sql)) as AsyncIterable<Buffer>,
    async copyIn(sql, bytes) {
      const stream = client.query(copyFrom(sql))
      await pipeline(Readable.from(bytes, { objectMode: false }), stream)
      return stream.rowCount
    },
  }
}
