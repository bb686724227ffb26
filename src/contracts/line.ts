import type { Decimal } from '../kernel/decimal.ts'
import { compareDecimal, divideDecimal, isZero, multiplyDecimal, roundDecimal } from '../kernel/decimal.ts'
import { assert } from '../kernel/errors.ts'
import type { Money } from '../kernel/money.ts'
import { decimalOfMoney, minorUnits, moneyOfDecimal } from '../kernel/money.ts'
import type { ArithmeticProfile } from './document.ts'

/** How a line is told to an ERP that multiplies by itself. The amount is what it must come to. */
type RepresentedLine = {
  readonly quantity: Decimal
  readonly unitPrice: Decimal
  readonly amount: Money
  /**
   * `hours`: the true quantity with a price each. `lump`: one unit at the amount; the quantity belongs in
   * the text.
   */
  readonly shownAs: 'hours' | 'lump'
}

const one: Decimal = { coefficient: 1n, scale: 0 }
const minusOne: Decimal = { coefficient: -1n, scale: 0 }

/**
 * A line whose quantity x unit price comes to the amount in the ERP, within the digits that it keeps. The
 * amount is the sum of priced entries and never gives way. `rate`, when all entries share one, is shown if
 * it fits. An exact half is not relied on, because systems differ in where they send it. A credit has the
 * negative quantity.
 */
export function representLine(
  quantity: Decimal,
  amount: Money,
  profile: Pick<ArithmeticProfile, 'quantityScale' | 'unitPriceScale'>,
  rate?: Decimal,
): RepresentedLine {
  assert(
    profile.unitPriceScale >= minorUnits(amount.currency),
    'An ERP keeps at least the digits of the currency in a price',
  )
  const shown = roundDecimal(quantity, profile.quantityScale, 'down')
  if (!isZero(quantity) && compareDecimal(shown, quantity) === 0) {
    const unitPrice = priceThatFits(shown, amount, profile.unitPriceScale, rate)
    if (unitPrice !== null) return { quantity: shown, unitPrice, amount, shownAs: 'hours' }
  }
  const credit = amount.minor < 0n
  const unitPrice = decimalOfMoney(credit ? { ...amount, minor: -amount.minor } : amount)
  return { quantity: credit ? minusOne : one, unitPrice, amount, shownAs: 'lump' }
}

function priceThatFits(
  quantity: Decimal,
  amount: Money,
  unitPriceScale: number,
  rate: Decimal | undefined,
): Decimal | null {
  if (rate !== undefined) {
    const shown = roundDecimal(rate, unitPriceScale, 'down')
    if (compareDecimal(shown, rate) === 0 && comesTo(quantity, rate, amount)) return rate
  }
  const value = decimalOfMoney(amount)
  for (let scale = minorUnits(amount.currency); scale <= unitPriceScale; scale++) {
    const price = divideDecimal(value, quantity, scale, 'half_away')
    if (price.coefficient >= 0n && comesTo(quantity, price, amount)) return price
  }
  return null
}

/** True when every way of rounding to the nearest makes this product the amount. */
function comesTo(quantity: Decimal, unitPrice: Decimal, amount: Money): boolean {
  const product = multiplyDecimal(quantity, unitPrice)
  return (
    moneyOfDecimal(product, amount.currency, 'half_away').minor === amount.minor &&
    moneyOfDecimal(product, amount.currency, 'half_even').minor === amount.minor
  )
}
