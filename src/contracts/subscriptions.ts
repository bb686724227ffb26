import type { Day } from '../kernel/dates.ts'
import { addDays } from '../kernel/dates.ts'
import type { Money } from '../kernel/money.ts'
import { addMoney, subtractMoney, zeroMoney } from '../kernel/money.ts'
import { contains, type Period } from '../kernel/periods.ts'
import { type Proration, prorate, type Share, shareOf } from './proration.ts'
import { lengthOf, type ServicePeriod } from './service-periods.ts'

export type SubscriptionTerms = {
  readonly fee: Money
  readonly proration: Proration
  readonly changes: readonly { readonly on: Day; readonly fee: Money }[]
  readonly pauses: readonly Period[]
  /** The first day without service. */
  readonly cancelledOn: Day | null
  readonly adjustments: readonly { readonly id: string; readonly on: Day; readonly amount: Money }[]
}

/** Something owed or given back for a period: each is work of its own. */
export type SubscriptionEntry = {
  readonly what: 'period' | 'charge' | 'repair' | 'adjustment'
  readonly cause: 'period' | 'change' | 'pause' | 'cancel' | 'adjustment'
  readonly on: Day
  /** What distinguishes entries of one day; the id of an adjustment. */
  readonly key: string
  readonly amount: Money
  /** Days that it charges or gives back. */
  readonly days: number
  readonly of: number
}

type Item = {
  readonly amount: Money
  readonly days: number
  /** The fee of the whole period, which a day of 30 is a part of. */
  readonly fee: Money
  live: readonly Day[]
  repaired: Money
  adjusted: Money
}
type Event = { readonly on: Day; readonly rank: number } & (
  | { readonly what: 'cancel' }
  | { readonly what: 'change'; readonly fee: Money }
  | { readonly what: 'pause'; readonly until: Day }
  | { readonly what: 'adjustment'; readonly id: string; readonly amount: Money }
)

function feeOn(terms: SubscriptionTerms, on: Day): Money {
  let fee = terms.fee
  for (const change of sorted(terms.changes)) if (change.on <= on) fee = change.fee
  return fee
}

function sorted<T extends { readonly on: Day }>(list: readonly T[]): T[] {
  return [...list].sort((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0))
}

/** Days of a period with service, as far as the pauses and the end are known on a day; later ones change it. */
function serviceDays(terms: SubscriptionTerms, period: Period, asKnownOn: Day): Day[] {
  const { cancelledOn } = terms
  const pauses = terms.pauses.filter((pause) => pause.from <= asKnownOn)
  return Array.from({ length: lengthOf(period) }, (_, at) => addDays(period.from, at)).filter(
    (on) =>
      !(cancelledOn !== null && cancelledOn <= asKnownOn && cancelledOn <= on) &&
      !pauses.some((pause) => contains(pause, on)),
  )
}

/**
 * A period that is charged on its first day, and what changed it until `through`: another fee gives back the days
 * that are left and charges them anew, a pause or an end gives back its days. What is given back of a charge is
 * what its used days leave of it, and never more than adjustments and earlier repairs have left.
 */
export function chargeInAdvance(
  terms: SubscriptionTerms,
  period: ServicePeriod,
  through: Day,
): SubscriptionEntry[] {
  const live = serviceDays(terms, period, period.from)
  if (live.length === 0 || period.from > through) return []
  const first = itemOf(terms, period, live, feeOn(terms, period.from))
  const items = [first]
  const entries: SubscriptionEntry[] = [
    { what: 'period', cause: 'period', on: period.from, key: 'period', ...charged(first, period) },
  ]
  for (const event of eventsOf(terms, period, through)) {
    if (event.what === 'adjustment') entries.push(adjust(items, event))
    else if (terms.proration !== 'none') entries.push(...change(terms, period, items, event))
  }
  return entries
}

const charged = (item: Item, period: ServicePeriod) => ({
  amount: item.amount,
  days: item.days,
  of: lengthOf(period.whole),
})

function itemOf(terms: SubscriptionTerms, period: ServicePeriod, live: readonly Day[], fee: Money): Item {
  const share = shareOf(live.length, lengthOf(period.whole), period.months, terms.proration)
  const none = zeroMoney(fee.currency)
  return { amount: prorate(fee, share), days: live.length, fee, live, repaired: none, adjusted: none }
}

function eventsOf(terms: SubscriptionTerms, period: ServicePeriod, through: Day): Event[] {
  const { cancelledOn } = terms
  const events: Event[] = [
    ...(cancelledOn === null ? [] : [{ what: 'cancel' as const, on: cancelledOn, rank: 3 }]),
    ...sorted(terms.changes).map((one) => ({ what: 'change' as const, rank: 1, ...one })),
    ...terms.pauses.map((one) => ({ what: 'pause' as const, rank: 2, on: one.from, until: one.until })),
  ].filter((one) => period.from < one.on && one.on < period.until && one.on <= through)
  const adjustments = terms.adjustments
    .filter((one) => contains(period, one.on) && one.on <= through)
    .map((one) => ({ what: 'adjustment' as const, rank: 0, ...one }))
  return [...events, ...adjustments].sort((a, b) =>
    a.on !== b.on ? (a.on < b.on ? -1 : 1) : a.rank - b.rank,
  )
}

