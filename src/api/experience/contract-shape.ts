import { Type } from 'typebox'
import { workKinds } from '../../charging/work.ts'
import { masterSchemas } from '../../model/master-records.ts'
import {
  dayText,
  decimalText,
  instant,
  money,
  nullable,
  object,
  oneOf,
  position,
  text,
  uuid,
} from '../wire.ts'

const named = object({ id: text, name: nullable(text) })

/** States of charges, in the order in which money goes on: what stands aside comes last. */
export const moneyStates = [
  ...['priced', 'pending', 'proposed', 'draft', 'in_flight', 'in_doubt', 'issued'],
  ...['parked', 'held', 'included', 'non_billable', 'written_off'],
] as const
const stateSum = object({ state: oneOf(moneyStates), hours: decimalText, money })

export const contractParts = [
  'time',
  'fee',
  'milestones',
  'retainer',
  'subscription',
  'minimum',
  'limits',
] as const

/** A contract as lists show it: by its version of today, else the one that ended last or begins first. */
export const contractSummary = object({
  contractId: text,
  name: text,
  client: nullable(named),
  legalEntity: named,
  currency: text,
  billing: oneOf(['time_and_materials', 'fixed_fee', 'internal', 'composed']),
  /** Of a contract with terms: what they are put together from. */
  parts: Type.Array(oneOf(contractParts)),
  standing: oneOf(['live', 'ended', 'upcoming']),
  /** The first day and the day after the last one; null where it has none. */
  from: nullable(dayText),
  until: nullable(dayText),
  /** Hours and money by the state of their charges; several currencies where it changed. */
  money: Type.Array(stateSum),
  cases: object({ count: Type.Integer(), money: Type.Array(money) }),
})

const difference = object({ path: text, before: nullable(text), after: nullable(text) })
const learned = object({ position, at: nullable(instant) })

/** How full a limit, or a client's order, is over one stretch of days. Amounts of money or hours, as `measure` says. */
const fill = object({
  id: text,
  name: nullable(text),
  kind: oneOf(['limit', 'purchase_order']),
  /** Null for one of the whole client. */
  contractId: nullable(text),
  lineId: nullable(text),
  measure: oneOf(['amount', 'hours']),
  currency: nullable(text),
  /** total, or the period after which it begins anew. */
  per: text,
  /** The period, and for whom it counts, where it has several: "2026-06", "2026-06 W1". */
  stretch: nullable(text),
  limit: decimalText,
  /** On issued documents, or ones on their way. */
  billed: decimalText,
  /** Taken by work that waits for a run or stands on a draft. */
  committed: decimalText,
  left: decimalText,
  /** What found no room. */
  over: decimalText,
  /** What becomes of that. */
  overGoes: nullable(text),
})
const lot = object({
  id: text,
  lineId: nullable(text),
  measure: oneOf(['amount', 'hours']),
  currency: nullable(text),
  from: nullable(dayText),
  to: nullable(dayText),
  granted: decimalText,
  used: decimalText,
  /** Taken ahead by the period before. */
  deficit: decimalText,
  rolledOver: decimalText,
  /** What did not go on when its period ended. */
  lapsed: decimalText,
  expired: decimalText,
  left: decimalText,
})
const period = object({
  id: text,
  lineId: nullable(text),
  measure: oneOf(['amount', 'hours']),
  currency: nullable(text),
  from: nullable(dayText),
  to: nullable(dayText),
  available: decimalText,
  used: decimalText,
  left: decimalText,
  deficit: decimalText,
  overage: decimalText,
})
const line = object({
  /** Null: work of a contract without terms. */
  lineId: nullable(text),
  name: nullable(text),
  money: Type.Array(
    object({ state: oneOf(moneyStates), entries: Type.Integer(), hours: decimalText, money }),
  ),
  prices: Type.Array(
    object({
      laborCategory: nullable(text),
      band: nullable(text),
      /** Of an hour; null where an entry had several. */
      rate: nullable(decimalText),
      hours: decimalText,
      money,
    }),
  ),
})
const made = object({
  workId: uuid,
  kind: oneOf(workKinds),
  lineId: nullable(text),
  /** As the terms call it. */
  name: nullable(text),
  on: dayText,
  amount: nullable(money),
  bucket: text,
  held: Type.Boolean(),
  documents: Type.Array(uuid),
})
const milestone = object({
  id: text,
  lineId: text,
  name: nullable(text),
  amount: money,
  status: oneOf(['planned', 'submitted', 'accepted', 'rejected']),
  acceptedOn: nullable(dayText),
  billable: Type.Boolean(),
  events: Type.Array(
    object({ on: dayText, what: text, by: nullable(text), evidence: nullable(text), reason: nullable(text) }),
  ),
  criteria: Type.Array(object({ text, metOn: nullable(dayText) })),
  /** What still has to happen before it is billed, in words. */
  missing: Type.Array(text),
})

export const contractDetail = object({
  contract: contractSummary,
  /** Its version of today, or the nearest one. */
  body: masterSchemas.contract,
  settled: nullable(
    object({
      on: nullable(dayText),
      position,
      /** Something changed since and is settled in a moment. */
      waiting: Type.Boolean(),
      failures: Type.Integer(),
    }),
  ),
  /** What of the terms contradicts itself; limits and milestones cannot be told then. */
  contradiction: nullable(text),
  fills: Type.Array(fill),
  lots: Type.Array(lot),
  periods: Type.Array(period),
  lines: Type.Array(line),
  milestones: Type.Array(milestone),
  made: Type.Array(made),
  /** Of contracts with terms; those of other contracts are made at once, with the day on which they are due. */
  upcoming: Type.Array(object({ lineId: text, id: text, name: text, on: dayText, amount: money })),
  cases: Type.Array(
    object({
      caseId: uuid,
      code: text,
      title: text,
      outcome: text,
      money: nullable(money),
      openedAt: instant,
    }),
  ),
  versions: Type.Array(
    object({
      validFrom: dayText,
      validUntil: nullable(dayText),
      learned,
      body: masterSchemas.contract,
      changes: Type.Array(difference),
    }),
  ),
  corrections: Type.Array(
    object({
      validFrom: dayText,
      validUntil: nullable(dayText),
      learned,
      corrected: learned,
      changes: Type.Array(difference),
    }),
  ),
})
