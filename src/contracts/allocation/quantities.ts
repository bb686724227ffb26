/** Time as whole numbers, and the shares of a part. */
import type { Decimal } from '../../kernel/decimal.ts'
import { divideRounded, powerOfTen } from '../../kernel/decimal.ts'

/** A tick is a billionth of a second, so that hours, minutes and seconds with nine digits are all whole. */
export const ticksPerHour = 3_600_000_000_000n
export const ticksPerUnit: Readonly<Record<string, bigint>> = {
  hour: ticksPerHour,
  minute: 60_000_000_000n,
  second: 1_000_000_000n,
}

/** Digits of a quantity that was split. */
const splitScale = 4

export function ticksOf(quantity: Decimal, unit: bigint): bigint {
  return divideRounded(quantity.coefficient * unit, powerOfTen(quantity.scale), 'half_away')
}

/** Never more than the ticks, to four digits of the unit. */
export function quantityOfTicks(ticks: bigint, unit: bigint): Decimal {
  return {
    coefficient: divideRounded(ticks * powerOfTen(splitScale), unit, 'floor'),
    scale: splitScale,
  }
}

/** Hours as people read them, to four digits. */
export function hoursOfTicks(ticks: bigint): Decimal {
  return {
    coefficient: divideRounded(ticks * powerOfTen(splitScale), ticksPerHour, 'half_away'),
    scale: splitScale,
  }
}

/** How much of a whole is placed so far, in quantity and in minor units. */
export type Share = { readonly quantity: Decimal; readonly amount: bigint }

/** The quantity that belongs to an amount of the whole, to four digits. */
export function quantityAt(amount: bigint, whole: Share): Decimal {
  if (amount === whole.amount) return whole.quantity
  const { coefficient, scale } = whole.quantity
  const shift = scale > splitScale ? powerOfTen(scale - splitScale) : 1n
  const lift = scale < splitScale ? powerOfTen(splitScale - scale) : 1n
  const product = coefficient * lift * amount
  return {
    coefficient: divideRounded(product, whole.amount * shift, 'half_away'),
    scale: splitScale,
  }
}

/** The amount that belongs to a quantity of the whole, rounded once. */
export function amountAt(quantity: Decimal, whole: Share): bigint {
  const scale = Math.max(quantity.scale, whole.quantity.scale)
  const part = quantity.coefficient * powerOfTen(scale - quantity.scale)
  const all = whole.quantity.coefficient * powerOfTen(scale - whole.quantity.scale)
  if (part === all) return whole.amount
  return divideRounded(whole.amount * part, all, 'half_away')
}
