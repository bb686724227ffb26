import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { assert, Fault } from '../kernel/errors.ts'

const algorithm = 'aes-256-gcm'
const formatVersion = 1
const nonceBytes = 12
const tagBytes = 16
const keyBytes = 32

function checkKey(key: Uint8Array): void {
  assert(key.length === keyBytes, 'A sealing key has 32 bytes')
}

/**
 * Seals bytes with AES-256-GCM: one version byte, a random nonce, the tag, the sealed bytes. `context` names the
 * place where the bytes belong (for example `connection:erp`); opened at another place they are refused.
 * The nonce is random because a counter would repeat itself after a restore of the database.
 */
export function seal(
  masterKey: Uint8Array,
  plain: Uint8Array,
  context: string,
  random: (bytes: number) => Uint8Array = randomBytes,
): Uint8Array {
  checkKey(masterKey)
  const nonce = random(nonceBytes)
  const cipher = createCipheriv(algorithm, masterKey, nonce, { authTagLength: tagBytes })
  cipher.setAAD(Buffer.from(context, 'utf8'))
  const sealed = Buffer.concat([cipher.update(plain), cipher.final()])
  return Buffer.concat([Buffer.of(formatVersion), nonce, cipher.getAuthTag(), sealed])
}

/** The bytes that `seal` was given. Throws SEAL_BROKEN when key, context or bytes are not the ones of the sealing. */
export function open(masterKey: Uint8Array, sealed: Uint8Array, context: string): Uint8Array {
  checkKey(masterKey)
  const body = 1 + nonceBytes + tagBytes
  if (sealed.length < body || sealed[0] !== formatVersion) throw broken(context)
  const decipher = createDecipheriv(algorithm, masterKey, sealed.subarray(1, 1 + nonceBytes), {
    authTagLength: tagBytes,
  })
  decipher.setAAD(Buffer.from(context, 'utf8'))
  decipher.setAuthTag(sealed.subarray(1 + nonceBytes, body))
  try {
    return Buffer.concat([decipher.update(sealed.subarray(body)), decipher.final()])
  } catch (cause) {
    throw broken(context, cause)
  }
}

function broken(context: string, cause?: unknown): Fault {
  return new Fault('SEAL_BROKEN', {
    message: `What is sealed for "${context}" does not open: another key, another place, or changed bytes.`,
    cause,
    retry: 'never',
  })
}
