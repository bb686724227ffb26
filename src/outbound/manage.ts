/** What people do with subscriptions. Everything runs in the caller's transaction, so that the decision is kept with it. */
import { refuseBrokerUrl } from '../egress/broker.ts'
import { refuseUrl } from '../egress/client.ts'
import { EgressFailure } from '../egress/failure.ts'
import { type Rejection, reject } from '../kernel/errors.ts'
import { readChangeHead } from '../log/changes.ts'
import type { EventKindName } from '../model/events/kinds.ts'
import type { Tx } from '../store/transaction.ts'
import type { OutboundDeps } from './deps.ts'
import { resolveDisabled } from './disable.ts'
import { cancelReplays } from './replays.ts'
import {
  type NatsSecrets,
  newWebhookSecret,
  openSecrets,
  sealSecrets,
  type WebhookSecrets,
} from './secrets.ts'
import { forgetSetAsides, restartSetAsides } from './set-asides.ts'
import {
  changeSubscription,
  insertSubscription,
  listSubscriptions,
  lockSubscription,
  type NatsSettings,
  removeSubscription,
  setSubscriptionState,
  type Subscription,
} from './subscriptions.ts'

type Wanted = {
  readonly name: string
  readonly kind: 'webhook' | 'nats'
  readonly url: string
  readonly kinds: readonly EventKindName[] | null
  /** For `nats` only. */
  readonly nats: Partial<NatsSettings>
  readonly credentials: NatsSecrets
  /** The change behind which it begins; null: now. */
  readonly after: bigint | null
}
type By = { readonly principal: string; readonly at: Date }

export const noSubscription = () => reject('NOT_FOUND', 'There is no such subscription.')

/** `secret`: what a webhook's deliveries are signed with, told here and never again; null for NATS. */
export async function subscribe(
  tx: Tx,
  deps: OutboundDeps,
  wanted: Wanted,
  by: By,
): Promise<Rejection | { subscriptionId: string; secret: string | null }> {
  const refused = refuseAddress(wanted.kind, wanted.url)
  if (refused) return refused
  const existing = await listSubscriptions(tx, deps.cell)
  if (existing.length >= deps.limits.subscriptions)
    return reject('CONFLICT', `There are ${existing.length} subscriptions already. Remove one first.`)
  const head = await readChangeHead(tx, deps.cell)
  if (wanted.after !== null && wanted.after > head.number)
    return reject('SCHEMA_VIOLATION', `The last change is ${head.number}.`, { field: '/after' })
  const subscriptionId = deps.newId()
  const secret = wanted.kind === 'webhook' ? newWebhookSecret(deps.random) : null
  const secrets = secret === null ? wanted.credentials : { secret, previous: null }
  await insertSubscription(tx, deps.cell, {
    subscriptionId,
    name: wanted.name,
    kind: wanted.kind,
    url: wanted.url,
    settings: wanted.kind === 'nats' ? natsSettings(deps, wanted.nats) : {},
    sealedSecrets: sealSecrets(deps, subscriptionId, secrets),
    kinds: wanted.kinds,
    createdBy: by.principal,
    from: wanted.after ?? head.number,
    at: by.at,
  })
  return { subscriptionId, secret }
}

function natsSettings(deps: OutboundDeps, given: Partial<NatsSettings>): NatsSettings {
  const { environment } = deps.origin
  return {
    subjectPrefix: given.subjectPrefix ?? `hourbridge.${environment}`,
    stream: given.stream ?? `hourbridge-${environment}`,
    createsStream: given.createsStream ?? false,
  }
}

function refuseAddress(kind: 'webhook' | 'nats', url: string): Rejection | null {
  if (!URL.canParse(url)) return reject('SCHEMA_VIOLATION', '/url is not an address.', { field: '/url' })
  try {
    if (kind === 'webhook') refuseUrl(new URL(url))
    else refuseBrokerUrl(new URL(url))
    return null
  } catch (error) {
    if (!(error instanceof EgressFailure)) throw error
    return reject('SCHEMA_VIOLATION', `/url: ${error.message}.`, { field: '/url' })
  }
}

