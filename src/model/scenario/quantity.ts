/** How worked time becomes billed time. Actual time is never changed. */
import { type Static, Type } from 'typebox'
import { id, list, oneOf, positive, strict } from './text.ts'

const increment = Type.Object(
  {
    /** In `unit`, as `minimum`. */
    step: positive,
    /** Default: hour. */
    unit: Type.Optional(oneOf(['hour', 'minute', 'second'])),
    /** `nearest` sends exact halves up, `nearest_half_down` sends them down. */
    mode: oneOf(['up', 'nearest', 'nearest_half_down', 'down']),
    /** Default: entry. */
    basis: Type.Optional(oneOf(['entry', 'person_day_task', 'person_week_task'])),
    /** At least so much an entry, day or week, as the basis says. Default: none. */
    minimum: Type.Optional(positive),
    /** Applied before rounding: "2" bills every hour twice. Default: 1. */
    factor: Type.Optional(positive),
  },
  strict,
)

const clockRounding = Type.Object(
  {
    /** In minutes: "15", or "0.5" for half a minute. */
    step: positive,
    mode: oneOf(['up', 'nearest', 'down']),
  },
  strict,
)

/** Professional days: a part of a day is billed as half a day or a whole one. The work is then told in days. */
const dayBands = Type.Object(
  {
    /** In the order of their bounds, which are hours. */
    bands: Type.Array(Type.Object({ upTo: positive, days: positive }, strict), { minItems: 1, maxItems: 50 }),
    /** Whether exactly the bound still belongs to the band. Default: true. */
    inclusive: Type.Optional(Type.Boolean()),
    /** Beyond the last bound: nothing more, or counted again from the first band. Default: last. */
    beyond: Type.Optional(oneOf(['last', 'repeat'])),
    /** Default: entry. With person_day all of a person's day on the line counts together. */
    basis: Type.Optional(oneOf(['entry', 'person_day'])),
  },
  strict,
)

const hourCap = Type.Object(
  {
    id,
    per: oneOf(['day', 'week', 'month']),
    hours: positive,
    /** Default: person. A team fills one cap together. */
    of: Type.Optional(oneOf(['person', 'team'])),
    /** Whom it binds. Default: everybody who works on the line. */
    workers: list(id, 10_000),
    /** What is over is nobody's to pay, waits for the next period with room, or for a decision. Default: non_billable. */
    excess: Type.Optional(oneOf(['non_billable', 'next_period', 'review'])),
  },
  strict,
)

export const quantityRules = Type.Object(
  {
    /** Rounding of begin and end, before anything else. Counts only where the work has them. */
    clock: Type.Optional(
      Type.Object({ begin: Type.Optional(clockRounding), end: Type.Optional(clockRounding) }, strict),
    ),
    increment: Type.Optional(increment),
    /**
     * Hours are cut to so many digits before pricing, for agreement with systems that do so: it makes or loses money.
     * Default: not at all.
     */
    decimalHours: Type.Optional(
      Type.Object(
        {
          digits: Type.Integer({ minimum: 0, maximum: 6 }),
          /** Default: nearest. */
          mode: Type.Optional(oneOf(['up', 'nearest', 'down'])),
        },
        strict,
      ),
    ),
    days: Type.Optional(dayBands),
    caps: list(hourCap, 100),
  },
  strict,
)
export type Increment = Static<typeof increment>
export type HourCapRule = Static<typeof hourCap>
export type QuantityRules = Static<typeof quantityRules>
