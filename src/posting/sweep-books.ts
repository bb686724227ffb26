/** What our own books say stands at a target, and how far its sweep has come. */
import type { ConnectionContext } from '../connectors/sdk/connector.ts'
import type { Day } from '../kernel/dates.ts'
import { statement } from '../store/statement.ts'
import type { Tx } from '../store/transaction.ts'
import { costKey } from './cost-claim.ts'
import type { BookedCost } from './sweep-judge.ts'

type Row = {
  readonly workId: string
  readonly operation: 'write' | 'remove'
  readonly outcome: 'as_batch' | 'accepted' | 'refused' | 'absent'
  readonly hours: string
  readonly workOn: Day
}

// A call that was refused as a whole did nothing; what it carried is judged by the calls before it.
const members = `select m.work_id as "workId", b.operation, m.outcome, m.hours, m.work_on as "workOn"
  from cost_members m join cost_batches b on b.cell = $1 and b.batch_id = m.batch_id
  where m.cell = $1 and b.connection_id = $2 and not (b.state = 'rejected' and m.outcome = 'as_batch')
    and m.outcome <> 'refused'`
const selectOfDays = statement<Row>(
  'posting.costsBookedOfDays',
  `${members} and m.work_id in (select work_id from cost_members where cell = $1 and work_on >= $3 and work_on < $4)
   order by m.work_id, b.claimed_at desc, b.batch_id desc`,
)
const selectOfWorks = statement<Row>(
  'posting.costsBookedOfWorks',
  `${members} and m.work_id = any ($3::uuid[]) order by m.work_id, b.claimed_at desc, b.batch_id desc`,
)
const selectWorks = statement<{ workId: string }>(
  'posting.worksEverBooked',
  `select distinct m.work_id as "workId" from cost_members m
   join cost_batches b on b.cell = $1 and b.batch_id = m.batch_id where m.cell = $1 and b.connection_id = $2`,
)
const selectDays = statement<{ first: Day | null; last: Day | null }>(
  'posting.daysEverBooked',
  `select min(m.work_on) as first, max(m.work_on) as last from cost_members m where m.cell = $1`,
)

/** The last word per work; `open` while the newest call of it is unanswered or was not found. */
function booked(context: ConnectionContext, rows: readonly Row[]): BookedCost[] {
  return [...Map.groupBy(rows, (row) => row.workId)].map(([workId, calls]) => {
    const accepted = calls.find((call) => call.outcome === 'accepted')
    return {
      workId,
      key: costKey(context, workId),
      booked: accepted?.operation === 'write' ? { hours: accepted.hours, workOn: accepted.workOn } : null,
      open: calls[0]!.outcome !== 'accepted',
    }
  })
}

export async function costsOfDays(
  tx: Tx,
  cell: number,
  context: ConnectionContext,
  from: Day,
  until: Day,
): Promise<BookedCost[]> {
  return booked(context, (await tx.query(selectOfDays, [cell, context.connectionId, from, until])).rows)
}

/** Those of the keys that are works of ours, wherever their days lie. */
export async function costsOfKeys(
  tx: Tx,
  cell: number,
  context: ConnectionContext,
  keys: ReadonlySet<string>,
): Promise<BookedCost[]> {
  if (keys.size === 0) return []
  const works = (await tx.query(selectWorks, [cell, context.connectionId])).rows
  const wanted = works.map((row) => row.workId).filter((workId) => keys.has(costKey(context, workId)))
  if (wanted.length === 0) return []
  return booked(context, (await tx.query(selectOfWorks, [cell, context.connectionId, wanted])).rows)
}

export async function daysEverBooked(tx: Tx, cell: number): Promise<{ first: Day | null; last: Day | null }> {
  return (await tx.query(selectDays, [cell])).rows[0]!
}

type SweepResult = {
  readonly scope: 'window' | 'whole'
  readonly from: Day
  readonly startedAt: string
  readonly finishedAt: string
  readonly costs: number
  readonly documents: number
  readonly found: number
}
export type Sweep = {
  readonly connectionId: string
  readonly scope: 'window' | 'whole'
  readonly state: 'running' | 'idle'
  readonly startedAt: Date
  readonly fromOn: Day
  readonly nextFrom: Day | null
  readonly costs: bigint
  readonly documents: bigint
  readonly found: number
  readonly failure: string | null
  readonly last: SweepResult | null
}

