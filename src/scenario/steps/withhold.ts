import { type Decimal, addDecimal, decimal } from '../../kernel/decimal.ts'
import { formatMoney } from '../../kernel/money.ts'
import { percentOfMoney, withhold as withheldOf } from '../../contracts/retainage.ts'
import { lineOn } from '../known.ts'
import type { Piece, Valued } from '../pieces.ts'
import { knownIn, type World } from '../world.ts'

const zero: Decimal = { coefficient: 0n, scale: 0 }

/**
 * What the client keeps of every bill until it is released: it is split off as money without hours and waits. What
 * was released is a piece of its own, because the rest was billed before.
 */
export function withhold(world: World, valued: readonly Valued[]): Valued[] {
  return valued.map((one) => {
    if (one.contract === null || one.line === null) return one
    const line = lineOn(world, one.contract, one.line, one.on)
    const rules = line?.retainage
    const milestone = line?.milestones?.find((each) => each.id === one.more?.milestone)
    const percent =
      one.kind === 'milestone' ? (milestone?.retainagePercent ?? rules?.percent) : rules?.percent
    if (percent === undefined || (rules?.kinds !== undefined && !rules.kinds.includes(one.kind))) return one
    const releases = knownIn(world, rules?.releases).filter((each) => each.on <= world.asOf)
    const released = releases.reduce((sum, each) => addDecimal(sum, decimal(each.percent ?? '100')), zero)
    const pieces = one.pieces.flatMap((piece) => split(piece, decimal(percent), released, percent))
    if (pieces.length === one.pieces.length) return one
    const waiting = pieces.filter((piece) => piece.limit === 'retainage' && piece.bucket === 'parked')
    const minor = waiting.reduce((sum, piece) => sum + piece.amount.minor, 0n)
    const withheld = formatMoney({ minor, currency: pieces[0]!.amount.currency })
    return { ...one, pieces, more: { ...one.more, withheld } }
  })
}

function split(piece: Piece, percent: Decimal, releasedPercent: Decimal, told: string): Piece[] {
  if (piece.bucket !== 'priced' || piece.amount.minor === 0n) return [piece]
  const { withheld } = withheldOf(piece.amount, percent, releasedPercent)
  const kept = percentOfMoney(piece.amount, percent)
  const { currency } = piece.amount
  const released = { minor: kept.minor - withheld.minor, currency }
  const part = (minor: bigint, bucket: Piece['bucket'], reason: string, sentence: string): Piece[] =>
    minor === 0n
      ? []
      : [
          {
            ...piece,
            quantity: zero,
            rate: null,
            amount: { minor, currency },
            bucket,
            limit: 'retainage',
            reason,
            story: [sentence],
          },
        ]
  const money = (minor: bigint) => `${formatMoney({ minor, currency })} ${currency}`
  return [
    { ...piece, amount: { minor: piece.amount.minor - kept.minor, currency } },
    ...part(released.minor, 'priced', 'released retainage', `${money(released.minor)} of it is released.`),
    ...part(
      withheld.minor,
      'parked',
      'retainage',
      `The client keeps ${told} % until it is released: ${money(withheld.minor)}.`,
    ),
  ]
}
