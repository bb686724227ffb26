import type { Decimal, RoundingMode } from '../kernel/decimal.ts'
import { formatDecimal, multiplyDecimal } from '../kernel/decimal.ts'
import type { Rejection } from '../kernel/errors.ts'
import { reject } from '../kernel/errors.ts'
import type { Money } from '../kernel/money.ts'
import { addMoney, decimalOfMoney, moneyOfDecimal, zeroMoney } from '../kernel/money.ts'

/**
 * How an ERP calculates: stated per connector, so that its totals can be predicted before they are compared.
 */
export type ArithmeticProfile = {
  readonly taxPer: 'document' | 'line'
  /** Digits behind the point that the ERP keeps. */
  readonly quantityScale: number
  readonly unitPriceScale: number
  /** How tax is rounded. Half away from zero unless the ERP does otherwise. */
  readonly taxRounding?: RoundingMode
}

/** A line without a tax code is outside the scope of tax. */
type DocumentLine = { readonly amount: Money; readonly taxCode: string | null }

export type TaxGroup = {
  readonly taxCode: string | null
  /** Percent: "21" is 21 %. */
  readonly rate: string
  readonly net: Money
  readonly tax: Money
}

export type DocumentTotals = {
  readonly net: Money
  readonly tax: Money
  readonly total: Money
  /** By tax code, those outside the scope of tax first. */
  readonly groups: readonly TaxGroup[]
}

const untaxed: Decimal = { coefficient: 0n, scale: 0 }

function taxOn(net: Money, rate: Decimal, mode: RoundingMode): Money {
  const product = multiplyDecimal(decimalOfMoney(net), rate)
  return moneyOfDecimal({ coefficient: product.coefficient, scale: product.scale + 2 }, net.currency, mode)
}

/**
 * Net, tax and total as the ERP is expected to compute them: tax once on the sum of each group, or on every
 * line and then added. Rates are percentages by tax code; a code without a rate and a line in another
 * currency are refused.
 */
export function predictDocument(
  lines: readonly DocumentLine[],
  currency: string,
  taxRates: ReadonlyMap<string, Decimal>,
  profile: Pick<ArithmeticProfile, 'taxPer' | 'taxRounding'>,
): DocumentTotals | Rejection {
  const mode = profile.taxRounding ?? 'half_away'
  const groups = new Map<string | null, { rate: Decimal; net: Money; tax: Money }>()
  for (const { amount, taxCode } of lines) {
    if (amount.currency !== currency) {
      return reject('CURRENCY_MISMATCH', `A line in ${amount.currency} stands on a document in ${currency}`)
    }
    const rate = taxCode === null ? untaxed : taxRates.get(taxCode)
    if (rate === undefined) {
      const message = `The tax code ${taxCode} has no rate`
      return reject('ERP_REFERENCE_MISSING', message, { detail: { taxCode: taxCode ?? '' } })
    }
    const group = groups.get(taxCode) ?? { rate, net: zeroMoney(currency), tax: zeroMoney(currency) }
    const tax = profile.taxPer === 'line' ? addMoney(group.tax, taxOn(amount, rate, mode)) : group.tax
    groups.set(taxCode, { rate, net: addMoney(group.net, amount), tax })
  }
  let net = zeroMoney(currency)
  let tax = zeroMoney(currency)
  const told: TaxGroup[] = []
  for (const taxCode of [...groups.keys()].sort(nullFirst)) {
    const group = groups.get(taxCode)!
    const groupTax = profile.taxPer === 'line' ? group.tax : taxOn(group.net, group.rate, mode)
    net = addMoney(net, group.net)
    tax = addMoney(tax, groupTax)
    told.push({ taxCode, rate: formatDecimal(group.rate), net: group.net, tax: groupTax })
  }
  return { net, tax, total: addMoney(net, tax), groups: told }
}

function nullFirst(a: string | null, b: string | null): number {
  if (a === b) return 0
  if (a === null) return -1
  if (b === null) return 1
  return a < b ? -1 : 1
}
