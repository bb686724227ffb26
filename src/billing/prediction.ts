import {
  compareDecimal,
  type Decimal,
  decimal,
  divideDecimal,
  formatDecimal,
  isZero,
  multiplyDecimal,
  roundDecimal,
} from '../kernel/decimal.ts'
import { decimalOfMoney, extend, type Money, moneyOfDecimal } from '../kernel/money.ts'
import type { ArithmeticProfile } from './settings.ts'

export function representLine(
  line: { readonly hours: Decimal; readonly amount: Money; readonly rate: string | null },
  profile: ArithmeticProfile,
): { readonly quantity: string; readonly unitPrice: string } {
  const amount = decimalOfMoney(line.amount)
  if (!isZero(line.hours)) {
    const quantity = roundDecimal(line.hours, profile.quantityScale, 'half_away')
    if (!isZero(quantity)) {
      const price =
        line.rate === null
          ? divideDecimal(amount, quantity, profile.unitPriceScale, 'half_away')
          : decimal(line.rate)
      const fits = compareDecimal(roundDecimal(price, profile.unitPriceScale, 'half_away'), price) === 0
      if (fits && extend(quantity, price, line.amount.currency).minor === line.amount.minor)
        return { quantity: formatDecimal(quantity), unitPrice: formatDecimal(price) }
    }
  }
  const negative = line.amount.minor < 0n
  const price = negative ? { coefficient: -amount.coefficient, scale: amount.scale } : amount
  return { quantity: negative ? '-1' : '1', unitPrice: formatDecimal(price) }
}

export function predictTotals(
  lines: readonly { readonly amountMinor: bigint; readonly taxRate: string }[],
  currency: string,
  profile: ArithmeticProfile,
): bigint {
  const tax = (minor: bigint, rate: string) =>
    moneyOfDecimal(multiplyDecimal(decimalOfMoney({ minor, currency }), decimal(rate)), currency, 'half_away')
      .minor
  if (profile.taxPer === 'line')
    return lines.reduce((sum, line) => sum + tax(line.amountMinor, line.taxRate), 0n)
  const groups = new Map<string, bigint>()
  for (const line of lines) groups.set(line.taxRate, (groups.get(line.taxRate) ?? 0n) + line.amountMinor)
  return [...groups].reduce((sum, [rate, minor]) => sum + tax(minor, rate), 0n)
}
