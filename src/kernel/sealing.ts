import { createCipheriv, createDecipheriv } from 'node:crypto'
import { assert } from './errors.ts'

const nonceBytes = 12
const tagBytes = 16
export const sealingKeyBytes = 32

/**
 * AES-256-GCM. The context (what the bytes are and to whom they belong) is authenticated, so a sealed value
 * moved to another row does not open. Layout: nonce, tag, ciphertext. The nonce comes from outside and must
 * be random: one used twice under the same key gives the key stream away.
 */
export function seal(key: Uint8Array, plain: Uint8Array, context: string, nonce: Uint8Array): Buffer {
  assert(key.length === sealingKeyBytes && nonce.length === nonceBytes, 'A key of 32 bytes and a nonce of 12')
  const cipher = createCipheriv('aes-256-gcm', key, nonce)
  cipher.setAAD(Buffer.from(context))
  const body = cipher.update(plain)
  cipher.final()
  return Buffer.concat([nonce, cipher.getAuthTag(), body])
}

/** Null when the key or the context is another one, or a byte was changed. */
export function unseal(key: Uint8Array, sealed: Uint8Array, context: string): Buffer | null {
  if (sealed.length < nonceBytes + tagBytes) return null
  const opener = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, nonceBytes))
  opener.setAAD(Buffer.from(context))
  opener.setAuthTag(sealed.subarray(nonceBytes, nonceBytes + tagBytes))
  const body = opener.update(sealed.subarray(nonceBytes + tagBytes))
  try {
    opener.final()
    return body
  } catch {
    return null
  }
}
