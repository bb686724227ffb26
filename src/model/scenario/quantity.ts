/** How worked time becomes billed time. Actual time is never changed. */
import { type Static, Type } from 'typebox'
import { oneOf, positive, strict } from './text.ts'

export const increment = Type.Object(
  {
    /** In hours, as `minimum`. */
    step: positive,
    mode: oneOf(['up', 'nearest', 'down']),
    /** Default: entry. */
    basis: Type.Optional(oneOf(['entry', 'person_day_task', 'person_week_task'])),
    minimum: Type.Optional(positive),
    /** Applied before rounding: "2" bills every hour twice. */
    factor: Type.Optional(positive),
  },
  strict,
)
export const quantityRules = Type.Object({ increment: Type.Optional(increment) }, strict)
export type QuantityRules = Static<typeof quantityRules>
