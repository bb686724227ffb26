import {
  compareDecimal,
  type Decimal,
  isZero,
  multiplyDecimal,
  roundDecimal,
  subtractDecimal,
} from '../../kernel/decimal.ts'
import { decimalOfMoney, minorUnits, type Money, moneyOfDecimal, subtractMoney } from '../../kernel/money.ts'
import { representLine } from '../line.ts'

export type LineTarget = {
  readonly quantityScale: number
  readonly unitPriceScale: number
  readonly tolerance: Decimal
  readonly misfit: 'lump' | 'rounding_line'
}
type ShownLine = {
  readonly quantity: Decimal
  readonly unitPrice: Decimal
  readonly amount: Money
  readonly shownAs: 'hours' | 'lump'
  /** How far quantity times price is from the amount, without its sign. */
  readonly difference: Decimal
}

/**
 * A quantity as it is known: exact, or as a fraction that a target cannot hold, such as the hours of 200 minutes.
 */
export type ExactQuantity = { readonly numerator: Decimal; readonly per: bigint }

/**
 * A line for a target that multiplies by itself. The true quantity at its rate, where that comes to the amount or as
 * near as the target allows; else the quantity at a price with more digits; else one unit at the amount, or the
 * quantity at its rate and a line for the rest.
 */
export function showLine(
  quantity: ExactQuantity,
  amount: Money,
  target: LineTarget,
  rate: Decimal | null,
): { readonly line: ShownLine; readonly rest: Money | null } {
  const exact = exactly(quantity, target.quantityScale)
  const shown = exact ?? nearest(quantity, target.quantityScale)
  if (exact !== null) {
    const found = representLine(exact, amount, target, rate ?? undefined)
    const fitsRate = rate === null || compareDecimal(found.unitPrice, rate) === 0
    if (found.shownAs === 'hours' && fitsRate) return { line: measured(found), rest: null }
  }
  if (
    rate !== null &&
    !isZero(shown) &&
    compareDecimal(roundDecimal(rate, target.unitPriceScale, 'down'), rate) === 0
  ) {
    const line = measured({ quantity: shown, unitPrice: rate, amount, shownAs: 'hours' })
    if (compareDecimal(line.difference, target.tolerance) <= 0) return { line, rest: null }
    if (target.misfit === 'rounding_line') return withRest(shown, rate, amount)
  }
  const lump = representLine(exact ?? { coefficient: 0n, scale: 0 }, amount, target)
  return { line: measured(lump), rest: null }
}

/** The quantity at its rate, and what is missing to the amount, to stand on a line of its own. */
function withRest(quantity: Decimal, rate: Decimal, amount: Money) {
  const own = moneyOfDecimal(multiplyDecimal(quantity, rate), amount.currency, 'half_away')
  const line = measured({ quantity, unitPrice: rate, amount: own, shownAs: 'hours' as const })
  const rest = subtractMoney(amount, own)
  return { line, rest: rest.minor === 0n ? null : rest }
}

function measured(line: Omit<ShownLine, 'difference'>): ShownLine {
  return { ...line, difference: differenceOf(line.quantity, line.unitPrice, line.amount) }
}

/** Quantity times price less the amount, without its sign and before any rounding. */
function differenceOf(quantity: Decimal, unitPrice: Decimal, amount: Money): Decimal {
  const off = subtractDecimal(multiplyDecimal(quantity, unitPrice), decimalOfMoney(amount))
  return off.coefficient < 0n ? { ...off, coefficient: -off.coefficient } : off
}

/**
 * Whether a target takes the line: its own product, rounded to the currency, is the amount, or the product itself is
 * as near as it allows.
 */
export function isAccepted(line: ShownLine, tolerance: Decimal): boolean {
  if (compareDecimal(line.difference, tolerance) <= 0) return true
  const product = multiplyDecimal(line.quantity, line.unitPrice)
  const rounded = roundDecimal(product, minorUnits(line.amount.currency), 'half_away')
  return compareDecimal(rounded, decimalOfMoney(line.amount)) === 0
}

function exactly({ numerator, per }: ExactQuantity, scale: number): Decimal | null {
  const rounded = nearest({ numerator, per }, scale)
  const back = { coefficient: rounded.coefficient * per, scale: rounded.scale }
  return compareDecimal(back, numerator) === 0 ? rounded : null
}

/** Half away from zero. */
export function nearest({ numerator, per }: ExactQuantity, scale: number): Decimal {
  const wide = { coefficient: numerator.coefficient * 10n ** BigInt(scale), scale: numerator.scale }
  const bottom = per * 10n ** BigInt(wide.scale)
  const negative = wide.coefficient < 0n
  const top = negative ? -wide.coefficient : wide.coefficient
  const whole = (2n * top + bottom) / (2n * bottom)
  return { coefficient: negative ? -whole : whole, scale }
}
