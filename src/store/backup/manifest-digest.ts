import { createHmac, hkdfSync } from 'node:crypto'
import { canonicalJson } from '../../kernel/canonical-json.ts'
import { digestOf } from './archive.ts'
import type { Manifest } from './format.ts'

/** Throws for what is no manifest at all. */
export function manifestDigest(rest: Omit<Manifest, 'digest' | 'mark'>): string {
  return digestOf(canonicalJson(rest))
}

export function manifestMark(digest: string, masterKey: Uint8Array): string {
  const key = hkdfSync('sha256', masterKey, '', 'hourbridge backup manifest', 32)
  return createHmac('sha256', new Uint8Array(key)).update(digest).digest('hex')
}
