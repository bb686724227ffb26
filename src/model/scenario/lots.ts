/** What was bought ahead: hours or money in lots that roll over, expire and run into a deficit. */
import { type Static, Type } from 'typebox'
import { day, id, list, oneOf, percent, positive, strict } from './text.ts'

/** Hours or money that lines with work "drawn_down" draw from, the oldest expiry first. */
export const retainer = Type.Object(
  {
    /** What is drawn: the time of the work, or its price in the currency of the contract. Default: hours. */
    measure: Type.Optional(oneOf(['hours', 'amount'])),
    /** The same grant every period, counted from the day `from`. */
    grants: Type.Optional(
      Type.Object(
        {
          quantity: positive,
          from: day,
          /** The last day of the last period. Default: it goes on. */
          to: Type.Optional(day),
          /** Default: month. */
          per: Type.Optional(oneOf(['week', 'month', 'quarter', 'year'])),
        },
        strict,
      ),
    ),
    /** What of a grant goes on when its period ends. Left out: nothing. */
    rollover: Type.Optional(
      Type.Object(
        {
          /** The most that goes on. Default: everything. */
          maximum: Type.Optional(positive),
          /** For how many periods it can be used. Default: without end. */
          periods: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000 })),
        },
        strict,
      ),
    ),
    /** Whether a period may take ahead of the next grant, which then is smaller. Left out: no. */
    deficit: Type.Optional(Type.Object({ maximum: Type.Optional(positive) }, strict)),
    /** Lots that are bought one by one. */
    lots: list(
      Type.Object(
        {
          id,
          quantity: positive,
          from: day,
          /** The last day on which it can be used. Default: no end. */
          to: Type.Optional(day),
          invoicedOn: Type.Optional(day),
          paidOn: Type.Optional(day),
        },
        strict,
      ),
      10_000,
    ),
    /** From when a lot bought on its own may be drawn: at once, once invoiced, or once paid. Default: invoiced. */
    usableFrom: Type.Optional(oneOf(['granted', 'invoiced', 'paid'])),
    overage: Type.Optional(
      Type.Object(
        {
          /** What becomes of work beyond everything bought. Default: billed. */
          treat: Type.Optional(oneOf(['billed', 'parked', 'non_billable'])),
          /** Per hour. Default: the work's own price. */
          rate: Type.Optional(positive),
          /** Of that price. Default: 100. */
          percent: Type.Optional(percent),
        },
        strict,
      ),
    ),
  },
  strict,
)
export type Retainer = Static<typeof retainer>
