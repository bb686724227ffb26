/** The rows of a recovery: how far it is, and what was read back from the ERPs. */
import { statement } from '../../store/statement.ts'
import type { Tx } from '../../store/transaction.ts'

const recoveryStates = ['settling', 'sources', 'reading', 'matching', 'done'] as const
export type RecoveryState = (typeof recoveryStates)[number]

export type Recovery = {
  readonly epoch: number
  readonly state: RecoveryState
  readonly why: string
  readonly startedAt: Date
  /** Nothing that was sent before the start lands after this. */
  readonly readAt: Date
  /** The last position of the log that this database kept, and the last that was seen outside it. */
  readonly keptPosition: bigint
  readonly lostPosition: bigint | null
  /** When the last event that this database kept came in: what came later has to come again. */
  readonly lastEventAt: Date | null
  readonly waivedBy: string | null
  readonly waitsFor: readonly string[]
  readonly finishedAt: Date | null
}
export type RecoveryTarget = {
  readonly connectionId: string
  readonly state: 'waiting' | 'read' | 'matched'
  readonly afterWork: string | null
  readonly costs: number
  readonly documents: number
  readonly matched: number
  readonly takenOver: number
  readonly toWriteAgain: number
  readonly missing: number
  readonly readAt: Date | null
  readonly lastError: string | null
}

const columns = `epoch, state, why, started_at as "startedAt", read_at as "readAt", kept_position as "keptPosition",
  lost_position as "lostPosition", last_event_at as "lastEventAt", waived_by as "waivedBy", waits_for as "waitsFor",
  finished_at as "finishedAt"`
const insert = statement(
  'posting.insertRecovery',
  `insert into recoveries (cell, epoch, state, why, started_at, read_at, kept_position, lost_position, last_event_at)
   values ($1, $2, 'settling', $3, $4, $5, $6, $7, $8)
   on conflict (cell, epoch) do update set lost_position = coalesce(recoveries.lost_position, excluded.lost_position)`,
)
const selectLast = statement<Recovery>(
  'posting.selectLastRecovery',
  `select ${columns} from recoveries where cell = $1 order by epoch desc limit 1`,
)
const lockOne = statement<Recovery>(
  'posting.lockRecovery',
  `select ${columns} from recoveries where cell = $1 and epoch = $2 for update`,
)
const move = statement(
  'posting.moveRecovery',
  `update recoveries set state = $4, waits_for = '{}', finished_at = $5
   where cell = $1 and epoch = $2 and state = $3`,
)
const setWaits = statement(
  'posting.setRecoveryWaits',
  'update recoveries set waits_for = $3 where cell = $1 and epoch = $2 and waits_for is distinct from $3',
)
const waive = statement(
  'posting.waiveSources',
  `update recoveries set waived_by = $3 where cell = $1 and epoch = $2 and state in ('settling', 'sources')`,
)

type NewRecovery = Pick<
  Recovery,
  'epoch' | 'why' | 'startedAt' | 'readAt' | 'keptPosition' | 'lostPosition' | 'lastEventAt'
>

/** One per epoch: a second one only adds what the first did not know. */
export async function insertRecovery(tx: Tx, cell: number, one: NewRecovery): Promise<void> {
  const { epoch, why, startedAt, readAt, keptPosition, lostPosition, lastEventAt } = one
  await tx.query(insert, [cell, epoch, why, startedAt, readAt, keptPosition, lostPosition, lastEventAt])
}

export async function lastRecovery(tx: Tx, cell: number): Promise<Recovery | null> {
  return (await tx.query(selectLast, [cell])).rows[0] ?? null
}

export async function lockRecovery(tx: Tx, cell: number, epoch: number): Promise<Recovery | null> {
  return (await tx.query(lockOne, [cell, epoch])).rows[0] ?? null
}

/** False when it is not in `from` any more. */
export async function moveRecovery(
  tx: Tx,
  cell: number,
  epoch: number,
  from: RecoveryState,
  to: RecoveryState,
  at: Date,
): Promise<boolean> {
  const finishedAt = to === 'done' ? at : null
  return (await tx.query(move, [cell, epoch, from, to, finishedAt])).rowCount === 1
}

