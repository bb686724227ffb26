/** What every part of a round does: send, record under the lease, judge the receiver as a whole. */
import type { Tx } from '../store/transaction.ts'
import type { Channel, Outcome } from './channel.ts'
import type { PlacedEvent } from './cloud-event.ts'
import type { OutboundDeps } from './deps.ts'
import { countFailure, disableSubscription } from './disable.ts'
import { type Outcomes, sendAll } from './send-all.ts'
import { holdsSubscription, type Lease, setSubscriptionFailures, type Subscription } from './subscriptions.ts'

/** What a round works with. `channel` is kept by the caller from round to round. */
export type Round = {
  readonly deps: OutboundDeps
  readonly subscription: Subscription
  readonly lease: Lease
  readonly channel: Channel
}
/** `done`: more than nothing asks for another round. `stopped`: nothing more is to be sent in this one. */
export type Told = { readonly done: number; readonly stopped: boolean }

/** Another send would have to end before somebody else may take the subscription over. */
function mayGoOn({ deps, lease }: Round): boolean {
  return deps.clock.now().getTime() + deps.limits.timeoutMs < lease.untilMs
}

export function send(
  round: Round,
  events: readonly PlacedEvent[],
  replayId: string | null,
): Promise<Outcomes> {
  const { subjectsAtOnce } = round.deps.limits
  return sendAll(round.channel, events, { subjectsAtOnce, mayGoOn: () => mayGoOn(round), replayId })
}

export function acceptedOf(outcomes: Outcomes): number {
  return [...outcomes.values()].filter((one) => one.result === 'accepted').length
}

/** Writes what became of a round, unless the lease was lost: then another runner sends it again. */
export async function record(round: Round, work: (tx: Tx) => Promise<void>): Promise<boolean> {
  const { deps, subscription, lease } = round
  return deps.store.transaction(async (tx) => {
    if (!(await holdsSubscription(tx, deps.cell, subscription.subscriptionId, lease))) return false
    await work(tx)
    return true
  })
}

/** The receiver as a whole: gone, failing, or answering again. */
export async function recordReceiver(
  tx: Tx,
  round: Round,
  outcomes: Outcomes,
  fails: Extract<Outcome, { result: 'unavailable' | 'gone' }> | null,
): Promise<void> {
  const { deps, subscription } = round
  if (fails?.result === 'gone') {
    const reason = `The receiver wants no more events: ${fails.message}`
    return disableSubscription(tx, deps, subscription, reason)
  }
  const counted = acceptedOf(outcomes) > 0 ? { ...subscription, failures: 0 } : subscription
  if (fails !== null) return countFailure(tx, deps, counted, fails.message, fails.afterMs)
  if (counted.failures !== subscription.failures)
    await setSubscriptionFailures(tx, deps.cell, subscription.subscriptionId, 0, deps.clock.now())
}

export function placeOf(place: { readonly number: bigint; readonly index: number }): string {
  return `${place.number}.${place.index}`
}
