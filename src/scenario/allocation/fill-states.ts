/** How full limits, purchase orders, lots and periods are, as figures with names. */
import type { Group } from '../../contracts/allocation/group.ts'
import { heightOf, inLimit, keyOf, type Ledger } from '../../contracts/allocation/ledger.ts'
import { advanceTo, copyRetainer, leftOf } from '../../contracts/allocation/lots.ts'
import { openState } from '../../contracts/allocation/place.ts'
import { hoursOfTicks, ticksOf } from '../../contracts/allocation/quantities.ts'
import type { Entry, LimitRule, Part, Placed, Touch } from '../../contracts/allocation/rules.ts'
import type { Day } from '../../kernel/dates.ts'
import { formatMoney, type Money, parseMoney, subtractMoney } from '../../kernel/money.ts'
import { formatDecimal } from '../../kernel/decimal.ts'
import type { LimitState, LotState } from '../steps/allocate.ts'
import type { Ceiling } from './ceilings.ts'
import { type Basis, isUnmeasurable } from './entries.ts'
import type { Order } from './orders.ts'

/** Texts of a limit's units. */
type Words = (value: bigint) => string

function wordsFor(measure: 'amount' | 'hours', currency: string): Words {
  return (value) =>
    measure === 'hours' ? formatDecimal(hoursOfTicks(value)) : formatMoney({ minor: value, currency })
}

type Sums = { used: bigint; pinned: bigint; over: bigint; height: bigint; on: Day; who: string }

/** Of every rule, the sums of each of its stretches. */
type Told = ReadonlyMap<number, ReadonlyMap<string, Sums>>

export function limitStates(
  basis: Basis,
  group: Group,
  costs: ReadonlyMap<string, Money | null>,
): LimitState[] {
  const told = sumsOf(basis, group)
  const states = basis.ceilings.map((ceiling) => ceilingState(basis, group, told, ceiling, costs))
  const orders = [...basis.orders.byContract.values()].flat()
  return [...states, ...orders.map((order) => orderState(basis, told, order))]
}

/** Every stretch that something was counted in or found no room in. */
function sumsOf({ rules }: Basis, group: Group): Told {
  const before = openState(rules, group.entries).ledger
  const told = new Map<number, Map<string, Sums>>()
  const at = (touch: Touch, on: Day): Sums => {
    const limit = rules.limits[touch.limit]!
    const key = keyOf(touch, limit, on)
    const stretches = told.get(touch.limit) ?? new Map<string, Sums>()
    told.set(touch.limit, stretches)
    const found = stretches.get(key) ?? openSums(limit, group.end.ledger, before, key, touch, on)
    stretches.set(key, found)
    return found
  }
  for (const { touch, on } of rules.used) at(touch, on)
  for (const [place, entry] of group.entries.entries()) {
    for (const [index, part] of entry.parts.entries()) {
      const orders = part.routes.flatMap((route) => route.touches)
      for (const touch of [...part.touches, ...orders]) at(touch, entry.on)
      for (const placed of group.placed[place] ?? []) {
        if (placed.part !== index || placed.limit === null) continue
        const touch = [...part.touches, ...orders].find((one) => one.limit === placed.limit)
        if (touch === undefined) continue
        if (placed.state === 'allowed') at(touch, placed.movedTo ?? entry.on)
        else at(touch, entry.on).over += inUnitsOf(rules.limits[placed.limit]!, touch, part, placed)
      }
    }
  }
  return told
}

function openSums(limit: LimitRule, end: Ledger, before: Ledger, key: string, touch: Touch, on: Day): Sums {
  const height = heightOf(limit, on)
  return { used: end.get(key) ?? 0n, pinned: before.get(key) ?? 0n, over: 0n, height, on, who: touch.who }
}

function inUnitsOf(limit: LimitRule, touch: Touch, part: Part, placed: Placed): bigint {
  if (limit.measure === 'amount') return isUnmeasurable(touch.rate) ? 0n : inLimit(placed.amount, touch.rate)
  return part.ticks === null ? 0n : ticksOf(placed.quantity, part.ticks)
}

/**
 * `room` is what was left beside issued documents before anything open was placed, `open` what of it open work takes,
 * `left` what is left now, `over` what finds no room, and `adjustment` the same as what it takes off open work.
 */
function figures(sums: readonly Sums[], words: Words): Record<string, string> {
  const add = (of: (one: Sums) => bigint): bigint => sums.reduce((total, one) => total + of(one), 0n)
  const [used, pinned, over, height] = [
    add((one) => one.used),
    add((one) => one.pinned),
    add((one) => one.over),
    add((one) => one.height),
  ]
  const room = height > pinned ? height - pinned : 0n
  return {
    limit: words(height),
    used: words(used),
    pinned: words(pinned),
    room: words(room),
    open: words(used - pinned),
    left: words(height > used ? height - used : 0n),
    over: words(over),
    adjustment: words(-over),
  }
}