/** What a stage waits for, in words for the person who watches. */
export async function noteWaits(tx: Tx, cell: number, epoch: number, what: readonly string[]): Promise<void> {
  await tx.query(setWaits, [cell, epoch, what])
}

/** A person goes on without the sources that cannot be read. */
export async function waiveSources(tx: Tx, cell: number, epoch: number, by: string): Promise<boolean> {
  return (await tx.query(waive, [cell, epoch, by])).rowCount === 1
}

const targetColumns = `connection_id as "connectionId", state, after_work as "afterWork", costs, documents, matched,
  taken_over as "takenOver", to_write_again as "toWriteAgain", missing, read_at as "readAt",
  last_error as "lastError"`
const insertTargets = statement(
  'posting.insertRecoveryTargets',
  `insert into recovery_targets (cell, epoch, connection_id, state)
   select $1, $2, c, 'waiting' from unnest($3::text[]) as c on conflict do nothing`,
)
const selectTargets = statement<RecoveryTarget>(
  'posting.selectRecoveryTargets',
  `select ${targetColumns} from recovery_targets where cell = $1 and epoch = $2 order by connection_id`,
)
const lockTarget = statement<RecoveryTarget>(
  'posting.lockRecoveryTarget',
  `select ${targetColumns} from recovery_targets where cell = $1 and epoch = $2 and connection_id = $3 for update`,
)
const targetRead = statement(
  'posting.recoveryTargetRead',
  `update recovery_targets set state = 'read', costs = $4, documents = $5, read_at = $6, last_error = null
   where cell = $1 and epoch = $2 and connection_id = $3 and state = 'waiting'`,
)
const targetFailed = statement(
  'posting.recoveryTargetFailed',
  `update recovery_targets set last_error = $4 where cell = $1 and epoch = $2 and connection_id = $3`,
)
const advance = statement(
  'posting.advanceRecoveryTarget',
  `update recovery_targets set after_work = coalesce($4, after_work), matched = matched + $5,
     taken_over = taken_over + $6, to_write_again = to_write_again + $7, missing = missing + $8, state = $9
   where cell = $1 and epoch = $2 and connection_id = $3`,
)

export async function insertTargetsOf(
  tx: Tx,
  cell: number,
  epoch: number,
  connectionIds: readonly string[],
): Promise<void> {
  await tx.query(insertTargets, [cell, epoch, connectionIds])
}

export async function recoveryTargets(tx: Tx, cell: number, epoch: number): Promise<RecoveryTarget[]> {
  return (await tx.query(selectTargets, [cell, epoch])).rows
}

export async function lockRecoveryTarget(
  tx: Tx,
  cell: number,
  epoch: number,
  connectionId: string,
): Promise<RecoveryTarget | null> {
  return (await tx.query(lockTarget, [cell, epoch, connectionId])).rows[0] ?? null
}

export async function noteTargetRead(
  tx: Tx,
  cell: number,
  epoch: number,
  connectionId: string,
  read: { readonly costs: number; readonly documents: number; readonly at: Date },
): Promise<void> {
  await tx.query(targetRead, [cell, epoch, connectionId, read.costs, read.documents, read.at])
}

export async function noteTargetFailed(
  tx: Tx,
  cell: number,
  epoch: number,
  connectionId: string,
  error: string,
): Promise<void> {
  await tx.query(targetFailed, [cell, epoch, connectionId, error.slice(0, 500)])
}

export type Counts = {
  readonly matched: number
  readonly takenOver: number
  readonly toWriteAgain: number
  readonly missing: number
}

export async function advanceTarget(
  tx: Tx,
  cell: number,
  epoch: number,
  connectionId: string,
  to: { readonly afterWork: string | null; readonly counts: Counts; readonly state: 'read' | 'matched' },
): Promise<void> {
  const { matched, takenOver, toWriteAgain, missing } = to.counts
  const counts = [matched, takenOver, toWriteAgain, missing]
  await tx.query(advance, [cell, epoch, connectionId, to.afterWork, ...counts, to.state])
}
