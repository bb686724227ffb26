/** Rates: what an hour, day or unit costs the firm or its client, for whom, and when. */
import { type Static, Type } from 'typebox'
import { currency, decimal, id, oneOf, strict, valid } from './text.ts'

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
    ...valid,
  },
  strict,
)
export type Rate = Static<typeof rate>
