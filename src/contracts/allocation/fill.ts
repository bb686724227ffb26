/** One entry after the other takes what room its limits and purchase orders have left. */
import type { Day } from '../../kernel/dates.ts'
import { compareDecimal, isZero, subtractDecimal } from '../../kernel/decimal.ts'
import { inLimit, type Ledger, roomOf } from './ledger.ts'
import { quantityAt, type Share, ticksOf } from './quantities.ts'
import type { Entry, LimitRule, Part, Placed, Route, Touch } from './rules.ts'
import { type Counted, fit, useBetween } from './split.ts'
import { startAfter, stretchOf } from './stretches.ts'

const nothing: Share = { quantity: { coefficient: 0n, scale: 0 }, amount: 0n }

/** A part as it goes to its limits, with its place in the entry. */
export type Asked = {
  readonly at: number
  readonly part: Part
  readonly overage: boolean
  readonly lot: string | null
}

/** What of a part is on issued documents and has its room already; at most the part. */
export function pinnedShare(part: Part): Share {
  const { pinned } = part
  if (pinned === null) return nothing
  const quantity =
    pinned.quantity === null || compareDecimal(pinned.quantity, part.quantity) > 0
      ? part.quantity
      : pinned.quantity
  return { quantity, amount: pinned.amount < part.amount ? pinned.amount : part.amount }
}

/** Up to where the issued part lies on each of its orders, one behind the other, in the order of the documents. */
export function pinnedSteps(part: Part): { readonly order: string | null; readonly to: Share }[] {
  const whole = pinnedShare(part)
  const { order = null, further = [] } = part.pinned ?? {}
  const steps: { order: string | null; to: Share }[] = []
  let left = whole
  for (const one of [...further].reverse()) {
    steps.unshift({ order: one.order, to: left })
    const amount = left.amount - one.amount
    const quantity =
      one.quantity === null ? quantityAt(amount, part) : subtractDecimal(left.quantity, one.quantity)
    left = amount > 0n && quantity.coefficient >= 0n ? { amount, quantity } : nothing
  }
  return [{ order, to: left }, ...steps]
}

/** Places the parts of one entry that wait for room, and takes it. Parts add up to what was asked. */
export function fillEntry(
  ledger: Ledger,
  limits: readonly LimitRule[],
  entry: Entry,
  asked: readonly Asked[],
): Placed[] {
  const refused = wholeEntryRefused(ledger, limits, entry.on, asked)
  return asked.flatMap((one) => {
    const refuser = one.part.touches.find((touch) => refused.has(touch.limit))
    return fillPart(ledger, limits, entry.on, one, refuser?.limit ?? null)
  })
}

/** Limits in whole-entry mode under which the entry does not fit, its issued part aside. */
function wholeEntryRefused(
  ledger: Ledger,
  limits: readonly LimitRule[],
  on: Day,
  asked: readonly Asked[],
): Set<number> {
  const needs = new Map<string, { touch: Touch; need: bigint }>()
  for (const { part } of asked) {
    for (const touch of part.touches) {
      const limit = limits[touch.limit]!
      if (limit.mode !== 'whole_entry') continue
      const key = `${touch.limit}|${touch.who}`
      const before = needs.get(key)?.need ?? 0n
      needs.set(key, { touch, need: before + needOf(part, limit, touch) })
    }
  }
  const refused = new Set<number>()
  for (const { touch, need } of needs.values()) {
    if (need > 0n && need > roomOf(ledger, limits, touch, on)) refused.add(touch.limit)
  }
  return refused
}

function needOf(part: Part, limit: LimitRule, touch: Touch): bigint {
  const pinned = pinnedShare(part)
  if (limit.measure === 'amount')
    return part.amount <= 0n ? 0n : inLimit(part.amount - pinned.amount, touch.rate)
  return part.ticks === null ? 0n : ticksOf(subtractDecimal(part.quantity, pinned.quantity), part.ticks)
}

/** The way of a part: its limits in stretches that may move on, and its purchase orders one after the other. */
type Way = { counted: Counted[]; route: number }

