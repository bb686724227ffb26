/** How much of every limit is used, for each stretch and for whom. */
import { type Day, addDays } from '../../kernel/dates.ts'
import { type Decimal, divideRounded, powerOfTen } from '../../kernel/decimal.ts'
import { assert } from '../../kernel/errors.ts'
import type { LimitRule, Touch } from './rules.ts'
import { startAfter, stretchOf } from './stretches.ts'

export type Ledger = Map<string, bigint>

export function keyOf(touch: Touch, limit: LimitRule, on: Day): string {
  return `${touch.limit}|${stretchOf(on, limit.per)}|${touch.who}`
}

/** The height of a limit in the stretch of a day. */
export function heightOf(limit: LimitRule, on: Day): bigint {
  if (limit.changes.length === 0) return limit.most
  const first = stretchOf(on, limit.per)
  // Without an end, the height is the one of the day of the question.
  const last =
    first === '' || limit.per === 'total' ? limit.until : addDays(startAfter(first as Day, limit.per, 1), -1)
  return limit.changes.findLast((one) => one.from <= last)?.most ?? limit.most
}

export function roomOf(ledger: Ledger, limits: readonly LimitRule[], touch: Touch, on: Day): bigint {
  const limit = limits[touch.limit]!
  const used = ledger.get(keyOf(touch, limit, on)) ?? 0n
  return heightOf(limit, on) - used
}

export function use(
  ledger: Ledger,
  limits: readonly LimitRule[],
  touch: Touch,
  on: Day,
  quantity: bigint,
): void {
  if (quantity === 0n) return
  const key = keyOf(touch, limits[touch.limit]!, on)
  ledger.set(key, (ledger.get(key) ?? 0n) + quantity)
}

/** An amount of the work in the currency of the limit. */
export function inLimit(amount: bigint, rate: Decimal | null): bigint {
  if (rate === null) return amount
  return divideRounded(amount * rate.coefficient, powerOfTen(rate.scale), 'half_away')
}

/** The largest amount of the work that fits into a room of the limit. */
export function inWork(room: bigint, rate: Decimal | null): bigint {
  if (rate === null) return room
  assert(rate.coefficient > 0n, 'A rate of exchange is above zero')
  let amount = divideRounded(room * powerOfTen(rate.scale), rate.coefficient, 'floor')
  // Rounding of the converted amount may let one more minor unit in, never less.
  while (inLimit(amount + 1n, rate) <= room) amount++
  return amount
}
