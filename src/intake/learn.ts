import { openCases, resolveCases, type NewCase } from '../cases/open.ts'
import type { Mapping } from '../connectors/sdk/connector.ts'
import { advanceLane, takeLane } from '../log/cursors.ts'
import { factLane, type StoredEvent } from '../log/event.ts'
import { readEventsAt, readHistory, readLane } from '../log/read.ts'
import type { Vault } from '../log/vault.ts'
import type { MasterChange } from '../model/master-records.ts'
import type { Store } from '../store/pool.ts'
import type { Tx } from '../store/transaction.ts'
import { type Reference, recordMasters } from '../masterdata/record.ts'
import { isSuspect } from './poison.ts'

export const learningRunner = 'learning'

export type Learning = {
  readonly store: Store
  readonly cell: number
  readonly vault: Vault
  readonly mappingOf: (
    connectionId: string,
  ) => { mapping: Mapping; settings: Readonly<Record<string, string>> } | null
  readonly newId: () => string
  readonly now: () => Date
  readonly batchSize: number
}

/**
 * Understands what sources said of master data and learns it. Lane 0 is read in order; what cannot be understood
 * is a case and the rest goes on. Returns how many events it took. A lane under suspicion of ending the process is
 * left, and named in `suspects`.
 */
export async function learnMasters(
  learning: Learning,
  limit = learning.batchSize,
  suspects: number[] | null = null,
): Promise<number> {
  const { store, cell, vault } = learning
  return store.transaction(async (tx) => {
    const cursor = await takeLane(tx, cell, learningRunner, factLane)
    const left = suspects !== null && cursor !== null && isSuspect(cursor.failures)
    suspects?.splice(0, suspects.length, ...(left ? [factLane] : []))
    if (!cursor || left) return 0
    const events = await readLane(tx, cell, vault, factLane, cursor.position, limit)
    const last = events.at(-1)
    if (!last) return 0
    // Taken by connection in order of appearance: each is one statement of knowledge by one source.
    const received = events.filter((event) => event.type === 'master.received' && event.revision > 0)
    const deleted = events.filter((event) => event.type === 'master.deleted')
    for (const connectionId of new Set(received.map((event) => event.connectionId)))
      await learnFrom(
        tx,
        learning,
        connectionId,
        received.filter((event) => event.connectionId === connectionId),
      )
    for (const event of deleted) await endDeleted(tx, learning, event)
    await advanceLane(tx, cell, learningRunner, factLane, last.position)
    return events.length
  })
}

async function learnFrom(
  tx: Tx,
  learning: Learning,
  connectionId: string,
  events: readonly StoredEvent[],
): Promise<void> {
  const understanding = learning.mappingOf(connectionId)
  const changes: MasterChange[] = []
  const references: Reference[] = []
  const cases: NewCase[] = []
  const understood: string[] = []
  for (const event of events) {
    const told =
      understanding && event.payload
        ? understanding.mapping.master(event.stream, event.payload, understanding.settings)
        : null
    if (told?.understood) {
      changes.push(...told.changes)
      references.push(...told.references)
      understood.push(subjectOf(event))
    } else {
      cases.push(
        notUnderstood(learning, event, told ? told : { field: '', why: 'no connection or no payload' }),
      )
    }
  }
  const at = learning.now()
  const source = {
    connectionId,
    principal: `connection/${connectionId}`,
    at,
    cause: events.at(-1)?.position ?? null,
  }
  await openCases(tx, learning.cell, cases, at)
  await resolveCases(
    tx,
    learning.cell,
    'source_record',
    understood,
    ['NOT_UNDERSTOOD'],
    'a later revision is understood',
    at,
  )
  await recordMasters(tx, learning.cell, learning.vault, changes, references, source)
}

/**
 * A record that is gone at its source ends here for all days, unless the source named it again meanwhile. What it
 * was is read from the last thing the source said of it.
 */
async function endDeleted(tx: Tx, learning: Learning, event: StoredEvent): Promise<void> {
  const { cell, vault } = learning
  const understanding = learning.mappingOf(event.connectionId)
  const record = {
    lane: factLane,
    connectionId: event.connectionId,
    stream: event.stream,
    sourceId: event.sourceId,
  }
  const positions = await readHistory(tx, cell, record)
  const latest = positions[0] === event.position ? positions[1] : undefined
  if (!understanding || latest === undefined) return
  const before = (await readEventsAt(tx, cell, vault, [latest]))[0]
  if (before?.type !== 'master.received' || !before.payload) return
  const told = understanding.mapping.master(event.stream, before.payload, understanding.settings)
  if (!told.understood) return
  const ended = new Map(told.changes.map((change) => [`${change.kind} ${change.recordId}`, change]))
  const changes = [...ended.values()].map(
    (change): MasterChange => ({ ...change, validFrom: '0001-01-01', validUntil: null, body: null }),
  )
  const source = {
    connectionId: event.connectionId,
    principal: `connection/${event.connectionId}`,
    at: learning.now(),
    cause: event.position,
  }
  await recordMasters(tx, cell, vault, changes, [], source)
}

function subjectOf(event: StoredEvent): string {
  return `${event.connectionId}/${event.stream}/${event.sourceId}`
}

function notUnderstood(learning: Learning, event: StoredEvent, why: { field: string; why: string }): NewCase {
  return {
    caseId: learning.newId(),
    code: 'NOT_UNDERSTOOD',
    subjectKind: 'source_record',
    subjectId: subjectOf(event),
    outcome: 'none',
    waitsOn: `source:${event.connectionId}/${event.sourceId}`,
    seenPosition: event.position,
    hours: null,
    moneyMinor: null,
    currency: null,
    clientId: null,
    projectId: null,
    detail: { stream: event.stream, field: why.field, why: why.why.slice(0, 500) },
    payloadPosition: event.position,
  }
}
