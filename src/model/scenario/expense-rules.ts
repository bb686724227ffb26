/** What of an expense or a subcontractor's bill the client pays. */
import { type Static, Type } from 'typebox'
import { day, id, list, oneOf, percent, positive, strict } from './text.ts'

const rules = {
  /** Default: billed. */
  treatment: Type.Optional(oneOf(['billed', 'non_billable'])),
  /** The cost without tax that is recovered, or the whole receipt. Default: net. */
  base: Type.Optional(oneOf(['net', 'gross'])),
  /** Percent on the base. Default: 0. */
  markup: Type.Optional(percent),
  /** "1.25" bills a quarter more than the base. Default: 1. */
  multiplier: Type.Optional(positive),
  /** Of one unit, whatever it cost. */
  fixedPrice: Type.Optional(positive),
  /** The most that the client pays, in the contract's currency; the rest is the firm's. */
  cap: Type.Optional(
    Type.Object(
      {
        amount: positive,
        /** Of one item, or of all items of a day, or of a person's items of a day. Default: person_day. */
        per: Type.Optional(oneOf(['item', 'day', 'person_day'])),
      },
      strict,
    ),
  ),
  /** From this amount of the receipt on, in the contract's currency, it is needed. Left out, none is. */
  receiptFrom: Type.Optional(positive),
  /** Default: hold. */
  missingReceipt: Type.Optional(oneOf(['hold', 'warn'])),
  /** The day of the exchange rate. Default: receipt. */
  exchangeOn: Type.Optional(oneOf(['receipt', 'work', 'posting'])),
  /** Default: spot. */
  exchangeType: Type.Optional(id),
} as const

export const expenseRules = Type.Object(
  {
    ...rules,
    /** Rules of one category; what they do not say is as above. */
    categories: list(Type.Object({ category: id, ...rules }, strict), 1_000),
    /** Subcontractors by the rates of their work, or at cost with markup and fee. Default: rates where time is said. */
    subcontractors: Type.Optional(oneOf(['rates', 'cost'])),
    /** Percent on a subcontractor's cost, beside any markup, both on the base. Default: 0. */
    handlingFee: Type.Optional(percent),
    /** What happens before the vendor's cost is approved. Default: hold. */
    unapprovedVendorCost: Type.Optional(oneOf(['hold', 'warn'])),
  },
  strict,
)

/** Facts of an expense or a subcontractor's bill, as members of reported work. */
export const spending = {
  category: Type.Optional(id),
  vendor: Type.Optional(id),
  /** Whether a receipt is there. Default: true. */
  receipt: Type.Optional(Type.Boolean()),
  /** Default: the work date. */
  receiptOn: Type.Optional(day),
  postedOn: Type.Optional(day),
  /** Tax that the amount contains: its percent, or itself; and how much of it is recovered, default 100 percent. */
  taxIncluded: Type.Optional(
    Type.Object(
      {
        rate: Type.Optional(percent),
        amount: Type.Optional(positive),
        recoverablePercent: Type.Optional(positive),
      },
      strict,
    ),
  ),
  /** What the vendor is paid for an hour or unit, where no amount is said. */
  unitCost: Type.Optional(positive),
  /** Default: approved. */
  costApproval: Type.Optional(oneOf(['approved', 'submitted', 'rejected'])),
} as const
export type ExpenseRules = Static<typeof expenseRules>
