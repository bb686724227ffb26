import { minorUnitsByCurrency } from './currencies.ts'
import type { Decimal, RoundingMode } from './decimal.ts'
import { divideRounded, parseDecimal, powerOfTen } from './decimal.ts'
import { assert, bug } from './errors.ts'

/** An amount in integer minor units (cents, yen, fils) of an ISO 4217 currency. */
export type Money = { readonly minor: bigint; readonly currency: string }

export function isCurrency(code: string): boolean {
  return minorUnitsByCurrency.has(code)
}

/** Digits behind the point. Asserts a known currency: test with isCurrency what came from outside. */
export function minorUnits(currency: string): number {
  return minorUnitsByCurrency.get(currency) ?? bug(`Not a currency of ISO 4217: ${currency.slice(0, 20)}`)
}

/** Null when malformed, or when the text has more digits behind the point than the currency has. */
export function parseMoney(text: string, currency: string): Money | null {
  const digits = minorUnits(currency)
  const value = parseDecimal(text)
  if (value === null || value.scale > digits) return null
  return { minor: value.coefficient * powerOfTen(digits - value.scale), currency }
}

/** With every digit of the currency and without its code: "1200.00", "-0.05", "1200" for JPY. */
export function formatMoney(m: Money): string {
  const digits = minorUnits(m.currency)
  if (digits === 0) return m.minor.toString()
  const negative = m.minor < 0n
  const text = (negative ? -m.minor : m.minor).toString().padStart(digits + 1, '0')
  const point = text.length - digits
  return `${negative ? '-' : ''}${text.slice(0, point)}.${text.slice(point)}`
}

function assertSame(a: string, b: string): void {
  if (a !== b) bug(`Amounts of ${a} and ${b} do not mix without a conversion`)
}

export function zeroMoney(currency: string): Money {
  minorUnits(currency)
  return { minor: 0n, currency }
}

export function addMoney(a: Money, b: Money): Money {
  assertSame(a.currency, b.currency)
  return { minor: a.minor + b.minor, currency: a.currency }
}

export function subtractMoney(a: Money, b: Money): Money {
  assertSame(a.currency, b.currency)
  return { minor: a.minor - b.minor, currency: a.currency }
}

export function sumMoney(list: readonly Money[], currency: string): Money {
  minorUnits(currency)
  let minor = 0n
  for (const m of list) {
    assertSame(m.currency, currency)
    minor += m.minor
  }
  return { minor, currency }
}

export function decimalOfMoney(m: Money): Decimal {
  return { coefficient: m.minor, scale: minorUnits(m.currency) }
}

/** An exact value becomes an amount: the one place, beside `extend`, where digits are given up. */
export function moneyOfDecimal(value: Decimal, currency: string, mode: RoundingMode): Money {
  const digits = minorUnits(currency)
  const minor =
    value.scale <= digits
      ? value.coefficient * powerOfTen(digits - value.scale)
      : divideRounded(value.coefficient, powerOfTen(value.scale - digits), mode)
  return { minor, currency }
}

/** quantity x rate, rounded once, half away from zero, to the minor units of the currency. */
export function extend(quantity: Decimal, rate: Decimal, currency: string): Money {
  const digits = minorUnits(currency)
  const product = quantity.coefficient * rate.coefficient
  const excess = quantity.scale + rate.scale - digits
  if (excess <= 0) return { minor: product * powerOfTen(-excess), currency }
  const unit = powerOfTen(excess)
  // Half of a power of ten is whole, so that one addition and one division round half away from zero.
  const minor = product < 0n ? -((unit / 2n - product) / unit) : (product + unit / 2n) / unit
  return { minor, currency }
}

/**
 * Divides an amount by weights so that the parts add up to it: each gets its share cut toward zero, then the
 * largest remainders get a minor unit each, the earlier one first among equals. A negative amount is the
 * mirror image of the positive one. Asserts that no weight is negative and that one is above zero, unless
 * nothing is divided.
 */
export function allocate(total: Money, weights: readonly bigint[]): Money[] {
  let sum = 0n
  for (const weight of weights) {
    if (weight < 0n) bug('A weight is never negative')
    sum += weight
  }
  const { currency } = total
  if (total.minor === 0n) return weights.map(() => ({ minor: 0n, currency }))
  assert(sum > 0n, 'An amount needs at least one weight above zero to go to')
  const negative = total.minor < 0n
  const amount = negative ? -total.minor : total.minor
  const shares = weights.map((weight) => (amount * weight) / sum)
  const rests = weights.map((weight) => (amount * weight) % sum)
  const left = Number(shares.reduce((rest, share) => rest - share, amount))
  const order = rests
    .map((_, index) => index)
    .sort((a, b) => (rests[a]! > rests[b]! ? -1 : rests[a]! < rests[b]! ? 1 : a - b))
  for (const index of order.slice(0, left)) shares[index]! += 1n
  return shares.map((share) => ({ minor: negative ? -share : share, currency }))
}
