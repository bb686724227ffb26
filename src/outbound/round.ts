import { holdSending } from '../store/sending.ts'
import { asideRound } from './aside-round.ts'
import type { Channel } from './channel.ts'
import type { OutboundDeps } from './deps.ts'
import { liveRound } from './live-round.ts'
import { replayRound } from './replay-round.ts'
import { giveBackSubscription, type Subscription, takeSubscription } from './subscriptions.ts'
import type { Round } from './told.ts'

type ChannelOf = (subscription: Subscription) => Channel

/**
 * Tells one subscription what is due: refused events again, the next new ones, a replay. No transaction is open while
 * something is sent. Returns 0 when nothing more is to do now: nothing was due, somebody else tells it, or this
 * installation may not send.
 */
export async function tellSubscription(
  deps: OutboundDeps,
  runner: string,
  subscriptionId: string,
  channelOf: ChannelOf,
): Promise<number> {
  const { store, cell, limits, clock } = deps
  const now = clock.now()
  const taken = await store.transaction(async (tx) => {
    // Held until the lease is written: whoever stops sending afterwards knows that a round may be under way.
    if ((await holdSending(tx)) !== 'allowed') return null
    const until = new Date(now.getTime() + limits.leaseMs)
    return takeSubscription(tx, cell, subscriptionId, { runner, now, until })
  })
  if (taken === null) return 0
  const { lease, subscription } = taken
  const round: Round = { deps, lease, subscription, channel: channelOf(subscription) }
  try {
    const aside = await asideRound(round)
    if (aside.stopped) return aside.done
    const live = await liveRound(round)
    if (live.stopped) return aside.done + live.done
    return aside.done + live.done + (await replayRound(round))
  } finally {
    await store.transaction((tx) => giveBackSubscription(tx, cell, subscriptionId, lease))
  }
}
