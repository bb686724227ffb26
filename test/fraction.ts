import fc from 'fast-check'
import type { Decimal, RoundingMode } from '../src/kernel/decimal.ts'

/** A rational number, slow and obvious: the oracle that exact arithmetic is compared with. */
export type Fraction = { readonly n: bigint; readonly d: bigint }

export const fractionOf = (value: Decimal): Fraction => ({
  n: value.coefficient,
  d: 10n ** BigInt(value.scale),
})
export const whole = (n: bigint): Fraction => ({ n, d: 1n })
export const plus = (a: Fraction, b: Fraction): Fraction => ({ n: a.n * b.d + b.n * a.d, d: a.d * b.d })
export const minus = (a: Fraction, b: Fraction): Fraction => plus(a, { n: -b.n, d: b.d })
export const times = (a: Fraction, b: Fraction): Fraction => ({ n: a.n * b.n, d: a.d * b.d })
export const over = (a: Fraction, b: Fraction): Fraction => times(a, { n: b.d, d: b.n })
export const sign = (a: Fraction): -1 | 0 | 1 => (a.n === 0n ? 0 : a.n < 0n === a.d < 0n ? 1 : -1)
export const equal = (a: Fraction, b: Fraction): boolean => sign(minus(a, b)) === 0
const magnitude = (a: Fraction): Fraction => (sign(a) < 0 ? { n: -a.n, d: a.d } : a)

/** The whole number at or below a fraction. */
function floorOf(a: Fraction): bigint {
  const [n, d] = a.d < 0n ? [-a.n, -a.d] : [a.n, a.d]
  const cut = n / d
  return cut * d > n ? cut - 1n : cut
}

/** Says whether `rounded` is what `mode` makes of `value`, from the definition of the mode alone. */
export function isRounded(value: Fraction, rounded: bigint, mode: RoundingMode): boolean {
  const below = floorOf(value)
  const candidates = equal(value, whole(below)) ? [below] : [below, below + 1n]
  if (!candidates.includes(rounded)) return false
  if (candidates.length === 1) return true
  const other = rounded === below ? below + 1n : below
  const nearer = sign(minus(magnitude(minus(value, whole(rounded))), magnitude(minus(value, whole(other)))))
  switch (mode) {
    case 'floor':
      return rounded === below
    case 'ceiling':
      return rounded === below + 1n
    case 'up':
      return sign(minus(magnitude(whole(rounded)), magnitude(value))) > 0
    case 'down':
      return sign(minus(magnitude(whole(rounded)), magnitude(value))) < 0
    case 'half_away':
      return nearer < 0 || (nearer === 0 && sign(minus(magnitude(whole(rounded)), magnitude(value))) > 0)
    case 'half_even':
      return nearer < 0 || (nearer === 0 && rounded % 2n === 0n)
  }
}

export const roundingModes = ['half_away', 'half_even', 'up', 'down', 'ceiling', 'floor'] as const

/** Decimals with many small ones and halves among them, because that is where rounding goes wrong. */
export const anyDecimal: fc.Arbitrary<Decimal> = fc.oneof(
  fc.record({
    coefficient: fc.bigInt({ min: -200n, max: 200n }),
    scale: fc.integer({ min: 0, max: 3 }),
  }),
  fc.record({
    coefficient: fc.bigInt({ min: -(10n ** 24n), max: 10n ** 24n }),
    scale: fc.integer({ min: 0, max: 12 }),
  }),
)
