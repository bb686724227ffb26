import pg from 'pg'
import { Fault } from '../kernel/errors.ts'
import { classify } from './errors.ts'
import { requireServerVersion } from './server-version.ts'
import type { Row, Statement } from './statement.ts'
import type { CellTx, Result, TransactionOptions, Tx } from './transaction.ts'
import { runTransaction, send } from './transaction.ts'
import { columnTypes } from './column-types.ts'

type StoreOptions = {
  /** Shown in pg_stat_activity: the role of this process. */
  readonly applicationName: string
  /** Most connections at once. Default 10. */
  readonly connections?: number
  /** Default 30,000. Zero switches the limit off, for exports and migrations. */
  readonly statementTimeoutMs?: number
  /** Default 10,000. */
  readonly lockTimeoutMs?: number
  /** Default 30,000: a transaction that waits for something outside the database is a mistake. */
  readonly idleInTransactionTimeoutMs?: number
  /** Default 10,000. */
  readonly connectTimeoutMs?: number
  /** The explicit statement that a server with fsync or full_page_writes off is meant. Default false. */
  readonly acceptsDataLoss?: boolean
  readonly log?: (line: string) => void
}

/** The tables of one cell: no transaction touches two. */
type CellStore = {
  readonly cell: number
  query<R extends object = Row>(sql: Statement<R> | string, values?: readonly unknown[]): Promise<Result<R>>
  transaction<T>(work: (tx: CellTx) => Promise<T>, options?: TransactionOptions): Promise<T>
}

/** An installation starts with one cell. */
export const firstCell = 1

function poolOptions(url: string, options: StoreOptions): pg.PoolConfig {
  const session = {
    synchronous_commit: 'on',
    timezone: 'UTC',
    statement_timeout: options.statementTimeoutMs ?? 30_000,
    lock_timeout: options.lockTimeoutMs ?? 10_000,
    idle_in_transaction_session_timeout: options.idleInTransactionTimeoutMs ?? 30_000,
  }
  return {
    connectionString: url,
    application_name: `hourbridge ${options.applicationName}`,
    max: options.connections ?? 10,
    connectionTimeoutMillis: options.connectTimeoutMs ?? 10_000,
    keepAlive: true,
    options: Object.entries(session)
      .map(([name, value]) => `-c ${name}=${value}`)
      .join(' '),
    types: columnTypes,
  }
}

async function refuseUnsafe(pool: pg.Pool): Promise<void> {
  const { rows } = await pool.query<{ name: string }>(
    `select name from pg_settings where name in ('fsync', 'full_page_writes') and setting = 'off'`,
  )
  if (rows.length === 0) return
  throw new Fault('DATABASE_UNSAFE', {
    message:
      `The database server runs with ${rows.map((row) => row.name).join(' and ')} off and loses committed work when ` +
      'the machine stops. Switch them on, or set HOURBRIDGE_ACCEPT_DATA_LOSS=yes for a database that may be lost.',
  })
}

/** Owns the connections to one database. */
export class Store {
  readonly #pool: pg.Pool

  constructor(pool: pg.Pool) {
    this.#pool = pool
  }

  /** One statement, committed by itself. */
  async query<R extends object = Row>(
    sql: Statement<R> | string,
    values: readonly unknown[] = [],
  ): Promise<Result<R>> {
    const client = await this.#pool.connect().catch((error: unknown) => {
      throw classify(error)
    })
    let broken: unknown
    try {
      return await send(client, sql, values)
    } catch (error) {
      const told = classify(error)
      if (told !== error) broken = error
      throw told
    } finally {
      client.release(broken instanceof Error ? broken : false)
    }
  }

  transaction<T>(work: (tx: Tx) => Promise<T>, options: TransactionOptions = {}): Promise<T> {
    return runTransaction(this.#pool, options, work)
  }

  /** Everything of one cell goes through this: later it may lead to a server of the cell's own. */
  forCell(cell: number): CellStore {
    return {
      cell,
      query: (sql, values) => this.query(sql, values),
      transaction: (work, options = {}) => runTransaction(this.#pool, options, (tx) => work({ ...tx, cell })),
    }
  }

  async close(): Promise<void> {
    await this.#pool.end()
  }
}

/**
 * Connects, and refuses a server that may lose committed work unless that was said to be meant. Throws
 * DATABASE_UNAVAILABLE when nothing answers, or a server answers that is too old.
 */
export async function openStore(url: string, options: StoreOptions): Promise<Store> {
  const pool = new pg.Pool(poolOptions(url, options))
  // An idle connection that breaks is replaced at the next use; without a listener it would end the process.
  // The server's last word may come in the same packet as an answer, when the connection is lent and nobody listens
  // yet or any more: the next use of it fails, which is soon enough.
  pool.on('connect', (client) => client.on('error', () => {}))
  pool.on('error', (error) => {
    // While everything closes, the server may hang up first.
    if (!pool.ending) options.log?.(`an idle database connection broke: ${error.message}`)
  })
  try {
    const client = await pool.connect()
    await requireServerVersion({ query: (sql, values) => send(client, sql, values) }).finally(() =>
      client.release(),
    )
    if (options.acceptsDataLoss !== true) await refuseUnsafe(pool)
    return new Store(pool)
  } catch (error) {
    await pool.end()
    throw classify(error)
  }
}
