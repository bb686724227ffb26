/** Exact decimal arithmetic of the simulated systems: their own, so that they can contradict the product. */
export type Exact = { readonly units: bigint; readonly scale: number }

const plain = /^-?\d{1,24}(\.\d{1,18})?$/

export function parseExact(text: string): Exact | null {
  if (!plain.test(text)) return null
  const point = text.indexOf('.')
  if (point === -1) return { units: BigInt(text), scale: 0 }
  return { units: BigInt(text.slice(0, point) + text.slice(point + 1)), scale: text.length - point - 1 }
}

export function exact(text: string): Exact {
  const value = parseExact(text)
  if (value === null) throw new Error(`not a decimal: ${text}`)
  return value
}

export function plus(a: Exact, b: Exact): Exact {
  const scale = Math.max(a.scale, b.scale)
  return { units: lift(a, scale) + lift(b, scale), scale }
}

export function times(a: Exact, b: Exact): Exact {
  return { units: a.units * b.units, scale: a.scale + b.scale }
}

export function compareExact(a: Exact, b: Exact): number {
  const scale = Math.max(a.scale, b.scale)
  const [left, right] = [lift(a, scale), lift(b, scale)]
  return left < right ? -1 : left > right ? 1 : 0
}

/** To exactly `scale` digits behind the point, halves away from zero. */
export function rounded(a: Exact, scale: number): Exact {
  if (a.scale <= scale) return { units: lift(a, scale), scale }
  const unit = 10n ** BigInt(a.scale - scale)
  const size = a.units < 0n ? -a.units : a.units
  const away = (2n * size + unit) / (2n * unit)
  return { units: a.units < 0n ? -away : away, scale }
}

/** With all digits of its scale: 2 digits for an amount that was rounded to 2. */
export function spell(a: Exact): string {
  if (a.scale === 0) return a.units.toString()
  const sign = a.units < 0n ? '-' : ''
  const digits = (a.units < 0n ? -a.units : a.units).toString().padStart(a.scale + 1, '0')
  return `${sign}${digits.slice(0, -a.scale)}.${digits.slice(-a.scale)}`
}

/** Digits behind the point that carry a value: "1.500" has one. */
export function usedScale(a: Exact): number {
  let { units, scale } = a
  while (scale > 0 && units % 10n === 0n) {
    units /= 10n
    scale -= 1
  }
  return scale
}

export function sumExact(texts: readonly string[]): Exact {
  return texts.reduce<Exact>((sum, text) => plus(sum, exact(text)), { units: 0n, scale: 0 })
}

export function amountOf(quantity: string, unitPrice: string): string {
  return spell(rounded(times(exact(quantity), exact(unitPrice)), 2))
}

function lift(a: Exact, scale: number): bigint {
  return a.units * 10n ** BigInt(scale - a.scale)
}
