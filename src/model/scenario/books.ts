/** Periods of the ledger, and what the books are asked for: journals, revenue, intercompany, measures. */
import { type Static, Type } from 'typebox'
import { day, id, oneOf, strict } from './text.ts'

export const fiscalPeriod = Type.Object(
  { legalEntity: Type.Optional(id), from: day, to: day, status: oneOf(['open', 'closed']) },
  strict,
)
export const books = Type.Object({}, strict)
export type FiscalPeriod = Static<typeof fiscalPeriod>
export type Books = Static<typeof books>
