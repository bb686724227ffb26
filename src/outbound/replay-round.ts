import type { Outcome } from './channel.ts'
import { insertDeliveries } from './deliveries.ts'
import { nextAttempt } from './disable.ts'
import { before, readEvents } from './read.ts'
import { dueReplay, moveReplay, type Replay } from './replays.ts'
import { acceptedOf, record, recordReceiver, type Round, send } from './told.ts'
import { type Outcomes, stopOf } from './send-all.ts'
import { setAsidePlaces } from './set-asides.ts'
import { trailOf } from './trail.ts'

/** The next part of the oldest replay that is due. What waits aside is left to its own next attempt. */
export async function replayRound(round: Round): Promise<number> {
  const { deps, subscription } = round
  const { store, cell, limits, clock } = deps
  const id = subscription.subscriptionId
  const replay = await dueReplay(store, cell, id, clock.now())
  if (replay === null) return 0
  const { kinds, subject, until } = replay
  const batch = await readEvents(store, deps.origin, replay.reached, {
    kinds: kinds ?? subscription.kinds,
    subject,
    until,
    most: limits.batchEvents,
  })
  const asides = await setAsidePlaces(store, cell, id, replay.reached.number, batch.end.number + 1n)
  const events = batch.events.filter((placed) => !asides.has(`${placed.number}.${placed.index}`))
  const outcomes = await send(round, events, replay.replayId)
  const first = events.find((placed) => outcomes.get(placed)?.result !== 'accepted')
  const reached = first === undefined ? batch.end : before(first)
  await record(round, async (tx) => {
    const state = first === undefined && reached.number >= until ? 'done' : 'running'
    const more = acceptedOf(outcomes)
    await moveReplay(tx, cell, replay.replayId, {
      ...afterwards(round, replay, outcomes, state),
      reached,
      more,
    })
    await insertDeliveries(tx, cell, id, trailOf(deps, outcomes, replay.replayId))
    const stop = stopOf(outcomes)
    if (stop?.result === 'gone') await recordReceiver(tx, round, outcomes, stop)
  })
  return Math.max(acceptedOf(outcomes), first === undefined && reached.number < until ? 1 : 0)
}

function afterwards(round: Round, replay: Replay, outcomes: Outcomes, state: 'running' | 'done') {
  const now = round.deps.clock.now()
  const failed: Outcome | undefined = [...outcomes.values()].find((one) => one.result !== 'accepted')
  if (failed === undefined) return { state, failures: 0, nextAttemptAt: now }
  const failures = acceptedOf(outcomes) > 0 ? 1 : replay.failures + 1
  const next = nextAttempt(round.deps, failures, failed.result === 'unavailable' ? failed.afterMs : null)
  if (next === null) return { state: 'failed' as const, failures, nextAttemptAt: now }
  return { state, failures, nextAttemptAt: next }
}
