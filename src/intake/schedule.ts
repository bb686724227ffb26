import type { StreamDefinition } from '../connectors/sdk/connector.ts'
import { statement } from '../store/statement.ts'
import type { Tx } from '../store/transaction.ts'

type DuePull = {
  readonly connectionId: string
  readonly stream: string
  readonly cursor: string | null
  readonly sweepDue: boolean
  readonly failures: number
  /** When it was due; another value at the end says that somebody asked again meanwhile. */
  readonly dueAt: Date
}

const addPulls = statement(
  'intake.add_pulls',
  `insert into source_pulls (cell, connection_id, stream, due_at, sweep_due_at)
   select $1, $2, s, $4, $4 from unnest($3::text[]) as s on conflict do nothing`,
)
const takeDue = statement<{
  connection_id: string
  stream: string
  cursor: string | null
  sweep_due: boolean
  failures: number
  due_at: Date
}>(
  'intake.take_due',
  `update source_pulls p set leased_until = $3, lease_holder = $4
   from (select connection_id, stream from source_pulls
         where cell = $1 and due_at <= $2 and (leased_until is null or leased_until < $2 or leased_until > $6)
           and ($5::text[] is null or connection_id = any($5::text[]))
         order by due_at, connection_id, stream limit 1 for update skip locked) as due
   where p.cell = $1 and p.connection_id = due.connection_id and p.stream = due.stream
   returning p.connection_id, p.stream, p.cursor, p.sweep_due_at <= $2 as sweep_due, p.failures, p.due_at`,
)
// Somebody who asks while a pull is under way wants what is there now: that pull is not overwritten.
const succeed = statement(
  'intake.pull_succeeded',
  `update source_pulls set cursor = coalesce($5, cursor), leased_until = null,
     due_at = case when due_at = $10 then $6 else due_at end,
     sweep_due_at = case when due_at = $10 then coalesce($7, sweep_due_at) else sweep_due_at end,
     last_success_at = $8, last_error = null, failures = 0, last_control = coalesce($9::jsonb, last_control)
   where cell = $1 and connection_id = $2 and stream = $3 and lease_holder = $4`,
)
const fail = statement(
  'intake.pull_failed',
  `update source_pulls set due_at = $5, leased_until = null, last_error = $6, failures = failures + 1
   where cell = $1 and connection_id = $2 and stream = $3 and lease_holder = $4`,
)
const hasten = statement(
  'intake.hasten',
  `update source_pulls set due_at = $4, sweep_due_at = case when $5 then $4 else sweep_due_at end
   where cell = $1 and connection_id = $2 and ($3::text is null or stream = $3)`,
)
const postpone = statement(
  'intake.pull_postponed',
  'update source_pulls set due_at = $5, leased_until = null where cell = $1 and connection_id = $2 and stream = $3 and lease_holder = $4',
)
const renew = statement(
  'intake.renew_pull',
  `update source_pulls set leased_until = $5, cursor = coalesce($6, cursor)
   where cell = $1 and connection_id = $2 and stream = $3 and lease_holder = $4`,
)
// The changes are read; its window may still be swept, which takes longer than a process may live.
const progress = statement(
  'intake.pull_progressed',
  `update source_pulls set cursor = coalesce($5, cursor), due_at = case when due_at = $8 then $6 else due_at end,
     last_success_at = $7, last_error = null, failures = 0
   where cell = $1 and connection_id = $2 and stream = $3 and lease_holder = $4`,
)
const firstReads = statement<{ stream: string }>(
  'intake.first_reads',
  `select stream from source_pulls
   where cell = $1 and connection_id = $2 and stream = any($3::text[]) and last_success_at is null and failures = 0`,
)
const list = statement<{
  connection_id: string
  stream: string
  cursor: string | null
  due_at: Date
  sweep_due_at: Date
  last_success_at: Date | null
  last_error: string | null
  failures: number
  last_control: unknown
}>(
  'intake.list_pulls',
  `select connection_id, stream, cursor, due_at, sweep_due_at, last_success_at, last_error, failures, last_control
   from source_pulls where cell = $1 order by connection_id, stream`,
)

export async function schedulePulls(
  tx: Tx,
  cell: number,
  connectionId: string,
  streams: readonly StreamDefinition[],
  at: Date,
): Promise<void> {
  const pulled = streams.filter((one) => one.pull || one.sweep).map((one) => one.name)
  if (pulled.length > 0) await tx.query(addPulls, [cell, connectionId, pulled, at])
}

