import { acceptedRevisionsOf } from '../../intake/source-records.ts'
import type { StoredEvent } from '../../log/event.ts'
import { readPlaced } from '../../log/read.ts'
import { historiesOf } from '../../log/sources.ts'
import type { UnderstoodWork } from '../../model/understood.ts'
import type { Tx } from '../../store/transaction.ts'
import { applyEvent, type Trail } from '../apply-event.ts'
import type { Charging } from '../lane.ts'
import { knownReferences, mappingVersion, understand } from '../understand.ts'
import type { Work } from '../work.ts'
import { readKnownPlaces } from '../work-reads.ts'
import type { ApprovalRecord } from '../write.ts'
import type { Subject } from './enumerate.ts'

/** Why the log does not tell what a work is. */
type Unreadable = 'payload_erased' | 'no_connection' | 'still_fails' | 'not_understood' | 'nothing_charged'
export type Refolded =
  | {
      readonly readable: true
      /** As the log tells it, with nothing of what was decided about it. */
      readonly work: Work
      readonly understood: boolean
      readonly approvals: readonly ApprovalRecord[]
      readonly superseded: Trail['superseded']
    }
  | { readonly readable: false; readonly reason: Unreadable; readonly detail: string }

/**
 * Understands everything that was said of these records again, from the first revision on, with today's mappings
 * and cross-references: approvals are judged against contents that were read in the same way. Only what charging
 * has passed counts (`passed`: its cursor by lane), so that nothing is taken out of its hands.
 */
export async function refold(
  tx: Tx,
  charging: Charging,
  subjects: readonly Subject[],
  passed: ReadonlyMap<number, bigint>,
): Promise<Map<string, Refolded>> {
  const events = await eventsOf(tx, charging, subjects, passed)
  const flat = [...events.values()].flat()
  const understood = new Map<bigint, UnderstoodWork | null>()
  const failed = new Map<bigint, string>()
  for (const event of flat)
    try {
      understood.set(event.position, understand(charging, event))
    } catch (error) {
      failed.set(event.position, error instanceof Error ? error.message : String(error))
    }
  const read = flat.map((event) => understood.get(event.position) ?? null)
  const known = await knownReferences(tx, charging, flat, read)
  const folded = new Map<string, Refolded>()
  for (const { workId } of subjects) {
    const own = events.get(workId) ?? []
    folded.set(workId, unreadable(charging, own, failed) ?? fold(charging, workId, own, understood, known))
  }
  return folded
}

type Known = Awaited<ReturnType<typeof knownReferences>>

function unreadable(
  charging: Charging,
  events: readonly StoredEvent[],
  failed: ReadonlyMap<bigint, string>,
): Refolded | null {
  if (events.length === 0) return { readable: false, reason: 'nothing_charged', detail: '' }
  for (const event of events) {
    const why = failed.get(event.position)
    if (why !== undefined) return { readable: false, reason: 'still_fails', detail: why.slice(0, 300) }
    const needed = event.type === 'work.received' ? event.revision > 0 : event.type === 'work.corrected'
    if (needed && event.payload === null)
      return { readable: false, reason: 'payload_erased', detail: `position ${event.position}` }
    if (event.type === 'work.received' && charging.understandingOf(event.connectionId) === null)
      return { readable: false, reason: 'no_connection', detail: event.connectionId }
  }
  return null
}

function fold(
  charging: Charging,
  workId: string,
  events: readonly StoredEvent[],
  understood: ReadonlyMap<bigint, UnderstoodWork | null>,
  known: Known,
): Refolded {
  const trail: Trail = { candidates: new Map(), superseded: [], approvals: [], cases: [], changes: [] }
  for (const event of events)
    applyEvent(trail, {
      event,
      workId,
      before: trail.candidates.get(workId)?.work ?? null,
      understood: understood.get(event.position) ?? null,
      known,
      mapping: mappingVersion(charging, event),
      newId: charging.newId,
    })
  const found = trail.candidates.get(workId)
  if (!found) {
    const last = trail.cases.at(-1)?.detail
    return {
      readable: false,
      reason: 'not_understood',
      detail: `${last?.field ?? ''} ${last?.why ?? ''}`.trim(),
    }
  }
  const { approvals, superseded } = trail
  return { readable: true, work: found.work, understood: found.understood, approvals, superseded }
}

async function eventsOf(
  tx: Tx,
  charging: Charging,
  subjects: readonly Subject[],
  passed: ReadonlyMap<number, bigint>,
): Promise<Map<string, StoredEvent[]>> {
  const { cell, vault } = charging
  const lanes = new Map(subjects.map((one) => [one.workId, one.lane]))
  const known = await readKnownPlaces(tx, cell, [...lanes.keys()])
  const places = known.map((row) => ({ lane: lanes.get(row.work_id)!, position: row.position }))
  for (const { lane, hint } of subjects) if (hint !== null) places.push({ lane, position: hint })
  const latest = await acceptedRevisionsOf(tx, cell, subjects)
  const first = group(subjects, await readPlaced(tx, cell, vault, places), passed)
  const gaps = subjects.filter((one) => hasGaps(first.get(one.workId) ?? [], latest.get(nameOf(one)) ?? 0))
  if (gaps.length === 0) return first
  const searched: { lane: number; position: bigint }[] = []
  for (const lane of new Set(gaps.map((one) => one.lane)))
    searched.push(
      ...(await historiesOf(
        tx,
        cell,
        lane,
        gaps.filter((one) => one.lane === lane),
      )),
    )
  const rest = group(gaps, await readPlaced(tx, cell, vault, searched), passed)
  return new Map([...first, ...rest])
}

/** Each accepted revision is one event: when one is missing, charging never wrote down where it stands. */
function hasGaps(events: readonly StoredEvent[], latest: number): boolean {
  const seen = new Set(events.map((event) => event.revision))
  for (let revision = 1; revision <= latest; revision += 1) if (!seen.has(revision)) return true
  return false
}

function group(
  subjects: readonly Subject[],
  events: readonly StoredEvent[],
  passed: ReadonlyMap<number, bigint>,
): Map<string, StoredEvent[]> {
  const ids = new Map(subjects.map((one) => [nameOf(one), one.workId]))
  const byWork = new Map<string, StoredEvent[]>()
  for (const event of events) {
    const workId = ids.get(nameOf(event))
    if (workId === undefined || event.position > (passed.get(event.lane) ?? 0n)) continue
    if (event.type === 'work.received' && event.revision < 0) continue
    byWork.set(workId, [...(byWork.get(workId) ?? []), event])
  }
  return byWork
}

function nameOf(one: { connectionId: string; stream: string; sourceId: string }): string {
  return `${one.connectionId}\n${one.stream}\n${one.sourceId}`
}
