/** Measures of the firm: each is reckoned by a formula that is told with its number. */
import { type Static, Type } from 'typebox'
import { day, decimal, id, list, oneOf, positive, strict, text, valid } from './text.ts'

const measureNames = [
  'utilization',
  'billing_realization',
  'collection_realization',
  'realization',
  'leverage',
  'margin',
  'wip_days',
  'debtor_days',
  'lock_up',
  'dso',
  'leakage',
  'leakage_percent',
  'effective_rate',
  'hours_reconciliation',
] as const

/** What a formula is fed with. Amounts in the currency of the measure, hours in hours, people in heads. */
const figureNames = [
  'chargeableHours',
  'approvedHours',
  'roundedHours',
  'postedHours',
  'exceptionHours',
  'heldHours',
  'capacity',
  'standardValue',
  'approvedValue',
  'billed',
  'invoiced',
  'collected',
  'cost',
  'revenue',
  'wip',
  'receivables',
  'openingWip',
  'openingReceivables',
  'writtenOff',
  'held',
  'partners',
  'others',
  'days',
] as const

const measure = Type.Object(
  {
    id,
    measure: oneOf(measureNames),
    /** First and last day. Default: all work up to the day of the question. */
    from: Type.Optional(day),
    to: Type.Optional(day),
    /** Narrowed to a worker, client, contract or legal entity. */
    worker: Type.Optional(id),
    client: Type.Optional(id),
    contract: Type.Optional(id),
    legalEntity: Type.Optional(id),
    /** Hours that people could work, with or without holidays and leave in them. Default: net, without. */
    capacity: Type.Optional(oneOf(['net', 'gross'])),
    /** Of the last day, or half way between the day before the first and the last. Default: closing. */
    balances: Type.Optional(oneOf(['closing', 'average'])),
    /** Digits behind the point of the answer. Default: 0 for days, otherwise 2. */
    digits: Type.Optional(Type.Integer({ minimum: 0, maximum: 9 })),
    /** Figures that come from elsewhere, each before the one that the scenario would give. */
    given: list(
      Type.Object({ figure: oneOf(figureNames), is: decimal, source: Type.Optional(text) }, strict),
      50,
    ),
  },
  strict,
)

/** Hours of a working day of a worker, each entry from its day on. Default: 8. */
const dailyHours = Type.Object({ worker: Type.Optional(id), hours: positive, ...valid }, strict)

export const measureRules = Type.Object(
  {
    list: list(measure, 1_000),
    dailyHours: list(dailyHours, 100_000),
    /** Labor categories whose people are partners, for leverage. */
    partners: list(id, 100),
    /** Tasks on which leave is written; such hours lower net capacity and are never chargeable. */
    leaveTasks: list(id, 1_000),
    /** Ageing of unbilled work by work date: upper ends of its stretches, in days. Default: 30, 60, 90. */
    ageing: list(Type.Integer({ minimum: 0, maximum: 36_500 }), 20),
  },
  strict,
)
export type Measure = Static<typeof measure>
export type MeasureName = (typeof measureNames)[number]
export type FigureName = (typeof figureNames)[number]
