import { statement } from '../../store/statement.ts'
import type { Tx } from '../../store/transaction.ts'
import type { Effect } from './effect.ts'
import type { Scan } from './enumerate.ts'
import type { Selection } from './selection.ts'
import type { SummaryLine } from './summary.ts'

type ReplayState = 'estimating' | 'ready' | 'confirming' | 'running' | 'done' | 'cancelled' | 'refused'
export type Replay = {
  readonly replayId: string
  readonly selection: Selection
  readonly state: ReplayState
  readonly requestedBy: string
  readonly requestedAt: Date
  readonly scan: Scan
  readonly logHead: bigint
  readonly mastersAt: bigint
  readonly looked: number
  readonly planned: number
  readonly done: number
  readonly summary: readonly SummaryLine[]
  readonly doneSummary: readonly SummaryLine[]
  readonly worksPerSecond: number | null
  readonly afterWork: string | null
  readonly startedBy: string | null
  readonly startedAt: Date | null
  readonly decidedAt: bigint | null
  readonly endedAt: Date | null
  readonly reason: string | null
}
type ItemState = 'planned' | 'done' | 'overtaken' | 'skipped'
export type Item = {
  readonly workId: string
  readonly lane: number
  readonly connectionId: string
  readonly stream: string
  readonly sourceId: string
  readonly action: 'create' | 'change' | 'stamp' | 'skip'
  readonly state: ItemState
  readonly reason: string
  readonly revision: number
  readonly effect: Effect
  readonly digest: string
}

const columns = `replay_id as "replayId", selection, state, requested_by as "requestedBy", requested_at as "requestedAt", scan,
  log_head as "logHead", masters_at as "mastersAt", looked, planned, done, summary, done_summary as "doneSummary",
  works_per_second as "worksPerSecond", after_work as "afterWork", started_by as "startedBy", started_at as "startedAt",
  decided_at as "decidedAt", ended_at as "endedAt", reason`
const itemColumns = `work_id as "workId", lane, connection_id as "connectionId", stream, source_id as "sourceId", action, state,
  reason, revision, effect, digest`