const freeAll = statement(
  'intake.free_pulls',
  'update source_pulls set leased_until = null where cell = $1 and leased_until is not null',
)

/** Frees every stream at once: only for a start that knows every runner before it to be dead. */
export async function freePulls(tx: Tx, cell: number): Promise<void> {
  await tx.query(freeAll, [cell])
}

/** The stream that has been due longest, leased to `holder`; null when none is. */
export async function takeDuePull(
  tx: Tx,
  cell: number,
  holder: string,
  at: Date,
  leaseMs: number,
  connections: readonly string[] | null = null,
): Promise<DuePull | null> {
  const until = new Date(at.getTime() + leaseMs)
  // A lease that ends later than any taken now was taken by a clock that has gone back since.
  const tooFar = new Date(until.getTime() + leaseMs)
  const row = (await tx.query(takeDue, [cell, at, until, holder, connections, tooFar])).rows[0]
  if (!row) return null
  return {
    connectionId: row.connection_id,
    stream: row.stream,
    cursor: row.cursor,
    sweepDue: row.sweep_due,
    failures: row.failures,
    dueAt: row.due_at,
  }
}

export async function pullSucceeded(
  tx: Tx,
  cell: number,
  pull: DuePull,
  holder: string,
  outcome: { cursor: string | null; nextAt: Date; nextSweepAt: Date | null; at: Date; control: unknown },
): Promise<void> {
  const control = outcome.control === null ? null : JSON.stringify(outcome.control)
  await tx.query(succeed, [
    cell,
    pull.connectionId,
    pull.stream,
    holder,
    outcome.cursor,
    outcome.nextAt,
    outcome.nextSweepAt,
    outcome.at,
    control,
    pull.dueAt,
  ])
}

export async function pullFailed(
  tx: Tx,
  cell: number,
  pull: DuePull,
  holder: string,
  nextAt: Date,
  error: string,
): Promise<void> {
  await tx.query(fail, [cell, pull.connectionId, pull.stream, holder, nextAt, error.slice(0, 500)])
}

/** Asks for a pull now: by a person, or because a thin webhook said that something changed. */
export async function hastenPull(
  tx: Tx,
  cell: number,
  connectionId: string,
  stream: string | null,
  at: Date,
  sweep: boolean,
): Promise<void> {
  await tx.query(hasten, [cell, connectionId, stream, at, sweep])
}

const hastenAll = statement(
  'intake.hasten_all',
  'update source_pulls set due_at = $2, sweep_due_at = $2, failures = 0, leased_until = null where cell = $1',
)

/** Every source from where its cursor stands, and its whole window: this database may have lost what came later. */
export async function hastenEveryPull(tx: Tx, cell: number, at: Date): Promise<void> {
  await tx.query(hastenAll, [cell, at])
}

export async function listPulls(tx: Tx, cell: number) {
  return (await tx.query(list, [cell])).rows
}

/** Of these streams those that were never read and have not failed either: they are on their way. */
export async function awaitingFirstRead(
  tx: Tx,
  cell: number,
  connectionId: string,
  streams: readonly string[],
): Promise<string[]> {
  return (await tx.query(firstReads, [cell, connectionId, streams])).rows.map((row) => row.stream)
}

export async function postponePull(
  tx: Tx,
  cell: number,
  pull: DuePull,
  holder: string,
  until: Date,
): Promise<void> {
  await tx.query(postpone, [cell, pull.connectionId, pull.stream, holder, until])
}

/**
 * A pull that goes on keeps its lease, and what it has read so far. False where somebody else has taken it over: what
 * was read stands, and the rest is theirs.
 */
export async function renewPull(
  tx: Tx,
  cell: number,
  pull: DuePull,
  holder: string,
  until: Date,
  cursor: string | null,
): Promise<boolean> {
  const { connectionId, stream } = pull
  return (await tx.query(renew, [cell, connectionId, stream, holder, until, cursor])).rowCount === 1
}

/** Its changes were read, and it goes on with its window: whoever comes next need not read them again. */
export async function pullProgressed(
  tx: Tx,
  cell: number,
  pull: DuePull,
  holder: string,
  outcome: { cursor: string | null; nextAt: Date; at: Date },
): Promise<DuePull> {
  const { connectionId, stream, dueAt } = pull
  const { cursor, nextAt, at } = outcome
  await tx.query(progress, [cell, connectionId, stream, holder, cursor, nextAt, at, dueAt])
  return { ...pull, dueAt: nextAt }
}
