import { pageSetAside } from '../../cases/subjects.ts'
import { laneOf } from '../../log/event.ts'
import { readEventsAt } from '../../log/read.ts'
import { type LoggedSource, sourcesOfRange } from '../../log/sources.ts'
import { statement } from '../../store/statement.ts'
import type { Tx } from '../../store/transaction.ts'
import { type Charging, workIdOf } from '../lane.ts'
import { isRange, type Selection } from './selection.ts'

/** A source record whose work is looked at. `hint` is a position that a case names. */
export type Subject = LoggedSource & { readonly workId: string; readonly hint: bigint | null }
/** Where the enumeration stands: through the log, or through the works and then what was set aside. */
export type Scan =
  | { readonly phase: 'log'; readonly after: string; readonly until: string }
  | { readonly phase: 'works'; readonly after: string | null }
  | { readonly phase: 'set_aside'; readonly after: string | null }
  | { readonly phase: 'end' }

const pageWorksOf = statement<{ work_id: string; connection_id: string; stream: string; source_id: string }>(
  'charging.replay_works',
  `select work_id, connection_id, stream, source_id from works
   where cell = $1 and kind in ('time_entry', 'expense', 'subcontractor', 'usage') and ($2::uuid is null or work_id > $2)
     and ($3::text is null or source_id = $3 or work_id::text = $3)
     and ($4::text is null or connection_id = $4) and ($5::text is null or stream = $5)
     and ($6::date is null or work_on >= $6) and ($7::date is null or work_on < $7)
     and ($8::text is null or mapping = $8) and ($9::text is null or client_id = $9)
     and ($10::text is null or project_id = $10)
   order by work_id limit $11`,
)
/** Positions read at a time: they have no gaps, so this many events. */
const positionsAtOnce = 1000n

export function firstScan(selection: Selection, head: bigint): Scan {
  if (selection.setAside) return { phase: 'set_aside', after: null }
  if (!isRange(selection)) return { phase: 'works', after: null }
  const from = BigInt(selection.fromPosition ?? '1')
  const wanted = selection.untilPosition === undefined ? head : BigInt(selection.untilPosition)
  return {
    phase: 'log',
    after: String(from > 0n ? from - 1n : 0n),
    until: String(wanted < head ? wanted : head),
  }
}

/** The next records of a selection, and where to go on. */
export async function nextSubjects(
  tx: Tx,
  charging: Charging,
  lanes: number,
  selection: Selection,
  scan: Exclude<Scan, { phase: 'end' }>,
  limit: number,
): Promise<{ readonly subjects: Subject[]; readonly scan: Scan }> {
  const { cell } = charging
  if (scan.phase === 'log') {
    const after = BigInt(scan.after)
    const end = BigInt(scan.until)
    if (after >= end) return { subjects: [], scan: { phase: 'end' } }
    const until = after + positionsAtOnce < end ? after + positionsAtOnce : end
    const found = await sourcesOfRange(tx, cell, lanes, { after, until }, selection)
    const subjects = found.map((one) => subjectOf(charging, one, null))
    return { subjects, scan: until >= end ? { phase: 'end' } : { ...scan, after: String(until) } }
  }
  if (scan.phase === 'set_aside') return nextSetAside(tx, charging, selection, scan.after, limit)
  const { entry, connectionId, stream, workFrom, workUntil, mapping, clientId, projectId } = selection
  const filter = [entry, connectionId, stream, workFrom, workUntil, mapping, clientId, projectId]
  const { rows } = await tx.query(pageWorksOf, [cell, scan.after, ...filter.map((one) => one ?? null), limit])
  const subjects = rows.map((row): Subject => {
    const source = { connectionId: row.connection_id, stream: row.stream, sourceId: row.source_id }
    const lane = laneOf(row.connection_id, row.stream, row.source_id, lanes)
    return { ...source, lane, workId: row.work_id, hint: null }
  })
  if (rows.length === limit) return { subjects, scan: { phase: 'works', after: rows.at(-1)!.work_id } }
  // What was never understood has no stamp and stands under no work yet.
  return { subjects, scan: mapping === undefined ? { phase: 'set_aside', after: null } : { phase: 'end' } }
}

async function nextSetAside(
  tx: Tx,
  charging: Charging,
  selection: Selection,
  after: string | null,
  limit: number,
): Promise<{ readonly subjects: Subject[]; readonly scan: Scan }> {
  const cases = await pageSetAside(tx, charging.cell, after, limit)
  const positions = cases.map((one) => one.payloadPosition)
  const events = await readEventsAt(tx, charging.cell, charging.vault, positions)
  const subjects = events
    .filter((event) => event.type === 'work.received' && event.revision > 0)
    .filter((event) => selection.connectionId === undefined || event.connectionId === selection.connectionId)
    .filter((event) => selection.stream === undefined || event.stream === selection.stream)
    .map((event) => subjectOf(charging, event, event.position))
    .filter(
      ({ workId, sourceId }) => selection.entry === undefined || [workId, sourceId].includes(selection.entry),
    )
  if (cases.length < limit) return { subjects, scan: { phase: 'end' } }
  return { subjects, scan: { phase: 'set_aside', after: cases.at(-1)!.caseId } }
}

function subjectOf(charging: Charging, source: LoggedSource, hint: bigint | null): Subject {
  const { lane, connectionId, stream, sourceId } = source
  const workId = workIdOf(charging.namespace, connectionId, stream, sourceId)
  return { lane, connectionId, stream, sourceId, workId, hint }
}
