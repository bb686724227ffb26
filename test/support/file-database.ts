import { after, before } from 'node:test'
import type { Store } from '../../src/store/pool.ts'
import { createTestDatabase, type TestDatabase } from './database.ts'

/** One database for the tests of a file: made and prepared before the first of them, dropped after the last. */
export function databaseOfFile(prepare: (store: Store) => Promise<unknown> = async () => {}): {
  readonly store: Store
} {
  let database: TestDatabase
  before(async () => {
    database = await createTestDatabase()
    await prepare(database.store)
  })
  after(() => database.drop())
  return {
    get store() {
      return database.store
    },
  }
}
