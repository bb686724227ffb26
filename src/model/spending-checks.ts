/** What no schema says of an expense or a subcontractor's bill: how its parts go together. */
import { compareDecimal, decimal } from '../kernel/decimal.ts'
import { isCurrency, parseMoney } from '../kernel/money.ts'
import type { ReportedKind, Spending } from './understood.ts'

type Said = { readonly kind: ReportedKind; readonly hours: string; readonly spending: Spending }
/** The field that is wrong, by its name of the canonical language, and why. */
type SpendingFault = { readonly field: keyof Spending | 'hours'; readonly why: string }

const nothing = decimal('0')

/**
 * The first thing that keeps it from being priced whatever its contract says; null where there is none. Quantities and
 * amounts have been read as decimals before.
 */
export function faultOfSpending({ kind, hours, spending }: Said): SpendingFault | null {
  const { amount, unitCost, currency, quantity, tax } = spending
  if (kind === 'expense' && amount === null)
    return { field: 'amount', why: 'says nothing; say what was paid' }
  if (kind === 'usage')
    return quantity === null ? { field: 'quantity', why: 'says nothing; say how many units' } : null
  if (
    kind === 'subcontractor' &&
    amount === null &&
    unitCost === null &&
    isZeroHours(hours) &&
    quantity === null
  )
    return { field: 'amount', why: 'says nothing, and neither do hours and quantity; say one of them' }
  if (amount !== null && unitCost !== null)
    return { field: 'unitCost', why: 'stands beside an amount; say one of them' }
  if ((amount !== null || unitCost !== null) !== (currency !== null))
    return {
      field: 'currency',
      why: currency === null ? 'says nothing; say that of the amount' : 'stands without an amount',
    }
  if (currency !== null && !isCurrency(currency))
    return { field: 'currency', why: 'is no currency of ISO 4217' }
  for (const [field, text] of [['amount', amount] as const, ['tax', tax?.amount ?? null] as const])
    if (text !== null && currency !== null && parseMoney(text, currency) === null)
      return { field, why: `has more digits than ${currency} has` }
  if (tax === null) return null
  if (amount === null) return { field: 'tax', why: 'stands without an amount that contains it' }
  if ((tax.rate === null) === (tax.amount === null))
    return { field: 'tax', why: 'says its rate and its amount, or neither; say one of them' }
  if (compareDecimal(decimal(tax.recoverablePercent), decimal('100')) > 0)
    return { field: 'tax', why: 'gives back more than all of it' }
  return null
}

function isZeroHours(hours: string): boolean {
  return compareDecimal(decimal(hours), nothing) === 0
}
