/** Placed parts as pieces again, each with its bucket and a sentence that says why. */
import type { Entry, Placed } from '../../contracts/allocation/rules.ts'
import { formatDecimal } from '../../kernel/decimal.ts'
import { formatMoney } from '../../kernel/money.ts'
import type { PieceBucket } from '../../model/scenario/result.ts'
import type { Piece, Valued } from '../pieces.ts'
import { type Basis, isUnmeasurable, noExchangeRate } from './entries.ts'

const buckets = {
  allowed: 'priced',
  drawn: 'included',
  deficit: 'included',
  parked: 'parked',
  review: 'parked',
  non_billable: 'non_billable',
  written_off: 'written_off',
} as const satisfies Record<Placed['state'], PieceBucket>

/** The work with its priced pieces cut as they were placed; the others stay as they are. */
export function cutWork(basis: Basis, one: Valued, entry: Entry, placed: readonly Placed[]): Valued {
  if (placed.length === 0) return one
  let priced = 0
  const pieces = one.pieces.flatMap((piece): Piece[] => {
    if (piece.bucket !== 'priced') return [piece]
    const at = priced++
    const mine = placed.filter((other) => other.part === at)
    return mine.map((part) => pieceOf(basis, piece, entry, part))
  })
  const held = pieces.some((piece) => piece.reason === noExchangeRate) ? [noExchangeRate] : []
  return { ...one, pieces, held: [...one.held, ...held] }
}

function pieceOf(basis: Basis, piece: Piece, entry: Entry, part: Placed): Piece {
  const amount = { minor: part.amount, currency: piece.amount.currency }
  const touch = entry.parts[part.part]?.touches.find((one) => one.limit === part.limit)
  const blind = touch !== undefined && isUnmeasurable(touch.rate) && part.state !== 'allowed'
  const limit = part.lot ?? (part.limit === null ? null : basis.rules.limits[part.limit]!.id)
  const closed = part.limit === basis.orders.none
  const reason = blind
    ? noExchangeRate
    : closed
      ? 'no purchase order is live on its day'
      : reasonOf(part, limit)
  const cut: Piece = {
    ...piece,
    quantity: part.quantity,
    amount,
    bucket: blind ? 'held' : buckets[part.state],
    limit,
    purchaseOrder: part.order,
    reason: reason ?? piece.reason,
  }
  const sentence = blind ? null : sentenceOf(cut, part, closed ? 'a purchase order of its day' : limit)
  return sentence === null ? cut : { ...cut, story: [...piece.story, sentence] }
}

function reasonOf(part: Placed, limit: string | null): string | null {
  switch (part.state) {
    case 'allowed':
      if (part.movedTo !== null) return `moved to the period from ${part.movedTo}`
      return part.overage ? 'beyond what was bought ahead' : null
    case 'drawn':
      return `drawn from ${limit}`
    case 'deficit':
      return `drawn ahead of the grant after ${limit}`
    case 'parked':
      return limit === null ? 'beyond what was bought ahead' : `over ${limit}`
    case 'review':
      return `over ${limit}, for review`
    case 'non_billable':
    case 'written_off':
      return limit === null ? 'beyond what was bought ahead' : `over ${limit}`
  }
}

function sentenceOf(piece: Piece, part: Placed, limit: string | null): string | null {
  const money = `${formatMoney(piece.amount)} ${piece.amount.currency}`
  const what = `${formatDecimal(piece.quantity)} ${piece.unit}, ${money},`
  const order = part.order === null ? '' : ` It is billed on purchase order ${part.order}.`
  switch (part.state) {
    case 'allowed':
      if (part.movedTo !== null)
        return `${what} found no room in its own period and takes room of the one from ${part.movedTo}.${order}`
      if (part.overage) return `${what} went beyond what was bought ahead and is billed as overage.${order}`
      return part.order === null ? null : `${what} is billed on purchase order ${part.order}.`
    case 'drawn':
      return `${what} was bought ahead: it is drawn from ${limit}.`
    case 'deficit':
      return `${what} is drawn ahead: the grant after ${limit} gives it back.`
    case 'parked':
      if (limit === null) return `${what} went beyond what was bought ahead and waits.`
      return `${what} finds no room under ${limit} and waits until there is some.`
    case 'review':
      return `${what} is over ${limit}; somebody has to decide.`
    case 'non_billable':
      return `${what} is beyond what the client pays for under ${limit ?? 'what was bought ahead'}.`
    case 'written_off':
      return `${what} is over ${limit} and written off, as agreed.`
  }
}
