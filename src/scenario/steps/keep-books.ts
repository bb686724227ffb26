import type { Valued } from '../pieces.ts'
import type { World } from '../world.ts'
import type { MadeDocument } from './make-documents.ts'

export type Kept = {
  readonly journals: Record<string, unknown>[]
  readonly books: Record<string, unknown>
}

/** Journals, revenue, intercompany and measures that the scenario asks for. */
export function keepBooks(
  _world: World,
  _valued: readonly Valued[],
  _documents: readonly MadeDocument[],
): Kept {
  return { journals: [], books: {} }
}
