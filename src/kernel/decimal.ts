import { assert, bug } from './errors.ts'

/** An exact decimal: coefficient / 10^scale. Trailing zeros may stand; values are compared, not shapes. */
export type Decimal = { readonly coefficient: bigint; readonly scale: number }

/** `up` is away from zero and `down` toward zero; `ceiling` and `floor` look at the sign. */
export type RoundingMode = 'half_away' | 'half_even' | 'up' | 'down' | 'ceiling' | 'floor'

const maxParsedDigits = 30
const maxParsedScale = 18

const powers: bigint[] = Array.from({ length: 100 }, (_, exponent) => 10n ** BigInt(exponent))

export function powerOfTen(exponent: number): bigint {
  return powers[exponent] ?? 10n ** BigInt(exponent)
}

const minusCode = 45
const pointCode = 46
const zeroCode = 48
const nineCode = 57

/**
 * Reads plain notation: an optional minus, digits, and optionally a point with digits behind it.
 * Null for anything else: exponents, a plus, spaces, separators of thousands, ".5", "5.", over 30 digits.
 */
export function parseDecimal(text: string): Decimal | null {
  const length = text.length
  const start = text.charCodeAt(0) === minusCode ? 1 : 0
  let point = -1
  let value = 0
  for (let at = start; at < length; at++) {
    const code = text.charCodeAt(at)
    if (code >= zeroCode && code <= nineCode) {
      value = value * 10 + (code - zeroCode)
      continue
    }
    if (code !== pointCode || point !== -1) return null
    point = at
  }
  const scale = point === -1 ? 0 : length - point - 1
  const digits = length - start - (point === -1 ? 0 : 1)
  if (digits === 0 || digits > maxParsedDigits || scale > maxParsedScale) return null
  if (point === start || (point !== -1 && scale === 0)) return null
  // Up to 15 digits a double is exact, and three times faster than reading the text as a bigint.
  if (digits <= 15) return { coefficient: BigInt(start === 1 ? -value : value), scale }
  return { coefficient: BigInt(point === -1 ? text : text.slice(0, point) + text.slice(point + 1)), scale }
}

/** For literals and for text that was checked before. */
export function decimal(text: string): Decimal {
  return parseDecimal(text) ?? bug(`Not a plain decimal: ${text.slice(0, 60)}`)
}

/** The one canonical spelling of a value: no exponent, no trailing zeros, never "-0". */
export function formatDecimal(d: Decimal): string {
  if (d.scale === 0) return d.coefficient.toString()
  const negative = d.coefficient < 0n
  const digits = (negative ? -d.coefficient : d.coefficient).toString().padStart(d.scale + 1, '0')
  const point = digits.length - d.scale
  let end = digits.length
  while (end > point && digits.charCodeAt(end - 1) === zeroCode) end--
  const whole = digits.slice(0, point)
  const text = end === point ? whole : `${whole}.${digits.slice(point, end)}`
  return negative ? `-${text}` : text
}

export function addDecimal(a: Decimal, b: Decimal): Decimal {
  if (a.scale === b.scale) return { coefficient: a.coefficient + b.coefficient, scale: a.scale }
  if (a.scale < b.scale) {
    return { coefficient: a.coefficient * powerOfTen(b.scale - a.scale) + b.coefficient, scale: b.scale }
  }
  return { coefficient: a.coefficient + b.coefficient * powerOfTen(a.scale - b.scale), scale: a.scale }
}

export function subtractDecimal(a: Decimal, b: Decimal): Decimal {
  return addDecimal(a, negateDecimal(b))
}

export function multiplyDecimal(a: Decimal, b: Decimal): Decimal {
  return { coefficient: a.coefficient * b.coefficient, scale: a.scale + b.scale }
}

export function negateDecimal(a: Decimal): Decimal {
  return { coefficient: -a.coefficient, scale: a.scale }
}

export function compareDecimal(a: Decimal, b: Decimal): -1 | 0 | 1 {
  let left = a.coefficient
  let right = b.coefficient
  if (a.scale < b.scale) left *= powerOfTen(b.scale - a.scale)
  else if (a.scale > b.scale) right *= powerOfTen(a.scale - b.scale)
  return left < right ? -1 : left > right ? 1 : 0
}

export function isZero(a: Decimal): boolean {
  return a.coefficient === 0n
}

/** numerator / denominator to a whole number, in the named mode. Exact: nothing passes through a double. */
export function divideRounded(numerator: bigint, denominator: bigint, mode: RoundingMode): bigint {
  if (denominator === 0n) bug('Division by zero')
  const negative = numerator < 0n !== denominator < 0n
  const n = numerator < 0n ? -numerator : numerator
  const d = denominator < 0n ? -denominator : denominator
  if (mode === 'half_away') {
    const away = (2n * n + d) / (2n * d)
    return negative ? -away : away
  }
  const whole = n / d
  const rest = n % d
  if (rest === 0n) return negative ? -whole : whole
  const magnitude = roundsAway(mode, negative, 2n * rest - d, whole) ? whole + 1n : whole
  return negative ? -magnitude : magnitude
}

function roundsAway(
  mode: Exclude<RoundingMode, 'half_away'>,
  negative: boolean,
  overHalf: bigint,
  whole: bigint,
): boolean {
  switch (mode) {
    case 'up':
      return true
    case 'down':
      return false
    case 'ceiling':
      return !negative
    case 'floor':
      return negative
    case 'half_even':
      return overHalf > 0n || (overHalf === 0n && (whole & 1n) === 1n)
  }
}

/** At most `scale` digits behind the point. A value that has fewer already comes back as it is. */
export function roundDecimal(d: Decimal, scale: number, mode: RoundingMode): Decimal {
  assert(Number.isInteger(scale) && scale >= 0, 'A scale is a whole number, zero or more')
  if (d.scale <= scale) return d
  return { coefficient: divideRounded(d.coefficient, powerOfTen(d.scale - scale), mode), scale }
}

/** a / b with `scale` digits behind the point. Asserts that b is not zero. */
export function divideDecimal(a: Decimal, b: Decimal, scale: number, mode: RoundingMode): Decimal {
  assert(Number.isInteger(scale) && scale >= 0, 'A scale is a whole number, zero or more')
  const shift = scale + b.scale - a.scale
  const numerator = shift >= 0 ? a.coefficient * powerOfTen(shift) : a.coefficient
  const denominator = shift >= 0 ? b.coefficient : b.coefficient * powerOfTen(-shift)
  return { coefficient: divideRounded(numerator, denominator, mode), scale }
}
