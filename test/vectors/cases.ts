import { readFileSync } from 'node:fs'

/** A worked case: what goes in, in words, and what must come out. */
export type Vector = {
  readonly id: string
  readonly basis: string
  readonly title: string
  readonly inputs: string
  readonly expected: readonly string[]
}

export const vectors = JSON.parse(
  readFileSync(new URL('./vectors.json', import.meta.url), 'utf8'),
) as readonly Vector[]
