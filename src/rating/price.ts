import type { Day } from '../kernel/dates.ts'
import type { Decimal } from '../kernel/decimal.ts'
import { divideRounded, formatDecimal, powerOfTen } from '../kernel/decimal.ts'
import type { Rejection } from '../kernel/errors.ts'
import { assert, isRejection } from '../kernel/errors.ts'
import type { Money } from '../kernel/money.ts'
import { extend, formatMoney, minorUnits } from '../kernel/money.ts'
import { extendAt, type RatePer } from './extension.ts'
import type { IncrementRule } from './increments.ts'
import { roundQuantity } from './increments.ts'
import type { RatePrecedence } from './precedence.ts'
import { defaultPrecedence } from './precedence.ts'
import type { RateKind, RateLevel, RateQuestion, RateScope } from './rate-rows.ts'
import type { RateRow } from './rate-rows.ts'
import type { ConsideredRate, RateDecision } from './resolve.ts'
import { resolveRate } from './resolve.ts'

/** Grows with every change that may price the same work differently. Stored with each decision. */
export const ENGINE_VERSION = 1

/**
 * Rates are per hour unless they say otherwise. Sources that count in minutes or seconds stay exact: 7 minutes are no decimal of an
 * hour.
 */
type TimeUnit = 'hour' | 'minute' | 'second'
const unitsPerHour = { hour: 1n, minute: 60n, second: 3600n } as const

export type PriceQuestion = RateQuestion & {
  readonly quantity: Decimal
  readonly unit?: TimeUnit | undefined
  /** The result of `billedQuantities`, needed when the increment's basis is a day or a week. */
  readonly billed?: Decimal | undefined
}

export type PriceSettings = {
  readonly precedence?: RatePrecedence
  readonly increment?: IncrementRule
}

/**
 * Plain text and numbers only, to be stored as JSON. The story is told from it, and verification repeats it.
 */
export type PriceDecision = {
  readonly shape: 1
  readonly engine: number
  readonly kind: RateKind
  readonly workedOn: Day
  readonly currency: string
  readonly unit: TimeUnit
  readonly actual: string
  readonly billed: string
  readonly increment: {
    readonly step: string
    readonly mode: IncrementRule['mode']
    readonly basis: IncrementRule['basis']
    readonly minimum?: string
    readonly factor?: string
  } | null
  readonly rate: {
    readonly rowId: string
    readonly version: number
    readonly level: RateLevel
    readonly scope: RateScope
    readonly amount: string
    /** Absent: hour. */
    readonly per?: RatePer
  }
  readonly considered: readonly ConsideredRate[]
  readonly precedence: string
  readonly amount: string
}

type Priced = {
  readonly actual: Decimal
  readonly billed: Decimal
  readonly amount: Money
  readonly rate: RateDecision
  readonly decision: PriceDecision
}

/** Quantity in a unit of time x rate per hour, rounded once, half away from zero. */
export function extendTime(quantity: Decimal, unit: TimeUnit, ratePerHour: Decimal, currency: string): Money {
  if (unit === 'hour') return extend(quantity, ratePerHour, currency)
  const product = quantity.coefficient * ratePerHour.coefficient * powerOfTen(minorUnits(currency))
  const divisor = powerOfTen(quantity.scale + ratePerHour.scale) * unitsPerHour[unit]
  return { minor: divideRounded(product, divisor, 'half_away'), currency }
}

/** Quantity rounding, rate and extension of one entry, with everything that led there. */
export function priceEntry(
  question: PriceQuestion,
  rows: readonly RateRow[],
  settings: PriceSettings = {},
): Priced | Rejection {
  const rate = resolveRate(question, rows, settings.precedence ?? defaultPrecedence)
  if (isRejection(rate)) return rate
  const unit = question.unit ?? 'hour'
  const billed = billedOf(question, settings.increment)
  const { winner } = rate
  const amount =
    winner.per === undefined || winner.per === 'hour'
      ? extendTime(billed, unit, winner.amount, question.currency)
      : extendAt(billed, unit, { ...winner, price: winner.amount, per: winner.per }, question.currency)
  const decision: PriceDecision = {
    shape: 1,
    engine: ENGINE_VERSION,
    kind: question.kind,
    workedOn: question.workedOn,
    currency: question.currency,
    unit,
    actual: formatDecimal(question.quantity),
    billed: formatDecimal(billed),
    increment: settings.increment === undefined ? null : spellIncrement(settings.increment),
    rate: {
      rowId: winner.id,
      version: winner.version,
      level: winner.level,
      scope: winner.scope,
      amount: formatDecimal(winner.amount),
      ...(winner.per === undefined ? {} : { per: winner.per }),
    },
    considered: rate.considered,
    precedence: rate.precedence,
    amount: formatMoney(amount),
  }
  return { actual: question.quantity, billed, amount, rate, decision }
}

function billedOf(question: PriceQuestion, increment: IncrementRule | undefined): Decimal {
  if (question.billed !== undefined) return question.billed
  if (increment === undefined) return question.quantity
  assert(
    increment.basis === 'entry',
    'With a day or week basis the billed quantity comes from the whole group',
  )
  return roundQuantity(question.quantity, increment)
}

function spellIncrement(rule: IncrementRule): NonNullable<PriceDecision['increment']> {
  return {
    step: formatDecimal(rule.step),
    mode: rule.mode,
    basis: rule.basis,
    ...(rule.minimum === undefined ? {} : { minimum: formatDecimal(rule.minimum) }),
    ...(rule.factor === undefined ? {} : { factor: formatDecimal(rule.factor) }),
  }
}
