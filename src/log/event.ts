import { digestText, hex } from '../kernel/digest.ts'

/** Masters and decisions keep their order in lane 0; work is divided over the others. */
export const factLane = 0

/** The product's own event types; each has a version of its payload's shape. */
export const eventTypes = {
  'work.received': 1,
  'work.deleted': 1,
  'work.corrected': 1,
  'work.approved': 1,
  'master.received': 1,
  'master.deleted': 1,
  'master.recorded': 1,
  'person.decided': 1,
} as const
export type EventType = keyof typeof eventTypes

export type NewEvent = {
  readonly lane: number
  readonly type: EventType
  readonly connectionId: string
  readonly stream: string
  readonly sourceId: string
  readonly revision: number
  readonly sourceVersion: string | null
  /** The bytes as they came. */
  readonly payload: Uint8Array
  /** Digest of the payload, computed where the bytes were first read. */
  readonly payloadDigest: Buffer
  /** Whose data key seals the payload. */
  readonly subject: string
  /** Position of the event that this one follows from. */
  readonly cause: bigint | null
  readonly principal: string
  readonly receivedAt: Date
}

export type Envelope = Omit<NewEvent, 'payload' | 'subject'> & { readonly version: number }
export type StoredEvent = Envelope & { readonly position: bigint; readonly payload: Buffer | null }

/** The digest the chain covers: everything of the envelope, and the payload only by its digest. */
export function envelopeDigest(event: Envelope): Buffer {
  const text = digestText(
    event.type,
    String(event.version),
    String(event.lane),
    event.connectionId,
    event.stream,
    event.sourceId,
    String(event.revision),
    event.sourceVersion ?? '',
    hex(event.payloadDigest),
    event.receivedAt.toISOString(),
    event.cause === null ? '' : String(event.cause),
    event.principal,
  )
  return Buffer.from(text, 'hex')
}

/** The lane only divides reading among runners; one source record always stays in one lane. */
export function laneOf(connectionId: string, stream: string, sourceId: string, lanes: number): number {
  let hash = 0x811c9dc5
  const text = `${connectionId}\n${stream}\n${sourceId}`
  for (let i = 0; i < text.length; i += 1) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
  return lanes < 2 ? factLane : 1 + ((hash >>> 0) % (lanes - 1))
}
