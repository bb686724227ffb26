/** Documents as this calculation makes them. */
import type { Decimal } from '../../kernel/decimal.ts'
import type { Money } from '../../kernel/money.ts'
import type { DocumentTotals, TaxGroup } from '../../contracts/document.ts'
import type { Piece } from '../pieces.ts'

export type MadeLine = {
  readonly id: string
  readonly text: string
  readonly quantity: Decimal
  readonly unitPrice: Decimal
  readonly amount: Money
  readonly taxCode: string | null
  /** Empty on a line that bills no work: a discount, an advance, a rounding. */
  readonly members: readonly Piece[]
  /** Of each member: its number within its work, and its share of the document's tax. */
  readonly shares: readonly { readonly piece: string; readonly tax: Money }[]
  /** Further named figures: unit, difference to quantity times price, average rate, tax. */
  readonly more: Readonly<Record<string, unknown>>
}
type MadeTaxGroup = TaxGroup & {
  /** What of the net the rate is charged on. */
  readonly taxable: Money
  readonly treatment: string
  readonly note: string | null
  readonly levies: readonly { readonly id: string; readonly amount: Money }[]
}
export type MadeTotals = Omit<DocumentTotals, 'groups'> & { readonly groups: readonly MadeTaxGroup[] }

export type MadeDocument = {
  readonly id: string
  readonly kind: 'invoice' | 'credit_note' | 'advance_invoice'
  readonly client: string | null
  readonly legalEntity: string | null
  /** Null where it bills several. */
  readonly contract: string | null
  readonly purchaseOrder: string | null
  readonly currency: string
  readonly on: string
  readonly lines: readonly MadeLine[]
  readonly totals: MadeTotals
  /** What an advance gave, what the client keeps back, and what is left to pay. */
  readonly prepaid: Money
  readonly withheld: Money
  readonly due: Money
  /** Net, tax and total in the currency of the ledger; null without another currency or without a rate. */
  readonly functional: Functional | null
  /** Codes of cases that keep it back. */
  readonly held: readonly string[]
  readonly story: readonly string[]
  /** Further named figures: rounding, advances, target check. */
  readonly more: Readonly<Record<string, unknown>>
}
export type Functional = {
  readonly currency: string
  readonly rate: string
  readonly net: Money
  readonly tax: Money
  readonly total: Money
}