function ruleFigures(rule: LimitRule, told: Told, at: number, words: Words): Record<string, unknown> {
  const stretches = [...(told.get(at) ?? new Map<string, Sums>()).values()]
  if (rule.per === 'total' && stretches.every((one) => one.who === '')) {
    const none: Sums = { used: 0n, pinned: 0n, over: 0n, height: rule.most, on: rule.until, who: '' }
    const only = stretches[0] ?? { ...none, height: heightOf(rule, rule.until) }
    return figures([only], words)
  }
  const parts = stretches
    .sort((a, b) => (a.on === b.on ? (a.who < b.who ? -1 : 1) : a.on < b.on ? -1 : 1))
    .map((one) => ({ id: stretchName(rule, one), ...figures([one], words) }))
  const { limit: _, room: __, left: ___, ...sums } = figures(stretches, words)
  return { ...sums, stretches: parts }
}

/** "2026-06" for a month, the first day for others, and for whom it counts. */
function stretchName(rule: LimitRule, { on, who }: Sums): string {
  const start = keyOf({ limit: 0, who: '', rate: null }, rule, on).split('|')[1]!
  const name = rule.per === 'month' ? start.slice(0, 7) : rule.per === 'year' ? start.slice(0, 4) : start
  return [name, who].filter((one) => one !== '').join(' ')
}

function ceilingState(
  { rules }: Basis,
  group: Group,
  told: Told,
  ceiling: Ceiling,
  costs: ReadonlyMap<string, Money | null>,
): LimitState {
  const { id, contract, line, limit, amount, hours, currency } = ceiling
  const stateOf = (at: number, measure: 'amount' | 'hours'): Record<string, unknown> =>
    ruleFigures(rules.limits[at]!, told, at, wordsFor(measure, currency))
  const level = limit.level ?? (contract === null ? 'client' : line === null ? 'contract' : 'line')
  const base = { id, contract, line, level, per: limit.per ?? 'total' }
  const ofHours =
    hours === null ? {} : amount === null ? stateOf(hours, 'hours') : { hours: stateOf(hours, 'hours') }
  if (amount === null) return { ...base, unit: 'hour', ...ofHours }
  const money = stateOf(amount, 'amount')
  return { ...base, currency, ...money, ...ofHours, ...marginOf(group, amount, currency, costs, money) }
}

/** Cost of the work that the limit counts, and what is left of it; both null where a cost is not known. */
function marginOf(
  group: Group,
  rule: number,
  currency: string,
  costs: ReadonlyMap<string, Money | null>,
  money: Record<string, unknown>,
): { cost: string | null; margin: string | null } {
  let cost = 0n
  const touches = (entry: Entry): boolean =>
    entry.parts.some((part) => part.touches.some((touch) => touch.limit === rule))
  for (const entry of group.entries) {
    if (!touches(entry)) continue
    const one = costs.get(entry.id)
    if (one === null || one === undefined || one.currency !== currency) return { cost: null, margin: null }
    cost += one.minor
  }
  const used = typeof money.used === 'string' ? parseMoney(money.used, currency) : null
  const total = { minor: cost, currency }
  return {
    cost: formatMoney(total),
    margin: used === null ? null : formatMoney(subtractMoney(used, total)),
  }
}

function orderState({ rules }: Basis, told: Told, one: Order): LimitState {
  const { order, contract, currency, amount, hours } = one
  const of = (at: number | null, measure: 'amount' | 'hours'): Record<string, unknown> =>
    at === null ? {} : ruleFigures(rules.limits[at]!, told, at, wordsFor(measure, currency))
  const ofHours = hours === null ? {} : amount === null ? of(hours, 'hours') : { hours: of(hours, 'hours') }
  const unit = amount === null ? { unit: 'hour' } : { currency }
  return {
    id: order.id,
    contract,
    line: null,
    level: 'purchase_order',
    ...unit,
    ...of(amount, 'amount'),
    ...ofHours,
  }
}

/** Lots and periods as they stand on the day of the question. */
export function lotStates(basis: Basis, group: Group): { lots: LotState[]; periods: LotState[] } {
  const lots: LotState[] = []
  const periods: LotState[] = []
  for (const [at, { contract, line, currency, rule }] of basis.bought.entries()) {
    const state = copyRetainer(group.end.retainers[at]!)
    advanceTo(rule, state, basis.world.asOf)
    const words = wordsFor(rule.measure, currency)
    const unit = rule.measure === 'hours' ? { unit: 'hour' } : { currency }
    for (const lot of state.lots) {
      const { id, from, to, granted, deficit, used, usedLater, rolledOver, lapsed, expired } = lot
      const sums = { granted, deficit, used, usedLater, rolledOver, lapsed, expired, left: leftOf(lot) }
      lots.push({ contract, line, id, from, to, ...unit, ...told(sums, words) })
    }
    for (const { id, from, to, available, used, deficit, overage } of state.periods) {
      const left = available > used - deficit ? available - (used - deficit) : 0n
      periods.push({
        contract,
        line,
        id,
        from,
        to,
        ...unit,
        ...told({ available, used, left, deficit, overage }, words),
      })
    }
  }
  return { lots, periods }
}

function told(sums: Record<string, bigint>, words: Words): Record<string, string> {
  return Object.fromEntries(Object.entries(sums).map(([name, value]) => [name, words(value)]))
}
