/** Periods of the ledger, and what the books are asked for: journals, revenue, intercompany, measures. */
import { type Static, Type } from 'typebox'
import { day, id, oneOf, strict } from './text.ts'

export const fiscalPeriod = Type.Object(
  {
    legalEntity: Type.Optional(id),
    from: day,
    to: day,
    status: oneOf(['open', 'closed']),
    /** What is locked. Default: ledger. */
    lock: Type.Optional(oneOf(['time', 'billing', 'ledger'])),
    /**
     * Position of the log at which it was closed: what was known by then stands in it, and only what differs since
     * goes elsewhere. Left out, nothing of it had been booked.
     */
    closedAt: Type.Optional(Type.Integer({ minimum: 0 })),
  },
  strict,
)
export const timeLock = Type.Object(
  {
    /** Days after the end of a month during which its time may still be entered or changed. */
    graceDays: Type.Integer({ minimum: 0, maximum: 366 }),
  },
  strict,
)
export const books = Type.Object({}, strict)
export type FiscalPeriod = Static<typeof fiscalPeriod>
export type Books = Static<typeof books>
