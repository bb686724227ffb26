import type { Store } from '../store/pool.ts'
import type { Tx } from '../store/transaction.ts'

class RolledBack extends Error {
  readonly result: unknown

  constructor(result: unknown) {
    super('A dry run takes everything back')
    this.result = result
  }
}

/**
 * Runs the very code of the real call and takes everything back: what a dry run answers is what the call would
 * have done at this moment.
 */
export async function rolledBack<T>(store: Store, work: (tx: Tx) => Promise<T>): Promise<T> {
  try {
    await store.transaction(async (tx) => {
      throw new RolledBack(await work(tx))
    })
  } catch (error) {
    if (error instanceof RolledBack) return error.result as T
    throw error
  }
  throw new Error('A dry run came to a commit')
}
