import type { Decimal } from '../kernel/decimal.ts'
import { addDecimal, decimal, divideRounded, multiplyDecimal, powerOfTen } from '../kernel/decimal.ts'
import { assert } from '../kernel/errors.ts'
import type { Money } from '../kernel/money.ts'
import { decimalOfMoney, minorUnits, moneyOfDecimal, subtractMoney } from '../kernel/money.ts'
import type { FoundRate } from './currencies/exchange.ts'

type TaxInside = {
  /** Percent of the amount without tax, or the tax as the receipt says it. */
  readonly rate: Decimal | null
  readonly amount: Money | null
  /** Percent of the tax that the firm gets back from its authority. */
  readonly recoverable: Decimal
}
export type Costs = {
  readonly gross: Money
  readonly tax: Money
  readonly recovered: Money
  readonly net: Money
}

/** Takes the tax out of what was paid; what the authority does not give back stays in the cost. */
export function costOf(gross: Money, inside: TaxInside | null): Costs {
  const { currency } = gross
  const tax = inside === null ? { minor: 0n, currency } : taxOf(gross, inside)
  const share = inside === null ? decimal('0') : inside.recoverable
  const { coefficient, scale } = multiplyDecimal(decimalOfMoney(tax), share)
  const recovered = moneyOfDecimal({ coefficient, scale: scale + 2 }, currency, 'half_away')
  return { gross, tax, recovered, net: subtractMoney(gross, recovered) }
}

function taxOf(gross: Money, { rate, amount }: TaxInside): Money {
  if (amount !== null) return amount
  if (rate === null) return { ...gross, minor: 0n }
  const whole = 100n * powerOfTen(rate.scale) + rate.coefficient
  assert(whole > 0n, 'A tax is above minus 100 percent')
  return { ...gross, minor: divideRounded(gross.minor * rate.coefficient, whole, 'half_away') }
}

type Pricing = {
  /** Percents on the base, which do not act on each other. */
  readonly markup: Decimal
  readonly handlingFee: Decimal
  readonly multiplier: Decimal
  readonly fixedPrice: Decimal | null
}

/**
 * What the client is asked for, in the currency that the exchange goes to: a fixed price for each unit, or the base
 * with what is put on it. Rounded once, half away from zero.
 */
export function priceOf(base: Money, quantity: Decimal, pricing: Pricing, exchange: FoundRate): Money {
  const { markup, handlingFee, multiplier, fixedPrice } = pricing
  const currency = exchange.to
  if (fixedPrice !== null) return moneyOfDecimal(multiplyDecimal(quantity, fixedPrice), currency, 'half_away')
  const percent = addDecimal(decimal('100'), addDecimal(markup, handlingFee))
  const { numerator, denominator } = exchange
  const top = [numerator, multiplier, percent].reduce(multiplyDecimal, decimalOfMoney(base))
  const shift = minorUnits(currency) - top.scale - 2 + denominator.scale
  const value = top.coefficient * (shift > 0 ? powerOfTen(shift) : 1n)
  const divisor = denominator.coefficient * (shift < 0 ? powerOfTen(-shift) : 1n)
  return { minor: divideRounded(value, divisor, 'half_away'), currency }
}

type Capped = { readonly billable: Money; readonly absorbed: Money }

/** Items in their order share a cap: each takes what those before it left. What is given back makes room again. */
export function shareCap(prices: readonly Money[], cap: Money): Capped[] {
  let left = cap
  return prices.map((price) => {
    const room = left.minor > 0n ? left : { ...left, minor: 0n }
    const billable = price.minor > room.minor ? room : price
    left = subtractMoney(left, billable)
    return { billable, absorbed: subtractMoney(price, billable) }
  })
}
