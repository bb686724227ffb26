/** When what a contract earns is revenue, which need not be when it is invoiced. */
import { type Static, Type } from 'typebox'
import { currency, day, decimal, id, learned, list, oneOf, positive, strict, text } from './text.ts'

const revenueMethods = [
  'right_to_invoice',
  'over_time_cost',
  'over_time_hours',
  'milestone',
  'straight_line',
  'on_invoice',
] as const

/** A part of a contract that is recognised as one. Work that no rule takes is revenue when it is invoiced. */
export const revenueRule = Type.Object(
  {
    id,
    contract: id,
    /** Lines of the contract that belong to it. Default: all that no other rule names. */
    lines: list(id, 1_000),
    method: oneOf(revenueMethods),
    /** The whole price, in the contract's currency; asked for over time and in a straight line. */
    price: Type.Optional(positive),
    /** The most that may be recognised, whatever is worked: a variable price is constrained. Default: no bound. */
    constrainedTo: Type.Optional(positive),
    /** First and last day of the service, for a straight line. */
    from: Type.Optional(day),
    to: Type.Optional(day),
    /** Equal months with part months by days, or every day alike. Default: months. */
    spread: Type.Optional(oneOf(['months', 'days'])),
    /**
     * Versions of what the whole costs in the contract's currency or takes in hours, each from its day on. Cost of
     * uninstalled materials is part of the total; `uninstalled` says how much of it. Default: what was bought.
     */
    estimates: list(
      Type.Object({ on: day, total: positive, uninstalled: Type.Optional(positive), learned }, strict),
      1_000,
    ),
    /** Whether an expected loss is booked at once. Default: true. */
    lossProvision: Type.Optional(Type.Boolean()),
  },
  strict,
)

/** Cost that is no reported work: materials, depreciation, what another ledger charged. */
export const furtherCost = Type.Object(
  {
    id,
    contract: id,
    line: Type.Optional(id),
    on: day,
    amount: decimal,
    /** Default: the contract's. */
    currency: Type.Optional(currency),
    note: Type.Optional(text),
    /**
     * Bought from others and not yet installed: revenue for it is its cost, without profit, and it says nothing
     * of progress. Default: false.
     */
    uninstalled: Type.Optional(Type.Boolean()),
    learned,
  },
  strict,
)
export type RevenueRule = Static<typeof revenueRule>
export type FurtherCost = Static<typeof furtherCost>
