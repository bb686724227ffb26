import type { Decimal, RoundingMode } from '../../kernel/decimal.ts'
import {
  addDecimal,
  divideDecimal,
  formatDecimal,
  multiplyDecimal,
  subtractDecimal,
} from '../../kernel/decimal.ts'
import { type Money, moneyOfDecimal, subtractMoney, sumMoney } from '../../kernel/money.ts'
import type { PaidTime } from './overtime.ts'

export type RegularRate = 'weighted_average' | 'rate_in_effect'

/** What a multiplier is paid in one state. Amounts are null where nobody said a rate. */
type PayLine = {
  readonly multiplier: Decimal
  readonly state: string | null
  readonly seconds: Decimal
  readonly amount: Money | null
}
export type WeekPay = {
  readonly lines: readonly PayLine[]
  /** Every hour at its own rate, without premium. */
  readonly straight: Money | null
  /** Straight pay by hours, to four digits for people; the calculation uses the exact quotient. */
  readonly regularRate: Decimal | null
  readonly total: Money | null
}

const zero: Decimal = { coefficient: 0n, scale: 0 }
const one: Decimal = { coefficient: 1n, scale: 0 }
const hour: Decimal = { coefficient: 3600n, scale: 0 }
/** Far below a minor unit of any currency, and rounded to it once. */
const workScale = 15
const half: RoundingMode = 'half_away'

/**
 * Pay of a week: straight pay, and for overtime the premium on the regular rate. The lines add up to the total, which is
 * rounded once; the line of plain hours takes what rounding leaves.
 */
export function payOf(time: readonly PaidTime[], currency: string, method: RegularRate): WeekPay {
  const grouped = [...Map.groupBy(time, keyOf).values()]
  if (time.some((part) => part.rate === null))
    return {
      lines: grouped.map((parts) => lineOf(parts, null)),
      straight: null,
      regularRate: null,
      total: null,
    }
  const straight = sum(time.map(worth))
  const worked = sum(time.map((part) => part.seconds))
  const isOver = (part: PaidTime) => formatDecimal(part.multiplier) !== '1'
  const extra = (part: PaidTime) => subtractDecimal(part.multiplier, one)
  const overtime = time.filter(isOver)
  const premium =
    method === 'rate_in_effect'
      ? hourly(sum(overtime.map((part) => multiplyDecimal(worth(part), extra(part)))))
      : worked.coefficient === 0n
        ? zero
        : shareOf(straight, sum(overtime.map((part) => multiplyDecimal(part.seconds, extra(part)))), worked)
  const total = moneyOfDecimal(addDecimal(hourly(straight), premium), currency, half)
  const paidFor = (parts: readonly PaidTime[]): Money => {
    const weighted = (values: readonly Decimal[]) =>
      sum(values.map((value, at) => multiplyDecimal(value, parts[at]!.multiplier)))
    const value =
      method === 'rate_in_effect' || worked.coefficient === 0n
        ? hourly(weighted(parts.map(worth)))
        : shareOf(straight, weighted(parts.map((part) => part.seconds)), worked)
    return moneyOfDecimal(value, currency, half)
  }
  const rest = (others: readonly Money[]) => subtractMoney(total, sumMoney(others, currency))
  const plainAt = Math.max(
    grouped.findIndex((parts) => !isOver(parts[0]!)),
    0,
  )
  const amounts = grouped.map((parts) => paidFor(parts))
  const others = amounts.filter((_, at) => at !== plainAt)
  return {
    lines: grouped.map((parts, at) => lineOf(parts, at === plainAt ? rest(others) : amounts[at]!)),
    straight: moneyOfDecimal(hourly(straight), currency, half),
    regularRate: worked.coefficient === 0n ? null : divideDecimal(straight, worked, 4, half),
    total,
  }
}

function keyOf(part: PaidTime): string {
  return JSON.stringify([formatDecimal(part.multiplier), part.state])
}

function lineOf(parts: readonly PaidTime[], amount: Money | null): PayLine {
  const { multiplier, state } = parts[0]!
  return { multiplier, state, seconds: sum(parts.map((part) => part.seconds)), amount }
}

/** Seconds x rate an hour: 3,600 times the money. */
function worth(part: PaidTime): Decimal {
  return multiplyDecimal(part.seconds, part.rate!)
}

function hourly(value: Decimal): Decimal {
  return divideDecimal(value, hour, workScale, half)
}

/** straight x part / whole, in hours: the regular rate of a part without rounding the rate itself. */
function shareOf(straight: Decimal, part: Decimal, whole: Decimal): Decimal {
  return divideDecimal(multiplyDecimal(straight, part), multiplyDecimal(whole, hour), workScale, half)
}

function sum(list: readonly Decimal[]): Decimal {
  return list.reduce(addDecimal, zero)
}
