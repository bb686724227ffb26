import { type Rejection, reject } from '../kernel/errors.ts'
import { readSending } from '../store/sending.ts'
import type { Outcome } from './channel.ts'
import { testEvent } from './cloud-event.ts'
import type { OutboundDeps } from './deps.ts'
import { openChannel } from './dispatch.ts'
import { noSubscription } from './manage.ts'
import { readSubscription } from './subscriptions.ts'

/** Sends one test event past the queue, whatever the state of the subscription, and tells what the receiver said. */
export async function trySubscription(
  deps: OutboundDeps,
  subscriptionId: string,
): Promise<Rejection | { eventId: string; outcome: Outcome }> {
  const found = await readSubscription(deps.store, deps.cell, subscriptionId)
  if (found === null) return noSubscription()
  if ((await readSending(deps.store)) !== 'allowed')
    return reject('CONFLICT', 'This installation may not send anything now: it is in recovery, or a copy.')
  const event = testEvent(deps.origin, subscriptionId, deps.newId(), deps.clock.now())
  const channel = openChannel(deps, found)
  try {
    return { eventId: event.id, outcome: await channel.send(event, null) }
  } finally {
    await channel.close()
  }
}
