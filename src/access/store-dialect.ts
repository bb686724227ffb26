import type { CompiledQuery, DatabaseConnection, Dialect, Driver } from 'kysely'
import { PostgresAdapter, PostgresIntrospector, PostgresQueryCompiler } from 'kysely'
import { assert } from '../kernel/errors.ts'
import type { Store } from '../store/pool.ts'

function driverOver(store: Store): Driver {
  const connection: DatabaseConnection = {
    async executeQuery<R>(query: CompiledQuery) {
      const { rows, rowCount } = await store.query(query.sql, query.parameters)
      return { rows: rows as R[], numAffectedRows: BigInt(rowCount) }
    },
    // biome-ignore lint/correctness/useYield: nothing streams here, and saying so is the point.
    async *streamQuery() {
      assert(false, 'The sign-in library reads single rows')
    },
  }
  const refuse = async () => assert(false, 'The sign-in library writes single rows')
  return {
    init: async () => {},
    acquireConnection: async () => connection,
    releaseConnection: async () => {},
    beginTransaction: refuse,
    commitTransaction: refuse,
    rollbackTransaction: refuse,
    destroy: async () => {},
  }
}

/** Lets the sign-in library speak to the one store of this process instead of opening connections of its own. */
export function storeDialect(store: Store): Dialect {
  return {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => driverOver(store),
    createIntrospector: (db) => new PostgresIntrospector(db),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  }
}
