/** What changes the price that a rate alone would give: blends, cost plus, multipliers, tiers, discounts. */
import { type Static, Type } from 'typebox'
import { calendarPeriods } from './fees.ts'
import { id, list, oneOf, percent, positive, strict, text, valid } from './text.ts'

/** Prices by quantity. The entries of a period share its tiers, in order of work date. */
const tiers = Type.Object(
  {
    /** Each tier prices what lies in it, or the tier that the sum lies in prices everything. Default: graduated. */
    mode: Type.Optional(oneOf(['graduated', 'volume'])),
    /** What is added up. Default: month. */
    per: Type.Optional(oneOf(['entry', ...calendarPeriods])),
    /** Units that cost nothing, before the first tier. Default: 0. */
    free: Type.Optional(positive),
    tiers: Type.Array(
      Type.Object(
        {
          /** The last quantity of the tier, counted from the first tier's begin; left out on the last tier. */
          upTo: Type.Optional(positive),
          /** Of a unit, or of a block where `size` says how many units a block has. */
          price: positive,
          /** Units of a block or package; a begun one is charged whole. */
          size: Type.Optional(positive),
          /** Once, when the tier is entered. */
          flat: Type.Optional(positive),
        },
        strict,
      ),
      { minItems: 1, maxItems: 100 },
    ),
  },
  strict,
)

export const priceRules = Type.Object(
  {
    /** Levels of rates in the order in which they are asked. Default: person, role, task, project, client, default. */
    precedence: list(id, 10),
    /** One rate for everybody. What the cards say is kept as standard value. */
    blended: Type.Optional(positive),
    /** Whether premiums of bands are charged on a blended rate. Default: true. */
    blendedPremiums: Type.Optional(Type.Boolean()),
    /** Cost of the work and so many percent; a fee per hour may be added. */
    costPlus: Type.Optional(Type.Object({ percent, perHour: Type.Optional(positive) }, strict)),
    /** "0.75" prices at three quarters of the rate. */
    multiplier: Type.Optional(positive),
    tiers: Type.Optional(tiers),
  },
  strict,
)

export const discount = Type.Object(
  {
    id,
    name: Type.Optional(text),
    /** Below zero it is a surcharge. */
    percent: Type.Optional(percent),
    /** Volume: only what the period's sum has above it, in the contract's currency. */
    above: Type.Optional(positive),
    /** Several thresholds, instead of `percent` and `above`. */
    bands: list(Type.Object({ above: positive, percent }, strict), 100),
    /** Above a threshold, or on everything once it is passed. Default: marginal. */
    mode: Type.Optional(oneOf(['marginal', 'cliff'])),
    /** What is added up for a threshold. Default: year. */
    per: Type.Optional(oneOf(calendarPeriods)),
    /** Each discount is reckoned on the price, or on what discounts before it left. Default: price. */
    on: Type.Optional(oneOf(['price', 'rest'])),
    /** Of these kinds of work only. Default: all. */
    kinds: list(id, 20),
    tasks: list(id, 10_000),
    phases: list(id, 1_000),
    ...valid,
  },
  strict,
)
export type PriceRules = Static<typeof priceRules>
export type Tiers = Static<typeof tiers>
export type Discount = Static<typeof discount>