function fillPart(
  ledger: Ledger,
  limits: readonly LimitRule[],
  on: Day,
  asked: Asked,
  refuser: number | null,
): Placed[] {
  const { part } = asked
  const placed: Placed[] = []
  const whole: Share = { quantity: part.quantity, amount: part.amount }
  let share = pinnedShare(part)
  const put = (to: Share, more: Partial<Placed>): void => {
    append(placed, asked, share, to, more)
    share = to
  }
  let from = nothing
  for (const { order, to } of part.pinned === null ? [] : pinnedSteps(part)) {
    append(placed, asked, from, to, { order })
    from = to
  }
  if (isWhole(share, part) || part.amount < 0n || part.quantity.coefficient < 0n) {
    put(whole, { order: part.routes[0]?.order ?? null })
    return placed
  }
  if (refuser !== null) {
    put(whole, overOf(limits, refuser))
    return placed
  }
  const way: Way = { counted: part.touches.map((touch) => ({ touch, on })), route: 0 }
  for (;;) {
    const route = part.routes[way.route]
    const touched = [...way.counted, ...(route?.touches ?? []).map((touch) => ({ touch, on }))]
    const found = fitRoute(ledger, limits, part, share, touched, route)
    useBetween(ledger, limits, part, share, found.share, touched)
    const movedTo = way.counted.find((one) => one.on !== on)?.on ?? null
    put(found.share, { order: route?.order ?? null, movedTo, limit: movedLimit(way, on) })
    if (found.binding === null) return placed
    if (!goOn(limits, part, way, found.binding)) {
      put(whole, overOf(limits, found.binding))
      return placed
    }
  }
}

function movedLimit(way: Way, on: Day): number | null {
  return way.counted.find((one) => one.on !== on)?.touch.limit ?? null
}

/** A purchase order that takes whole entries only takes nothing of one that does not fit. */
function fitRoute(
  ledger: Ledger,
  limits: readonly LimitRule[],
  part: Part,
  share: Share,
  touched: readonly Counted[],
  route: Route | undefined,
): ReturnType<typeof fit> {
  const found = fit(ledger, limits, part, share, touched)
  const { binding } = found
  if (binding === null || route === undefined) return found
  const bound = limits[binding]!
  return bound.order && bound.mode === 'whole_entry' ? { share, binding } : found
}

/** Moves the way on past the limit that binds; false where there is nowhere to go. */
function goOn(limits: readonly LimitRule[], part: Part, way: Way, binding: number): boolean {
  const limit = limits[binding]!
  if (limit.order) {
    way.route++
    return way.route < part.routes.length
  }
  if (limit.over !== 'next_period' || limit.per === 'total') return false
  const at = way.counted.findIndex((one) => one.touch.limit === binding)
  const { on, touch } = way.counted[at]!
  const next = startAfter(stretchOf(on, limit.per) as Day, limit.per, 1)
  if (next > limit.until) return false
  way.counted[at] = { touch, on: next }
  return true
}

function overOf(limits: readonly LimitRule[], limit: number): Partial<Placed> {
  const { over } = limits[limit]!
  return { state: over === 'next_period' ? 'parked' : over, limit }
}

function isWhole(share: Share, part: Part): boolean {
  return share.amount === part.amount && compareDecimal(share.quantity, part.quantity) === 0
}

/** Adds what lies between two shares; what is placed alike stays one. */
function append(placed: Placed[], asked: Asked, from: Share, to: Share, more: Partial<Placed>): void {
  const quantity = subtractDecimal(to.quantity, from.quantity)
  const amount = to.amount - from.amount
  const nothingNew = isZero(quantity) && amount === 0n
  if (nothingNew && !(placed.length === 0 && isWhole(to, asked.part))) return
  const one: Placed = {
    part: asked.at,
    quantity,
    amount,
    state: 'allowed',
    limit: null,
    order: null,
    lot: asked.lot,
    overage: asked.overage,
    movedTo: null,
    ...more,
  }
  const last = placed.at(-1)
  if (last !== undefined && alike(last, one)) {
    placed[placed.length - 1] = { ...last, ...sum(from, to, last), order: one.order }
    return
  }
  placed.push(one)
}

function alike(a: Placed, b: Placed): boolean {
  return (
    a.state === 'allowed' &&
    b.state === 'allowed' &&
    (a.order === null || a.order === b.order) &&
    a.limit === b.limit &&
    a.movedTo === b.movedTo
  )
}

function sum(from: Share, to: Share, last: Placed): Pick<Placed, 'quantity' | 'amount'> {
  const before = subtractDecimal(from.quantity, last.quantity)
  return {
    quantity: subtractDecimal(to.quantity, before),
    amount: last.amount + to.amount - from.amount,
  }
}
