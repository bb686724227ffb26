import { type Static, Type } from 'typebox'
import type { Item, Replay } from '../../charging/replay/books.ts'
import { type Amount, type OutcomeEffect, outcomes } from '../../charging/replay/effect.ts'
import type { SummaryLine } from '../../charging/replay/summary.ts'
import { moneyOnWire } from '../wire.ts'
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
} from '../wire.ts'

export const selectionShape = object({
  fromPosition: Type.Optional(position),
  untilPosition: Type.Optional(position),
  receivedFrom: Type.Optional(instant),
  receivedUntil: Type.Optional(instant),
  entry: Type.Optional(id),
  connectionId: Type.Optional(id),
  stream: Type.Optional(id),
  workFrom: Type.Optional(dayText),
  workUntil: Type.Optional(dayText),
  mapping: Type.Optional(id),
  clientId: Type.Optional(id),
  projectId: Type.Optional(id),
  setAside: Type.Optional(Type.Boolean()),
})

const outcome = oneOf(outcomes)
const action = oneOf(['create', 'change', 'skip'])
const line = object({
  outcome,
  action,
  reason: text,
  works: Type.Integer(),
  hours: decimalText,
  amount: nullable(money),
})
export const replayShape = object({
  replayId: uuid,
  selection: selectionShape,
  state: oneOf(['estimating', 'ready', 'confirming', 'running', 'done', 'cancelled', 'refused']),
  reason: nullable(text),
  requestedBy: text,
  requestedAt: instant,
  startedBy: nullable(text),
  startedAt: nullable(instant),
  endedAt: nullable(instant),
  worksPerSecond: nullable(Type.Integer()),
  /** Master data up to here decided the dry run; the log stood at `logHead` when it began. */
  mastersAt: position,
  logHead: position,
  looked: Type.Integer(),
  planned: Type.Integer(),
  done: Type.Integer(),
  announced: Type.Array(line),
  written: Type.Array(line),
})

const amount = object({ hours: decimalText, amount: nullable(money) })
const effect = object({ action, reason: text, amounts: Type.Array(amount) })
export const itemShape = object({
  workId: uuid,
  connectionId: text,
  stream: text,
  sourceId: text,
  revision: Type.Integer(),
  action: oneOf(['create', 'change', 'stamp', 'skip']),
  reason: text,
  state: oneOf(['planned', 'done', 'overtaken', 'skipped']),
  cost: effect,
  pay: effect,
  bill: effect,
})

function moneyOf(one: { readonly currency: string | null; readonly minor: string }) {
  return one.currency === null ? null : moneyOnWire({ minor: BigInt(one.minor), currency: one.currency })
}

function lineOf({ outcome: of, action: what, reason, works, hours, ...rest }: SummaryLine) {
  return { outcome: of, action: what, reason, works, hours, amount: moneyOf(rest) }
}

export function replayOf(replay: Replay) {
  return {
    replayId: replay.replayId,
    selection: replay.selection as Static<typeof selectionShape>,
    state: replay.state,
    reason: replay.reason,
    requestedBy: replay.requestedBy,
    requestedAt: replay.requestedAt.toISOString(),
    startedBy: replay.startedBy,
    startedAt: replay.startedAt?.toISOString() ?? null,
    endedAt: replay.endedAt?.toISOString() ?? null,
    worksPerSecond: replay.worksPerSecond,
    mastersAt: String(replay.mastersAt),
    logHead: String(replay.logHead),
    looked: replay.looked,
    planned: replay.planned,
    done: replay.done,
    announced: replay.summary.map(lineOf),
    written: replay.doneSummary.map(lineOf),
  }
}

function effectOf({ action: what, reason, amounts }: OutcomeEffect) {
  const one = (each: Amount) => ({ hours: each.hours, amount: moneyOf(each) })
  return { action: what, reason, amounts: amounts.map(one) }
}

export function itemOf(item: Item) {
  const { workId, connectionId, stream, sourceId, revision, action: what, reason, state } = item
  const { cost, pay, bill } = item.effect
  const outcomesOf = { cost: effectOf(cost), pay: effectOf(pay), bill: effectOf(bill) }
  return { workId, connectionId, stream, sourceId, revision, action: what, reason, state, ...outcomesOf }
}
