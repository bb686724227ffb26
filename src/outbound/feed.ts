import { type Rejection, reject } from '../kernel/errors.ts'
import { oldestChange, readChangeHead } from '../log/changes.ts'
import type { EventKindName } from '../model/events/kinds.ts'
import type { Tx } from '../store/transaction.ts'
import type { Origin } from './cloud-event.ts'
import { type Batch, type Cursor, readEvents } from './read.ts'

type FeedQuery = {
  /** Null: from the oldest that is kept. */
  readonly after: Cursor | null
  readonly kinds: readonly EventKindName[] | null
  readonly subject: string | null
  readonly limit: number
}

/** For those who fetch: the next events behind a cursor, and the cursor to go on with, also when there is nothing. */
export async function readFeed(tx: Tx, origin: Origin, query: FeedQuery): Promise<Rejection | Batch> {
  const { cell } = origin
  const oldest = await oldestChange(tx, cell)
  const { number: until } = await readChangeHead(tx, cell)
  const first = { number: (oldest ?? until + 1n) - 1n, index: 0 }
  const after = query.after ?? first
  if (after.number > until)
    return reject('SCHEMA_VIOLATION', 'The cursor is ahead of this installation: it is of another one.', {
      field: 'query:after',
    })
  if (after.number < first.number)
    return reject('EVENTS_CLEARED', `The oldest change that is kept is ${oldest ?? until + 1n}.`, {
      field: 'query:after',
    })
  const { kinds, subject, limit } = query
  return readEvents(tx, origin, after, { kinds, subject, until, most: limit })
}
