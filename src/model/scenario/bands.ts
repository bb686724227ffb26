/** Overtime, weekend, holidays and clock windows: which part of worked time is billed at another price. */
import { type Static, Type } from 'typebox'
import { clock, day, decimal, id, list, oneOf, positive, strict, text, valid } from './text.ts'

/** What the time of a band costs; a band says exactly one of these. */
const premium = {
  /** So many times the rate: "1.5". */
  multiplier: Type.Optional(positive),
  /** Percent on top of the rate: "50" is the multiplier 1.5. */
  markup: Type.Optional(decimal),
  /** So much more an hour, in the currency of the contract; no multiplier applies to it. */
  surcharge: Type.Optional(decimal),
  /** A rate an hour of its own. */
  rate: Type.Optional(positive),
}

/** Time that meets every condition that is named is in the band. A band without one is always open. */
const band = Type.Object(
  {
    id,
    name: Type.Optional(text),
    /** The weekend of the worker's calendar. */
    weekend: Type.Optional(Type.Boolean()),
    /** ISO weekdays, Monday is 1. */
    weekdays: list(Type.Integer({ minimum: 1, maximum: 7 }), 7),
    /** Only on holidays of the worker's calendar; false: on none of them. */
    holidays: Type.Optional(Type.Boolean()),
    /** Local clock; needs work with begin and end. An end at or before the begin is the next day's. */
    between: Type.Optional(Type.Object({ from: clock, to: clock }, strict)),
    /** From so many hours of the person's day on. */
    dailyOver: Type.Optional(positive),
    /** From so many hours of the person's week on. */
    weeklyOver: Type.Optional(positive),
    /** Only for work of these labor categories. Default: all. */
    laborCategories: list(id, 1_000),
    ...premium,
    /** Other prices from a day on, each until the next one. */
    overrides: list(Type.Object({ from: day, ...premium }, strict), 1_000),
    ...valid,
  },
  strict,
)

export const bandRules = Type.Object(
  {
    rules: list(band, 100),
    /** What several bands at once cost. Default: highest. */
    stacking: Type.Optional(oneOf(['highest', 'multiply', 'add', 'add_factors'])),
    /** Whose hours fill the day and the week, beside the person's on this line. Default: contract. */
    counts: Type.Optional(oneOf(['line', 'contract', 'client', 'everything'])),
    /** Whether hours that a daily band took fill the week too. Default: all. */
    weekCounts: Type.Optional(oneOf(['all', 'without_daily'])),
  },
  strict,
)
export type Band = Static<typeof band>
export type BandRules = Static<typeof bandRules>
