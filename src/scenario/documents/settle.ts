import { decimal, formatDecimal } from '../../kernel/decimal.ts'
import { addMoney, formatMoney, type Money, sumMoney, zeroMoney } from '../../kernel/money.ts'
import type { DocumentRules } from '../../model/scenario/document-rules.ts'
import { type AdvanceBalance, drawAdvances } from '../../contracts/documents/advances.ts'
import { amountDue, percentOf } from '../../contracts/documents/amount-due.ts'
import type { TaxData } from '../../contracts/tax/determine.ts'
import type { TaxOfDocument } from '../../contracts/tax/totals.ts'
import type { DraftLine } from './lines.ts'
import { withheldRate } from './taxes.ts'

type Withholding = {
  readonly code: string
  readonly rate: string
  readonly net: Money
  readonly amount: Money
}
/** What the client keeps back, once per code on the net of the lines it concerns; codes without a rate are named. */
export function withholdings(
  lines: readonly DraftLine[],
  tax: TaxOfDocument,
  data: TaxData,
  on: string,
  included: boolean,
): { readonly list: readonly Withholding[]; readonly unknown: readonly string[] } {
  const { currency } = tax.net
  const nets = new Map<string, Money>()
  for (const [at, line] of lines.entries()) {
    const { withhold } = line.decision
    if (withhold === null) continue
    const own = included ? sumMoney(tax.lines[at]!, currency).minor : 0n
    const net = { minor: line.amount.minor - own, currency }
    nets.set(withhold, addMoney(nets.get(withhold) ?? zeroMoney(currency), net))
  }
  const list: Withholding[] = []
  const unknown: string[] = []
  for (const [code, net] of nets) {
    const rate = withheldRate(data, code, on)
    if (rate === null) unknown.push(code)
    else list.push({ code, rate: formatDecimal(rate), net, amount: percentOf(net, rate) })
  }
  return { list, unknown }
}

/** What was paid ahead, and what is left to pay after it. */
export function settle(
  tax: TaxOfDocument,
  withheld: Money,
  balances: readonly AdvanceBalance[],
  rules: DocumentRules,
  on: string,
) {
  const { currency } = tax.total
  const due = { minor: tax.total.minor - withheld.minor, currency }
  const drawn = drawAdvances(balances, due, on)
  const prepaid = sumMoney(
    drawn.draws.map((draw) => draw.amount),
    currency,
  )
  const step = rules.roundDue
  const rounding = step === undefined ? null : { step: decimal(step.step), mode: step.mode ?? 'half_away' }
  return { ...drawn, prepaid, ...amountDue(tax.total, prepaid, withheld, rounding) }
}

export function tellWithholdings(list: readonly Withholding[]): Record<string, string>[] {
  return list.map((one) => ({
    id: one.code,
    rate: one.rate,
    net: formatMoney(one.net),
    amount: formatMoney(one.amount),
  }))
}
