/**
 * A lane is written by one runner at a time. Its fencing number rises at every take-over, and every transaction
 * that records something locks the lane row and compares the number: whoever lost the lane records nothing.
 */
import type { Tx } from '../store/transaction.ts'
import { statement } from '../store/statement.ts'
import type { Breaker } from './breaker.ts'
import { admit, closedBreaker, failed, restoredBreaker, succeeded } from './breaker.ts'
import type { PostingDeps } from './deps.ts'
import { writeStanding } from './lane-standing.ts'
import { type ClockSeen, followClock } from './lane-clock.ts'
import { pauseMs } from './limits.ts'
import type { Orders } from './orders.ts'

export type LaneKey = {
  readonly connectionId: string
  /** A legal entity, or `*` where one writer serves the whole connection. */
  readonly company: string
  readonly stream: 'cost' | 'documents'
}
export const everyCompany = '*'

/** What its runner keeps about a lane in memory. One object per runner and lane, used by one round at a time. */
export type Lane = {
  readonly key: LaneKey
  /** Unique per process: two processes with one name would take themselves for each other. */
  readonly runner: string
  fence: bigint | null
  leasedUntilMs: number
  /** False while a round may have left calls behind: then the next one starts by clearing up. */
  clean: boolean
  breaker: Breaker
  /** Calls that failed in a row, and until when the lane rests because of it. */
  failures: number
  restsUntilMs: number
  /** Since when the breaker is not closed; null while it is. */
  breakerAtMs: number | null
  lastError: string | null
  lastErrorAtMs: number | null
  /** The case of a connection that is down was opened since it went down. */
  downTold: boolean
  /** Whether a person paused the lane and when it may post, as last read. */
  orders: Orders | null
  /** The slot of a batch schedule whose work was done. */
  slotDone: string | null
  /** Whose turn it is among entities and clients: the last one that was claimed for. */
  claimedAfter: { readonly legalEntity: string; readonly clientId: string } | null
  /** Most cost records in the next call: halved while a call is refused as a whole, until the culprit is alone. */
  costLimit: number | null
  /** When held work and blocked documents are next looked at for a cure, and open documents read back. */
  curesDueMs: number
  watchDueMs: number
  /** Documents at which the last look failed, and until when they make way for the others. */
  readonly setAside: Map<string, number>
  /** Where the round of reading back goes on; null at its start. */
  watchAt: { readonly status: number; readonly after: string | null } | null
  /** The last look at both clocks, and when the time of day last jumped. */
  clock: ClockSeen | null
}

export function newLane(key: LaneKey, runner: string): Lane {
  return {
    key,
    runner,
    fence: null,
    leasedUntilMs: 0,
    clean: false,
    breaker: closedBreaker,
    failures: 0,
    restsUntilMs: 0,
    breakerAtMs: null,
    lastError: null,
    lastErrorAtMs: null,
    downTold: false,
    orders: null,
    slotDone: null,
    claimedAfter: null,
    costLimit: null,
    curesDueMs: 0,
    watchDueMs: 0,
    setAside: new Map(),
    watchAt: null,
    clock: null,
  }
}

/** Another runner holds the lane. Nothing of the transaction that met it was kept. */
export class LaneLost extends Error {
  constructor(key: LaneKey) {
    super(`The lane ${key.connectionId}/${key.company}/${key.stream} belongs to another runner.`)
    this.name = 'LaneLost'
  }
}

type Taken = { fence: bigint; breaker: string; breakerAt: Date | null; lastError: string | null }
const takeOrRenew = statement<Taken>(
  'posting.takeOrRenewLane',
  `insert into posting_lanes as lane (cell, connection_id, company, stream, runner, fence, leased_until)
   values ($1, $2, $3, $4, $5, 1, $6)
   on conflict (cell, connection_id, company, stream) do update set
     runner = excluded.runner,
     leased_until = excluded.leased_until,
     fence = lane.fence + case when lane.runner = excluded.runner and lane.fence = $8 then 0 else 1 end
   where lane.runner is null or lane.leased_until <= $7 or lane.leased_until > $9
     or (lane.runner = excluded.runner and lane.fence = $8)
   returning fence, breaker, breaker_at as "breakerAt", last_error as "lastError"`,
)
const lockLane = statement(
  'posting.lockLane',
  `select 1 from posting_lanes
   where cell = $1 and connection_id = $2 and company = $3 and stream = $4 and runner = $5 and fence = $6
   for share`,
)
const giveBack = statement(
  'posting.giveBackLane',
  `update posting_lanes set runner = null, leased_until = null
   where cell = $1 and connection_id = $2 and company = $3 and stream = $4 and runner = $5 and fence = $6`,
)
const freeAll = statement(
  'posting.freeLanes',
  'update posting_lanes set runner = null, leased_until = null where cell = $1 and runner is not null',
)
function keyOf(deps: PostingDeps, lane: Lane): unknown[] {
  return [deps.cell, lane.key.connectionId, lane.key.company, lane.key.stream, lane.runner]
}

