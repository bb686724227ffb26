/** Ranges that somebody asked to be delivered again. They never move the cursor of their subscription. */
import type { EventKindName } from '../model/events/kinds.ts'
import { statement } from '../store/statement.ts'
import type { Tx } from '../store/transaction.ts'
import type { Cursor } from './read.ts'

export type Replay = {
  readonly replayId: string
  readonly subscriptionId: string
  readonly from: bigint
  /** Included. */
  readonly until: bigint
  readonly kinds: readonly EventKindName[] | null
  readonly subject: string | null
  readonly state: 'running' | 'done' | 'failed' | 'cancelled'
  readonly reached: Cursor
  readonly delivered: bigint
  readonly failures: number
  readonly nextAttemptAt: Date
  readonly requestedBy: string
  readonly requestedAt: Date
}
type Row = Omit<Replay, 'reached'> & { reached_number: bigint; reached_index: number }

const columns = `replay_id as "replayId", subscription_id as "subscriptionId", from_number as "from",
  until_number as "until", kinds, subject, state, reached_number, reached_index, delivered, failures,
  next_attempt_at as "nextAttemptAt", requested_by as "requestedBy", requested_at as "requestedAt"`
const insert = statement(
  'outbound.add_replay',
  `insert into event_replays (cell, replay_id, subscription_id, from_number, until_number, kinds, subject, state,
     reached_number, reached_index, delivered, failures, next_attempt_at, requested_by, requested_at)
   values ($1, $2, $3, $4, $5, $6, $7, 'running', $8, 0, 0, 0, $9, $10, $9)`,
)
const selectDue = statement<Row>(
  'outbound.due_replay',
  `select ${columns} from event_replays
   where cell = $1 and subscription_id = $2 and state = 'running' and next_attempt_at <= $3
   order by requested_at, replay_id limit 1`,
)
const selectAll = statement<Row>(
  'outbound.list_replays',
  `select ${columns} from event_replays where cell = $1 and subscription_id = $2
   order by requested_at desc, replay_id desc limit $3`,
)
const move = statement(
  'outbound.move_replay',
  `update event_replays set state = $3, reached_number = $4, reached_index = $5, delivered = delivered + $6,
     failures = $7, next_attempt_at = $8
   where cell = $1 and replay_id = $2 and state = 'running'`,
)
const cancel = statement(
  'outbound.cancel_replays',
  `update event_replays set state = 'cancelled'
   where cell = $1 and subscription_id = $2 and state = 'running' and ($3::uuid is null or replay_id = $3)`,
)

function fromRow(row: Row): Replay {
  const { reached_number: number, reached_index: index, ...rest } = row
  return { ...rest, reached: { number, index } }
}

type NewReplay = Pick<
  Replay,
  'replayId' | 'subscriptionId' | 'from' | 'until' | 'kinds' | 'subject' | 'requestedBy'
> & { readonly at: Date }

export async function insertReplay(tx: Tx, cell: number, made: NewReplay): Promise<void> {
  const { replayId, subscriptionId, from, until, kinds, subject, requestedBy, at } = made
  const values = [cell, replayId, subscriptionId, from, until, kinds, subject, from - 1n, at, requestedBy]
  await tx.query(insert, values)
}

/** The oldest one that runs and whose time has come. */
export async function dueReplay(tx: Tx, cell: number, id: string, now: Date): Promise<Replay | null> {
  const row = (await tx.query(selectDue, [cell, id, now])).rows[0]
  return row === undefined ? null : fromRow(row)
}

export async function listReplays(tx: Tx, cell: number, id: string, most: number): Promise<Replay[]> {
  return (await tx.query(selectAll, [cell, id, most])).rows.map(fromRow)
}

export async function moveReplay(
  tx: Tx,
  cell: number,
  replayId: string,
  to: Pick<Replay, 'state' | 'reached' | 'failures' | 'nextAttemptAt'> & { readonly more: number },
): Promise<void> {
  const { state, reached, more, failures, nextAttemptAt } = to
  await tx.query(move, [cell, replayId, state, reached.number, reached.index, more, failures, nextAttemptAt])
}

/** One of the subscription's running replays, or all of them. Returns how many. */
export async function cancelReplays(
  tx: Tx,
  cell: number,
  subscriptionId: string,
  replayId: string | null,
): Promise<number> {
  return (await tx.query(cancel, [cell, subscriptionId, replayId])).rowCount
}
