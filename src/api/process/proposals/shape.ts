import { Type } from 'typebox'
import { type Proposal, type ProposalHead, proposalStates } from '../../../masterdata/proposals/books.ts'
import type { Difference, RecordDifference } from '../../../masterdata/proposals/difference.ts'
import { effectShape } from '../../../masterdata/proposals/effect.ts'
import { masterKinds } from '../../system/master-change.ts'
import { dayText, instant, nullable, object, oneOf, position, text, uuid } from '../../wire.ts'
import { cursorOf, type Page } from '../../paging.ts'
import { Refusal, part } from '../../problem.ts'

const what = oneOf(['added', 'changed', 'ended'])
const kind = oneOf(masterKinds)
export const proposalShape = object({
  proposalId: uuid,
  title: text,
  reason: nullable(text),
  state: oneOf(proposalStates),
  author: text,
  /** Whether the caller proposed it: then somebody else decides. */
  own: Type.Boolean(),
  proposedAt: instant,
  records: Type.Integer(),
  added: Type.Integer(),
  changed: Type.Integer(),
  ended: Type.Integer(),
  kinds: Type.Record(text, Type.Integer()),
  first: Type.Array(text),
  effect: nullable(effectShape),
  basePosition: position,
  decidedBy: nullable(text),
  decidedAt: nullable(instant),
  note: nullable(text),
  appliedPosition: nullable(position),
})
const field = object({
  pointer: text,
  old: Type.Optional(Type.Unknown()),
  new: Type.Optional(Type.Unknown()),
})
const record = object({
  kind,
  recordId: text,
  what,
  stretches: Type.Array(
    object({ validFrom: dayText, validUntil: nullable(dayText), what, fields: Type.Array(field) }),
  ),
})
export const differenceShape = object({
  /** What it is a difference to: knowledge at this position. */
  asOf: position,
  records: Type.Integer(),
  unchanged: Type.Integer(),
  items: Type.Array(record),
  nextCursor: nullable(text),
})
export const movedShape = object({ kind, recordId: text, position })

export function proposalOf(one: Proposal | ProposalHead, caller: string) {
  const { summary } = one
  return {
    proposalId: one.proposalId,
    title: one.title,
    reason: one.reason,
    state: one.state,
    author: one.author,
    own: one.author === caller,
    proposedAt: one.proposedAt.toISOString(),
    records: summary.records,
    added: summary.added,
    changed: summary.changed,
    ended: summary.ended,
    kinds: { ...summary.kinds } as Record<string, number>,
    first: [...summary.first],
    effect: one.effect,
    basePosition: String(one.basePosition),
    decidedBy: one.decidedBy,
    decidedAt: one.decidedAt?.toISOString() ?? null,
    note: one.note,
    appliedPosition: one.appliedPosition === null ? null : String(one.appliedPosition),
  }
}

/** One page of a difference; its cursor is a place in the list. */
export function differencePage(difference: Difference, asOf: bigint, page: Page) {
  const from = page.after === null ? 0 : placeOf(page.after)
  const shown = difference.records.slice(from, from + page.limit)
  const until = from + shown.length
  return {
    asOf: String(asOf),
    records: difference.records.length,
    unchanged: difference.unchanged,
    items: shown.map(recordOf),
    nextCursor: until < difference.records.length ? cursorOf(String(until)) : null,
  }
}

function placeOf(after: string): number {
  if (/^\d{1,9}$/.test(after)) return Number(after)
  const message = 'is not a cursor of this list'
  throw new Refusal('SCHEMA_VIOLATION', `query:cursor ${message}.`, {
    parts: [part('SCHEMA_VIOLATION', 'query:cursor', message)],
  })
}

function recordOf({ kind, recordId, what, stretches }: RecordDifference) {
  return {
    ...{ kind, recordId, what },
    stretches: stretches.map((one) => ({
      ...{ validFrom: one.validFrom, validUntil: one.validUntil, what: one.what },
      fields: one.fields.map((each) => ({ ...each })),
    })),
  }
}
