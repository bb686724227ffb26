import { createHash } from 'node:crypto'
import { assert } from './errors.ts'

/** Under this namespace every name of this product is made into the same id on every installation. */
export const HOURBRIDGE_NAMESPACE = '3737de55-2415-4fdb-85ed-cce74450cfdb'

const shape = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

export function isUuid(text: string): boolean {
  return shape.test(text)
}

function spell(bytes: Uint8Array, version: 5 | 7): string {
  bytes[6] = (bytes[6]! & 0x0f) | (version << 4)
  bytes[8] = (bytes[8]! & 0x3f) | 0x80
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, 16).toString('hex')
  return [text.slice(0, 8), text.slice(8, 12), text.slice(12, 16), text.slice(16, 20), text.slice(20)].join(
    '-',
  )
}

/**
 * RFC 9562: 48 bits of milliseconds, then 74 random bits. Sorts by time; clock and randomness come from
 * outside.
 */
export function uuidV7(atMs: number, random: (bytes: number) => Uint8Array): string {
  assert(Number.isInteger(atMs) && atMs >= 0 && atMs < 2 ** 48, 'A time in whole milliseconds of 48 bits')
  const tail = random(10)
  assert(tail.length === 10, 'Ten random bytes were asked for')
  const bytes = new Uint8Array(16)
  new DataView(bytes.buffer).setUint32(0, Math.floor(atMs / 2 ** 16))
  new DataView(bytes.buffer).setUint16(4, atMs % 2 ** 16)
  bytes.set(tail, 6)
  return spell(bytes, 7)
}

/** RFC 9562: the same namespace and name make the same id, always. */
export function uuidV5(namespace: string, name: string): string {
  assert(isUuid(namespace), 'A namespace is a UUID in lower case')
  assert(name.isWellFormed(), 'A name with half a surrogate pair has no id of its own')
  const digest = createHash('sha1')
    .update(Buffer.from(namespace.replaceAll('-', ''), 'hex'))
    .update(name)
  return spell(new Uint8Array(digest.digest().subarray(0, 16)), 5)
}
