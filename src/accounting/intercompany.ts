/** What a lender charges the borrower of its people, and what each of them earns. */
import { type Decimal, decimal, divideRounded, multiplyDecimal, powerOfTen } from '../kernel/decimal.ts'
import { addDecimal } from '../kernel/decimal.ts'
import { type Money, minorUnits, subtractMoney } from '../kernel/money.ts'
import { addMoney } from '../kernel/money.ts'
import { type Fraction, percentOf, shareOf } from './share.ts'

export type TransferPrice =
  | { readonly method: 'fixed'; readonly rate: Decimal; readonly currency: string }
  | { readonly method: 'cost_plus'; readonly percent: Decimal }
  | { readonly method: 'percent_of_bill'; readonly percent: Decimal }

type LentWork = {
  readonly quantity: Decimal
  /** Units of the quantity that make an hour: 1, 60 or 3600. */
  readonly perHour: bigint
  /** In the lender's currency. */
  readonly cost: Money
  /** What the client pays for it. */
  readonly bill: Money
}

const hundred = decimal('100')

/** The transfer price in its own currency, rounded once, half away from zero. */
export function transferOf(price: TransferPrice, work: LentWork): Money {
  switch (price.method) {
    case 'fixed':
      return hourly(work.quantity, work.perHour, price.rate, price.currency)
    case 'cost_plus':
      return shareOf(work.cost, percentage(addDecimal(hundred, price.percent)))
    case 'percent_of_bill':
      return shareOf(work.bill, percentage(price.percent))
  }
}

function percentage(percent: Decimal): Fraction {
  return { numerator: percent.coefficient, denominator: powerOfTen(percent.scale + 2) }
}

/** Worked time at a rate an hour, rounded once. */
function hourly(quantity: Decimal, perHour: bigint, rate: Decimal, currency: string): Money {
  const product = multiplyDecimal(quantity, rate)
  const digits = minorUnits(currency)
  const denominator = perHour * powerOfTen(product.scale)
  return {
    minor: divideRounded(product.coefficient * powerOfTen(digits), denominator, 'half_away'),
    currency,
  }
}

export type Margins = {
  readonly lender: Money
  readonly borrower: Money
  readonly group: Money
  /** Of what the client pays; null where it pays nothing. */
  readonly groupPercent: Decimal | null
}

/** All in one currency. The margins of both add up to that of the group. */
export function marginsOf(cost: Money, transfer: Money, bill: Money): Margins {
  const lender = subtractMoney(transfer, cost)
  const borrower = subtractMoney(bill, transfer)
  const group = addMoney(lender, borrower)
  const percent = bill.minor > 0n ? percentOf({ numerator: group.minor, denominator: bill.minor }, 2) : null
  return { lender, borrower, group, groupPercent: percent }
}
