import type { Decimal } from '../kernel/decimal.ts'
import {
  addDecimal,
  compareDecimal,
  divideDecimal,
  multiplyDecimal,
  negateDecimal,
  subtractDecimal,
} from '../kernel/decimal.ts'
import { assert } from '../kernel/errors.ts'

/** Up to so many seconds of work are so many days. Bands stand in the order of their bounds. */
type DayBand = { readonly upToSeconds: Decimal; readonly days: Decimal }
export type DayRule = {
  readonly bands: readonly DayBand[]
  /** Whether work of exactly the bound still belongs to the band. */
  readonly inclusive: boolean
  /** What is worked beyond the last bound: nothing more, or counted again from the first band. */
  readonly beyond: 'last' | 'repeat'
}

const zero: Decimal = { coefficient: 0n, scale: 0 }

/** Days of one piece of work. No work is no day, and work below zero is the mirror image. */
export function professionalDays(seconds: Decimal, rule: DayRule): Decimal {
  const last = rule.bands.at(-1)
  assert(last !== undefined && last.upToSeconds.coefficient > 0n, 'A day rule has a band above zero')
  if (seconds.coefficient === 0n) return zero
  if (seconds.coefficient < 0n) return negateDecimal(professionalDays(negateDecimal(seconds), rule))
  if (rule.beyond === 'last') return daysWithin(seconds, rule)
  const whole = divideDecimal(seconds, last.upToSeconds, 0, 'down')
  const rest = subtractDecimal(seconds, multiplyDecimal(whole, last.upToSeconds))
  return addDecimal(
    multiplyDecimal(whole, last.days),
    rest.coefficient === 0n ? zero : daysWithin(rest, rule),
  )
}

function daysWithin(seconds: Decimal, rule: DayRule): Decimal {
  const found = rule.bands.find((band) => {
    const against = compareDecimal(seconds, band.upToSeconds)
    return against < 0 || (rule.inclusive && against === 0)
  })
  return (found ?? rule.bands.at(-1)!).days
}

/** Digits of the shares that several entries of one day have in its days. */
const shareScale = 4

/**
 * The days of work that counts together, entry by entry in their order. Each entry gets its share by time, cut to
 * four digits, and the last takes the rest, so that they add up.
 */
export function professionalDaysTogether(list: readonly Decimal[], rule: DayRule): Decimal[] {
  const worked = list.reduce(addDecimal, zero)
  const days = professionalDays(worked, rule)
  if (worked.coefficient === 0n || list.length < 2)
    return list.map((_, at) => (at === list.length - 1 ? days : zero))
  const shares = list.map((one) => divideDecimal(multiplyDecimal(days, one), worked, shareScale, 'down'))
  const others = shares.slice(0, -1).reduce(addDecimal, zero)
  return [...shares.slice(0, -1), subtractDecimal(days, others)]
}