function change(
  terms: SubscriptionTerms,
  period: ServicePeriod,
  items: Item[],
  event: Exclude<Event, { what: 'adjustment' }>,
): SubscriptionEntry[] {
  const gone = (on: Day) => on >= event.on && (event.what !== 'pause' || on < event.until)
  const entries: SubscriptionEntry[] = []
  const left = items.at(-1)!.live.filter(gone)
  for (const item of items) {
    const days = item.live.filter(gone).length
    if (days === 0) continue
    item.live = item.live.filter((on) => !gone(on))
    const amount = repair(terms, period, item)
    const key = `${event.what}${items.length > 1 ? items.indexOf(item) + 1 : ''}`
    entries.push({ what: 'repair', cause: event.what, on: event.on, key, amount, days, of: item.days })
  }
  if (event.what === 'change' && left.length > 0) {
    const item = itemOf(terms, period, left, event.fee)
    items.push(item)
    const head = { what: 'charge', cause: 'change', on: event.on, key: 'charge' } as const
    entries.push({ ...head, ...charged(item, period) })
  }
  return entries
}

/** A negative amount: what the used days leave of the charge, less what was given back before. */
function repair(terms: SubscriptionTerms, period: ServicePeriod, item: Item): Money {
  const kept = prorateUsed(terms, period, item)
  const left = addMoney(subtractMoney(item.amount, item.repaired), item.adjusted)
  const wanted = subtractMoney(subtractMoney(item.amount, kept), item.repaired)
  const given = wanted.minor < 0n ? 0n : wanted.minor > left.minor ? left.minor : wanted.minor
  const amount = { ...wanted, minor: given < 0n ? 0n : given }
  item.repaired = addMoney(item.repaired, amount)
  return { ...amount, minor: -amount.minor }
}

function prorateUsed(terms: SubscriptionTerms, period: ServicePeriod, item: Item): Money {
  const used = item.live.length
  if (terms.proration !== 'thirty' || period.months === 0)
    return prorate(item.amount, { days: used, of: item.days })
  const share: Share = shareOf(used, lengthOf(period.whole), period.months, 'thirty')
  const value = prorate(item.fee, share)
  return value.minor < item.amount.minor ? value : item.amount
}

/** Given on the charge of its day; what is taken off never exceeds what is left of it. */
function adjust(items: readonly Item[], event: Extract<Event, { what: 'adjustment' }>): SubscriptionEntry {
  const item = items.at(-1)!
  const left = addMoney(subtractMoney(item.amount, item.repaired), item.adjusted)
  const amount = event.amount.minor < -left.minor ? { ...left, minor: -left.minor } : event.amount
  item.adjusted = addMoney(item.adjusted, amount)
  return { what: 'adjustment', cause: 'adjustment', on: event.on, key: event.id, amount, days: 0, of: 0 }
}

/** A period that is charged when it is over: its days with service at the fee of each day. */
export function chargeInArrears(terms: SubscriptionTerms, period: ServicePeriod): SubscriptionEntry[] {
  const days = serviceDays(terms, period, addDays(period.until, -1))
  const last = days.at(-1)
  if (last === undefined) return []
  const end =
    terms.cancelledOn !== null && terms.cancelledOn < period.until ? last : addDays(period.until, -1)
  const wholeDays = lengthOf(period.whole)
  const entries: SubscriptionEntry[] = []
  for (const segment of segmentsOf(terms, days)) {
    const share = shareOf(segment.days, wholeDays, period.months, terms.proration)
    const key = entries.length === 0 ? 'period' : `period${entries.length + 1}`
    entries.push({
      what: 'period',
      cause: entries.length === 0 ? 'period' : 'change',
      on: end,
      key,
      amount: prorate(segment.fee, share),
      days: segment.days,
      of: wholeDays,
    })
  }
  for (const one of terms.adjustments)
    if (contains(period, one.on))
      entries.push({
        what: 'adjustment',
        cause: 'adjustment',
        on: one.on,
        key: one.id,
        amount: one.amount,
        days: 0,
        of: 0,
      })
  return entries
}

/** Runs of days at one fee. Without proration the fee of the first day is the fee of the period. */
function segmentsOf(terms: SubscriptionTerms, days: readonly Day[]): { fee: Money; days: number }[] {
  if (terms.proration === 'none') return [{ fee: feeOn(terms, days[0]!), days: days.length }]
  const segments: { fee: Money; days: number; since: number }[] = []
  for (const on of days) {
    const since = terms.changes.filter((one) => one.on <= on).length
    const current = segments.at(-1)
    if (current !== undefined && current.since === since) current.days++
    else segments.push({ fee: feeOn(terms, on), days: 1, since })
  }
  return segments
}
