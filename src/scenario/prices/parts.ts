/** Pieces with another price. */
import type { Decimal } from '../../kernel/decimal.ts'
import { divideRounded } from '../../kernel/decimal.ts'
import { extend, type Money } from '../../kernel/money.ts'
import { extendTime } from '../../rating/price.ts'
import type { ContractLine } from '../../model/scenario/agreement.ts'
import { contractOn, type World } from '../world.ts'
import type { Piece, Unit, Valued } from '../pieces.ts'

/** Quantity in its unit at a price of an hour, or of a unit where it is no time. */
export function extendUnit(quantity: Decimal, unit: Unit, rate: Decimal, currency: string): Money {
  return unit === 'hour' || unit === 'minute' || unit === 'second'
    ? extendTime(quantity, unit, rate, currency)
    : extend(quantity, rate, currency)
}

/** Amount x top / bottom, rounded half away from zero. */
export function portion(amount: Money, top: bigint, bottom: bigint): Money {
  return { minor: divideRounded(amount.minor * top, bottom, 'half_away'), currency: amount.currency }
}

export function lineOf(world: World, one: Valued): ContractLine | null {
  if (one.contract === null) return null
  return contractOn(world, one.contract, one.on)?.lines.find((line) => line.id === one.line) ?? null
}

const rateCodes = ['MISSING_RATE', 'AMBIGUOUS_RATE']

/** Work whose price needs no card is not stopped for want of one; other causes go on holding it. */
export function withoutRateCause(one: Valued, pieces: readonly Piece[]): Valued {
  const held = one.held.filter((code) => !rateCodes.includes(code))
  if (held.length === one.held.length) return { ...one, pieces }
  return {
    ...one,
    held,
    pieces: pieces.map((piece) =>
      piece.bucket !== 'held'
        ? piece
        : held.length === 0
          ? { ...piece, bucket: 'priced', reason: null }
          : { ...piece, reason: held[0]! },
    ),
  }
}

/** In the order in which periods fill: work date, then source id. The list keeps its own order. */
export function inOrder<T extends { readonly on: string; readonly work: string }>(list: readonly T[]): T[] {
  return [...list].sort((a, b) =>
    a.on !== b.on ? (a.on < b.on ? -1 : 1) : a.work < b.work ? -1 : a.work > b.work ? 1 : 0,
  )
}

/** "2026-04" of a day's calendar period; everything of a contract is one period. */
export function periodKey(on: string, per: 'month' | 'quarter' | 'year' | 'contract'): string {
  if (per === 'contract') return ''
  if (per === 'year') return on.slice(0, 4)
  if (per === 'month') return on.slice(0, 7)
  return `${on.slice(0, 4)}-Q${Math.floor((Number(on.slice(5, 7)) + 2) / 3)}`
}
