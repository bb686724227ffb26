/** A part that is covered by what was bought ahead: what is drawn, and what is overage and goes on to the limits. */
import type { Day } from '../../kernel/dates.ts'
import { type Decimal, isZero, powerOfTen, subtractDecimal } from '../../kernel/decimal.ts'
import { divideRounded } from '../../kernel/decimal.ts'
import { minorUnits } from '../../kernel/money.ts'
import { pinnedShare, type Asked } from './fill.ts'
import { draw, type Drawn, type RetainerState } from './lots.ts'
import { amountAt, quantityAt, quantityOfTicks, type Share, ticksOf, ticksPerHour } from './quantities.ts'
import type { Part, Placed, RetainerRule } from './rules.ts'

type DrawnPart = { readonly placed: readonly Placed[]; readonly asked: Asked | null }

const nothing: Share = { quantity: { coefficient: 0n, scale: 0 }, amount: 0n }

/**
 * Draws a part from its retainer. What stands on issued documents was overage and stays it. The quantities of what
 * is drawn and of the overage add up to the part; its money does too, unless overage has a price of its own.
 */
export function drawPart(
  rule: RetainerRule,
  state: RetainerState,
  on: Day,
  at: number,
  part: Part,
): DrawnPart {
  if (rule.measure === 'hours' && part.ticks === null)
    return { placed: [], asked: { at, part, overage: false, lot: null } }
  const issued = pinnedShare(part)
  const need =
    rule.measure === 'hours'
      ? ticksOf(subtractDecimal(part.quantity, issued.quantity), part.ticks!)
      : part.amount - issued.amount
  const chunks = need > 0n ? draw(rule, state, on, need) : []
  const placed: Placed[] = []
  let share = nothing
  let taken = 0n
  for (const chunk of chunks) {
    taken += chunk.quantity
    const next = shareAt(rule, part, taken)
    placed.push(drawnPiece(at, share, next, chunk))
    share = next
  }
  return { placed: placed.filter(isSomething), asked: overageOf(rule, at, part, share) }
}

function isSomething(one: Placed): boolean {
  return !isZero(one.quantity) || one.amount !== 0n
}

/** How much of the part so many ticks or minor units are. */
function shareAt(rule: RetainerRule, part: Part, taken: bigint): Share {
  if (rule.measure === 'amount') return { amount: taken, quantity: quantityAt(taken, part) }
  const all = ticksOf(part.quantity, part.ticks!)
  const quantity = taken === all ? part.quantity : quantityOfTicks(taken, part.ticks!)
  return { quantity, amount: amountAt(quantity, part) }
}

function drawnPiece(at: number, from: Share, to: Share, chunk: Drawn): Placed {
  return {
    part: at,
    quantity: subtractDecimal(to.quantity, from.quantity),
    amount: to.amount - from.amount,
    state: chunk.deficit ? 'deficit' : 'drawn',
    limit: null,
    order: null,
    lot: chunk.lot,
    overage: false,
    movedTo: null,
  }
}

function overageOf(rule: RetainerRule, at: number, part: Part, drawn: Share): Asked | null {
  const quantity = subtractDecimal(part.quantity, drawn.quantity)
  const worth = part.amount - drawn.amount
  if (isZero(quantity) && worth === 0n) return null
  const amount = priceOverage(rule, part, quantity, worth)
  return { at, part: { ...part, quantity, amount }, overage: true, lot: null }
}

/** Overage has a rate of its own or the work's price, and either may be taken at a percentage. Rounded once. */
function priceOverage(
  { overage }: Pick<RetainerRule, 'overage'>,
  part: Pick<Part, 'ticks' | 'currency'>,
  quantity: Decimal,
  worth: bigint,
): bigint {
  const { rate, percent } = overage
  let numerator = worth
  let denominator = 1n
  if (rate !== null && part.ticks !== null) {
    numerator = quantity.coefficient * part.ticks * rate.coefficient * powerOfTen(minorUnits(part.currency))
    denominator = ticksPerHour * powerOfTen(quantity.scale + rate.scale)
  }
  if (percent !== null) {
    numerator *= percent.coefficient
    denominator *= powerOfTen(percent.scale + 2)
  }
  return divideRounded(numerator, denominator, 'half_away')
}
