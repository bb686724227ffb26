/** The rows of subscriptions: who is told of what, how far, and who tells them now. */
import type { EventKindName } from '../model/events/kinds.ts'
import { statement } from '../store/statement.ts'
import type { Tx } from '../store/transaction.ts'
import type { Cursor } from './read.ts'

export const subscriptionStates = ['active', 'paused', 'disabled'] as const
type SubscriptionState = (typeof subscriptionStates)[number]

export type NatsSettings = {
  readonly subjectPrefix: string
  readonly stream: string
  /** Whether the stream may be created where none takes the subjects. */
  readonly createsStream: boolean
}
export type Subscription = {
  readonly subscriptionId: string
  readonly name: string
  readonly kind: 'webhook' | 'nats'
  readonly url: string
  readonly settings: NatsSettings | Record<string, never>
  readonly sealedSecrets: Buffer | null
  /** Null: every kind of event. */
  readonly kinds: readonly EventKindName[] | null
  readonly state: SubscriptionState
  readonly reason: string | null
  readonly cursor: Cursor
  readonly failures: number
  readonly nextAttemptAt: Date
  readonly createdBy: string
  readonly createdAt: Date
}
export type Lease = { readonly runner: string; readonly fence: bigint; readonly untilMs: number }

type Row = Omit<Subscription, 'cursor'> & { cursor_number: bigint; cursor_index: number }

const columns = `subscription_id as "subscriptionId", name, kind, url, settings,
  sealed_secrets as "sealedSecrets", kinds, state, reason, cursor_number, cursor_index, failures,
  next_attempt_at as "nextAttemptAt", created_by as "createdBy", created_at as "createdAt"`

const insert = statement(
  'outbound.add_subscription',
  `insert into event_subscriptions (cell, subscription_id, name, kind, url, settings, sealed_secrets, kinds, state,
     cursor_number, cursor_index, failures, next_attempt_at, fence, created_by, created_at)
   values ($1, $2, $3, $4, $5, $6, $7, $8, 'active', $9, 0, 0, $10, 0, $11, $10)`,
)
const selectAll = statement<Row>(
  'outbound.list_subscriptions',
  `select ${columns} from event_subscriptions where cell = $1 order by created_at, subscription_id`,
)
const selectOne = statement<Row>(
  'outbound.read_subscription',
  `select ${columns} from event_subscriptions where cell = $1 and subscription_id = $2`,
)
const lockOne = statement<Row>(
  'outbound.lock_subscription',
  `select ${columns} from event_subscriptions where cell = $1 and subscription_id = $2 for update`,
)
const change = statement(
  'outbound.change_subscription',
  `update event_subscriptions set name = $3, url = $4, settings = $5, sealed_secrets = $6, kinds = $7
   where cell = $1 and subscription_id = $2`,
)
const setState = statement(
  'outbound.set_subscription_state',
  `update event_subscriptions set state = $3, reason = $4, failures = case when $3 = 'active' then 0 else failures end,
     next_attempt_at = $5
   where cell = $1 and subscription_id = $2`,
)
const remove = statement(
  'outbound.remove_subscription',
  'delete from event_subscriptions where cell = $1 and subscription_id = $2',
)
// Its own lease is taken over at once by a runner that asks again: it has no other round of it under way.
const take = statement<Row & { fence: bigint }>(
  'outbound.take_subscription',
  `update event_subscriptions set runner = $3, fence = fence + 1, leased_until = $4
   where cell = $1 and subscription_id = $2 and state = 'active' and next_attempt_at <= $5
     and (leased_until is null or leased_until <= $5 or leased_until > $6 or runner = $3)
   returning ${columns}, fence`,
)
const giveBack = statement(
  'outbound.give_back_subscription',
  `update event_subscriptions set leased_until = null, runner = null
   where cell = $1 and subscription_id = $2 and runner = $3 and fence = $4`,
)
const hold = statement(
  'outbound.hold_subscription',
  `select 1 from event_subscriptions where cell = $1 and subscription_id = $2 and runner = $3 and fence = $4
   for update`,
)
const freeAll = statement(
  'outbound.free_subscriptions',
  'update event_subscriptions set leased_until = null, runner = null where cell = $1 and runner is not null',
)
const moveCursor = statement(
  'outbound.move_subscription',
  `update event_subscriptions set cursor_number = $3, cursor_index = $4 where cell = $1 and subscription_id = $2`,
)
const setFailures = statement(
  'outbound.set_subscription_failures',
  `update event_subscriptions set failures = $3, next_attempt_at = $4 where cell = $1 and subscription_id = $2`,
)
const selectDue = statement<{ subscriptionId: string }>(
  'outbound.due_subscriptions',
  `select s.subscription_id as "subscriptionId" from event_subscriptions s
   where s.cell = $1 and s.state = 'active' and s.next_attempt_at <= $2
     and (s.leased_until is null or s.leased_until <= $2 or s.leased_until > $5 or s.runner = $3)
     and (s.cursor_number < $4
       or exists (select from event_set_asides a where a.cell = $1 and a.subscription_id = s.subscription_id
         and a.next_attempt_at <= $2)
       or exists (select from event_replays r where r.cell = $1 and r.subscription_id = s.subscription_id
         and r.state = 'running' and r.next_attempt_at <= $2))
   order by s.subscription_id`,
)
const selectLowest = statement<{ lowest: bigint | null }>(
  'outbound.lowest_needed',
  `select least(
     (select min(s.cursor_number) from event_subscriptions s where s.cell = $1),
     (select min(a.number) - 1 from event_set_asides a where a.cell = $1),
     (select min(r.reached_number) from event_replays r where r.cell = $1 and r.state = 'running')) as lowest`,
)

