/** What an expense, a subcontractor's work or usage of the plain wire says beside time. */
import { parseDay } from '../../kernel/dates.ts'
import { formatDecimal, parseDecimal } from '../../kernel/decimal.ts'
import type { ReportedKind, Spending } from '../../model/understood.ts'
import { at, isObject, type Json, numberOf, textOf } from '../sdk/json.ts'

/** The streams of the wire that carry work, and the kind of it. */
export const kindsOfStreams: Readonly<Record<string, ReportedKind>> = {
  time_entries: 'time_entry',
  expenses: 'expense',
  subcontractor_work: 'subcontractor',
  usage: 'usage',
}

/** Its fields on the wire, as JSON pointers. */
export const spendingFields = [
  ...['category', 'vendor', 'quantity', 'amount', 'unit_cost', 'currency', 'receipt', 'receipt_on'],
  ...['tax', 'tax/rate', 'tax/amount', 'tax/recoverable_percent', 'cost_approval'],
].map((name) => `/${name}`)

type Read = { readonly spending: Spending } | { readonly field: string; readonly why: string }

/** The fields that are there, each as what it is; or the first one that is not what it should be. */
export function readSpending(record: Json): Read {
  const wrong: { field: string; why: string }[] = []
  const exact = (...path: string[]): string | null => {
    const value = at(record, ...path)
    if (value === undefined || value === null) return null
    const text = numberOf(value)
    const parsed = text === null ? null : parseDecimal(text)
    if (parsed === null) wrong.push({ field: `/${path.join('/')}`, why: 'not a decimal' })
    return parsed === null ? null : formatDecimal(parsed)
  }
  const text = (name: string): string | null => textOf(at(record, name))?.toWellFormed() ?? null
  const receiptOn = text('receipt_on')
  const receiptDay = receiptOn === null ? null : parseDay(receiptOn)
  if (receiptOn !== null && receiptDay === null) wrong.push({ field: '/receipt_on', why: 'not a day' })
  const receipt = at(record, 'receipt') ?? true
  if (typeof receipt !== 'boolean') wrong.push({ field: '/receipt', why: 'neither true nor false' })
  const costApproval = text('cost_approval') ?? 'approved'
  if (costApproval !== 'approved' && costApproval !== 'submitted' && costApproval !== 'rejected')
    return { field: '/cost_approval', why: 'not a known state' }
  const spending: Spending = {
    category: text('category'),
    vendor: text('vendor'),
    quantity: exact('quantity'),
    amount: exact('amount'),
    unitCost: exact('unit_cost'),
    currency: text('currency'),
    receipt: receipt === true,
    receiptOn: receiptDay,
    tax: isObject(at(record, 'tax'))
      ? {
          rate: exact('tax', 'rate'),
          amount: exact('tax', 'amount'),
          recoverablePercent: exact('tax', 'recoverable_percent') ?? '100',
        }
      : null,
    costApproval,
  }
  return wrong[0] ?? { spending }
}
