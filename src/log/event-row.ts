import type { Envelope, EventType } from './event.ts'

/** An event as its table holds it. */
export type EnvelopeRow = {
  lane: number
  position: bigint
  type: EventType
  version: number
  connection_id: string
  stream: string
  source_id: string
  revision: number
  source_version: string | null
  payload_digest: Buffer
  received_at: Date
  cause: bigint | null
  principal: string
}

/** Columns of events under the name `e`. */
export const envelopeColumns = `e.lane, e.position, e.type, e.version, e.connection_id, e.stream, e.source_id, e.revision,
  e.source_version, e.payload_digest, e.received_at, e.cause, e.principal`

export function envelopeOf(row: EnvelopeRow): Envelope {
  return {
    lane: row.lane,
    type: row.type,
    version: row.version,
    connectionId: row.connection_id,
    stream: row.stream,
    sourceId: row.source_id,
    revision: row.revision,
    sourceVersion: row.source_version,
    payloadDigest: row.payload_digest,
    receivedAt: row.received_at,
    cause: row.cause,
    principal: row.principal,
  }
}
