import type { Decimal } from '../../kernel/decimal.ts'
import type { Money } from '../../kernel/money.ts'
import type { Piece, Valued } from '../pieces.ts'
import type { World } from '../world.ts'

/** A difference to something issued: it waits for a person other than its author. */
export type Proposed = {
  readonly id: string
  readonly document: string | null
  readonly work: string
  readonly contract: string | null
  readonly quantity: Decimal
  readonly amount: Money
  readonly cause: string
}
export type Compared = {
  /** Work with every piece in its bucket, what was issued before among them. */
  readonly valued: readonly Valued[]
  /** Pieces that wait for a document. */
  readonly open: readonly Piece[]
  readonly proposals: readonly Proposed[]
}

/** Lines of issued documents are pinned; what they would now be worth otherwise is proposed. */
export function compareWithIssued(_world: World, valued: readonly Valued[]): Compared {
  const open = valued.flatMap((one) => one.pieces.filter((piece) => piece.bucket === 'priced'))
  return { valued, open, proposals: [] }
}
