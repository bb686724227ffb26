/** How events and subscriptions look on the wire. */
import { Type } from 'typebox'
import {
  eventKind,
  eventKindNames,
  eventType,
  type EventKindName,
  kindOfType,
} from '../../model/events/kinds.ts'
import { schemaUrn } from '../../outbound/cloud-event.ts'
import type { Delivery } from '../../outbound/deliveries.ts'
import type { Replay } from '../../outbound/replays.ts'
import { type Subscription, subscriptionStates } from '../../outbound/subscriptions.ts'
import { Refusal, part } from '../problem.ts'
import { instant, nullable, object, oneOf, position, text, uuid } from '../wire.ts'

export const cloudEvent = object({
  specversion: Type.Literal('1.0'),
  id: text,
  source: text,
  type: text,
  subject: text,
  time: instant,
  datacontenttype: text,
  dataschema: text,
  sequence: text,
  partitionkey: text,
  data: Type.Record(text, Type.Unknown()),
})
export const describedType = object({
  type: text,
  title: text,
  subject: text,
  dataschema: text,
  schema: Type.Unknown(),
})
const reached = object({ number: position, index: Type.Integer() })
export const subscription = object({
  subscriptionId: uuid,
  name: text,
  kind: oneOf(['webhook', 'nats']),
  url: text,
  types: nullable(Type.Array(text)),
  subjectPrefix: nullable(text),
  stream: nullable(text),
  createsStream: Type.Boolean(),
  state: oneOf(subscriptionStates),
  reason: nullable(text),
  cursor: reached,
  failures: Type.Integer(),
  nextAttemptAt: instant,
  createdBy: text,
  createdAt: instant,
})
export const delivery = object({
  deliveryId: uuid,
  at: instant,
  result: oneOf(['accepted', 'refused', 'unavailable']),
  events: Type.Integer(),
  firstEvent: text,
  lastEvent: text,
  status: nullable(Type.Integer()),
  message: nullable(text),
  replayId: nullable(uuid),
})
export const replay = object({
  replayId: uuid,
  from: position,
  until: position,
  types: nullable(Type.Array(text)),
  subject: nullable(text),
  state: oneOf(['running', 'done', 'failed', 'cancelled']),
  reached,
  delivered: position,
  failures: Type.Integer(),
  requestedBy: text,
  requestedAt: instant,
})
export const eventTypeText = Type.String({ pattern: '^com\\.hourbridge\\.[a-z.-]+\\.v\\d+$', maxLength: 120 })
export const subjectText = Type.String({ pattern: '^[a-z-]+/.+$', maxLength: 400 })

/** Kinds for types; an unknown one is named with where it stands. */
export function kindsOf(types: readonly string[] | null, pointer: string): EventKindName[] | null {
  if (types === null) return null
  return types.map((type, at) => {
    const kind = kindOfType(type)
    if (kind !== null) return kind
    const message = 'is not a type of event; GET /api/v1/event-types lists them'
    const where = pointer.startsWith('/') ? `${pointer}/${at}` : pointer
    throw new Refusal('SCHEMA_VIOLATION', `${where} ${message}.`, {
      parts: [part('SCHEMA_VIOLATION', where, message)],
    })
  })
}

const typesOf = (kinds: readonly EventKindName[] | null) => kinds?.map(eventType) ?? null
const cursorAnswer = (at: { number: bigint; index: number }) => ({
  number: String(at.number),
  index: at.index,
})

export function typeAnswers() {
  return eventKindNames.map((name) => {
    const { title, subject, data } = eventKind(name)
    return { type: eventType(name), title, subject, dataschema: schemaUrn(name), schema: data }
  })
}

export function subscriptionAnswer(one: Subscription) {
  const { subscriptionId, name, kind, url, state, reason, failures, createdBy } = one
  const settings = { subjectPrefix: null, stream: null, createsStream: false, ...one.settings }
  return {
    subscriptionId,
    name,
    kind,
    url,
    types: typesOf(one.kinds),
    ...settings,
    state,
    reason,
    cursor: cursorAnswer(one.cursor),
    failures,
    nextAttemptAt: one.nextAttemptAt.toISOString(),
    createdBy,
    createdAt: one.createdAt.toISOString(),
  }
}

export function deliveryAnswer(one: Delivery) {
  return { ...one, at: one.at.toISOString() }
}

export function replayAnswer(one: Replay) {
  const { replayId, subject, state, failures, requestedBy } = one
  return {
    replayId,
    from: String(one.from),
    until: String(one.until),
    types: typesOf(one.kinds),
    subject,
    state,
    reached: cursorAnswer(one.reached),
    delivered: String(one.delivered),
    failures,
    requestedBy,
    requestedAt: one.requestedAt.toISOString(),
  }
}
