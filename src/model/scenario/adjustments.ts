/** Decisions of people on priced work: written up, written down, written off. Cost never changes. */
import { type Static, Type } from 'typebox'
import { currency, day, decimal, id, learned, oneOf, positive, strict, text } from './text.ts'

export const adjustment = Type.Object(
  {
    id,
    on: day,
    what: oneOf(['write_up', 'write_down', 'write_off']),
    /** Exactly one says how much; a write-off without any takes everything. In the unit of the work. */
    toQuantity: Type.Optional(positive),
    toRate: Type.Optional(positive),
    toAmount: Type.Optional(decimal),
    byAmount: Type.Optional(positive),
    byPercent: Type.Optional(positive),
    /** Of the rate or amount. Work that is billed in another currency by then is left as it is. Default: the work's. */
    currency: Type.Optional(currency),
    reason: Type.Optional(id),
    note: Type.Optional(text),
    by: Type.Optional(id),
    /** Default: decided. What waits changes nothing yet. */
    decision: Type.Optional(oneOf(['approved', 'waiting', 'refused'])),
    approvedBy: Type.Optional(id),
    learned,
  },
  strict,
)
export type Adjustment = Static<typeof adjustment>
