/** Why a difference to something issued is proposed, as a person in finance would say it. */
import { compareDecimal, type Decimal, divideDecimal, formatDecimal, isZero } from '../../kernel/decimal.ts'
import { decimalOfMoney, formatMoney, type Money } from '../../kernel/money.ts'
import type { Figures } from './compare-work.ts'

type Change = {
  readonly work: string
  readonly unit: string
  readonly document: string | null
  readonly billed: Figures
  /** What it would have to bill. */
  readonly now: Figures
  /** Present rates of its pieces, each once. */
  readonly rates: readonly string[]
  /** Why it is nothing to bill any more: "the approval was withdrawn". */
  readonly gone: string | null
  /** The contract that it falls on now, where that is another one. */
  readonly movedTo: string | null
}

export function causeOf(change: Change): string {
  const { billed, now, work } = change
  const there = change.document ?? 'a document'
  if (change.movedTo !== null) return `${work} falls on contract ${change.movedTo} now`
  if (change.gone !== null) return `${change.gone}: ${told(billed.amount)} of ${work} were billed on ${there}`
  if (isZero(billed.quantity) && billed.amount.minor === 0n)
    return `${work} was changed after it was billed: ${told(now.amount)} are new`
  const hours =
    compareDecimal(billed.quantity, now.quantity) === 0
      ? null
      : `${work} is ${of(now.quantity, change.unit)} now, ${of(billed.quantity, change.unit)} were billed`
  const before = exactRate(billed)
  const rate = change.rates.length === 1 ? change.rates[0]! : null
  const priced =
    rate !== null && before !== null && rate !== before && change.unit === 'hour'
      ? `the rate is ${rate} now, ${before} was billed`
      : null
  const parts = [hours, priced].filter((part) => part !== null)
  const worth = `${told(now.amount)} now, ${told(billed.amount)} on ${there}`
  return parts.length === 0 ? `${work} is worth ${worth}` : `${parts.join('; ')}: ${worth}`
}

function told(amount: Money): string {
  return `${formatMoney(amount)} ${amount.currency}`
}

function of(quantity: Decimal, unit: string): string {
  return `${formatDecimal(quantity)} ${unit}${formatDecimal(quantity) === '1' ? '' : 's'}`
}

/** The rate that was billed, where quantity and amount say it without a rest. */
function exactRate({ quantity, amount }: Figures): string | null {
  if (isZero(quantity)) return null
  const value = decimalOfMoney(amount)
  const [down, up] = (['floor', 'ceiling'] as const).map((mode) => divideDecimal(value, quantity, 6, mode))
  return compareDecimal(down!, up!) === 0 ? formatDecimal(down!) : null
}
