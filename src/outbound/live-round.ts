import { readChangeHead } from '../log/changes.ts'
import type { Tx } from '../store/transaction.ts'
import type { Outcome } from './channel.ts'
import { insertDeliveries } from './deliveries.ts'
import type { OutboundDeps } from './deps.ts'
import { nextAttempt } from './disable.ts'
import { type Batch, before, isBehind, readEvents } from './read.ts'
import { type Outcomes, stopOf } from './send-all.ts'
import { type SetAside, setAside, setAsideSubjects } from './set-asides.ts'
import { moveSubscription } from './subscriptions.ts'
import { acceptedOf, placeOf, record, recordReceiver, type Round, send, type Told } from './told.ts'
import { trailOf } from './trail.ts'

/** Sends what is new, and moves the cursor after it was accepted. */
export async function liveRound(round: Round): Promise<Told> {
  const { deps, subscription } = round
  const { store, cell, limits } = deps
  const { cursor, kinds, subscriptionId: id } = subscription
  const { number: until } = await readChangeHead(store, cell)
  const selection = { kinds, subject: null, until, most: limits.batchEvents }
  const batch = await readEvents(store, deps.origin, cursor, selection)
  if (!isBehind(cursor, batch.end)) return { done: 0, stopped: false }
  const blocked = await setAsideSubjects(store, cell, id)
  const events = batch.events.filter((placed) => !blocked.has(placed.event.subject))
  const outcomes = await send(round, events, null)
  const kept = await record(round, (tx) => recordLive(tx, round, batch, outcomes, blocked))
  const stopped = stopOf(outcomes) !== null || !kept
  // Rows of which nothing was wanted are progress too.
  return {
    done: stopped ? acceptedOf(outcomes) : acceptedOf(outcomes) + (events.length === 0 ? 1 : 0),
    stopped,
  }
}

/**
 * The cursor moves over what was accepted or set aside, up to the first event that was neither. Where everything
 * was refused, the receiver is what fails, and nothing is set aside.
 */
async function recordLive(
  tx: Tx,
  round: Round,
  batch: Batch,
  outcomes: Outcomes,
  blocked: ReadonlyMap<string, number>,
): Promise<void> {
  const { deps, subscription } = round
  const id = subscription.subscriptionId
  const stop = stopOf(outcomes) ?? refusedByAll(outcomes)
  const room = deps.limits.setAside - [...blocked.values()].reduce((sum, count) => sum + count, 0)
  const aside = stop === null ? planAside(deps, batch, outcomes, blocked, room) : { events: [], full: false }
  const settled = new Set(aside.events.map(placeOf))
  const first = batch.events.find(
    (placed) => outcomes.get(placed)?.result !== 'accepted' && !settled.has(placeOf(placed)),
  )
  await setAside(tx, deps.cell, id, aside.events)
  await moveSubscription(tx, deps.cell, id, first === undefined ? batch.end : before(first))
  await insertDeliveries(tx, deps.cell, id, trailOf(deps, outcomes, null))
  const full = aside.full
    ? ({
        result: 'unavailable',
        status: null,
        message: 'too many subjects are refused',
        afterMs: null,
      } as const)
    : null
  await recordReceiver(tx, round, outcomes, stop ?? full)
}

/** More than one subject was tried and not one event taken: that is not about the events. */
function refusedByAll(outcomes: Outcomes): Extract<Outcome, { result: 'unavailable' }> | null {
  const all = [...outcomes.values()]
  const last = all.at(-1)
  if (all.length < 2 || last?.result !== 'refused' || acceptedOf(outcomes) > 0) return null
  return { result: 'unavailable', status: last.status, message: last.message, afterMs: null }
}

/** Refused events, and what follows them in their subjects, in order and as far as there is room. */
function planAside(
  deps: OutboundDeps,
  batch: Batch,
  outcomes: Outcomes,
  blocked: ReadonlyMap<string, number>,
  room: number,
): { events: SetAside[]; full: boolean } {
  const waiting = new Set(blocked.keys())
  const events: SetAside[] = []
  for (const placed of batch.events) {
    const { subject } = placed.event
    const refused = outcomes.get(placed)?.result === 'refused'
    if (!refused && !waiting.has(subject)) continue
    if (outcomes.get(placed)?.result === 'accepted') continue
    if (events.length === room) return { events, full: true }
    waiting.add(subject)
    const nextAttemptAt = nextAttempt(deps, 1, null) ?? deps.clock.now()
    const { number, index } = placed
    events.push({ number, index, subject, attempts: refused ? 1 : 0, nextAttemptAt })
  }
  return { events, full: false }
}
