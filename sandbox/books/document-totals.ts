/** Tax stands on the document, per tax code: the sum of its lines times the rate, rounded once. */
import { exact, plus, rounded, spell, sumExact, times } from '../exact.ts'
import type { Books } from './open.ts'
import { findRecord } from './records.ts'

type Totals = { readonly net: string; readonly tax: string; readonly total: string }

export function documentTotals(
  books: Books,
  lines: readonly { readonly amount: string; readonly taxCode: string | null }[],
  taxed: boolean,
): Totals {
  const net = rounded(sumExact(lines.map((line) => line.amount)), 2)
  let tax = exact('0.00')
  for (const code of taxed ? new Set(lines.map((line) => line.taxCode)) : []) {
    if (code === null) continue
    const rate = findRecord(books, 'tax_code', code)?.body.rate ?? '0'
    const base = sumExact(lines.filter((line) => line.taxCode === code).map((line) => line.amount))
    tax = plus(tax, rounded(times(base, exact(String(rate))), 2))
  }
  return { net: spell(net), tax: spell(tax), total: spell(plus(net, tax)) }
}
