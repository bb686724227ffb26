import { purgeChanges, readChangeHead } from '../log/changes.ts'
import type { Tx } from '../store/transaction.ts'
import { purgeEventDeliveries } from './deliveries.ts'
import { toldUntil } from './subscriptions.ts'

/**
 * Clears away changes older than a moment that every subscription was told of, disabled ones included: a repaired
 * receiver misses nothing. The last change always stays. Returns how many rows of one kind went at most.
 */
export async function purgeTold(tx: Tx, cell: number, at: Date, limit: number): Promise<number> {
  const { number: head } = await readChangeHead(tx, cell)
  const until = await toldUntil(tx, cell)
  const number = until === null || until > head ? head : until
  const changes = await purgeChanges(tx, cell, { at, number, limit })
  return Math.max(changes, await purgeEventDeliveries(tx, cell, at, limit))
}
