import { addDays, type Day } from '../../kernel/dates.ts'
import { type Decimal, divideRounded, powerOfTen } from '../../kernel/decimal.ts'
import { assert } from '../../kernel/errors.ts'
import { type Money, minorUnits } from '../../kernel/money.ts'

/** One unit of `from` in `to`, from `on` until a later one of its type stands. */
export type ExchangeRate = {
  readonly type: string
  readonly from: string
  readonly to: string
  readonly on: string
  readonly rate: Decimal
  readonly learned: number
}
type RateQuestion = {
  readonly type: string
  readonly from: string
  readonly to: string
  readonly on: Day
  /** Days that a rate stays good for. */
  readonly maximumAgeDays?: number | undefined
  /** Where two rates meet when none stands between the two currencies. */
  readonly pivot?: string | undefined
}
/** One unit of `from` is numerator / denominator of `to`: a rate used backwards stays exact. */
export type FoundRate = {
  readonly from: string
  readonly to: string
  readonly numerator: Decimal
  readonly denominator: Decimal
  /** The rates as they are listed, in the order of their use. */
  readonly used: readonly ExchangeRate[]
}

const one: Decimal = { coefficient: 1n, scale: 0 }

/**
 * The rate of a day: the latest listed on it or before, of one day the one learned last. As it is listed, else
 * turned around, else over the pivot. Null where there is none, or only one that is too old.
 */
export function findRate(rates: readonly ExchangeRate[], question: RateQuestion): FoundRate | null {
  const { from, to, pivot } = question
  if (from === to) return { from, to, numerator: one, denominator: one, used: [] }
  const direct = between(rates, question)
  if (direct !== null || pivot === undefined || pivot === from || pivot === to) return direct
  const first = between(rates, { ...question, to: pivot })
  const second = between(rates, { ...question, from: pivot })
  if (first === null || second === null) return null
  return {
    from,
    to,
    numerator: times(first.numerator, second.numerator),
    denominator: times(first.denominator, second.denominator),
    used: [...first.used, ...second.used],
  }
}

function times(a: Decimal, b: Decimal): Decimal {
  return { coefficient: a.coefficient * b.coefficient, scale: a.scale + b.scale }
}

function between(rates: readonly ExchangeRate[], question: RateQuestion): FoundRate | null {
  const { from, to } = question
  const listed = latest(rates, question)
  if (listed !== null) return { from, to, numerator: listed.rate, denominator: one, used: [listed] }
  const turned = latest(rates, { ...question, from: to, to: from })
  if (turned === null || turned.rate.coefficient === 0n) return null
  return { from, to, numerator: one, denominator: turned.rate, used: [turned] }
}

function latest(rates: readonly ExchangeRate[], question: RateQuestion): ExchangeRate | null {
  const { type, from, to, on, maximumAgeDays } = question
  const oldest = maximumAgeDays === undefined ? '' : addDays(on, -maximumAgeDays)
  let found: ExchangeRate | null = null
  for (const rate of rates) {
    if (rate.type !== type || rate.from !== from || rate.to !== to) continue
    if (rate.on > on || rate.on < oldest) continue
    if (found === null || rate.on > found.on || (rate.on === found.on && rate.learned >= found.learned))
      found = rate
  }
  return found
}

/** A rate that was agreed, whatever the market says. */
export function fixedRate(from: string, to: string, rate: Decimal): FoundRate {
  return { from, to, numerator: rate, denominator: one, used: [] }
}

/** The amount in the other currency, rounded once, half away from zero, to its minor units. */
export function convert(amount: Money, rate: FoundRate): Money {
  assert(amount.currency === rate.from, `A rate from ${rate.from} does not convert ${amount.currency}`)
  const { numerator: n, denominator: d } = rate
  const shift = minorUnits(rate.to) - minorUnits(rate.from) + d.scale - n.scale
  const top = amount.minor * n.coefficient * (shift > 0 ? powerOfTen(shift) : 1n)
  const bottom = d.coefficient * (shift < 0 ? powerOfTen(-shift) : 1n)
  return { minor: divideRounded(top, bottom, 'half_away'), currency: rate.to }
}
