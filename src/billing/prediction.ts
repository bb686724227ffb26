/** How lines are told to a target and what it is expected to make of them, by its profile. */
import { type ArithmeticProfile, predictDocument } from '../contracts/document.ts'
import { representLine } from '../contracts/line.ts'
import { type Decimal, decimal, formatDecimal, isZero, multiplyDecimal } from '../kernel/decimal.ts'
import { assert, isRejection } from '../kernel/errors.ts'
import type { Money } from '../kernel/money.ts'

type ToldLine = { readonly quantity: string; readonly unitPrice: string; readonly description: string }

/** Quantity and unit price that come to the amount. Where hours cannot be shown so, the text says them. */
export function tellLine(
  line: {
    readonly description: string
    readonly hours: Decimal
    readonly amount: Money
    readonly rate: string | null
  },
  profile: ArithmeticProfile,
): ToldLine {
  const rate = line.rate === null ? undefined : decimal(line.rate)
  const told = representLine(line.hours, line.amount, profile, rate)
  const hoursInText = told.shownAs === 'lump' && !isZero(line.hours)
  return {
    quantity: formatDecimal(told.quantity),
    unitPrice: formatDecimal(told.unitPrice),
    description: hoursInText ? `${line.description} (${formatDecimal(line.hours)} h)` : line.description,
  }
}

const hundred = decimal('100')

/** Tax in minor units. Master data states a tax code's rate as a fraction, the prediction takes percent. */
export function predictTax(
  lines: readonly {
    readonly amountMinor: bigint
    readonly taxCode: string | null
    readonly taxRate: string
  }[],
  currency: string,
  profile: ArithmeticProfile,
): bigint {
  // One code has several rates where the tax of each work counts.
  const keyOf = (line: (typeof lines)[number]) => JSON.stringify([line.taxCode, line.taxRate])
  const rates = new Map(lines.map((line) => [keyOf(line), multiplyDecimal(decimal(line.taxRate), hundred)]))
  const totals = predictDocument(
    lines.map((line) => ({ amount: { minor: line.amountMinor, currency }, taxCode: keyOf(line) })),
    currency,
    rates,
    profile,
  )
  assert(!isRejection(totals), 'Every line has a rate of tax and the currency of its document')
  return totals.tax.minor
}
