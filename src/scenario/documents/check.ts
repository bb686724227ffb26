import { compareDecimal, decimal, type Decimal, multiplyDecimal } from '../../kernel/decimal.ts'
import { decimalOfMoney, formatMoney, moneyOfDecimal, subtractMoney, sumMoney } from '../../kernel/money.ts'
import type { DocumentRules } from '../../model/scenario/document-rules.ts'
import type { MadeLine, MadeTotals } from './made.ts'

/**
 * What a target would refuse, before anything is sent: lines whose quantity times price is too far from their amount,
 * lines that do not add up to the net, tax that is too far from rate times net. One sentence each.
 */
export function problemsOf(lines: readonly MadeLine[], totals: MadeTotals, rules: DocumentRules): string[] {
  const { currency } = totals.net
  const found = lines
    .filter((line) => line.more.allowed === 'no')
    .map(
      (line) =>
        `Line ${line.id}: quantity times price is ${line.more.difference} from ${formatMoney(line.amount)}`,
    )
  const sum = sumMoney(
    lines.map((line) => line.amount),
    currency,
  )
  const goal = rules.tax?.included === true ? totals.total : totals.net
  if (sum.minor !== goal.minor)
    found.push(`The lines come to ${formatMoney(sum)}, not to ${formatMoney(goal)}`)
  if (totals.net.minor + totals.tax.minor !== totals.total.minor)
    found.push('Net and tax do not come to the total')
  const { taxTolerance } = rules.target ?? {}
  if (taxTolerance !== undefined) found.push(...taxProblems(totals, decimal(taxTolerance)))
  return found
}

/** EN 16931 BR-CO-17: the tax of a category is its taxable amount times its rate, rounded. */
function taxProblems(totals: MadeTotals, tolerance: Decimal): string[] {
  return totals.groups.flatMap((group) => {
    const rate = decimal(group.rate)
    const product = multiplyDecimal(decimalOfMoney(group.taxable), { ...rate, scale: rate.scale + 2 })
    const predicted = moneyOfDecimal(product, group.tax.currency, 'half_away')
    const levies = sumMoney(
      group.levies.map((levy) => levy.amount),
      group.tax.currency,
    )
    const off = decimalOfMoney(subtractMoney(subtractMoney(group.tax, levies), predicted))
    const size = off.coefficient < 0n ? { ...off, coefficient: -off.coefficient } : off
    return compareDecimal(size, tolerance) <= 0
      ? []
      : [`The tax of ${group.taxCode ?? 'no code'} is not ${formatMoney(predicted)}`]
  })
}
