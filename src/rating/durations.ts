import type { Decimal } from '../kernel/decimal.ts'
import { powerOfTen } from '../kernel/decimal.ts'
import { assert } from '../kernel/errors.ts'

/** Units in which time is told. Work in different units meets in seconds, where each of them is exact. */
export type DurationUnit = 'hour' | 'minute' | 'second'
const secondsIn: Readonly<Record<DurationUnit, bigint>> = { hour: 3600n, minute: 60n, second: 1n }
const finer: Readonly<Record<DurationUnit, DurationUnit | null>> = {
  hour: 'minute',
  minute: 'second',
  second: null,
}

export function toSeconds(quantity: Decimal, unit: DurationUnit): Decimal {
  return { coefficient: quantity.coefficient * secondsIn[unit], scale: quantity.scale }
}

/** Digits behind the point that a quantity may take; beyond them the next finer unit is used. */
const scaleMost = 9

/** The seconds in a unit, or null when they are no decimal of it: 1,200 seconds are no decimal of an hour. */
export function fromSeconds(seconds: Decimal, unit: DurationUnit): Decimal | null {
  const divisor = secondsIn[unit] * powerOfTen(seconds.scale)
  const scaled = seconds.coefficient * powerOfTen(scaleMost)
  if (scaled % divisor !== 0n) return null
  return trimmed(scaled / divisor, scaleMost)
}

function trimmed(coefficient: bigint, scale: number): Decimal {
  let [digits, left] = [coefficient, scale]
  while (left > 0 && digits % 10n === 0n) {
    digits /= 10n
    left -= 1
  }
  return { coefficient: digits, scale: left }
}

/** All of the list in one unit: the wanted one, or the next finer one in which each is exact. */
export function inOneUnit(
  list: readonly Decimal[],
  wanted: DurationUnit,
): { readonly unit: DurationUnit; readonly quantities: readonly Decimal[] } {
  for (let unit: DurationUnit | null = wanted; unit !== null; unit = finer[unit]) {
    const quantities = list.map((seconds) => fromSeconds(seconds, unit!))
    if (quantities.every((one) => one !== null)) return { unit, quantities }
  }
  const quantities = list.map((seconds) => trimmed(seconds.coefficient, seconds.scale))
  assert(quantities.length > 0, 'A list without quantities is exact in every unit')
  return { unit: 'second', quantities }
}
