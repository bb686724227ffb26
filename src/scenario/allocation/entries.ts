/** Priced work as entries of the allocation, with the limits that each piece falls under. */
import type {
  Entry,
  LimitRule,
  Part,
  Pinned,
  PinnedOn,
  Route,
  Rules,
  Touch,
} from '../../contracts/allocation/rules.ts'
import { inLimit } from '../../contracts/allocation/ledger.ts'
import { ticksPerUnit } from '../../contracts/allocation/quantities.ts'
import { type Day, day } from '../../kernel/dates.ts'
import { type Decimal, decimal, isZero, subtractDecimal } from '../../kernel/decimal.ts'
import { minorUnits } from '../../kernel/money.ts'
import type { ReportedWork } from '../../model/scenario/work.ts'
import type { Piece, Valued } from '../pieces.ts'
import { agreedFor, contractOn, knownIn, type World } from '../world.ts'
import { type Ceiling, ceilingsOf, fallsUnder, inUnits } from './ceilings.ts'
import { type Taken, takenIn, together, type Unexplained } from './issued.ts'
import { type Subject, subjectOf, whoOf } from './narrowing.ts'
import { type Orders, ordersOf, routesOf } from './orders.ts'
import { type Bought, retainersOf } from './retainers.ts'

export type Basis = {
  readonly world: World
  readonly rules: Rules
  readonly ceilings: readonly Ceiling[]
  readonly orders: Orders
  readonly bought: readonly Bought[]
  readonly entries: readonly Entry[]
}
/** A piece of work that lacks an exchange rate to a limit's currency: it cannot be measured against it. */
export const noExchangeRate = 'MISSING_EXCHANGE_RATE'

export function basisOf(world: World, valued: readonly Valued[]): Basis {
  const limits: LimitRule[] = []
  const ceilings = ceilingsOf(world, limits)
  const orders = ordersOf(world, limits)
  const bought = retainersOf(world)
  const issued = takenIn(world)
  const used: { touch: Touch; on: Day; quantity: bigint }[] = []
  const make = { world, limits, ceilings, orders, bought, used, issued: issued.byWork }
  const reported = new Map(world.work.map((one) => [one.id, one]))
  const entries = valued.map((one) => entryOf(make, one, reported.get(one.work)))
  for (const one of issued.unexplained) useUnexplained(make, one)
  usedBefore(make)
  const waiting = ceilings
    .filter((one) => one.limit.heldWork === 'holds_the_rest')
    .flatMap((one) => [one.amount, one.hours].filter((rule) => rule !== null))
  const rules = { limits, retainers: bought.map((one) => one.rule), used, waiting: new Set(waiting) }
  return { world, rules, ceilings, orders, bought, entries }
}

type Make = Pick<Basis, 'world' | 'ceilings' | 'orders' | 'bought'> & {
  readonly limits: readonly LimitRule[]
  readonly used: { touch: Touch; on: Day; quantity: bigint }[]
  readonly issued: ReadonlyMap<string, readonly Taken[]>
}

/**
 * The priced pieces are its parts, by their places; a work of which nothing is priced keeps its issued room. So does what
 * was issued of it under another contract, until that is credited: under its own contract nothing of that is billed.
 */
function entryOf(make: Make, one: Valued, work: ReportedWork | undefined): Entry {
  const [own, elsewhere] = partition(make.issued.get(one.work) ?? [], one.contract)
  const taken = own.length === 0 ? undefined : own.reduce(together)
  for (const other of elsewhere)
    useTaken(make, { ...one, line: lineIn(make.world, other, work) }, work, other)
  const held = one.pieces.some((piece) => piece.bucket === 'held')
  const priced = one.pieces.filter((piece) => piece.bucket === 'priced')
  const base = { id: one.work, on: one.on, sourceId: priced[0]?.sourceId ?? one.work, held }
  if (priced.length === 0 && taken !== undefined) useTaken(make, one, work, taken)
  const shown = held ? one.pieces : priced
  const pins = pinsOf(priced, taken)
  const parts = shown.map((piece, at) => partOf(make, piece, work, held ? null : (pins[at] ?? null)))
  return { ...base, parts }
}

/** What names no contract is of the one that the work is of now. */
function partition(issued: readonly Taken[], contract: string | null): [Taken[], Taken[]] {
  const isOwn = (one: Taken) => one.contract === null || one.contract === contract
  return [issued.filter(isOwn), issued.filter((one) => !isOwn(one))]
}

