import type { Change, ChangeRow } from '../log/changes.ts'
import { eventKind, eventType, type EventKindName } from '../model/events/kinds.ts'

/** CloudEvents 1.0 in the structured JSON form, as it stands on the wire. */
export type CloudEvent = {
  readonly specversion: '1.0'
  readonly id: string
  readonly source: string
  readonly type: string
  readonly subject: string
  readonly time: string
  readonly datacontenttype: 'application/json'
  readonly dataschema: string
  /** Sorts as text: of two events of one subject the greater one is the later one. */
  readonly sequence: string
  readonly partitionkey: string
  readonly data: Readonly<Record<string, unknown>>
}

export const cloudEventMediaType = 'application/cloudevents+json'

export type Origin = {
  readonly installationId: string
  readonly environment: string
  readonly cell: number
}
/** An event with its place among the changes. */
export type PlacedEvent = {
  readonly number: bigint
  readonly index: number
  readonly kind: EventKindName
  readonly event: CloudEvent
}

function sourceOf(origin: Pick<Origin, 'environment' | 'installationId'>): string {
  return `urn:hourbridge:${origin.environment}:${origin.installationId}`
}

export function schemaUrn(kind: EventKindName): string {
  return `urn:hourbridge:event-schema:${kind}:v${eventKind(kind).version}`
}

function subjectOf(kind: EventKindName, subjectId: string): string {
  return `${eventKind(kind).subject}/${subjectId}`
}

/**
 * The events of one change, always the same ones. The id holds the epoch: an older copy that was restored numbers
 * on from where it stood, and what it tells then is not what was told under the same number before.
 */
export function eventsOf(origin: Origin, row: ChangeRow): PlacedEvent[] {
  return row.changes.map((change, index) => {
    const { number, epoch, recordedAt } = row
    const at = { epoch, cell: origin.cell, number, index }
    return { number, index, kind: change.kind, event: cloudEvent(origin, change, recordedAt, at) }
  })
}

type At = {
  readonly epoch: number
  readonly cell: number
  readonly number: bigint
  readonly index: number
}

function cloudEvent(origin: Origin, change: Change, recordedAt: Date, at: At): CloudEvent {
  const subject = subjectOf(change.kind, change.subjectId)
  return {
    specversion: '1.0',
    id: `evt-${at.epoch}-${at.cell}-${at.number}-${at.index}`,
    source: sourceOf(origin),
    type: eventType(change.kind),
    subject,
    time: recordedAt.toISOString(),
    datacontenttype: 'application/json',
    dataschema: schemaUrn(change.kind),
    sequence: sequenceOf(at),
    partitionkey: subject,
    data: change.data,
  }
}

function sequenceOf(at: At): string {
  const wide = (value: number | bigint, digits: number) => String(value).padStart(digits, '0')
  return `${wide(at.epoch, 6)}.${wide(at.cell, 4)}.${wide(at.number, 16)}.${wide(at.index, 6)}`
}

/** An event that stands in no change: somebody tries a subscription. */
export function testEvent(origin: Origin, subscriptionId: string, id: string, at: Date): CloudEvent {
  const change: Change = { kind: 'event-subscription.tested', subjectId: subscriptionId, data: {} }
  const made = cloudEvent(origin, change, at, { epoch: 0, cell: origin.cell, number: 0n, index: 0 })
  return { ...made, id: `test-${id}` }
}
