import type { StoredEvent } from '../log/event.ts'
import { recordIdsOf, referenceKey } from '../masterdata/reads.ts'
import type { ExternalReference, UnderstoodWork } from '../model/understood.ts'
import type { Tx } from '../store/transaction.ts'
import type { Charging } from './lane.ts'

/** The version that a revision is stamped with. */
export function mappingVersion(charging: Charging, event: StoredEvent): string {
  return charging.understandingOf(event.connectionId)?.mapping.version ?? 'none'
}

/** What today's mapping makes of an event; null for events that carry no content of the source. */
export function understand(charging: Charging, event: StoredEvent): UnderstoodWork | null {
  if (event.type !== 'work.received' || event.revision < 0) return null
  if (!event.payload) return { understood: false, field: '', why: 'the payload was erased' }
  const understanding = charging.understandingOf(event.connectionId)
  if (!understanding)
    return { understood: false, field: '', why: `no connection ${event.connectionId} is set up` }
  return understanding.mapping.work(event.stream, event.payload, understanding.settings)
}

/** Record ids for every reference of the batch, one query per connection. */
export async function knownReferences(
  tx: Tx,
  charging: Charging,
  events: readonly StoredEvent[],
  understood: readonly (UnderstoodWork | null)[],
): Promise<(connectionId: string, reference: ExternalReference | null) => string | null> {
  const wanted = new Map<string, Map<string, ExternalReference>>()
  understood.forEach((one, i) => {
    if (!one?.understood) return
    const byKey = wanted.get(events[i]!.connectionId) ?? new Map()
    wanted.set(events[i]!.connectionId, byKey)
    for (const reference of [one.entry.worker, one.entry.project, one.entry.task])
      if (reference) byKey.set(referenceKey(reference.kind, reference.externalId), reference)
  })
  const found = new Map<string, Map<string, string>>()
  for (const [connectionId, references] of wanted)
    if (!charging.understandingOf(connectionId)?.direct)
      found.set(connectionId, await recordIdsOf(tx, charging.cell, connectionId, [...references.values()]))
  return (connectionId, reference) => {
    if (!reference) return null
    const known = found.get(connectionId)
    return known
      ? (known.get(referenceKey(reference.kind, reference.externalId)) ?? null)
      : reference.externalId
  }
}