/** The line of a contract that the work would fall on. */
function lineIn(world: World, { contract }: Taken, work: ReportedWork | undefined): string | null {
  if (work === undefined || contract === null) return null
  const { line: _, ...rest } = work
  const agreed = agreedFor(world, { ...rest, contract })
  return typeof agreed === 'string' ? null : agreed.line.id
}

/** What is issued lies on the pieces in their order; the last one takes what is over. */
function pinsOf(pieces: readonly Piece[], issued: Taken | undefined): (Pinned | null)[] {
  if (issued === undefined) return []
  let { amount, quantity } = issued
  // Orders lie on the pieces in their order too, the first one below the others.
  let further = issued.further ?? []
  let own = amount - further.reduce((sum, one) => sum + one.amount, 0n)
  return pieces.map((piece, at) => {
    const last = at === pieces.length - 1
    const taken: bigint = last || amount < piece.amount.minor ? amount : piece.amount.minor
    const part =
      quantity === null ? null : last || isLess(quantity, piece.quantity) ? quantity : piece.quantity
    amount -= taken
    if (quantity !== null && part !== null) quantity = subtractDecimal(quantity, part)
    const empty = taken === 0n && (part === null ? at > 0 : isZero(part))
    if (issued.further === undefined)
      return empty ? null : { amount: taken, quantity: part, order: issued.order }
    const mine = last ? further : upTo(further, taken - own)
    further = last ? [] : withoutFirst(further, taken - own)
    own = own > taken ? own - taken : 0n
    if (empty) return null
    return { amount: taken, quantity: part, order: issued.order, further: mine }
  })
}

/** The first of what stands on orders, up to an amount; one that is cut has the quantity of its amount. */
function upTo(list: readonly PinnedOn[], most: bigint): PinnedOn[] {
  let left = most
  return list.flatMap((one) => {
    if (left <= 0n) return []
    const amount = one.amount < left ? one.amount : left
    left -= one.amount
    return [amount === one.amount ? one : { ...one, amount, quantity: null }]
  })
}

/** What is left of it behind that amount. */
function withoutFirst(list: readonly PinnedOn[], most: bigint): PinnedOn[] {
  let left = most > 0n ? most : 0n
  return list.flatMap((one) => {
    const gone = one.amount < left ? one.amount : left
    left -= gone
    if (gone === 0n) return [one]
    return gone === one.amount ? [] : [{ ...one, amount: one.amount - gone, quantity: null }]
  })
}

function isLess(a: Decimal, b: Decimal): boolean {
  return subtractDecimal(a, b).coefficient < 0n
}

function partOf(make: Make, piece: Piece, work: ReportedWork | undefined, pinned: Pinned | null): Part {
  const subject = subjectOf(make.world, piece, work)
  const { currency } = piece.amount
  const { routes, touches } = waysOf(make, subject, currency)
  const retainer = make.bought.findIndex(
    (one) => one.contract === piece.contract && one.line === piece.line && isDrawn(make.world, piece),
  )
  return {
    quantity: piece.quantity,
    ticks: ticksPerUnit[piece.unit] ?? null,
    amount: piece.amount.minor,
    currency,
    touches,
    routes,
    retainer: retainer === -1 ? null : retainer,
    pinned,
  }
}

/** Only what people report is drawn; a fee of the same line is billed. */
function isDrawn(world: World, piece: Piece): boolean {
  const line = contractOn(world, piece.contract, piece.on)?.lines.find((one) => one.id === piece.line)
  const reported = ['time', 'expense', 'subcontractor', 'usage'].includes(piece.kind)
  return reported && line?.work === 'drawn_down'
}

function waysOf(make: Make, subject: Subject, currency: string): { routes: Route[]; touches: Touch[] } {
  const touches: Touch[] = []
  for (const ceiling of make.ceilings) {
    if (!fallsUnder(make.world, ceiling, subject)) continue
    const who = whoOf(ceiling.limit.each, subject)
    if (ceiling.amount !== null) {
      const rate = exchange(make.world, currency, ceiling.currency, subject.on)
      touches.push({ limit: ceiling.amount, who, rate })
    }
    if (ceiling.hours !== null) touches.push({ limit: ceiling.hours, who, rate: null })
  }
  const { routes, closed } = routesOf(make.orders, subject)
  if (closed) touches.push({ limit: make.orders.none, who: subject.contract, rate: null })
  return { routes, touches }
}

/**
 * From minor units of one currency to those of another, at the last rate on or before the day; null for one and the
 * same. Without a rate nothing fits: the work waits for one.
 */
