import { seal, unseal } from '../kernel/sealing.ts'
import type { OutboundDeps } from './deps.ts'

/** `previous` stays valid until everybody who verifies has the new one. */
export type WebhookSecrets = {
  readonly secret: string
  readonly previous: { readonly secret: string; readonly until: string } | null
}
export type NatsSecrets = {
  readonly user?: string | undefined
  readonly password?: string | undefined
  readonly token?: string | undefined
}
type Keeper = Pick<OutboundDeps, 'cell' | 'masterKey' | 'random'>

/** Standard Webhooks: between 24 and 64 bytes, in base64, behind `whsec_`. */
export function newWebhookSecret(random: (bytes: number) => Uint8Array): string {
  return `whsec_${Buffer.from(random(32)).toString('base64')}`
}

export function sealSecrets(keeper: Keeper, id: string, secrets: WebhookSecrets | NatsSecrets): Buffer {
  return seal(keeper.masterKey, Buffer.from(JSON.stringify(secrets)), context(keeper, id), keeper.random(12))
}

/** Throws when another installation's key sealed them. */
export function openSecrets(keeper: Keeper, id: string, sealed: Buffer | null): unknown {
  if (sealed === null) return {}
  const plain = unseal(keeper.masterKey, sealed, context(keeper, id))
  if (!plain) throw new Error(`The secrets of event subscription ${id} were sealed with another key.`)
  return JSON.parse(plain.toString('utf8'))
}

/** The secrets to sign with now: the new one first. */
export function signingSecrets(secrets: WebhookSecrets, now: Date): string[] {
  const { secret, previous } = secrets
  const both = previous !== null && now.toISOString() < previous.until
  return both ? [secret, previous.secret] : [secret]
}

function context(keeper: Keeper, id: string): string {
  return `event subscription secrets ${keeper.cell} ${id}`
}
