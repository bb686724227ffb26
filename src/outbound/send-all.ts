import type { Channel, Outcome } from './channel.ts'
import type { PlacedEvent } from './cloud-event.ts'

/** What became of each event; those that were not tried are missing. */
export type Outcomes = ReadonlyMap<PlacedEvent, Outcome>

type SendOptions = {
  readonly subjectsAtOnce: number
  /** Asked before each event: false when the time for this round is over. */
  readonly mayGoOn: () => boolean
  readonly replayId: string | null
}

/**
 * Sends events, those of one subject one after the other. A refused event ends its subject; a receiver that takes
 * nothing ends all.
 */
export async function sendAll(
  channel: Channel,
  events: readonly PlacedEvent[],
  options: SendOptions,
): Promise<Outcomes> {
  const outcomes = new Map<PlacedEvent, Outcome>()
  const subjects = [...Map.groupBy(events, (placed) => placed.event.subject).values()]
  let stopped = false
  const sendSubject = async (own: readonly PlacedEvent[]) => {
    for (const placed of own) {
      if (stopped || !options.mayGoOn()) return
      const outcome = await channel.send(placed.event, options.replayId)
      outcomes.set(placed, outcome)
      if (outcome.result === 'accepted') continue
      if (outcome.result !== 'refused') stopped = true
      return
    }
  }
  const next = subjects.values()
  const worker = async () => {
    for (const own of next) {
      if (stopped) return
      await sendSubject(own)
    }
  }
  const workers = Math.min(options.subjectsAtOnce, subjects.length)
  const ended = await Promise.allSettled(Array.from({ length: workers }, worker))
  const failed = ended.find((one) => one.status === 'rejected')
  if (failed) throw failed.reason
  return outcomes
}

/** What ended the whole round; null when nothing did. */
export function stopOf(outcomes: Outcomes): Extract<Outcome, { result: 'unavailable' | 'gone' }> | null {
  let stop: Extract<Outcome, { result: 'unavailable' | 'gone' }> | null = null
  for (const outcome of outcomes.values()) {
    if (outcome.result === 'gone') return outcome
    if (outcome.result === 'unavailable') stop = outcome
  }
  return stop
}
