/** How much of a part finds room under all of its limits at once. */
import type { Day } from '../../kernel/dates.ts'
import { addDecimal, compareDecimal, type Decimal, isZero, subtractDecimal } from '../../kernel/decimal.ts'
import { inLimit, inWork, type Ledger, roomOf, use } from './ledger.ts'
import { amountAt, quantityAt, quantityOfTicks, type Share, ticksOf } from './quantities.ts'
import type { LimitRule, Part, Touch } from './rules.ts'

/** A touch and the day whose stretch it counts in: the work date, or a later one where work moved on. */
export type Counted = { readonly touch: Touch; readonly on: Day }

/** How far a part is placed after its limits were asked, and the one that left the least room. */
type Fit = { readonly share: Share; readonly binding: number | null }

/**
 * How far a part can be placed that is placed up to `placed` already. The smallest remainder binds; under a limit of
 * money the amount takes it up exactly and the quantity follows to four digits, under one of hours the other way
 * round. No limit is ever passed.
 */
export function fit(
  ledger: Ledger,
  limits: readonly LimitRule[],
  part: Part,
  placed: Share,
  touched: readonly Counted[],
): Fit {
  let amount = part.amount
  let quantity: Decimal = part.quantity
  let binding: number | null = null
  for (const { touch, on } of touched) {
    const limit = limits[touch.limit]!
    const room = roomOf(ledger, limits, touch, on)
    const found =
      limit.measure === 'amount' ? underMoney(part, placed, touch, room) : underHours(part, placed, room)
    if (found === null) continue
    const tighter =
      found.amount < amount || (found.amount === amount && compareDecimal(found.quantity, quantity) < 0)
    if (tighter || binding === null) binding = touch.limit
    if (found.amount < amount) amount = found.amount
    if (compareDecimal(found.quantity, quantity) < 0) quantity = found.quantity
  }
  if (binding === null) return { share: { quantity, amount }, binding }
  // A sliver of time that is worth nothing is no part.
  if (part.amount !== 0n && amount <= placed.amount) return { share: placed, binding }
  return { share: { quantity, amount }, binding }
}

/** Null where all that is left fits. */
function underMoney(part: Part, placed: Share, touch: Touch, room: bigint): Share | null {
  const left = part.amount - placed.amount
  if (left <= 0n || inLimit(left, touch.rate) <= room) return null
  if (room <= 0n) return placed
  const amount = placed.amount + inWork(room, touch.rate)
  return { amount, quantity: atLeast(quantityAt(amount, part), placed.quantity) }
}

function underHours(part: Part, placed: Share, room: bigint): Share | null {
  if (part.ticks === null) return null
  const left = ticksOf(subtractDecimal(part.quantity, placed.quantity), part.ticks)
  if (left <= room) return null
  const more = room <= 0n ? { coefficient: 0n, scale: 0 } : quantityOfTicks(room, part.ticks)
  if (isZero(more)) return placed
  const quantity = addDecimal(placed.quantity, more)
  const amount = amountAt(quantity, part)
  return { quantity, amount: amount > placed.amount ? amount : placed.amount }
}

function atLeast(quantity: Decimal, least: Decimal): Decimal {
  return compareDecimal(quantity, least) < 0 ? least : quantity
}

/** Takes room for what lies between two shares of a part. */
export function useBetween(
  ledger: Ledger,
  limits: readonly LimitRule[],
  part: Part,
  before: Share,
  after: Share,
  touched: readonly Counted[],
): void {
  const amount = after.amount - before.amount
  const ticks =
    part.ticks === null ? 0n : ticksOf(subtractDecimal(after.quantity, before.quantity), part.ticks)
  for (const { touch, on } of touched) {
    const money = limits[touch.limit]!.measure === 'amount'
    use(ledger, limits, touch, on, money ? inLimit(amount, touch.rate) : ticks)
  }
}
