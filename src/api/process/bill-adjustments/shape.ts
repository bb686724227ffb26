import { Type } from 'typebox'
import type { AdjustmentProposal } from '../../../charging/bill-adjustments/books.ts'
import { mostWorks } from '../../../charging/bill-adjustments/decide.ts'
import type { AdjustmentEffect } from '../../../charging/bill-adjustments/effect.ts'
import {
  adjustmentHows,
  type AdjustmentReason,
  adjustmentReasons,
  adjustmentStates,
  adjustmentWhats,
} from '../../../charging/bill-adjustments/words.ts'
import {
  dayText,
  decimalText,
  id,
  instant,
  money,
  nullable,
  object,
  oneOf,
  position,
  text,
  uuid,
} from '../../wire.ts'

/** Zero or more, in as many digits as the engine reads. */
const sizeText = Type.String({ pattern: '^\\d{1,15}(\\.\\d{1,9})?$' })
const sum = object({ amount: sizeText, currency: Type.String({ pattern: '^[A-Z]{3}$' }) })
const reasons = Object.keys(adjustmentReasons) as AdjustmentReason[]
export const reason = Type.Enum(reasons, {
  description: reasons.map((one) => `${one}: ${adjustmentReasons[one].toLowerCase()}`).join('; '),
})
export const note = Type.String({ minLength: 1, maxLength: 2000 })

/** What to write up, down or off. Exactly one member says how much; a write-off without any takes everything. */
export const askedShape = object({
  what: oneOf(['write_up', 'write_down', 'write_off']),
  works: Type.Optional(Type.Array(uuid, { minItems: 1, maxItems: mostWorks })),
  /** All approved and billable work of a client, contract or project; `until` is the first day after it. */
  filter: Type.Optional(
    object({
      clientId: Type.Optional(id),
      contractId: Type.Optional(id),
      projectId: Type.Optional(id),
      from: Type.Optional(dayText),
      until: Type.Optional(dayText),
    }),
  ),
  toQuantity: Type.Optional(sizeText),
  toRate: Type.Optional(sum),
  /** Of all the works together; spread in proportion to what they are worth. */
  toAmount: Type.Optional(sum),
  byAmount: Type.Optional(sum),
  byPercent: Type.Optional(sizeText),
  reason,
  note: Type.Optional(note),
  /** The day that it counts from, today or earlier. Default: today. */
  on: Type.Optional(dayText),
})
export const takeBackShape = object({
  /** Default: all of them. */
  works: Type.Optional(Type.Array(uuid, { minItems: 1, maxItems: mostWorks })),
  reason,
  note: Type.Optional(note),
  on: Type.Optional(dayText),
})

const billedOtherwise = object({
  clientId: text,
  contractId: text,
  amount: decimalText,
  currency: money.properties.currency,
})
export const amountsShape = Type.Array(billedOtherwise)
export const effectShape = object({
  asOf: position,
  /** False where a client has too much work to be asked as a whole: its limits and other work are not in it then. */
  complete: Type.Boolean(),
  /** What is billed more, or less. What stands on issued invoices becomes a proposed difference. */
  amounts: amountsShape,
  works: Type.Integer(),
  documents: Type.Integer(),
})
export const adjustmentShape = object({
  adjustmentId: uuid,
  what: oneOf(adjustmentWhats),
  takesBack: nullable(uuid),
  how: nullable(oneOf(adjustmentHows)),
  size: nullable(decimalText),
  currency: nullable(text),
  reason,
  on: dayText,
  author: text,
  /** Whether the caller proposed it: then somebody else decides. */
  own: Type.Boolean(),
  proposedAt: instant,
  works: Type.Integer(),
  effect: effectShape,
  state: oneOf(adjustmentStates),
  decidedBy: nullable(text),
  decidedAt: nullable(instant),
})
export const shareShape = object({
  workId: uuid,
  sourceId: text,
  workOn: dayText,
  /** The work's own share, in the words of the whole. */
  size: nullable(decimalText),
  takenBack: Type.Boolean(),
})
/** What an adjustment would be, before it is proposed. */
export const outlookShape = object({
  works: Type.Integer(),
  effect: effectShape,
  /** Of a filter: work that it leaves as it is, and why; the first of them. */
  leftOut: Type.Array(object({ workId: uuid, sourceId: text, why: text })),
  leftOutCount: Type.Integer(),
})

export function effectOf({ asOf, complete, amounts, works, documents }: AdjustmentEffect) {
  return { asOf, complete, amounts: amounts.map((one) => ({ ...one })), works, documents }
}

export function adjustmentOf(one: AdjustmentProposal, caller: string) {
  return {
    adjustmentId: one.adjustmentId,
    what: one.what,
    takesBack: one.takesBack,
    how: one.how,
    size: one.size,
    currency: one.currency,
    reason: one.reason,
    on: one.adjustedOn,
    author: one.author,
    own: one.author === caller,
    proposedAt: one.proposedAt.toISOString(),
    works: one.works,
    effect: effectOf(one.effect),
    state: one.state,
    decidedBy: one.decidedBy,
    decidedAt: one.decidedAt?.toISOString() ?? null,
  }
}
