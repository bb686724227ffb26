/** Money that is owed for something else than hours: instalments, progress, milestones, minimums, retainage. */
import { type Static, Type } from 'typebox'
import { reportedKind } from './kinds.ts'
import { day, decimal, id, learned, list, oneOf, percent, positive, strict, text, valid } from './text.ts'

/** Calendar periods; `contract` is everything at once. */
export const calendarPeriods = ['month', 'quarter', 'year', 'contract'] as const

const statedPercent = Type.Object({ on: day, percent, learned }, strict)

const progress = Type.Object(
  {
    /** What tells how far the work is: hours or cost of the line against an estimate, tasks, or a person's word. */
    by: oneOf(['hours', 'cost', 'tasks', 'stated']),
    /** Versions of the estimate at completion, each from its day on: hours, or cost in the contract's currency. */
    estimates: list(Type.Object({ on: day, is: positive, learned }, strict), 1_000),
    /** Cumulative percent, each from its day on. */
    stated: list(statedPercent, 1_000),
    /** Parts with a price of their own, "amount", or hours at a rate. */
    tasks: list(
      Type.Object(
        {
          id,
          name: Type.Optional(text),
          amount: Type.Optional(decimal),
          hours: Type.Optional(positive),
          rate: Type.Optional(positive),
          done: list(statedPercent, 1_000),
        },
        strict,
      ),
      1_000,
    ),
    /** The days on which progress is measured and billed. Left out, the last day of every period of `every`. */
    days: list(day, 1_000),
    /** Default: month. */
    every: Type.Optional(oneOf(['month', 'quarter', 'year'])),
    /** Default: 100 percent of the fee. */
    atMostPercent: Type.Optional(positive),
  },
  strict,
)
export const fee = Type.Object(
  {
    /** In the contract's currency. Default: the sum of the instalments or of the tasks. */
    amount: Type.Optional(decimal),
    /** All with an amount, all with a percent of the fee, or neither: equal parts. The last one takes the cents. */
    instalments: list(
      Type.Object(
        {
          id: Type.Optional(id),
          name: Type.Optional(text),
          on: day,
          amount: Type.Optional(decimal),
          percent: Type.Optional(percent),
        },
        strict,
      ),
      1_000,
    ),
    progress: Type.Optional(progress),
  },
  strict,
)

export const milestone = Type.Object(
  {
    id,
    name: Type.Optional(text),
    /** In the contract's currency, or a percent of the amount of the line's fee. */
    amount: Type.Optional(decimal),
    percent: Type.Optional(percent),
    /** What must be met beside acceptance. Left out, a criterion is not met. */
    criteria: list(Type.Object({ id, text: Type.Optional(text), metOn: Type.Optional(day) }, strict), 100),
    /** Submission, and what the client said to it. It is billed on acceptance. */
    events: list(
      Type.Object(
        {
          on: day,
          what: oneOf(['submitted', 'accepted', 'rejected', 'withdrawn']),
          by: Type.Optional(id),
          evidence: Type.Optional(text),
          reason: Type.Optional(text),
          learned,
        },
        strict,
      ),
      1_000,
    ),
    /** Default: the retainage of the line. */
    retainagePercent: Type.Optional(positive),
    /** Partial credits after acceptance. Together they never exceed the milestone. */
    credits: list(
      Type.Object({ id, on: day, amount: positive, reason: Type.Optional(text), learned }, strict),
      100,
    ),
  },
  strict,
)

/** A part of every bill that the client keeps until it is released. */
export const retainage = Type.Object(
  {
    percent: positive,
    /** Default: all kinds of work of the line. */
    kinds: list(id, 20),
    /** Percent of what was withheld. Default of a release: 100, all that is left. */
    releases: list(Type.Object({ on: day, percent: Type.Optional(positive), learned }, strict), 100),
  },
  strict,
)

export const minimum = Type.Object(
  {
    /** Of a whole period, in the contract's currency. */
    amount: positive,
    /** Default: month. */
    every: Type.Optional(oneOf(calendarPeriods)),
    /** Days of a part period: as they are, as parts of months of 30 days, or not looked at. Default: actual. */
    proration: Type.Optional(oneOf(['actual', 'thirty', 'none'])),
    /** What counts towards it. Default: all kinds. */
    kinds: list(reportedKind, 10),
    /** A minimum of a contract holds for all of it, or for each of its projects. Default: together. */
    per: Type.Optional(oneOf(['together', 'project'])),
    ...valid,
  },
  strict,
)
export type Fee = Static<typeof fee>
export type Progress = Static<typeof progress>
export type Milestone = Static<typeof milestone>
export type Minimum = Static<typeof minimum>
