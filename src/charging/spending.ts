/** What an expense or a subcontractor's bill cost the firm. */
import { costOf } from '../contracts/expenses.ts'
import { decimal, multiplyDecimal } from '../kernel/decimal.ts'
import { type Money, moneyOfDecimal, parseMoney } from '../kernel/money.ts'
import type { ReportedWork } from '../model/scenario/work.ts'
import type { Work } from './work.ts'

/** Without the tax that the firm gets back; null where nobody has said it yet, and of work that costs nothing more. */
export function costOfSpending({ spending, hours }: Pick<Work, 'spending' | 'hours'>): Money | null {
  if (spending === null || spending.currency === null) return null
  const { amount, unitCost, currency, tax } = spending
  if (amount !== null) {
    const inside = tax && {
      rate: tax.rate === null ? null : decimal(tax.rate),
      amount: tax.amount === null ? null : parseMoney(tax.amount, currency),
      recoverable: decimal(tax.recoverablePercent),
    }
    return costOf(parseMoney(amount, currency)!, inside).net
  }
  const units = decimal(spending.quantity ?? hours)
  return moneyOfDecimal(multiplyDecimal(units, decimal(unitCost!)), currency, 'half_away')
}

const kinds = { expense: 'expense', subcontractor: 'subcontractor', usage: 'usage' } as const

/** What it says, as a scenario says it. */
export function reportedSpending({ kind, spending }: Work): Partial<ReportedWork> {
  if (spending === null || !(kind in kinds)) return {}
  const { category, vendor, quantity, amount, unitCost, currency, receipt, receiptOn, tax } = spending
  return {
    kind: kinds[kind as keyof typeof kinds],
    ...(category === null ? {} : { category }),
    ...(vendor === null ? {} : { vendor }),
    ...(quantity === null ? {} : { quantity }),
    ...(amount === null ? {} : { amount }),
    ...(unitCost === null ? {} : { unitCost }),
    ...(currency === null ? {} : { currency }),
    ...(receiptOn === null ? {} : { receiptOn }),
    ...(tax === null ? {} : { taxIncluded: taxIncluded(tax) }),
    receipt,
    costApproval: spending.costApproval,
  }
}

function taxIncluded({
  rate,
  amount,
  recoverablePercent,
}: NonNullable<NonNullable<Work['spending']>['tax']>) {
  return { ...(rate === null ? { amount: amount! } : { rate }), recoverablePercent }
}
