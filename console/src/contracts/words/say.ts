/** How figures and days are written inside of a sentence; the page writes them as the reader does. */
import type { ContractBody } from '../../api/shapes.ts'

export type Terms = NonNullable<ContractBody['terms']>
export type TermsLine = Terms['lines'][number]
export type Limit = NonNullable<Terms['limits']>[number]
export type PurchaseOrder = NonNullable<Terms['purchaseOrders']>[number]

export type Say = {
  /** "20,000.00 EUR", in the contract's currency where none is said. */
  readonly money: (amount: string, currency?: string) => string
  readonly number: (value: string) => string
  readonly day: (day: string) => string
}

const pluralOf: Readonly<Record<string, string>> = {
  time: 'time',
  expense: 'expenses',
  subcontractor: 'subcontractors',
  usage: 'usage',
  instalment: 'instalments',
  progress: 'progress',
  milestone: 'milestones',
  subscription: 'subscription fees',
  overage: 'overage',
  discount: 'discounts',
  fee: 'fees',
}

export function kindsText(kinds: readonly string[]): string {
  return listText(kinds.map((kind) => pluralOf[kind] ?? kind.replaceAll('_', ' ')))
}

/** "A", "A and B", "A, B and C"; of a long list the first ones and how many more. */
export function listText(items: readonly string[], most = 6): string {
  if (items.length > most) return `${items.slice(0, most - 1).join(', ')} and ${items.length - most + 1} more`
  return items.length < 2 ? (items[0] ?? '') : `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`
}

/** " a month", or nothing for what never begins anew. */
export function perText(per: string | undefined): string {
  return per === undefined || per === 'total' || per === 'contract' ? '' : ` a ${per}`
}

export function sentence(parts: readonly (string | null | undefined | false)[], between = ', '): string {
  const said = parts.filter((part) => typeof part === 'string' && part !== '').join(between)
  return said === '' ? '' : `${said.charAt(0).toUpperCase()}${said.slice(1)}`
}

export function daysText(from: string | undefined, to: string | undefined, say: Say): string | null {
  if (from !== undefined && to !== undefined) return `from ${say.day(from)} to ${say.day(to)}`
  if (from !== undefined) return `from ${say.day(from)} on`
  return to === undefined ? null : `until ${say.day(to)}`
}
