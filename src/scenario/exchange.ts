import { type Day, day } from '../kernel/dates.ts'
import { decimal, formatDecimal, roundDecimal } from '../kernel/decimal.ts'
import type { Money } from '../kernel/money.ts'
import { formatMoney } from '../kernel/money.ts'
import { type ExchangeRate, findRate, type FoundRate } from '../contracts/currencies/exchange.ts'
import { knownIn, type World } from './world.ts'

const known = new WeakMap<World, readonly ExchangeRate[]>()

/** The exchange rates of a scenario as known at its position. */
function exchangeRatesOf(world: World): readonly ExchangeRate[] {
  const kept = known.get(world)
  if (kept !== undefined) return kept
  const rates = knownIn(world, world.scenario.exchangeRates).map(
    (one): ExchangeRate => ({
      type: one.type ?? 'spot',
      from: one.from,
      to: one.to,
      on: one.on,
      rate: decimal(one.rate),
      learned: one.learned ?? 0,
    }),
  )
  known.set(world, rates)
  return rates
}

export type Purpose = 'cost' | 'document' | 'accrual' | 'payment'

/** The firm's rate for a purpose between two currencies on a day; null where there is none. */
export function rateFor(
  world: World,
  purpose: Purpose,
  from: string,
  to: string,
  on: string,
): FoundRate | null {
  const rules = world.scenario.currencies ?? {}
  const types = {
    cost: rules.costType,
    document: rules.documentType,
    accrual: rules.accrualType,
    payment: rules.paymentType,
  }
  return rateOf(world, { type: types[purpose], maximumAgeDays: rules.maximumAgeDays }, from, to, day(on))
}

export function rateOf(
  world: World,
  about: { readonly type?: string | undefined; readonly maximumAgeDays?: number | undefined },
  from: string,
  to: string,
  on: Day,
): FoundRate | null {
  return findRate(exchangeRatesOf(world), {
    type: about.type ?? 'spot',
    from,
    to,
    on,
    maximumAgeDays: about.maximumAgeDays,
    pivot: world.scenario.currencies?.pivot,
  })
}

/** "1,000.00 USD are 920.00 EUR at 0.92 USD to EUR of 2026-06-01 (spot)". */
export function tellConversion(before: Money, after: Money, rate: FoundRate): string {
  const how = rate.used.map(
    (one) => `${formatDecimal(one.rate)} ${one.from} to ${one.to} of ${one.on} (${one.type})`,
  )
  const said = how.length === 0 ? `the fixed rate ${formatDecimal(rate.numerator)}` : how.join(' and ')
  return `${formatMoney(before)} ${before.currency} are ${formatMoney(after)} ${after.currency} at ${said}.`
}

/** A rate as one figure, with at most nine digits behind the point. */
export function tellRate(rate: FoundRate): string {
  if (rate.denominator.coefficient === 1n && rate.denominator.scale === 0)
    return formatDecimal(rate.numerator)
  const scale = 9 + rate.denominator.scale
  const top = rate.numerator.coefficient * 10n ** BigInt(scale)
  const value = { coefficient: top / rate.denominator.coefficient, scale: 9 + rate.numerator.scale }
  return formatDecimal(roundDecimal(value, 9, 'half_away'))
}
