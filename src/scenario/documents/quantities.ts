import { addDecimal, type Decimal, multiplyDecimal } from '../../kernel/decimal.ts'
import type { ExactQuantity } from '../../contracts/documents/show-line.ts'
import type { Piece, Unit } from '../pieces.ts'

const seconds: Partial<Record<Unit, bigint>> = { hour: 3600n, minute: 60n, second: 1n }
const zero: Decimal = { coefficient: 0n, scale: 0 }

/**
 * What the pieces of a line come to: time in hours, as an exact fraction of seconds; days and units as they are. Null
 * where they cannot be added.
 */
export function quantityOfPieces(
  pieces: readonly Piece[],
): { readonly quantity: ExactQuantity; readonly unit: 'hour' | 'day' | 'unit' } | null {
  const units = new Set(pieces.map((piece) => piece.unit))
  if ([...units].every((unit) => seconds[unit] !== undefined)) {
    const parts = pieces.map((piece) => multiplyDecimal(piece.quantity, whole(seconds[piece.unit]!)))
    return { quantity: { numerator: parts.reduce(addDecimal, zero), per: 3600n }, unit: 'hour' }
  }
  const [unit] = units
  if (units.size !== 1 || (unit !== 'day' && unit !== 'unit')) return null
  const numerator = pieces.map((piece) => piece.quantity).reduce(addDecimal, zero)
  return { quantity: { numerator, per: 1n }, unit }
}

function whole(value: bigint): Decimal {
  return { coefficient: value, scale: 0 }
}
