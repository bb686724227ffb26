/** What one legal entity charges another of the firm for work that its people do on the other's contracts. */
import { type Static, Type } from 'typebox'
import { currency, decimal, id, oneOf, positive, strict, valid } from './text.ts'

export const transferRule = Type.Object(
  {
    id,
    /** The entity of the worker; left out, any. So with the borrower, the entity of the contract. */
    lender: Type.Optional(id),
    borrower: Type.Optional(id),
    laborCategory: Type.Optional(id),
    contract: Type.Optional(id),
    /** A price for each hour, the lender's cost with a percentage on it, or a percentage of what the client pays. */
    method: oneOf(['fixed', 'cost_plus', 'percent_of_bill']),
    /** Per hour, for `fixed`. */
    rate: Type.Optional(positive),
    /** Percent: what is added to cost, or the part of the bill. */
    percent: Type.Optional(decimal),
    /**
     * Of the transfer price. Default: of a fixed price the borrower's, of cost plus the lender's, of a part of the
     * bill the contract's.
     */
    currency: Type.Optional(currency),
    ...valid,
  },
  strict,
)
export type TransferRule = Static<typeof transferRule>
