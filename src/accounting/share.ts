import { type Decimal, divideRounded, powerOfTen } from '../kernel/decimal.ts'
import { assert } from '../kernel/errors.ts'
import type { Money } from '../kernel/money.ts'

/** An exact part of a whole. The denominator is above zero. */
export type Fraction = { readonly numerator: bigint; readonly denominator: bigint }

export const nothing: Fraction = { numerator: 0n, denominator: 1n }
export const everything: Fraction = { numerator: 1n, denominator: 1n }

/** a / b, exactly. Asserts that b is above zero. */
export function fractionOf(a: Decimal, b: Decimal): Fraction {
  assert(b.coefficient > 0n, 'A part is taken of something above zero')
  return {
    numerator: a.coefficient * powerOfTen(b.scale),
    denominator: b.coefficient * powerOfTen(a.scale),
  }
}

/** Not below nothing and not above the whole. */
export function bounded(part: Fraction): Fraction {
  if (part.numerator <= 0n) return nothing
  return part.numerator >= part.denominator ? everything : part
}

/** A part of an amount, rounded once, half away from zero. */
export function shareOf(amount: Money, part: Fraction): Money {
  return {
    minor: divideRounded(amount.minor * part.numerator, part.denominator, 'half_away'),
    currency: amount.currency,
  }
}

/** As a number with so many digits behind the point. */
export function numberOf(part: Fraction, digits: number): Decimal {
  const coefficient = divideRounded(part.numerator * powerOfTen(digits), part.denominator, 'half_away')
  return { coefficient, scale: digits }
}

export function percentOf(part: Fraction, digits: number): Decimal {
  return numberOf({ ...part, numerator: part.numerator * 100n }, digits)
}
