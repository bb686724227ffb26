import type { Outcome } from './channel.ts'
import type { PlacedEvent } from './cloud-event.ts'
import type { Delivery } from './deliveries.ts'
import type { OutboundDeps } from './deps.ts'
import type { Outcomes } from './send-all.ts'

/** The rows that tell people of a round: accepted runs together, every failure by itself. */
export function trailOf(
  deps: Pick<OutboundDeps, 'newId' | 'clock'>,
  outcomes: Outcomes,
  replayId: string | null,
): Delivery[] {
  const rows: Delivery[] = []
  const accepted: PlacedEvent[] = []
  const at = deps.clock.now()
  for (const [placed, outcome] of outcomes) {
    if (outcome.result === 'accepted') accepted.push(placed)
    else rows.push(failed(deps.newId(), at, placed, outcome, replayId))
  }
  if (accepted.length === 0) return rows
  accepted.sort((a, b) => (a.number === b.number ? a.index - b.index : a.number < b.number ? -1 : 1))
  const run = { firstEvent: accepted[0]!.event.id, lastEvent: accepted.at(-1)!.event.id }
  const plain = { status: null, message: null, replayId }
  rows.push({
    deliveryId: deps.newId(),
    at,
    result: 'accepted',
    events: accepted.length,
    ...run,
    ...plain,
  })
  return rows
}

function failed(
  deliveryId: string,
  at: Date,
  { event }: PlacedEvent,
  outcome: Exclude<Outcome, { result: 'accepted' }>,
  replayId: string | null,
): Delivery {
  const { status, message } = outcome
  const result = outcome.result === 'gone' ? 'refused' : outcome.result
  return {
    deliveryId,
    at,
    result,
    events: 1,
    firstEvent: event.id,
    lastEvent: event.id,
    status,
    message,
    replayId,
  }
}