const columns = `connection_id as "connectionId", scope, state, started_at as "startedAt", from_on as "fromOn",
  next_from as "nextFrom", costs, documents, found, failure, last`
const read = statement<Sweep>(
  'posting.readSweeps',
  `select ${columns} from sweeps where cell = $1 and ($2::text is null or connection_id = $2) order by connection_id`,
)
// A whole sweep that is asked for takes the place of a window under way, never the other way round.
const begin = statement<Sweep>(
  'posting.beginSweep',
  `insert into sweeps as s (cell, connection_id, scope, state, asked_by, started_at, from_on, next_from)
   values ($1, $2, $3, 'running', $4, $5, $6, $6)
   on conflict (cell, connection_id) do update set scope = excluded.scope, state = 'running',
     asked_by = excluded.asked_by, started_at = excluded.started_at, from_on = excluded.from_on,
     next_from = excluded.next_from, costs = 0, documents = 0, found = 0, failure = null, rests_until = null
   where s.state = 'idle' or excluded.scope = 'whole' and s.scope = 'window'
   returning ${columns}`,
)
const lease = statement<Sweep>(
  'posting.leaseSweep',
  `update sweeps set leased_until = $4 where cell = $1 and connection_id = $2 and state = 'running'
     and (leased_until is null or leased_until <= $3) and (rests_until is null or rests_until <= $3)
   returning ${columns}`,
)
const advance = statement(
  'posting.advanceSweep',
  `update sweeps set next_from = $4, costs = costs + $5, documents = documents + $6, found = found + $7,
     leased_until = null, failure = null
   where cell = $1 and connection_id = $2 and started_at = $3 and state = 'running'`,
)
const finish = statement(
  'posting.finishSweep',
  `update sweeps set state = 'idle', leased_until = null, last = $4::jsonb
   where cell = $1 and connection_id = $2 and started_at = $3 and state = 'running'`,
)
const rest = statement(
  'posting.restSweep',
  `update sweeps set leased_until = null, rests_until = $3, failure = $4 where cell = $1 and connection_id = $2`,
)
const troubled = statement<{ troubled: boolean }>(
  'posting.connectionTroubled',
  `select exists (select from posting_lanes where cell = $1 and connection_id = $2 and breaker <> 'closed') as troubled`,
)

export async function readSweeps(tx: Tx, cell: number, connectionId: string | null): Promise<Sweep[]> {
  return (await tx.query(read, [cell, connectionId])).rows
}

/** Null when one is under way that this one must not end. */
export async function beginSweep(
  tx: Tx,
  cell: number,
  connectionId: string,
  wanted: { scope: 'window' | 'whole'; by: string; at: Date; from: Day },
): Promise<Sweep | null> {
  const { scope, by, at, from } = wanted
  return (await tx.query(begin, [cell, connectionId, scope, by, at, from])).rows[0] ?? null
}

/** The sweep under way, for one step of it; null when none is due or another process takes the step. */
export async function leaseSweep(
  tx: Tx,
  cell: number,
  connectionId: string,
  now: Date,
  until: Date,
): Promise<Sweep | null> {
  return (await tx.query(lease, [cell, connectionId, now, until])).rows[0] ?? null
}

export async function advanceSweep(
  tx: Tx,
  cell: number,
  sweep: Sweep,
  step: { nextFrom: Day | null; costs: number; documents: number; found: number },
): Promise<void> {
  const { nextFrom, costs, documents, found } = step
  await tx.query(advance, [cell, sweep.connectionId, sweep.startedAt, nextFrom, costs, documents, found])
}

export async function finishSweep(tx: Tx, cell: number, sweep: Sweep, result: SweepResult): Promise<void> {
  await tx.query(finish, [cell, sweep.connectionId, sweep.startedAt, JSON.stringify(result)])
}

export async function restSweep(
  tx: Tx,
  cell: number,
  connectionId: string,
  until: Date,
  failure: string | null,
): Promise<void> {
  await tx.query(rest, [cell, connectionId, until, failure])
}

/** A breaker of the connection is open: its system has enough to do without being read whole. */
export async function isTroubled(tx: Tx, cell: number, connectionId: string): Promise<boolean> {
  return (await tx.query(troubled, [cell, connectionId])).rows[0]!.troubled
}
