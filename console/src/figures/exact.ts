/** Arithmetic on decimal text by integers; amounts never become floating-point numbers. */

type Exact = { readonly coefficient: bigint; readonly scale: number }

function parse(text: string): Exact {
  const match = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text)
  if (match === null) throw new Error(`Not a decimal: ${text}`)
  const [, sign, whole, fraction = ''] = match
  const coefficient = BigInt(`${whole}${fraction}`)
  return { coefficient: sign === '-' ? -coefficient : coefficient, scale: fraction.length }
}

function scaled(value: Exact, scale: number): bigint {
  return value.coefficient * 10n ** BigInt(scale - value.scale)
}

function format({ coefficient, scale }: Exact): string {
  const sign = coefficient < 0n ? '-' : ''
  const digits = (coefficient < 0n ? -coefficient : coefficient).toString().padStart(scale + 1, '0')
  return scale === 0 ? `${sign}${digits}` : `${sign}${digits.slice(0, -scale)}.${digits.slice(-scale)}`
}

export function add(a: string, b: string): string {
  const left = parse(a)
  const right = parse(b)
  const scale = Math.max(left.scale, right.scale)
  return format({ coefficient: scaled(left, scale) + scaled(right, scale), scale })
}

export function subtract(a: string, b: string): string {
  return add(a, negate(b))
}

export function negate(text: string): string {
  const value = parse(text)
  return format({ coefficient: -value.coefficient, scale: value.scale })
}

export function compare(a: string, b: string): number {
  const left = parse(a)
  const right = parse(b)
  const scale = Math.max(left.scale, right.scale)
  const difference = scaled(left, scale) - scaled(right, scale)
  return difference < 0n ? -1 : difference > 0n ? 1 : 0
}

export function isZero(text: string): boolean {
  return parse(text).coefficient === 0n
}

export function isNegative(text: string): boolean {
  return parse(text).coefficient < 0n
}

export function magnitude(text: string): string {
  return isNegative(text) ? negate(text) : text
}

/** What share of the whole a part is, in percent. Only for drawing; never for an amount. */
export function share(part: string, whole: string): number {
  const total = parse(whole)
  const one = parse(part)
  const scale = Math.max(total.scale, one.scale)
  const denominator = scaled(total, scale)
  return denominator === 0n ? 0 : Number((scaled(one, scale) * 1_000_000n) / denominator) / 10_000
}

/** Sums of money per currency, in the order of the currencies' names. */
export function totals(list: readonly ({ amount: string; currency: string } | null)[]) {
  const sums = new Map<string, string>()
  for (const money of list) {
    if (money === null) continue
    sums.set(money.currency, add(sums.get(money.currency) ?? '0', money.amount))
  }
  return [...sums].sort(([a], [b]) => (a < b ? -1 : 1)).map(([currency, amount]) => ({ amount, currency }))
}