const addReplay = statement(
  'charging.add_replay',
  `insert into replays (cell, replay_id, selection, state, requested_by, requested_at, scan, log_head)
   values ($1, $2, $3, 'estimating', $4, $5, $6, $7)`,
)
const readOne = statement<Replay>(
  'charging.read_replay',
  `select ${columns} from replays where cell = $1 and replay_id = $2`,
)
const lockOne = statement<Replay>(
  'charging.lock_replay',
  `select ${columns} from replays where cell = $1 and replay_id = $2 for update`,
)
const takeOne = statement<Replay>(
  'charging.take_replay',
  `select ${columns} from replays where cell = $1 and replay_id = $2 and state = $3 for update skip locked`,
)
const listPage = statement<Replay>(
  'charging.list_replays',
  `select ${columns} from replays where cell = $1 and ($2::uuid is null or replay_id < $2) order by replay_id desc limit $3`,
)
const dueOnes = statement<{ replayId: string; state: ReplayState }>(
  'charging.due_replays',
  `select replay_id as "replayId", state from replays where cell = $1 and state in ('estimating', 'confirming', 'running')
     and (next_at is null or next_at <= $2) order by requested_at, replay_id`,
)
const noteEstimate = statement(
  'charging.note_estimate',
  `update replays set state = $3, scan = $4, masters_at = $5, looked = $6, planned = $7, summary = $8, failures = 0
   where cell = $1 and replay_id = $2`,
)
const noteStart = statement(
  'charging.note_replay_start',
  `update replays set state = 'confirming', works_per_second = $3, started_by = $4, started_at = $5, decided_at = $6,
     after_work = null, next_at = null where cell = $1 and replay_id = $2`,
)
const noteConfirmed = statement(
  'charging.note_confirmed',
  `update replays set state = $3, after_work = $4, failures = 0 where cell = $1 and replay_id = $2`,
)
const noteChunk = statement(
  'charging.note_replay_chunk',
  `update replays set done = $3, done_summary = $4, next_at = $5, failures = 0 where cell = $1 and replay_id = $2`,
)
const endOne = statement(
  'charging.end_replay',
  'update replays set state = $3, ended_at = $4, reason = $5 where cell = $1 and replay_id = $2',
)
const countFailure = statement<{ failures: number }>(
  'charging.count_replay_failure',
  'update replays set failures = failures + 1, next_at = $3 where cell = $1 and replay_id = $2 returning failures',
)
const addItems = statement<{ work_id: string }>(
  'charging.add_replay_items',
  `insert into replay_items (cell, replay_id, work_id, lane, connection_id, stream, source_id, action, state, reason, revision,
     effect, digest)
   select $1, $2, i.work_id, i.lane, i.connection_id, i.stream, i.source_id, i.action, i.state, i.reason, i.revision, i.effect, i.digest
   from unnest($3::uuid[], $4::smallint[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[], $10::text[], $11::int[],
     $12::jsonb[], $13::text[]) as i(work_id, lane, connection_id, stream, source_id, action, state, reason, revision, effect, digest)
   on conflict do nothing returning work_id`,
)
const plannedPage = statement<Item>(
  'charging.planned_items',
  `select ${itemColumns} from replay_items where cell = $1 and replay_id = $2 and state = 'planned'
     and ($3::uuid is null or work_id > $3) order by work_id limit $4`,
)
const plannedOfLane = statement<Item>(
  'charging.planned_items_of_lane',
  `select ${itemColumns} from replay_items where cell = $1 and replay_id = $2 and lane = $3 and state = 'planned'
   order by work_id limit $4`,
)
const plannedLanes = statement<{ lane: number }>(
  'charging.planned_lanes',
  `select distinct lane from replay_items where cell = $1 and replay_id = $2 and state = 'planned' order by lane`,
)
const moveItems = statement(
  'charging.move_replay_items',
  `update replay_items i set state = s.state from unnest($3::uuid[], $4::text[]) as s(work_id, state)
   where i.cell = $1 and i.replay_id = $2 and i.work_id = s.work_id`,
)
const itemsPage = statement<Item>(
  'charging.list_replay_items',
  `select ${itemColumns} from replay_items where cell = $1 and replay_id = $2 and ($3::text is null or action = $3)
     and ($4::text is null or state = $4) and ($5::uuid is null or work_id > $5) order by work_id limit $6`,
)
const knownItems = statement<{ work_id: string }>(
  'charging.known_replay_items',
  'select work_id from replay_items where cell = $1 and replay_id = $2 and work_id = any($3::uuid[])',
)

export async function insertReplay(
  tx: Tx,
  cell: number,
  replay: Pick<Replay, 'replayId' | 'selection' | 'requestedBy' | 'requestedAt' | 'scan' | 'logHead'>,
): Promise<void> {
  const { replayId, selection, requestedBy, requestedAt, scan, logHead } = replay
  const values = [
    cell,
    replayId,
    JSON.stringify(selection),
    requestedBy,
    requestedAt,
    JSON.stringify(scan),
    logHead,
  ]
  await tx.query(addReplay, values)
}

export async function readReplay(tx: Tx, cell: number, replayId: string): Promise<Replay | null> {
  return (await tx.query(readOne, [cell, replayId])).rows[0] ?? null
}

export async function lockReplay(tx: Tx, cell: number, replayId: string): Promise<Replay | null> {
  return (await tx.query(lockOne, [cell, replayId])).rows[0] ?? null
}

/** Null when another runner has it, or it is in another state by now. */
export async function takeReplay(
  tx: Tx,
  cell: number,
  replayId: string,
  state: ReplayState,
): Promise<Replay | null> {
  return (await tx.query(takeOne, [cell, replayId, state])).rows[0] ?? null
}

/** Newest first: ids grow with time. */
export async function listReplays(
  tx: Tx,
  cell: number,
  page: { readonly after: string | null; readonly limit: number },
): Promise<Replay[]> {
  return (await tx.query(listPage, [cell, page.after, page.limit])).rows
}

export async function dueReplays(tx: Tx, cell: number, at: Date) {
  return (await tx.query(dueOnes, [cell, at])).rows
}

