import { addDecimal, type Decimal, formatDecimal } from '../../kernel/decimal.ts'
import { formatMoney, sumMoney } from '../../kernel/money.ts'
import { type DurationUnit, inOneUnit, toSeconds } from '../../rating/durations.ts'
import { applyPremium } from '../../rating/bands/stacking.ts'
import { type Exact, exactly, sumExact } from '../../rating/extension.ts'
import type { Unit, Valued } from '../pieces.ts'

const zero: Decimal = { coefficient: 0n, scale: 0 }
const durations: readonly Unit[] = ['hour', 'minute', 'second']

/** All time of a line that counts: what was worked, what of it is billed in time, and what it comes to. */
export function timeTotals(valued: readonly Valued[]): Record<string, unknown> | null {
  const counted = valued.filter(
    (one) => one.kind === 'time' && one.pieces.some((piece) => piece.bucket !== 'none'),
  )
  const currency = counted[0]?.pieces[0]?.amount.currency
  if (currency === undefined) return null
  const unit = counted[0]!.unit
  const amounts = counted.flatMap((one) => one.pieces.map((piece) => piece.amount))
  const standard = counted.flatMap((one) => (one.standardValue === null ? [] : [one.standardValue]))
  const same = amounts.every((one) => one.currency === currency)
  return {
    entries: counted.length,
    unit,
    billed: sumOf(counted, unit),
    amount: same ? formatMoney(sumMoney(amounts, currency)) : null,
    exact: same ? formatMoney(sumExact(counted.flatMap(exactOf), currency)) : null,
    standardValue: same ? formatMoney(sumMoney(standard, currency)) : null,
  }
}

/** What the pieces are worth before each is rounded; `exact` rounds their sum once, for comparison. */
function exactOf(one: Valued): Exact[] {
  return one.pieces.flatMap((piece) => {
    if (piece.rate === null) return []
    const pricing = piece.pricing
    const price = pricing === undefined ? piece.rate : applyPremium(piece.rate, pricing)
    const { per, hoursPerDay } = pricing ?? { per: 'hour', hoursPerDay: undefined }
    return [exactly(piece.quantity, piece.unit, { price, per, hoursPerDay })]
  })
}

/** Null where days and hours stand beside each other. */
function sumOf(valued: readonly Valued[], unit: Unit): string | null {
  const isDuration = (one: Unit): one is DurationUnit => durations.includes(one)
  if (!isDuration(unit))
    return valued.every((one) => one.unit === unit)
      ? formatDecimal(valued.reduce((sum, one) => addDecimal(sum, one.billed), zero))
      : null
  let seconds = zero
  for (const one of valued) {
    if (!isDuration(one.unit)) return null
    seconds = addDecimal(seconds, toSeconds(one.billed, one.unit))
  }
  const told = inOneUnit([seconds], unit)
  return told.unit === unit ? formatDecimal(told.quantities[0]!) : null
}