/**
 * Takes the lane when it is free or its lease ran out (or was taken by a clock that has gone back since), renews it when a third of the lease is used. In between
 * the memory of having it is enough: no transaction commits without comparing the fence.
 */
export async function holdLane(deps: PostingDeps, lane: Lane): Promise<boolean> {
  const now = deps.clock.now()
  const freshMs = (deps.limits.leaseMs * 2) / 3
  followClock(deps, lane)
  const leftMs = lane.leasedUntilMs - now.getTime()
  // More than a whole lease is left only when the clock went back.
  if (lane.fence !== null && leftMs > freshMs && leftMs <= deps.limits.leaseMs) return true
  const until = new Date(now.getTime() + deps.limits.leaseMs)
  const tooFar = new Date(until.getTime() + deps.limits.leaseMs)
  const values = [...keyOf(deps, lane), until, now, lane.fence ?? -1n, tooFar]
  const row = await deps.store.transaction(async (tx) => (await tx.query(takeOrRenew, values)).rows[0])
  if (row === undefined) {
    lane.fence = null
    return false
  }
  lane.leasedUntilMs = until.getTime()
  if (row.fence !== lane.fence) {
    lane.fence = row.fence
    lane.clean = false
    lane.breaker = restoredBreaker(row.breaker, now.getTime())
    lane.failures = 0
    lane.restsUntilMs = 0
    const open = lane.breaker.state !== 'closed'
    lane.breakerAtMs = open ? (row.breakerAt ?? now).getTime() : null
    lane.lastError = row.lastError
    lane.downTold = false
  }
  return true
}

/** Lets another runner take the lane at once, for an orderly stop. */
export async function releaseLane(deps: PostingDeps, lane: Lane): Promise<void> {
  if (lane.fence === null) return
  const values = [...keyOf(deps, lane), lane.fence]
  await deps.store.transaction((tx) => tx.query(giveBack, values))
  lane.fence = null
}

/**
 * Frees every lane at once instead of when its lease runs out. Only for a start that knows every runner before it
 * to be dead: what they sent is still settled as unanswered, because the fence moves on.
 */
export async function freeLanes(tx: Tx, cell: number): Promise<void> {
  await tx.query(freeAll, [cell])
}

/** One transaction that commits only while the runner owns the lane. Throws LaneLost otherwise. */
export function fenced<T>(deps: PostingDeps, lane: Lane, work: (tx: Tx) => Promise<T>): Promise<T> {
  return deps.store.transaction(async (tx) => {
    const held = await tx.query(lockLane, [...keyOf(deps, lane), lane.fence])
    if (held.rowCount === 0) throw new LaneLost(lane.key)
    return work(tx)
  })
}

/** Whether the lane may call its target now: neither resting after a failure nor with an open breaker. */
export async function mayCall(deps: PostingDeps, lane: Lane): Promise<boolean> {
  const nowMs = deps.clock.now().getTime()
  const { admitted, breaker } = admit(lane.breaker, nowMs)
  if (admitted && nowMs >= lane.restsUntilMs) {
    await keepStanding(deps, lane, breaker, false)
    return true
  }
  const down = lane.breakerAtMs !== null && nowMs - lane.breakerAtMs >= deps.limits.downAfterMs
  if (down && !lane.downTold) await keepStanding(deps, lane, lane.breaker, true)
  return false
}

/** The target answered, be it with a refusal. */
export async function noteAnswer(deps: PostingDeps, lane: Lane): Promise<void> {
  const recovers = lane.failures > 0
  lane.failures = 0
  lane.restsUntilMs = 0
  await keepStanding(deps, lane, succeeded(lane.breaker), recovers)
}

type NotedFailure = {
  /** For people. */
  readonly words?: string
  /** A limit was met: the system is well, so that the lane rests and its breaker does not move. */
  readonly limited?: boolean
}

/** The target did not answer, or asked to be left alone for `afterMs`. */
export async function noteFailure(
  deps: PostingDeps,
  lane: Lane,
  afterMs: number | null,
  { words, limited = false }: NotedFailure = {},
): Promise<void> {
  const nowMs = deps.clock.now().getTime()
  if (words !== undefined) {
    lane.lastError = words.slice(0, 500)
    lane.lastErrorAtMs = nowMs
  }
  lane.failures += 1
  lane.restsUntilMs = nowMs + Math.max(afterMs ?? 0, pauseMs(deps.limits, limited ? 1 : lane.failures))
  const breaker = limited ? lane.breaker : failed(lane.breaker, deps.limits, nowMs)
  await keepStanding(deps, lane, breaker, true)
}

async function keepStanding(deps: PostingDeps, lane: Lane, breaker: Breaker, always: boolean): Promise<void> {
  const before = lane.breaker
  const changed = breaker.state !== before.state
  lane.breaker = breaker
  if (breaker.state === 'closed') lane.breakerAtMs = null
  else lane.breakerAtMs ??= deps.clock.now().getTime()
  if (changed || always) await writeStanding(deps, lane, before)
  if (changed) deps.log(`the breaker of a posting lane is ${breaker.state}`, { ...lane.key })
}