type Changes = {
  readonly name?: string | undefined
  readonly url?: string | undefined
  readonly kinds?: readonly EventKindName[] | null | undefined
  readonly nats?: Partial<NatsSettings> | undefined
  readonly credentials?: NatsSecrets | undefined
  readonly state?: 'active' | 'paused' | undefined
}

/** A disabled one is not woken by this: somebody has to say that its receiver is repaired. */
export async function change(
  tx: Tx,
  deps: OutboundDeps,
  id: string,
  changes: Changes,
  by: By,
): Promise<Rejection | { changed: true }> {
  const found = await lockSubscription(tx, deps.cell, id)
  if (found === null) return noSubscription()
  const url = changes.url ?? found.url
  const refused = refuseAddress(found.kind, url)
  if (refused) return refused
  if (found.kind === 'nats' && url !== found.url && changes.credentials === undefined) {
    // Otherwise whoever may change an address could have the credentials sent to their own.
    const message = '/credentials have to be entered again when the address changes.'
    return reject('SCHEMA_VIOLATION', message, { field: '/credentials' })
  }
  if (changes.state !== undefined && found.state === 'disabled')
    return reject('CONFLICT', 'The subscription is disabled. Repair its receiver and enable it.')
  const isNats = found.kind === 'nats'
  await changeSubscription(tx, deps.cell, {
    ...found,
    url,
    name: changes.name ?? found.name,
    kinds: changes.kinds === undefined ? found.kinds : changes.kinds,
    settings: isNats ? natsSettings(deps, { ...found.settings, ...changes.nats }) : found.settings,
    sealedSecrets:
      isNats && changes.credentials ? sealSecrets(deps, id, changes.credentials) : found.sealedSecrets,
  })
  const state = changes.state ?? found.state
  if (state !== found.state) await setSubscriptionState(tx, deps.cell, id, { state, reason: null, at: by.at })
  return { changed: true }
}

/** Goes on where it stopped: what was refused is tried again as if for the first time. */
export async function enable(
  tx: Tx,
  deps: OutboundDeps,
  id: string,
  by: By,
): Promise<Rejection | { enabled: true }> {
  const found = await lockSubscription(tx, deps.cell, id)
  if (found === null) return noSubscription()
  await setSubscriptionState(tx, deps.cell, id, { state: 'active', reason: null, at: by.at })
  await restartSetAsides(tx, deps.cell, id, by.at)
  const how = { resolution: 'The subscription was enabled.', at: by.at, by: by.principal }
  await resolveDisabled(tx, deps.cell, id, how)
  return { enabled: true }
}

/** The old secret stays valid for a while beside the new one, which is told here and never again. */
export async function rotateSecret(
  tx: Tx,
  deps: OutboundDeps,
  id: string,
  by: By,
): Promise<Rejection | { secret: string; previousUntil: Date }> {
  const found = await lockSubscription(tx, deps.cell, id)
  if (found === null) return noSubscription()
  if (found.kind !== 'webhook')
    return reject('CONFLICT', 'Only webhooks are signed. Change the credentials of a NATS subscription.')
  const old = openSecrets(deps, id, found.sealedSecrets) as WebhookSecrets
  const secret = newWebhookSecret(deps.random)
  const previousUntil = new Date(by.at.getTime() + deps.limits.secretOverlapMs)
  const previous = { secret: old.secret, until: previousUntil.toISOString() }
  const sealedSecrets = sealSecrets(deps, id, { secret, previous })
  await changeSubscription(tx, deps.cell, { ...found, sealedSecrets })
  return { secret, previousUntil }
}

export async function unsubscribe(
  tx: Tx,
  deps: OutboundDeps,
  id: string,
  by: By,
): Promise<Subscription | Rejection> {
  const found = await lockSubscription(tx, deps.cell, id)
  if (found === null) return noSubscription()
  await cancelReplays(tx, deps.cell, id, null)
  await forgetSetAsides(tx, deps.cell, id)
  await removeSubscription(tx, deps.cell, id)
  const how = { resolution: 'The subscription was removed.', at: by.at, by: by.principal }
  await resolveDisabled(tx, deps.cell, id, how)
  return found
}
