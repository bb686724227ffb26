/** Rates: what an hour, day or unit costs the firm or its client, for whom, and when. */
import { type Static, Type } from 'typebox'
import { currency, day, decimal, id, list, oneOf, positive, strict, valid } from './text.ts'

export const rate = Type.Object(
  {
    id,
    /** Default: bill. */
    kind: Type.Optional(oneOf(['bill', 'cost'])),
    level: oneOf(['person', 'role', 'task', 'project', 'client', 'default']),
    worker: Type.Optional(id),
    assignment: Type.Optional(id),
    laborCategory: Type.Optional(id),
    task: Type.Optional(id),
    project: Type.Optional(id),
    client: Type.Optional(id),
    contract: Type.Optional(id),
    region: Type.Optional(id),
    legalEntity: Type.Optional(id),
    currency,
    amount: decimal,
    /** What the amount is for. Default: hour. */
    per: Type.Optional(oneOf(['hour', 'day'])),
    /** How long a day is where hours meet a rate per day, or days a rate per hour. Default: 8. */
    hoursPerDay: Type.Optional(positive),
    /** Other amounts from a day on, inside the dates of the rate, each until the next one. */
    overrides: list(Type.Object({ from: day, amount: decimal }, strict), 1_000),
    ...valid,
  },
  strict,
)
export type Rate = Static<typeof rate>
