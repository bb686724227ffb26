/** Who works, for whom, on what, and when the books are open. */
import { type Static, Type } from 'typebox'
import { clientTax, sellerTax } from './tax.ts'
import { timeLock } from './books.ts'
import { documentRules } from './document-rules.ts'
import { workerPay } from './payroll.ts'
import { currency, day, decimal, id, list, oneOf, strict, text } from './text.ts'

export const legalEntity = Type.Object(
  {
    id,
    name: Type.Optional(text),
    /** Functional currency: the one of its ledger. */
    currency,
    calendar: Type.Optional(id),
    tax: Type.Optional(sellerTax),
    /** What happens to work dated in a closed period. Default: first_open_day. */
    closedPeriod: Type.Optional(oneOf(['hold', 'first_open_day', 'end_of_first_open_period'])),
    /** Until when time of a month may be entered or changed; left out, always. */
    timeLock: Type.Optional(timeLock),
    documents: Type.Optional(documentRules),
  },
  strict,
)
export const worker = Type.Object(
  {
    id,
    name: Type.Optional(text),
    legalEntity: Type.Optional(id),
    laborCategory: Type.Optional(id),
    calendar: Type.Optional(id),
    employment: Type.Optional(oneOf(['employee', 'contractor'])),
    costRate: Type.Optional(decimal),
    costCurrency: Type.Optional(currency),
    pay: Type.Optional(workerPay),
  },
  strict,
)
export const client = Type.Object(
  {
    id,
    name: Type.Optional(text),
    onHold: Type.Optional(Type.Boolean()),
    tax: Type.Optional(clientTax),
    documents: Type.Optional(documentRules),
  },
  strict,
)
const openOrClosed = Type.Optional(oneOf(['open', 'closed']))
export const project = Type.Object(
  {
    id,
    name: Type.Optional(text),
    client: Type.Optional(id),
    status: openOrClosed,
    region: Type.Optional(id),
  },
  strict,
)
export const task = Type.Object(
  {
    id,
    name: Type.Optional(text),
    project: id,
    status: openOrClosed,
    billable: Type.Optional(Type.Boolean()),
    phase: Type.Optional(id),
  },
  strict,
)
export const calendarDays = {
  /** ISO weekdays, Monday is 1. Default: 6 and 7. */
  weekend: list(Type.Integer({ minimum: 1, maximum: 7 }), 7),
  holidays: list(Type.Object({ on: day, name: Type.Optional(text) }, strict), 10_000),
  /** The first day of a work week. Default: 1, Monday. */
  weekStart: Type.Optional(Type.Integer({ minimum: 1, maximum: 7 })),
}
export const calendar = Type.Object({ id, ...calendarDays }, strict)
export const exchangeRate = Type.Object(
  {
    /** "spot", "average", "contract", or whatever the firm calls it. Default: spot. */
    type: Type.Optional(id),
    from: currency,
    to: currency,
    on: day,
    /** One unit of `from` in `to`. */
    rate: decimal,
    learned: Type.Optional(Type.Integer({ minimum: 0 })),
  },
  strict,
)
export type LegalEntity = Static<typeof legalEntity>
export type Worker = Static<typeof worker>
export type Client = Static<typeof client>
export type Project = Static<typeof project>
export type Task = Static<typeof task>
export type Calendar = Static<typeof calendar>
export type ExchangeRate = Static<typeof exchangeRate>
