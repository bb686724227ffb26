/** What changes the price that a rate alone would give: blends, cost plus, multipliers, tiers, discounts. */
import { type Static, Type } from 'typebox'
import { id, list, strict } from './text.ts'

export const priceRules = Type.Object(
  {
    /** Levels of rates in the order in which they are asked. Default: person, role, task, project, client, default. */
    precedence: list(id, 10),
  },
  strict,
)
export const discount = Type.Object({}, strict)
export type PriceRules = Static<typeof priceRules>
export type Discount = Static<typeof discount>
