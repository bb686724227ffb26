/** Every part of a work in its bucket: what is issued, what is answered or proposed, and what is still open. */
import type { Kept } from '../../contracts/changes/compare-work.ts'
import { plus } from '../../contracts/changes/decisions.ts'
import { type Decimal, formatDecimal } from '../../kernel/decimal.ts'
import { formatMoney, type Money } from '../../kernel/money.ts'
import type { Piece } from '../pieces.ts'
import {
  type Answered,
  type Context,
  emptyPiece,
  isBillable,
  isSomething,
  styleOfDifference,
  takesBack,
} from './context.ts'

type Placed = {
  /** They add up to the work. */
  readonly pieces: readonly Piece[]
  /** What joins the next invoice: what was never billed, and what was accepted as more. */
  readonly open: readonly Piece[]
}

export function placePieces(context: Context, answered: readonly Answered[]): Placed {
  const { work, compared, pieces } = context
  const untouched = work.pieces.filter((piece) => !isBillable(piece))
  const kept = [
    ...compared.kept.map((one) => keptPiece(context, one, one.standing.status)),
    ...compared.credited.map((one) => keptPiece(context, one, 'credited')),
  ].filter(isSomething)
  const here = answered.filter((one) => one.difference.contract === context.contract)
  const changed = here.map((one) => changedPieces(context, one))
  const left = compared.open.map((slice) => ({
    ...pieces[slice.at]!,
    quantity: slice.quantity,
    amount: slice.amount,
  }))
  const rebilled = here.flatMap((one, at) => billedAnew(context, one, changed[at]!))
  return {
    pieces: [...untouched, ...kept, ...changed.flat(), ...withoutRoom(context), ...left],
    open: [...left.filter((piece) => piece.bucket === 'priced'), ...rebilled],
  }
}

function keptPiece(context: Context, { standing, quantity, amount }: Kept, bucket: Piece['bucket']): Piece {
  const spelled = `${formatMoney(amount)} ${amount.currency}`
  const at = `${standing.document}, line ${standing.line}`
  const sentence =
    bucket === 'credited'
      ? `${spelled} of ${at}, were credited and are not billed again.`
      : bucket === 'issued'
        ? `${spelled} stand on ${at}.`
        : `${spelled} were sent on ${at}, and what became of it is not known yet.`
  const band = context.pieces.some((piece) => piece.band === standing.part) ? standing.part : null
  return {
    ...emptyPiece(context),
    quantity,
    amount,
    bucket,
    band,
    rate: rateOf(context, band),
    reason: bucket === 'credited' ? 'credited for good' : null,
    document: standing.document,
    story: [sentence],
  }
}

/** The rate of the pieces of a band, where they share one and no document says another. */
function rateOf({ pieces, compared }: Context, band: string | null): Decimal | null {
  if (compared.differences.length > 0) return null
  return commonRate(band === null ? pieces : pieces.filter((piece) => piece.band === band))
}

function commonRate(pieces: readonly Piece[]): Decimal | null {
  const rates = new Set(pieces.map((piece) => (piece.rate === null ? null : formatDecimal(piece.rate))))
  return rates.size === 1 ? pieces[0]!.rate : null
}

function changedPieces(context: Context, { difference, settled, cause }: Answered): Piece[] {
  const on = difference.document ?? 'a new document'
  const waiting = difference.waits
    ? `waits until it is known what became of ${on}`
    : (context.work.held[0] ?? `proposed on ${on}: ${cause}`)
  const parts = [
    [settled.declined, 'written_off', `declined: ${cause}`],
    [settled.approved, 'priced', `accepted: ${cause}`],
    [settled.proposed, 'held', waiting],
  ] as const
  return parts
    .filter(([figures]) => isSomething(figures))
    .map(([figures, bucket, reason]) => ({
      ...emptyPiece(context),
      ...figures,
      bucket,
      reason,
      story: [`${spell(figures.amount)} ${figures.amount.minor < 0n ? 'less' : 'more'}, ${reason}.`],
      ...(difference.document === null ? {} : { corrects: difference.document }),
    }))
}

function spell(amount: Money): string {
  const minor = amount.minor < 0n ? -amount.minor : amount.minor
  return `${formatMoney({ ...amount, minor })} ${amount.currency}`
}

function withoutRoom(context: Context): Piece[] {
  const { noRoom } = context.compared
  if (noRoom.minor === 0n) return []
  const parked = context.pieces.find((piece) => piece.bucket === 'parked')
  const reason = 'it is worth more than was issued, and there is no room for that'
  const story = [`${spell(noRoom)} more would be due, and there is no room for that.`]
  const limit = parked?.limit ?? null
  return [{ ...emptyPiece(context), amount: noRoom, bucket: 'parked', limit, reason, story }]
}

/** An accepted difference that is more money; or, where the old value is credited whole, the new one. */
function billedAnew(context: Context, { difference, settled }: Answered, pieces: readonly Piece[]): Piece[] {
  const accepted = pieces.find((piece) => piece.bucket === 'priced')
  if (accepted === undefined) return []
  if (styleOfDifference(context, difference) === 'credit_and_rebill') {
    const instead = plus(difference.billed, settled.approved)
    const rate = commonRate(context.pieces)
    return isSomething(instead) ? [{ ...accepted, ...instead, rate }] : []
  }
  return takesBack(settled.approved) ? [] : [accepted]
}
