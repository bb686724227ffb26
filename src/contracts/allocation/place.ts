/** Entries are placed one after the other: drawn from what was bought ahead, then under their limits. */
import { drawPart } from './draw-part.ts'
import { subtractDecimal } from '../../kernel/decimal.ts'
import { type Asked, fillEntry, pinnedShare, pinnedSteps } from './fill.ts'
import { inLimit, type Ledger, use } from './ledger.ts'
import { advanceTo, copyRetainer, openRetainer, type RetainerState } from './lots.ts'
import { type Share, ticksOf } from './quantities.ts'
import type { Entry, Part, Placed, Rules, Touch } from './rules.ts'

export type State = { readonly ledger: Ledger; readonly retainers: RetainerState[] }

/** The order in which room is given, whatever the order of arrival. */
export function byWorkDate(a: Pick<Entry, 'on' | 'sourceId'>, b: Pick<Entry, 'on' | 'sourceId'>): number {
  if (a.on !== b.on) return a.on < b.on ? -1 : 1
  return a.sourceId < b.sourceId ? -1 : a.sourceId > b.sourceId ? 1 : 0
}

/**
 * The state before the first entry. What stands on issued documents, what was used before, and what lowers an
 * amount count first, so that the rest is allocated around them.
 */
export function openState(rules: Rules, entries: Iterable<Entry>): State {
  const ledger: Ledger = new Map()
  for (const { touch, on, quantity } of rules.used) use(ledger, rules.limits, touch, on, quantity)
  for (const entry of entries) {
    for (const part of entry.parts) countFirst(rules, ledger, entry, part)
  }
  return { ledger, retainers: rules.retainers.map(openRetainer) }
}

/** True where an entry takes or gives room before all others, so that its coming changes the first state. */
export function countsFirst(entry: Entry): boolean {
  return entry.parts.some((part) => part.pinned !== null || isLowering(part))
}

function isLowering(part: Part): boolean {
  return part.amount < 0n || part.quantity.coefficient < 0n
}

function countFirst(rules: Rules, ledger: Ledger, entry: Entry, part: Part): void {
  const { pinned } = part
  const lowering = pinned === null && isLowering(part) && part.retainer === null && !entry.held
  if (pinned === null && !lowering) return
  const amount = pinned?.amount ?? part.amount
  const quantity = pinned === null ? part.quantity : pinnedShare(part).quantity
  const add = (touch: Touch, share: Share): void => {
    const money = rules.limits[touch.limit]!.measure === 'amount'
    const ticks = part.ticks === null ? 0n : ticksOf(share.quantity, part.ticks)
    use(ledger, rules.limits, touch, entry.on, money ? inLimit(share.amount, touch.rate) : ticks)
  }
  for (const touch of part.touches) add(touch, { amount, quantity })
  if (pinned?.further === undefined) {
    const route = part.routes.find((one) => pinned !== null && one.order === pinned.order) ?? part.routes[0]
    for (const touch of route?.touches ?? []) add(touch, { amount, quantity })
    return
  }
  let from: Share = { amount: 0n, quantity: { coefficient: 0n, scale: 0 } }
  for (const { order, to } of pinnedSteps(part)) {
    const share = { amount: to.amount - from.amount, quantity: subtractDecimal(to.quantity, from.quantity) }
    const route = part.routes.find((one) => one.order === order) ?? part.routes[0]
    for (const touch of route?.touches ?? []) add(touch, share)
    from = to
  }
}

export function copyState(state: State): State {
  return { ledger: new Map(state.ledger), retainers: state.retainers.map(copyRetainer) }
}

export function sameState(a: State, b: State): boolean {
  if (a.ledger.size !== b.ledger.size) return false
  for (const [key, value] of a.ledger) if (b.ledger.get(key) !== value) return false
  return a.retainers.every((one, at) => sameRetainer(one, b.retainers[at]!))
}

function sameRetainer(a: RetainerState, b: RetainerState): boolean {
  if (a.owed !== b.owed || a.overage !== b.overage) return false
  if (a.lots.length !== b.lots.length || a.periods.length !== b.periods.length) return false
  return (
    a.lots.every((lot, at) => sameFigures(lot, b.lots[at]!)) &&
    a.periods.every((period, at) => sameFigures(period, b.periods[at]!))
  )
}

function sameFigures<T extends Record<keyof T, unknown>>(a: T, b: T): boolean {
  for (const name in a) if (a[name] !== b[name]) return false
  return true
}

/** Limits that wait for held work are shut by a mark in the ledger. */
const shut = (limit: number): string => `shut|${limit}`

/** Places one entry and takes its room. Entries come in the order of `byWorkDate`. */
export function placeEntry(rules: Rules, state: State, entry: Entry): readonly Placed[] {
  const { limits, retainers } = rules
  if (entry.held) {
    shutLimits(rules, state, entry)
    return []
  }
  const waits = waitsFor(rules, state, entry)
  if (waits !== null) return entry.parts.map((part, at) => waitingPiece(part, at, waits))
  const asked: Asked[] = []
  const placed: Placed[] = []
  for (const [at, part] of entry.parts.entries()) {
    if (part.retainer === null) {
      asked.push({ at, part, overage: false, lot: null })
      continue
    }
    const rule = retainers[part.retainer]!
    advanceTo(rule, state.retainers[part.retainer]!, entry.on)
    const drawn = drawPart(rule, state.retainers[part.retainer]!, entry.on, at, part)
    placed.push(...drawn.placed)
    if (drawn.asked === null) continue
    const { treat } = rule.overage
    if (treat === 'billed' || !drawn.asked.overage) asked.push(drawn.asked)
    else placed.push({ ...waitingPiece(drawn.asked.part, at, null), state: treat, overage: true })
  }
  const filled = asked.length === 0 ? [] : fillEntry(state.ledger, limits, entry, asked)
  return placed.length === 0 ? filled : [...placed, ...filled].sort((a, b) => a.part - b.part)
}

function waitsFor(rules: Rules, state: State, entry: Entry): number | null {
  if (rules.waiting.size === 0) return null
  for (const part of entry.parts) {
    if (part.pinned !== null) continue
    const found = part.touches.find((touch) => state.ledger.has(shut(touch.limit)))
    if (found !== undefined) return found.limit
  }
  return null
}

function shutLimits(rules: Rules, state: State, entry: Entry): void {
  for (const part of entry.parts) {
    for (const { limit } of part.touches) if (rules.waiting.has(limit)) state.ledger.set(shut(limit), 1n)
  }
}

function waitingPiece(part: Part, at: number, limit: number | null): Placed {
  const { quantity, amount } = part
  const where = { limit, order: null, lot: null, overage: false, movedTo: null }
  return { part: at, quantity, amount, state: 'parked', ...where }
}
