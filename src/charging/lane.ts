import type { Mapping } from '../connectors/sdk/connector.ts'
import { uuidV5 } from '../kernel/ids.ts'
import { openCases, resolveCases } from '../cases/open.ts'
import { noteDrift } from '../intake/drift.ts'
import { isSuspect } from '../intake/poison.ts'
import { noteChanges } from '../log/changes.ts'
import { advanceLane, advanceLanes, takeLane, takeLanes } from '../log/cursors.ts'
import type { StoredEvent } from '../log/event.ts'
import { readLane, readLanes } from '../log/read.ts'
import type { Vault } from '../log/vault.ts'
import { type Masters, refreshMasters } from '../masterdata/masters.ts'
import type { UnderstoodWork } from '../model/understood.ts'
import type { Store } from '../store/pool.ts'
import type { Tx } from '../store/transaction.ts'
import { applyEvent, type Trail } from './apply-event.ts'
import { readBillAdjustments } from './bill-adjustments/reads.ts'
import { type Candidate, settleWorks } from './settle.ts'
import { knownReferences, mappingVersion, understand } from './understand.ts'
import type { Work } from './work.ts'
import { readChargesOf, readWorksForUpdate, writeApprovals, writeRevisions } from './write.ts'

export const chargingRunner = 'charging'

/** How a connection's payloads are understood. `direct` ones speak in the firm's own codes. */
export type Understanding = {
  readonly mapping: Mapping
  readonly settings: Readonly<Record<string, string>>
  readonly direct: boolean
}
export type Charging = {
  readonly store: Store
  readonly cell: number
  readonly vault: Vault
  readonly masters: Masters
  /** Makes work ids: installation and environment are in it, so that two of them never share a key outside. */
  readonly namespace: string
  readonly understandingOf: (connectionId: string) => Understanding | null
  readonly costRoute: (legalEntity: string | null) => string | null
  readonly newId: () => string
  readonly now: () => Date
  readonly batchSize: number
}

/** The same for every revision of one source record, on this installation and environment only. */
export function workIdOf(namespace: string, connectionId: string, stream: string, sourceId: string): string {
  return uuidV5(namespace, `${connectionId}\n${stream}\n${sourceId}`)
}

/**
 * One batch of one lane: read, understand, decide, write effects and cursor in one transaction. Returns how many
 * events it took; 0 when the lane is empty or another runner holds it. `limit` 1 isolates a culprit.
 */
export async function chargeLane(
  charging: Charging,
  lane: number,
  limit = charging.batchSize,
): Promise<number> {
  const { store, cell, vault } = charging
  return store.transaction(async (tx) => {
    const cursor = await takeLane(tx, cell, chargingRunner, lane)
    if (!cursor) return 0
    const events = await readLane(tx, cell, vault, lane, cursor.position, limit)
    const last = events.at(-1)
    if (!last) return 0
    await chargeEvents(tx, charging, events)
    await advanceLane(tx, cell, chargingRunner, lane, last.position)
    return events.length
  })
}

/**
 * One batch over several lanes at once, in one transaction: what arrives spread over lanes costs no more
 * statements than what arrives in one. Lanes under suspicion of ending the process are left, and named in `suspects`.
 */
export async function chargeLanes(
  charging: Charging,
  lanes: readonly number[],
  suspects: number[] | null = null,
): Promise<number> {
  const { store, cell, vault } = charging
  return store.transaction(async (tx) => {
    const taken = await takeLanes(tx, cell, chargingRunner, lanes)
    const left = suspects === null ? [] : taken.filter((one) => isSuspect(one.failures))
    suspects?.splice(0, suspects.length, ...left.map((one) => one.lane))
    const cursors = left.length === 0 ? taken : taken.filter((one) => !left.includes(one))
    if (cursors.length === 0) return 0
    const events = await readLanes(tx, cell, vault, cursors, charging.batchSize)
    if (events.length === 0) return 0
    await chargeEvents(tx, charging, events)
    const last = new Map(events.map((event) => [event.lane, event.position]))
    const moved = [...last].map(([lane, position]) => ({ lane, position }))
    await advanceLanes(tx, cell, chargingRunner, moved)
    return events.length
  })
}

async function chargeEvents(tx: Tx, charging: Charging, events: readonly StoredEvent[]): Promise<void> {
  const { cell } = charging
  const masters = await refreshMasters(tx, charging.masters, true)
  const ids = events.map((event) =>
    workIdOf(charging.namespace, event.connectionId, event.stream, event.sourceId),
  )
  const returning = ids.filter((_, i) => events[i]!.revision !== 1)
  const latest: Map<string, Work> = await readWorksForUpdate(tx, cell, [...new Set(returning)])
  const existing = await readChargesOf(tx, cell, [...latest.keys()])
  const adjustments = await readBillAdjustments(tx, cell, [...latest.keys()])
  const understood = events.map((event) => understand(charging, event))
  const known = await knownReferences(tx, charging, events, understood)
  const trail: Trail = { candidates: new Map(), superseded: [], approvals: [], cases: [], changes: [] }
  events.forEach((event, i) => {
    const workId = ids[i]!
    const before = trail.candidates.get(workId)?.work ?? latest.get(workId) ?? null
    applyEvent(trail, {
      event,
      workId,
      before,
      understood: understood[i]!,
      known,
      mapping: mappingVersion(charging, event),
      newId: charging.newId,
    })
  })
  const candidates: Candidate[] = [...trail.candidates.values()].map((one) => ({
    ...one,
    seenBefore: latest.has(one.work.workId),
  }))
  await noteChanges(tx, cell, charging.now(), trail.changes)
  await settleWorks(
    tx,
    cell,
    { masters, newId: charging.newId, at: charging.now(), costRoute: charging.costRoute, adjustments },
    candidates,
    existing,
  )
  await writeRevisions(tx, cell, trail.superseded)
  await writeApprovals(tx, cell, trail.approvals)
  await openCases(tx, cell, trail.cases, charging.now())
  // A later revision that is understood cures the one that was not.
  const cured = events.filter((event, i) => event.revision > 1 && understood[i]?.understood)
  const subjects = cured.map((event) => `${event.connectionId}/${event.stream}/${event.sourceId}`)
  await resolveCases(
    tx,
    cell,
    'source_record',
    subjects,
    ['NOT_UNDERSTOOD'],
    'a later revision is understood',
    charging.now(),
  )
  await noteDrift(tx, cell, driftOf(events, understood))
}

function driftOf(events: readonly StoredEvent[], understood: readonly (UnderstoodWork | null)[]) {
  return events.flatMap((event, i) => {
    const one = understood[i]
    if (!one?.understood) return []
    return one.drift.map((pointer) => ({
      connectionId: event.connectionId,
      stream: event.stream,
      pointer,
      position: event.position,
    }))
  })
}
