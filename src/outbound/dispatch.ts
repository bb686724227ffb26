import { readChangeHead } from '../log/changes.ts'
import { readSending } from '../store/sending.ts'
import type { Channel } from './channel.ts'
import type { OutboundDeps } from './deps.ts'
import { natsChannel } from './nats.ts'
import { tellSubscription } from './round.ts'
import { type NatsSecrets, openSecrets, type WebhookSecrets } from './secrets.ts'
import { dueSubscriptions, type NatsSettings, type Subscription } from './subscriptions.ts'
import { webhookChannel } from './webhook.ts'

export function openChannel(deps: OutboundDeps, subscription: Subscription): Channel {
  const { subscriptionId: id, url, settings, sealedSecrets } = subscription
  const secrets = openSecrets(deps, id, sealedSecrets)
  return subscription.kind === 'webhook'
    ? webhookChannel(deps, url, secrets as WebhookSecrets)
    : natsChannel(deps, url, settings as NatsSettings, secrets as NatsSecrets)
}

/**
 * Tells every subscription that is due, each in a task of its own: one whose receiver is dead or slow holds up no
 * other. Owns the tasks and the channels that are kept between rounds.
 */
export class Dispatcher {
  readonly #deps: OutboundDeps
  readonly #runner: string
  readonly #failed: (subscriptionId: string, error: unknown) => void
  readonly #tasks = new Map<string, Promise<void>>()
  readonly #channels = new Map<string, { key: string; channel: Channel }>()
  #ending = false

  constructor(deps: OutboundDeps, runner: string, failed: (subscriptionId: string, error: unknown) => void) {
    this.#deps = deps
    this.#runner = runner
    this.#failed = failed
  }

  /** Starts what is due and not under way. Returns how many it started; none is awaited. */
  async look(): Promise<number> {
    const { store, cell, clock, limits } = this.#deps
    if ((await readSending(store)) !== 'allowed') return 0
    const { number: head } = await readChangeHead(store, cell)
    const wanted = { now: clock.now(), runner: this.#runner, head, leaseMs: limits.leaseMs }
    const due = await dueSubscriptions(store, cell, wanted)
    let started = 0
    for (const id of due) {
      if (this.#ending || this.#tasks.size >= limits.subscriptionsAtOnce) break
      if (this.#tasks.has(id)) continue
      started += 1
      this.#tasks.set(id, this.#tell(id))
    }
    return started
  }

  /** Lets every round under way end. */
  async close(): Promise<void> {
    this.#ending = true
    await Promise.all(this.#tasks.values())
    await Promise.all([...this.#channels.values()].map(({ channel }) => channel.close()))
    this.#channels.clear()
  }

  /** Resolves when nothing is under way. */
  async settle(): Promise<void> {
    await Promise.all(this.#tasks.values())
  }

  async #tell(id: string): Promise<void> {
    try {
      while (!this.#ending) {
        const told = await tellSubscription(this.#deps, this.#runner, id, (one) => this.#channelOf(one))
        if (told === 0) break
      }
    } catch (error) {
      this.#failed(id, error)
    } finally {
      this.#tasks.delete(id)
    }
  }

  #channelOf(subscription: Subscription): Channel {
    const { subscriptionId: id, url, settings, sealedSecrets } = subscription
    const key = JSON.stringify([url, settings, sealedSecrets?.toString('base64')])
    const kept = this.#channels.get(id)
    if (kept?.key === key) return kept.channel
    // Nothing is sent over the old one any more: one round of a subscription runs at a time.
    void kept?.channel.close().catch((error: unknown) => this.#failed(id, error))
    const channel = openChannel(this.#deps, subscription)
    this.#channels.set(id, { key, channel })
    return channel
  }
}
