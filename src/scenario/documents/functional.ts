import { day } from '../../kernel/dates.ts'
import { addMoney, formatMoney, type Money, subtractMoney, sumMoney } from '../../kernel/money.ts'
import { convert, type FoundRate } from '../../contracts/currencies/exchange.ts'
import { endOfMonth } from '../../contracts/locks/accounting-date.ts'
import { rateFor, tellRate } from '../exchange.ts'
import type { Piece } from '../pieces.ts'
import type { World } from '../world.ts'
import type { Functional } from './made.ts'

type Totals = { readonly net: Money; readonly tax: Money }

/**
 * A document in another currency at the rate of its day: net and tax are converted each, and the total is their sum,
 * so that its journal balances. `missing` where there is no rate.
 */
export function inCurrency(
  world: World,
  totals: Totals,
  to: string,
  on: string,
): Functional | 'missing' | null {
  const { currency } = totals.net
  if (to === currency) return null
  const rate = rateFor(world, 'document', currency, to, on)
  if (rate === null) return 'missing'
  const [net, tax] = [convert(totals.net, rate), convert(totals.tax, rate)]
  return { currency: to, rate: tellRate(rate), net, tax, total: addMoney(net, tax) }
}

export function tellFunctional(one: Functional | null): Record<string, string> | null {
  return (
    one && {
      currency: one.currency,
      rate: one.rate,
      net: formatMoney(one.net),
      tax: formatMoney(one.tax),
      total: formatMoney(one.total),
    }
  )
}

/**
 * Work that was accrued before its document: it leaves the books at the rate it came in at, so that nothing of it
 * stays. What the rate of the document would have left is told beside it.
 */
export function tellAccrued(
  world: World,
  pieces: readonly Piece[],
  to: string,
  on: string,
): Record<string, string> | null {
  const accrued: Money[] = []
  const atDocument: Money[] = []
  for (const piece of pieces) {
    if (piece.on >= on || piece.amount.currency === to) continue
    const then = accrualRate(world, piece, to)
    const now = rateFor(world, 'document', piece.amount.currency, to, on)
    if (then === null || now === null) return null
    accrued.push(convert(piece.amount, then))
    atDocument.push(convert(piece.amount, now))
  }
  if (accrued.length === 0) return null
  const [stood, later] = [sumMoney(accrued, to), sumMoney(atDocument, to)]
  const reversed = sumMoney(accrued, to)
  return {
    currency: to,
    accrued: formatMoney(stood),
    reversed: formatMoney(reversed),
    residue: formatMoney(subtractMoney(reversed, stood)),
    atDocumentRate: formatMoney(later),
    residueAtDocumentRate: formatMoney(subtractMoney(later, stood)),
  }
}

function accrualRate(world: World, piece: Piece, to: string): FoundRate | null {
  const rules = world.scenario.currencies ?? {}
  const on = rules.accrualDate === 'month_end' ? endOfMonth(day(piece.on)) : piece.on
  return rateFor(world, 'accrual', piece.amount.currency, to, on)
}
