import { statement } from '../store/statement.ts'
import type { Tx } from '../store/transaction.ts'

export type LaneCursor = { readonly lane: number; readonly position: bigint }

const addCursors = statement(
  'log.add_cursors',
  `insert into lane_cursors (cell, runner, lane, position)
   select $1, $2, lane, 0 from generate_series($3::int, $4::int) as lane on conflict do nothing`,
)
const takeCursor = statement<{ position: bigint; failures: number }>(
  'log.take_cursor',
  'select position, failures from lane_cursors where cell = $1 and runner = $2 and lane = $3 for update skip locked',
)
const moveCursor = statement(
  'log.move_cursor',
  'update lane_cursors set position = $4, failures = 0 where cell = $1 and runner = $2 and lane = $3',
)
const takeCursors = statement<LaneCursor & { failures: number }>(
  'log.take_cursors',
  `select lane, position, failures from lane_cursors where cell = $1 and runner = $2 and lane = any($3::smallint[])
   order by lane for update skip locked`,
)
const moveCursors = statement(
  'log.move_cursors',
  `update lane_cursors c set position = l.position, failures = 0
   from unnest($3::smallint[], $4::bigint[]) as l(lane, position)
   where c.cell = $1 and c.runner = $2 and c.lane = l.lane`,
)
const countFailure = statement<{ failures: number }>(
  'log.count_failure',
  'update lane_cursors set failures = failures + 1 where cell = $1 and runner = $2 and lane = $3 returning failures',
)
// Only lanes that have something to do, and none that another runner works on at this moment.
const noteAttempts = statement(
  'log.note_attempts',
  `with waiting as (
     select c.lane from lane_cursors c where c.cell = $1 and c.runner = $2 and c.lane = any($3::smallint[])
       and exists (select 1 from events e where e.cell = $1 and e.lane = c.lane and e.position > c.position)
     order by c.lane for update skip locked)
   update lane_cursors c set failures = least(c.failures + 1, 30000)
   from waiting w where c.cell = $1 and c.runner = $2 and c.lane = w.lane`,
)
const takeBackAttempts = statement(
  'log.take_back_attempts',
  `with noted as (
     select lane from lane_cursors where cell = $1 and runner = $2 and lane = any($3::smallint[]) and failures > 0
     order by lane for update skip locked)
   update lane_cursors c set failures = c.failures - 1
   from noted n where c.cell = $1 and c.runner = $2 and c.lane = n.lane`,
)
const forgetFailures = statement(
  'log.forget_failures',
  `with lived as (
     select lane from lane_cursors where cell = $1 and runner = $2 and lane = any($3::smallint[]) and failures > 0
     order by lane for update skip locked)
   update lane_cursors c set failures = 0 from lived l where c.cell = $1 and c.runner = $2 and c.lane = l.lane`,
)
const readCursors = statement<{ runner: string; lane: number; position: bigint; failures: number }>(
  'log.read_cursors',
  'select runner, lane, position, failures from lane_cursors where cell = $1 order by runner, lane',
)

export async function ensureCursors(
  tx: Tx,
  cell: number,
  runner: string,
  first: number,
  last: number,
): Promise<void> {
  await tx.query(addCursors, [cell, runner, first, last])
}

/** Locks the lane for this transaction; null when another runner holds it. */
export async function takeLane(
  tx: Tx,
  cell: number,
  runner: string,
  lane: number,
): Promise<{ position: bigint; failures: number } | null> {
  return (await tx.query(takeCursor, [cell, runner, lane])).rows[0] ?? null
}

export async function advanceLane(
  tx: Tx,
  cell: number,
  runner: string,
  lane: number,
  position: bigint,
): Promise<void> {
  await tx.query(moveCursor, [cell, runner, lane, position])
}

/** Locks those of the lanes that no other runner holds. */
export async function takeLanes(
  tx: Tx,
  cell: number,
  runner: string,
  lanes: readonly number[],
): Promise<(LaneCursor & { failures: number })[]> {
  return (await tx.query(takeCursors, [cell, runner, lanes])).rows
}

export async function advanceLanes(
  tx: Tx,
  cell: number,
  runner: string,
  cursors: readonly LaneCursor[],
): Promise<void> {
  const lanes = cursors.map((one) => one.lane)
  await tx.query(moveCursors, [cell, runner, lanes, cursors.map((one) => one.position)])
}

/** Counted in a transaction of its own when a batch died: twice means the batch is run one by one. */
export async function countLaneFailure(tx: Tx, cell: number, runner: string, lane: number): Promise<number> {
  return (await tx.query(countFailure, [cell, runner, lane])).rows[0]?.failures ?? 0
}

/** Before the first batch of a process: had it not been noted, a death in it would be known to nobody. */
export async function noteLaneAttempts(
  tx: Tx,
  cell: number,
  runner: string,
  lanes: readonly number[],
): Promise<void> {
  await tx.query(noteAttempts, [cell, runner, lanes])
}

/** After a first batch that ended well: the lanes whose turn did not come in it are under no suspicion either. */
export async function takeBackLaneAttempts(
  tx: Tx,
  cell: number,
  runner: string,
  lanes: readonly number[],
): Promise<void> {
  await tx.query(takeBackAttempts, [cell, runner, lanes])
}

export async function forgetLaneFailures(
  tx: Tx,
  cell: number,
  runner: string,
  lanes: readonly number[],
): Promise<void> {
  await tx.query(forgetFailures, [cell, runner, lanes])
}

export async function readLaneCursors(tx: Tx, cell: number) {
  return (await tx.query(readCursors, [cell])).rows
}

const countBehind = statement<{ count: bigint }>(
  'log.count_behind',
  `select count(*) as count from lane_cursors c join events e
     on e.cell = c.cell and e.lane = c.lane and e.position > c.position
   where c.cell = $1 and c.runner = any ($2::text[])`,
)

/** Events that these runners have not read yet. */
export async function eventsBehind(tx: Tx, cell: number, runners: readonly string[]): Promise<number> {
  return Number((await tx.query(countBehind, [cell, runners])).rows[0]?.count ?? 0)
}
