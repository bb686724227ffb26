import { readChangeRows } from '../log/changes.ts'
import { assert } from '../kernel/errors.ts'
import type { Tx } from '../store/transaction.ts'
import { eventsOf } from './cloud-event.ts'
import { insertDeliveries } from './deliveries.ts'
import { disableSubscription, nextAttempt } from './disable.ts'
import { stopOf } from './send-all.ts'
import { dueSetAsides, postponeSetAside, removeSetAsides, type SetAside } from './set-asides.ts'
import { acceptedOf, placeOf, record, recordReceiver, type Round, send, type Told } from './told.ts'
import { trailOf } from './trail.ts'

/** Tries again what was refused, and in order what waited behind it. */
export async function asideRound(round: Round): Promise<Told> {
  const { deps, subscription } = round
  const { store, cell, clock, limits } = deps
  const id = subscription.subscriptionId
  const due = await dueSetAsides(store, cell, id, clock.now(), limits.batchEvents)
  if (due.length === 0) return { done: 0, stopped: false }
  const rows = await readChangeRows(store, cell, [...new Set(due.map((one) => one.number))])
  const byPlace = new Map(
    rows.flatMap((row) => eventsOf(deps.origin, row)).map((placed) => [placeOf(placed), placed]),
  )
  const events = due.map((one) => {
    const placed = byPlace.get(placeOf(one))
    assert(placed !== undefined, 'A change that is still to be told was cleared away')
    return placed
  })
  const outcomes = await send(round, events, null)
  const stop = stopOf(outcomes)
  const kept = await record(round, async (tx) => {
    const accepted = due.filter((one) => outcomes.get(byPlace.get(placeOf(one))!)?.result === 'accepted')
    await removeSetAsides(tx, cell, id, accepted)
    await insertDeliveries(tx, cell, id, trailOf(deps, outcomes, null))
    await recordReceiver(tx, round, outcomes, stop)
    for (const one of due) {
      const outcome = outcomes.get(byPlace.get(placeOf(one))!)
      if (outcome?.result === 'refused') await postpone(tx, round, one, outcome.message)
    }
  })
  return { done: acceptedOf(outcomes), stopped: stop !== null || !kept }
}

async function postpone(tx: Tx, round: Round, one: SetAside, message: string): Promise<void> {
  const { deps, subscription } = round
  const next = nextAttempt(deps, one.attempts + 1, null)
  if (next === null) {
    const reason = `${one.subject} was refused ${one.attempts + 1} times. Last answer: ${message}`
    return disableSubscription(tx, deps, subscription, reason)
  }
  await postponeSetAside(tx, deps.cell, subscription.subscriptionId, one, one.attempts + 1, next)
}