function fromRow(row: Row): Subscription {
  const { cursor_number: number, cursor_index: index, ...rest } = row
  return { ...rest, cursor: { number, index } }
}

type NewSubscription = Pick<
  Subscription,
  'subscriptionId' | 'name' | 'kind' | 'url' | 'settings' | 'sealedSecrets' | 'kinds' | 'createdBy'
> & { readonly from: bigint; readonly at: Date }

export async function insertSubscription(tx: Tx, cell: number, made: NewSubscription): Promise<void> {
  const { subscriptionId, name, kind, url, settings, sealedSecrets, kinds, createdBy, from, at } = made
  const values = [cell, subscriptionId, name, kind, url, JSON.stringify(settings), sealedSecrets, kinds]
  await tx.query(insert, [...values, from, at, createdBy])
}

export async function listSubscriptions(tx: Tx, cell: number): Promise<Subscription[]> {
  return (await tx.query(selectAll, [cell])).rows.map(fromRow)
}

export async function readSubscription(tx: Tx, cell: number, id: string): Promise<Subscription | null> {
  const row = (await tx.query(selectOne, [cell, id])).rows[0]
  return row === undefined ? null : fromRow(row)
}

export async function lockSubscription(tx: Tx, cell: number, id: string): Promise<Subscription | null> {
  const row = (await tx.query(lockOne, [cell, id])).rows[0]
  return row === undefined ? null : fromRow(row)
}

export async function changeSubscription(tx: Tx, cell: number, changed: Subscription): Promise<void> {
  const { subscriptionId, name, url, settings, sealedSecrets, kinds } = changed
  await tx.query(change, [cell, subscriptionId, name, url, JSON.stringify(settings), sealedSecrets, kinds])
}

/** `reason` only for disabled ones. What was set to active is due at once. */
export async function setSubscriptionState(
  tx: Tx,
  cell: number,
  id: string,
  to: { readonly state: SubscriptionState; readonly reason: string | null; readonly at: Date },
): Promise<void> {
  await tx.query(setState, [cell, id, to.state, to.reason, to.at])
}

export async function removeSubscription(tx: Tx, cell: number, id: string): Promise<void> {
  await tx.query(remove, [cell, id])
}

/** Takes an active subscription whose time has come; null when somebody else tells it, or it is not due. */
export async function takeSubscription(
  tx: Tx,
  cell: number,
  id: string,
  wanted: { readonly runner: string; readonly now: Date; readonly until: Date },
): Promise<{ subscription: Subscription; lease: Lease } | null> {
  // A lease that ends later than any taken now was taken by a clock that has gone back since.
  const tooFar = new Date(2 * wanted.until.getTime() - wanted.now.getTime())
  const row = (await tx.query(take, [cell, id, wanted.runner, wanted.until, wanted.now, tooFar])).rows[0]
  if (row === undefined) return null
  const { fence, ...rest } = row
  return {
    subscription: fromRow(rest),
    lease: { runner: wanted.runner, fence, untilMs: wanted.until.getTime() },
  }
}

/** Locks the row; false when the lease was lost or the subscription is gone, and then nothing is to be kept. */
export async function holdsSubscription(tx: Tx, cell: number, id: string, lease: Lease): Promise<boolean> {
  return (await tx.query(hold, [cell, id, lease.runner, lease.fence])).rowCount === 1
}

export async function giveBackSubscription(tx: Tx, cell: number, id: string, lease: Lease): Promise<void> {
  await tx.query(giveBack, [cell, id, lease.runner, lease.fence])
}

/** For a start that knows every runner before it to be dead. */
export async function freeSubscriptions(tx: Tx, cell: number): Promise<void> {
  await tx.query(freeAll, [cell])
}

export async function moveSubscription(tx: Tx, cell: number, id: string, to: Cursor): Promise<void> {
  await tx.query(moveCursor, [cell, id, to.number, to.index])
}

export async function setSubscriptionFailures(
  tx: Tx,
  cell: number,
  id: string,
  failures: number,
  nextAttemptAt: Date,
): Promise<void> {
  await tx.query(setFailures, [cell, id, failures, nextAttemptAt])
}

/** Active subscriptions with something to tell now. */
export async function dueSubscriptions(
  tx: Tx,
  cell: number,
  wanted: { readonly now: Date; readonly runner: string; readonly head: bigint; readonly leaseMs: number },
): Promise<string[]> {
  const tooFar = new Date(wanted.now.getTime() + 2 * wanted.leaseMs)
  const { rows } = await tx.query(selectDue, [cell, wanted.now, wanted.runner, wanted.head, tooFar])
  return rows.map((row) => row.subscriptionId)
}

/** Every change up to this number was told to whoever wanted it; null when there is no subscription. */
export async function toldUntil(tx: Tx, cell: number): Promise<bigint | null> {
  return (await tx.query(selectLowest, [cell])).rows[0]?.lowest ?? null
}
