/** What a line of a contract came to: its fees as they fill up, and what it bills, costs and leaves. */
import { addDays } from '../kernel/dates.ts'
import { divideRounded, formatDecimal } from '../kernel/decimal.ts'
import { addMoney, formatMoney, type Money, parseMoney, subtractMoney, zeroMoney } from '../kernel/money.ts'
import { convert } from '../contracts/currencies/exchange.ts'
import { rateFor } from './exchange.ts'
import { scheduleOf } from './fees/instalments.ts'
import { isBillable, milestonesOf } from './fees/milestones.ts'
import { progressStates } from './fees/progress.ts'
import { chargedPeriods, sumOfEntries } from './fees/subscriptions.ts'
import type { Place } from './known.ts'
import type { Piece, Valued } from './pieces.ts'
import type { World } from './world.ts'

const billedBuckets: readonly string[] = ['priced', 'draft', 'issued']

export function lineFigures(world: World, place: Place, valued: readonly Valued[]): Record<string, unknown> {
  const own = valued.filter((one) => one.contract === place.contract.id && one.line === place.line.id)
  const { line } = place
  return {
    figures: figuresOf(world, place.contract.currency, own),
    ...(line.fee?.instalments === undefined ? {} : { instalments: instalments(world, place) }),
    ...(line.fee?.progress === undefined ? {} : { progress: progress(world, place, valued) }),
    ...(line.milestones === undefined ? {} : { milestones: milestones(world, place) }),
    ...(line.subscription === undefined ? {} : { subscription: subscription(world, place) }),
    ...discountsOf(own, place.contract.currency),
  }
}

function instalments(world: World, place: Place) {
  return scheduleOf(place).map((one) => ({
    id: one.id,
    on: one.on,
    amount: formatMoney(one.amount),
    state: one.on <= world.asOf ? 'due' : 'planned',
  }))
}

function progress(world: World, place: Place, valued: readonly Valued[]) {
  return progressStates(world, place, valued).map((one) => ({
    id: one.on,
    percent: formatDecimal(one.percent),
    cumulative: formatMoney(one.cumulative),
    amount: formatMoney(one.amount),
  }))
}

function milestones(world: World, place: Place) {
  return milestonesOf(world, place).map((one) => ({
    id: one.milestone.id,
    amount: formatMoney(one.amount),
    status: one.status,
    acceptedOn: one.acceptedOn,
    open: one.open,
    billable: isBillable(one) ? formatMoney(one.amount) : '0',
  }))
}

function subscription(world: World, place: Place) {
  const { currency } = place.contract
  const charged = chargedPeriods(world, place)
  const events = new Map<string, { what: string; repair: Money; charge: Money }>()
  for (const { entries } of charged)
    for (const one of entries) {
      if (one.cause === 'period' || one.cause === 'adjustment') continue
      const nothing = zeroMoney(currency)
      const event = events.get(one.on) ?? { what: one.cause, repair: nothing, charge: nothing }
      const side = one.what === 'repair' ? 'repair' : 'charge'
      events.set(one.on, { ...event, [side]: addMoney(event[side], one.amount) })
    }
  return {
    periods: charged.map(({ period, entries }) => {
      const of = (repairs: boolean) =>
        entries.filter((one) => (one.what === 'repair' || one.what === 'adjustment') === repairs)
      return {
        id: period.from,
        to: addDays(period.until, -1),
        charged: formatMoney(sumOfEntries(of(false), currency)),
        givenBack: formatMoney(sumOfEntries(of(true), currency)),
        kept: formatMoney(sumOfEntries(entries, currency)),
      }
    }),
    events: [...events].map(([id, { what, repair, charge }]) => {
      const net = addMoney(repair, charge)
      const credit = net.minor < 0n ? { ...net, minor: -net.minor } : zeroMoney(currency)
      return {
        id,
        what,
        repair: formatMoney(repair),
        charge: formatMoney(charge),
        net: formatMoney(net),
        credit: formatMoney(credit),
      }
    }),
  }
}

/** Billed less cost; cost is what it was, whatever was written down. Null where a currency cannot be compared. */
function figuresOf(world: World, currency: string, own: readonly Valued[]) {
  const approved = own.filter((one) => !one.pieces.some((piece) => piece.bucket === 'none'))
  const pieces = approved.flatMap((one) => one.pieces)
  const billed = sumOf(pieces, currency, (piece) => billedBuckets.includes(piece.bucket))
  const cost = costOf(world, currency, approved)
  const standard = approved.reduce(
    (sum, one) => (one.standardValue?.currency === currency ? addMoney(sum, one.standardValue) : sum),
    zeroMoney(currency),
  )
  const margin = cost && subtractMoney(billed, cost)
  return {
    standardValue: formatMoney(standard),
    billed: formatMoney(billed),
    absorbed: formatMoney(sumOf(pieces, currency, (piece) => piece.limit === 'cap')),
    writtenOff: formatMoney(sumOf(pieces, currency, (piece) => piece.bucket === 'written_off')),
    withheld: formatMoney(
      sumOf(pieces, currency, (piece) => piece.limit === 'retainage' && piece.bucket === 'parked'),
    ),
    cost: cost && formatMoney(cost),
    margin: margin && formatMoney(margin),
    marginPercent: margin && percent(margin, billed),
    discountPercent: percent(subtractMoney(standard, billed), standard),
    billedLaborPieces: String(
      pieces.filter((piece) => piece.kind === 'time' && billedBuckets.includes(piece.bucket)).length,
    ),
  }
}

function sumOf(pieces: readonly Piece[], currency: string, fits: (piece: Piece) => boolean): Money {
  return pieces
    .filter((piece) => fits(piece) && piece.amount.currency === currency)
    .reduce((sum, piece) => addMoney(sum, piece.amount), zeroMoney(currency))
}

function costOf(world: World, currency: string, own: readonly Valued[]): Money | null {
  let sum = zeroMoney(currency)
  for (const { cost, on } of own) {
    if (cost === null) continue
    const rate = rateFor(world, 'cost', cost.currency, currency, on)
    if (rate === null) return null
    sum = addMoney(sum, convert(cost, rate))
  }
  return sum
}

/** In percent with two digits, half away from zero. */
function percent(part: Money, whole: Money): string | null {
  if (whole.minor === 0n) return null
  return formatDecimal({
    coefficient: divideRounded(part.minor * 10_000n, whole.minor, 'half_away'),
    scale: 2,
  })
}

type Given = { readonly id: string; readonly base: string; readonly amount: string }

function discountsOf(own: readonly Valued[], currency: string): Record<string, unknown> {
  const given = new Map<string, Money>()
  for (const one of own)
    for (const each of (one.more?.discounts as readonly Given[] | undefined) ?? [])
      given.set(
        each.id,
        addMoney(given.get(each.id) ?? zeroMoney(currency), parseMoney(each.amount, currency)!),
      )
  if (given.size === 0) return {}
  return { discounts: [...given].map(([id, amount]) => ({ id, given: formatMoney(amount) })) }
}
