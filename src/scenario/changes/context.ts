/** One work while it is compared with the documents that bill it. */
import type { ComparedWork, DocumentDifference } from '../../contracts/changes/compare-work.ts'
import type { Settled } from '../../contracts/changes/decisions.ts'
import type { BilledDocument, Standing } from '../../contracts/changes/standing.ts'
import type { Decimal } from '../../kernel/decimal.ts'
import { isZero } from '../../kernel/decimal.ts'
import type { Money } from '../../kernel/money.ts'
import { zeroMoney } from '../../kernel/money.ts'
import type { Piece, Valued } from '../pieces.ts'
import { contractOn, type World } from '../world.ts'

export type Context = {
  readonly world: World
  readonly work: Valued
  readonly contract: string
  readonly currency: string
  /** Those that a client can be billed for. */
  readonly pieces: readonly Piece[]
  readonly standing: readonly Standing[]
  readonly documents: ReadonlyMap<string, BilledDocument>
  readonly compared: ComparedWork
  readonly style: CorrectionStyle
}
export type CorrectionStyle = 'difference' | 'credit_and_rebill'

/** A difference with what was answered to it, and why it is there. */
export type Answered = {
  readonly difference: DocumentDifference
  readonly settled: Settled
  readonly cause: string
}

export const nothing: Decimal = { coefficient: 0n, scale: 0 }

const billable = new Set<Piece['bucket']>(['priced', 'parked', 'held'])

export function isBillable(piece: Piece): boolean {
  return billable.has(piece.bucket)
}

export function isSomething(one: { readonly quantity: Decimal; readonly amount: Money }): boolean {
  return !isZero(one.quantity) || one.amount.minor !== 0n
}

/** Less money, or less time for the same money. */
export function takesBack({ quantity, amount }: { quantity: Decimal; amount: Money }): boolean {
  return amount.minor < 0n || (amount.minor === 0n && quantity.coefficient < 0n)
}

/**
 * How one difference is shown. Less time for more money, or more for less, is no line that anybody can read: what was
 * billed is credited whole and billed anew, whatever the contract prefers. On no document, there is nothing to credit.
 */
export function styleOfDifference(
  context: Context,
  { document, change }: DocumentDifference,
): CorrectionStyle {
  if (document === null) return 'difference'
  const [time, money] = [change.quantity.coefficient, change.amount.minor]
  return (time > 0n && money < 0n) || (time < 0n && money > 0n) ? 'credit_and_rebill' : context.style
}

export function styleOf(world: World, contract: string, on: string): CorrectionStyle {
  const agreed = contractOn(world, contract, on) ?? world.contracts.get(contract)?.at(-1)
  return agreed?.corrections ?? 'difference'
}

/** An empty piece of the work, like those that it has. */
export function emptyPiece({ work, contract, currency, pieces }: Context): Piece {
  const like = pieces[0] ?? work.pieces[0]
  return {
    work: work.work,
    kind: work.kind,
    on: work.on,
    sourceId: like?.sourceId ?? work.work,
    contract,
    line: like?.line ?? work.line ?? '',
    quantity: nothing,
    unit: work.unit,
    rate: null,
    amount: zeroMoney(currency),
    band: null,
    bucket: 'held',
    limit: null,
    reason: null,
    story: [],
  }
}
