/** Signatures of webhooks, compared in constant time over the raw bytes, before anything is parsed. */
import { createHmac, timingSafeEqual } from 'node:crypto'

type SignatureRefusal = { readonly code: 'BAD_SIGNATURE' | 'STALE_WEBHOOK'; readonly why: string }
type Headers = Readonly<Record<string, string>>

const webhookToleranceMs = 5 * 60_000

/**
 * Standard Webhooks 1.0.0: HMAC-SHA256 over `id.timestamp.body`, several signatures while a secret is rotated.
 * Headers come with names in lower case; the secret is `whsec_` and base64. Null when it is good.
 */
export function refuseStandardWebhook(
  headers: Headers,
  raw: Uint8Array,
  secret: string,
  now: Date,
): SignatureRefusal | null {
  const id = headers['webhook-id'] ?? ''
  const timestamp = headers['webhook-timestamp'] ?? ''
  const signatures = (headers['webhook-signature'] ?? '').split(' ')
  if (id === '' || !/^\d{1,12}$/.test(timestamp)) {
    return { code: 'BAD_SIGNATURE', why: 'webhook-id or webhook-timestamp is missing' }
  }
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64')
  if (key.length === 0) return { code: 'BAD_SIGNATURE', why: 'the connection has no usable secret' }
  const expected = createHmac('sha256', key).update(`${id}.${timestamp}.`).update(raw).digest()
  let good = false
  for (const signature of signatures.slice(0, 10)) {
    if (!signature.startsWith('v1,')) continue
    if (sameBytes(Buffer.from(signature.slice(3), 'base64'), expected)) good = true
  }
  if (!good) return { code: 'BAD_SIGNATURE', why: 'no signature matches' }
  const awayMs = Math.abs(now.getTime() - Number(timestamp) * 1000)
  if (awayMs > webhookToleranceMs)
    return { code: 'STALE_WEBHOOK', why: `signed ${Math.round(awayMs / 1000)} s away` }
  return null
}

type HmacScheme = {
  /** In lower case. */
  readonly header: string
  readonly algorithm: 'sha256' | 'sha1' | 'sha512'
  readonly encoding: 'hex' | 'base64'
  /** What stands before the digest, such as `sha256=`. */
  readonly prefix?: string
}

/** A plain HMAC of the body. It carries no moment, so a replay is only caught by the delivery's id. */
export function refuseHmac(
  scheme: HmacScheme,
  headers: Headers,
  raw: Uint8Array,
  secret: string,
): SignatureRefusal | null {
  const prefix = scheme.prefix ?? ''
  const sent = headers[scheme.header] ?? ''
  if (secret === '') return { code: 'BAD_SIGNATURE', why: 'the connection has no usable secret' }
  if (!sent.startsWith(prefix))
    return { code: 'BAD_SIGNATURE', why: `${scheme.header} is missing or of another kind` }
  const expected = createHmac(scheme.algorithm, secret).update(raw).digest()
  const given = Buffer.from(sent.slice(prefix.length), scheme.encoding)
  return sameBytes(given, expected) ? null : { code: 'BAD_SIGNATURE', why: 'the signature does not match' }
}

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && timingSafeEqual(a, b)
}
