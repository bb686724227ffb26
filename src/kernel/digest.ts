import { createHash } from 'node:crypto'
import { assert } from './errors.ts'

export function sha256(content: Uint8Array | string): Uint8Array {
  return createHash('sha256').update(content).digest()
}

export function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex')
}

/**
 * SHA-256, as hex, of a list of texts. Every part is written behind its length in bytes, so that ("ab", "c")
 * and ("a", "bc") differ. Half a surrogate pair is refused: in UTF-8 all of them look the same.
 */
export function digestText(...parts: string[]): string {
  const hash = createHash('sha256')
  for (const part of parts) {
    assert(part.isWellFormed(), 'Text with half a surrogate pair has no digest of its own')
    hash.update(`${Buffer.byteLength(part)}:`)
    hash.update(part)
  }
  return hash.digest('hex')
}