function exchange(world: World, from: string, to: string, on: string): Decimal | null {
  if (from === to) return null
  const rows = knownIn(world, world.scenario.exchangeRates)
    .filter((one) => one.from === from && one.to === to && one.on <= on && (one.type ?? 'spot') === 'spot')
    .sort((a, b) => (a.on === b.on ? (a.learned ?? 0) - (b.learned ?? 0) : a.on < b.on ? -1 : 1))
  const found = rows.at(-1)
  if (found === undefined) return unmeasurable
  const rate = decimal(found.rate)
  const scale = rate.scale - minorUnits(to) + minorUnits(from)
  return scale >= 0
    ? { coefficient: rate.coefficient, scale }
    : { coefficient: rate.coefficient * 10n ** BigInt(-scale), scale: 0 }
}

/** A rate at which no amount finds room. */
const unmeasurable: Decimal = { coefficient: 10n ** 60n, scale: 0 }

export function isUnmeasurable(rate: Decimal | null): boolean {
  return rate === unmeasurable
}

/** A work of which nothing is priced any more, and of which something was issued. */
function useTaken(make: Make, one: Valued, work: ReportedWork | undefined, taken: Taken): void {
  const contract = taken.contract ?? one.contract
  if (contract === null || !make.world.contracts.has(contract)) return
  const { currency } = make.world.contracts.get(contract)!.at(-1)!
  const line = one.line ?? ''
  const subject = subjectOf(make.world, { kind: one.kind, on: one.on, contract, line }, work)
  const ticks = ticksPerUnit[one.unit] ?? 0n
  const hours = taken.quantity ?? one.billed
  const quantity = (hours.coefficient * ticks) / 10n ** BigInt(hours.scale)
  const further = (taken.further ?? []).map((one) => {
    const own = one.quantity ?? { coefficient: 0n, scale: 0 }
    return { ...one, ticks: (own.coefficient * ticks) / 10n ** BigInt(own.scale) }
  })
  const others = { amount: 0n, ticks: 0n }
  for (const one of further) {
    others.amount += one.amount
    others.ticks += one.ticks
  }
  const own = { amount: taken.amount - others.amount, ticks: quantity - others.ticks }
  takeRoom(make, subject, currency, [{ order: taken.order, ...own }, ...further])
}

/** A billed amount without work counts for its contract, not for a narrower limit. */
function useUnexplained(make: Make, one: Unexplained): void {
  const { contract, on, order, amount } = one
  const blank = { client: null, project: null, task: null, laborCategory: null, worker: null }
  const client = make.world.contracts.get(contract)?.at(-1)?.client ?? null
  const subject: Subject = { ...blank, client, kind: 'fee', on, contract, line: '' }
  takeRoom(make, subject, amount.currency, [{ order, amount: amount.minor, ticks: 0n }])
}

type Room = { readonly order: string | null; readonly amount: bigint; readonly ticks: bigint }

/** Of the limits that all of it falls under, and of each order its own part. */
function takeRoom(make: Make, subject: Subject, currency: string, rooms: readonly Room[]): void {
  const { routes, touches } = waysOf(make, subject, currency)
  for (const { order, amount, ticks } of rooms) {
    const route = routes.find((one) => one.order === order) ?? routes[0]
    for (const touch of [...touches, ...(route?.touches ?? [])]) {
      if (isUnmeasurable(touch.rate)) continue
      const money = make.limits[touch.limit]!.measure === 'amount'
      make.used.push({ touch, on: day(subject.on), quantity: money ? inLimit(amount, touch.rate) : ticks })
    }
  }
}

/** What limits and orders say themselves of what was billed before. */
function usedBefore(make: Make): void {
  const { asOf } = make.world
  const add = (rule: number | null, text: string | undefined, currency: string, on: string): void => {
    if (rule === null || text === undefined) return
    const { measure } = make.limits[rule]!
    const quantity = inUnits(text, measure, currency)
    make.used.push({ touch: { limit: rule, who: '', rate: null }, on: day(on), quantity })
  }
  for (const { placings, amount, hours, currency } of make.ceilings) {
    for (const { limit } of placings) {
      add(amount, limit.used?.amount, currency, limit.used?.on ?? asOf)
      add(hours, limit.used?.hours, currency, limit.used?.on ?? asOf)
    }
  }
  for (const list of make.orders.byContract.values()) {
    for (const { order, amount, hours, currency } of list) {
      add(amount, order.used?.amount, currency, order.used?.on ?? asOf)
      add(hours, order.used?.hours, currency, order.used?.on ?? asOf)
    }
  }
}