export async function writeEstimate(tx: Tx, cell: number, replay: Replay): Promise<void> {
  const { replayId, state, scan, mastersAt, looked, planned, summary } = replay
  const values = [replayId, state, JSON.stringify(scan), mastersAt, looked, planned, JSON.stringify(summary)]
  await tx.query(noteEstimate, [cell, ...values])
}

export async function writeStart(
  tx: Tx,
  cell: number,
  replayId: string,
  start: { worksPerSecond: number; by: string; at: Date; decidedAt: bigint },
): Promise<void> {
  await tx.query(noteStart, [cell, replayId, start.worksPerSecond, start.by, start.at, start.decidedAt])
}

export async function writeConfirmed(
  tx: Tx,
  cell: number,
  replayId: string,
  state: 'confirming' | 'running',
  afterWork: string | null,
): Promise<void> {
  await tx.query(noteConfirmed, [cell, replayId, state, afterWork])
}

export async function writeChunk(
  tx: Tx,
  cell: number,
  replayId: string,
  chunk: { done: number; summary: readonly SummaryLine[]; nextAt: Date },
): Promise<void> {
  await tx.query(noteChunk, [cell, replayId, chunk.done, JSON.stringify(chunk.summary), chunk.nextAt])
}

export async function endReplay(
  tx: Tx,
  cell: number,
  replayId: string,
  end: { state: 'done' | 'cancelled' | 'refused'; at: Date; reason: string | null },
): Promise<void> {
  await tx.query(endOne, [cell, replayId, end.state, end.at, end.reason])
}

export async function countReplayFailure(
  tx: Tx,
  cell: number,
  replayId: string,
  nextAt: Date,
): Promise<number> {
  return (await tx.query(countFailure, [cell, replayId, nextAt])).rows[0]?.failures ?? 0
}

/** Keeps what was looked at; a work that was looked at before keeps its first row. Returns the ids that are new. */
export async function insertItems(
  tx: Tx,
  cell: number,
  replayId: string,
  items: readonly Item[],
): Promise<Set<string>> {
  if (items.length === 0) return new Set()
  const { rows } = await tx.query(addItems, [
    cell,
    replayId,
    items.map((one) => one.workId),
    items.map((one) => one.lane),
    items.map((one) => one.connectionId),
    items.map((one) => one.stream),
    items.map((one) => one.sourceId),
    items.map((one) => one.action),
    items.map((one) => one.state),
    items.map((one) => one.reason),
    items.map((one) => one.revision),
    items.map((one) => JSON.stringify(one.effect)),
    items.map((one) => one.digest),
  ])
  return new Set(rows.map((row) => row.work_id))
}

export async function itemsAmong(tx: Tx, cell: number, replayId: string, ids: readonly string[]) {
  return new Set((await tx.query(knownItems, [cell, replayId, ids])).rows.map((row) => row.work_id))
}

export async function pagePlanned(
  tx: Tx,
  cell: number,
  replayId: string,
  after: string | null,
  limit: number,
): Promise<Item[]> {
  return (await tx.query(plannedPage, [cell, replayId, after, limit])).rows
}

export async function readPlannedLanes(tx: Tx, cell: number, replayId: string): Promise<number[]> {
  return (await tx.query(plannedLanes, [cell, replayId])).rows.map((row) => row.lane)
}

export async function readPlannedOfLane(
  tx: Tx,
  cell: number,
  replayId: string,
  lane: number,
  limit: number,
): Promise<Item[]> {
  return (await tx.query(plannedOfLane, [cell, replayId, lane, limit])).rows
}

export async function setItemStates(
  tx: Tx,
  cell: number,
  replayId: string,
  states: readonly { readonly workId: string; readonly state: ItemState }[],
): Promise<void> {
  if (states.length === 0) return
  await tx.query(moveItems, [cell, replayId, states.map((one) => one.workId), states.map((one) => one.state)])
}

export async function listItems(
  tx: Tx,
  cell: number,
  replayId: string,
  filter: { readonly action?: string | undefined; readonly state?: string | undefined },
  page: { readonly after: string | null; readonly limit: number },
): Promise<Item[]> {
  const values = [filter.action ?? null, filter.state ?? null, page.after, page.limit]
  return (await tx.query(itemsPage, [cell, replayId, ...values])).rows
}
