import { addDays, type Day, day } from '../../kernel/dates.ts'
import { addMoney, formatMoney, type Money, zeroMoney } from '../../kernel/money.ts'
import { type Period, periodThrough } from '../../kernel/periods.ts'
import {
  chargeInAdvance,
  chargeInArrears,
  type SubscriptionEntry,
  type SubscriptionTerms,
} from '../../contracts/subscriptions.ts'
import { type Rhythm, type ServicePeriod, servicePeriods } from '../../contracts/service-periods.ts'
import type { Subscription } from '../../model/scenario/subscriptions.ts'
import { complain } from '../complaint.ts'
import { amountOf, lineOn, type Place } from '../known.ts'
import type { Valued } from '../pieces.ts'
import { knownIn, type World } from '../world.ts'
import { madeWork } from './made-work.ts'

type ChargedPeriod = { readonly period: ServicePeriod; readonly entries: readonly SubscriptionEntry[] }

const monthsOf = { month: 1, quarter: 3, year: 12 } as const

/** Periods of service that began up to the day of the question, with or without a charge. */
export function periodsOfService(world: World, subscription: Subscription): ServicePeriod[] {
  const { every = 'month', lengthDays, periods = 'from_start', to } = subscription
  const rhythm: Rhythm =
    lengthDays !== undefined
      ? { days: lengthDays }
      : every === 'week'
        ? { days: 7 }
        : { months: monthsOf[every], anchor: periods }
  const until = to === undefined ? null : addDays(day(to), 1)
  return servicePeriods(rhythm, day(subscription.from), until, world.asOf)
}

/** What each period of a line's subscription was charged and given back, up to the day of the question. */
export function chargedPeriods(world: World, place: Place): ChargedPeriod[] {
  const { contract, line } = place
  if (line.subscription === undefined) return []
  return periodsOfService(world, line.subscription).flatMap((period) => {
    const live = lineOn(world, contract.id, line.id, period.from)?.subscription
    if (live === undefined) return []
    const terms = termsOf(world, { ...place, line: { ...line, subscription: live } })
    if (live.billed !== 'in_arrears') return [{ period, entries: chargeInAdvance(terms, period, world.asOf) }]
    const ended = terms.cancelledOn !== null && terms.cancelledOn <= world.asOf
    if (addDays(period.until, -1) > world.asOf && !(ended && terms.cancelledOn! < period.until)) return []
    return [{ period, entries: chargeInArrears(terms, period) }]
  })
}

function termsOf(world: World, { contract, line, path }: Place): SubscriptionTerms {
  const subscription = line.subscription!
  const at = `${path}/subscription`
  const amount = (text: string): Money => amountOf(text, contract.currency, at)
  const pauses = knownIn(world, subscription.pauses).map((one): Period => {
    if (one.to < one.from)
      complain(`${at}/pauses`, `a pause ends before it begins on ${one.from}`, 'Swap its days')
    return periodThrough(day(one.from), day(one.to))
  })
  const cancelled = knownIn(world, subscription.cancelled === undefined ? [] : [subscription.cancelled])[0]
  return {
    fee: amount(subscription.fee),
    proration: subscription.proration ?? 'actual',
    changes: knownIn(world, subscription.changes).map((one) => ({ on: day(one.on), fee: amount(one.fee) })),
    pauses,
    cancelledOn: cancelled === undefined ? null : day(cancelled.on),
    adjustments: knownIn(world, subscription.adjustments).map((one) => ({
      id: one.id,
      on: day(one.on),
      amount: amount(one.amount),
    })),
  }
}

const told = {
  period: 'is the fee of the service',
  change: 'is charged for the days that are left, at the new fee',
  pause: 'is charged anew',
  cancel: 'is charged anew',
  adjustment: 'was given beside the fee',
} as const
const givenBack = {
  period: 'is given back',
  change: 'is given back for the days that are left, because the fee changed',
  pause: 'is given back for the days of a pause',
  cancel: 'is given back for the days after the end',
  adjustment: 'is given back',
} as const

export function subscriptionWork(world: World, place: Place): Valued[] {
  const { contract, line } = place
  return chargedPeriods(world, place).flatMap(({ period, entries }) =>
    entries
      .filter((entry) => entry.amount.minor !== 0n)
      .map((entry) => {
        const words = entry.what === 'repair' ? givenBack[entry.cause] : told[entry.cause]
        const size = entry.amount.minor < 0n ? { ...entry.amount, minor: -entry.amount.minor } : entry.amount
        const days = entry.of === 0 ? '' : `, ${entry.days} of ${entry.of} days`
        return madeWork({
          id: entryId(contract.id, line.id, period.from, entry),
          kind: 'subscription',
          on: entry.on,
          contract: contract.id,
          line: line.id,
          amount: entry.amount,
          more: { period: period.from },
          story:
            `${formatMoney(size)} ${size.currency} ${words}${days}, in the period from ${period.from} ` +
            `to ${addDays(period.until, -1)}.`,
        })
      }),
  )
}

function entryId(contract: string, line: string, from: Day, entry: SubscriptionEntry): string {
  const base = `${contract}:${line}:period:${from}`
  if (entry.what === 'period') return entry.key === 'period' ? base : `${base}:${entry.key}`
  if (entry.what === 'adjustment') return `${base}:adjustment:${entry.key}`
  const key = entry.what === 'repair' ? `repair:${entry.key}` : 'charge'
  return `${base}:${entry.on}:${key}`
}

/** Sums of the entries of one kind, below zero where money is given back. */
export function sumOfEntries(entries: readonly SubscriptionEntry[], currency: string): Money {
  return entries.reduce((sum, one) => addMoney(sum, one.amount), zeroMoney(currency))
}
