/** Fees of recurring periods, with what changes them between. */
import { type Static, Type } from 'typebox'
import { day, decimal, id, learned, list, oneOf, positive, strict, text } from './text.ts'

export const subscription = Type.Object(
  {
    /** Of a whole period, in the contract's currency. */
    fee: positive,
    /** Default: month. */
    every: Type.Optional(oneOf(['week', 'month', 'quarter', 'year'])),
    /** Periods of so many days, instead of `every`. */
    lengthDays: Type.Optional(Type.Integer({ minimum: 1, maximum: 3_660 })),
    from: day,
    /** The last day of its term. */
    to: Type.Optional(day),
    /** Periods begin on the day of `from`, or with the calendar, so that the first is a part. Default: from_start. */
    periods: Type.Optional(oneOf(['from_start', 'calendar'])),
    /** Default: in_advance, on the first day of a period; in arrears it is the last day. */
    billed: Type.Optional(oneOf(['in_advance', 'in_arrears'])),
    /** Days of a part period: as they are, over months of 30 days, or not looked at. Default: actual. */
    proration: Type.Optional(oneOf(['actual', 'thirty', 'none'])),
    /** The first day without service. */
    cancelled: Type.Optional(Type.Object({ on: day, learned }, strict)),
    /** Days without service and fee, both included. */
    pauses: list(Type.Object({ from: day, to: day, learned }, strict), 1_000),
    /** Another fee from a day on. */
    changes: list(Type.Object({ on: day, fee: positive, learned }, strict), 1_000),
    /** Amounts given on the period of their day for other reasons; what is credited later is limited to the rest. */
    adjustments: list(
      Type.Object({ id, on: day, amount: decimal, reason: Type.Optional(text), learned }, strict),
      1_000,
    ),
    /** What of the line's covered work the fee of a period includes. What is over is priced. */
    included: Type.Optional(
      Type.Object(
        {
          /** Hours of time, units of usage. */
          quantity: positive,
          /** Smaller in a part period. Default: false. */
          prorated: Type.Optional(Type.Boolean()),
          /** Price of each unit over it. Default: the price that the work has by its rates or tiers. */
          overageRate: Type.Optional(positive),
          /** Percent of that price. Default: 100. */
          overagePercent: Type.Optional(positive),
        },
        strict,
      ),
    ),
  },
  strict,
)
export type Subscription = Static<typeof subscription>
