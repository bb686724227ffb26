import type pg from 'pg'
import { assert } from '../kernel/errors.ts'
import { classify, isConflict } from './errors.ts'
import type { Row, Statement } from './statement.ts'

export type Result<R> = { readonly rows: R[]; readonly rowCount: number }

/** What every function that touches tables takes first: an open transaction. */
export type Tx = {
  query<R extends object = Row>(sql: Statement<R> | string, values?: readonly unknown[]): Promise<Result<R>>
  /** Does something last of all, just before the commit: what takes a lock that everybody wants holds it shortest there. */
  readonly atEnd?: (work: (tx: Tx) => Promise<void>) => void
}

/** A transaction that belongs to one cell, whose number its statements name. */
export type CellTx = Tx & { readonly cell: number }

type Isolation = 'read committed' | 'repeatable read' | 'serializable'

export type TransactionOptions = {
  /** Default `read committed`. */
  readonly isolation?: Isolation
  readonly readOnly?: boolean
  /** How often the work is done at most when it conflicts with another transaction. Default 5. */
  readonly attempts?: number
}

const defaultAttempts = 5
const firstPauseMs = 5

export async function send<R extends object>(
  client: pg.ClientBase,
  sql: Statement<R> | string,
  values: readonly unknown[] = [],
): Promise<Result<R>> {
  const result = await client.query<R & pg.QueryResultRow>(
    typeof sql === 'string'
      ? { text: sql, values: [...values] }
      : { name: sql.name, text: sql.text, values: [...values] },
  )
  return { rows: result.rows, rowCount: result.rowCount ?? 0 }
}

function beginText(options: TransactionOptions): string {
  return `begin isolation level ${options.isolation ?? 'read committed'}${options.readOnly ? ' read only' : ''}`
}

async function attempt<T>(
  pool: pg.Pool,
  options: TransactionOptions,
  work: (tx: Tx) => Promise<T>,
): Promise<T> {
  const client = await pool.connect()
  let open = true
  const ending: ((tx: Tx) => Promise<void>)[] = []
  const tx: Tx = {
    query(sql, values) {
      assert(open, 'A transaction is used after its end; something was not awaited.')
      return send(client, sql, values)
    },
    atEnd(last) {
      assert(open, 'A transaction is used after its end; something was not awaited.')
      ending.push(last)
    },
  }
  let broken: Error | undefined
  const onError = (error: Error) => {
    broken = error
  }
  client.on('error', onError)
  try {
    await client.query(beginText(options))
    const value = await work(tx)
    for (const last of ending) await last(tx)
    open = false
    const ended = await client.query('commit')
    // PostgreSQL answers ROLLBACK when a statement failed and the work swallowed its error.
    assert(ended.command === 'COMMIT', 'A failed statement was ignored, so nothing was committed.')
    return value
  } catch (error) {
    open = false
    await client.query('rollback').catch((failure: Error) => {
      // A connection in an unknown state is thrown away instead of being lent again.
      broken ??= failure
    })
    throw error
  } finally {
    client.off('error', onError)
    client.release(broken ?? false)
  }
}

/**
 * Does the work in one transaction. When it conflicts with another (deadlock, serialization) the whole work
 * is done again, a bounded number of times: it must have no effect outside the database. A connection lost
 * during commit throws DATABASE_UNAVAILABLE with the outcome unknown, so repeating needs a unique key.
 */
export async function runTransaction<T>(
  pool: pg.Pool,
  options: TransactionOptions,
  work: (tx: Tx) => Promise<T>,
): Promise<T> {
  const attempts = options.attempts ?? defaultAttempts
  for (let count = 1; ; count += 1) {
    try {
      return await attempt(pool, options, work)
    } catch (error) {
      if (!isConflict(error) || count >= attempts) throw classify(error)
      await new Promise((resolve) => setTimeout(resolve, firstPauseMs * 2 ** count))
    }
  }
}
