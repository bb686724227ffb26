/** What people can see of a lane. Written when a breaker moves or a call fails, never for a call that went well. */
import { openCases, resolveCases } from '../cases/open.ts'
import { waitingCosts } from '../charging/waiting-costs.ts'
import { waitingDocuments } from '../billing/waiting-documents.ts'
import { addDecimal, decimal, formatDecimal } from '../kernel/decimal.ts'
import { formatMoney } from '../kernel/money.ts'
import { noteChanges } from '../log/changes.ts'
import { statement } from '../store/statement.ts'
import type { Tx } from '../store/transaction.ts'
import type { Breaker } from './breaker.ts'
import type { PostingDeps } from './deps.ts'
import type { Lane, LaneKey } from './lane.ts'

const write = statement(
  'posting.writeLaneStanding',
  `update posting_lanes set breaker = $7, breaker_at = $8, probe_at = $9, failures = $10, last_error = $11,
     last_error_at = $12, rests_until = $13
   where cell = $1 and connection_id = $2 and company = $3 and stream = $4 and runner = $5 and fence = $6`,
)
const othersOpen = statement(
  'posting.otherOpenBreakers',
  `select 1 from posting_lanes
   where cell = $1 and connection_id = $2 and stream = $3 and company <> $4 and breaker <> 'closed' limit 1`,
)
const instant = (ms: number | null) => (ms === null ? null : new Date(ms))

/** Keeps how the lane stands, opens the case of a connection that stays down, and closes it when it answers. */
export async function writeStanding(deps: PostingDeps, lane: Lane, before: Breaker): Promise<void> {
  const { connectionId, company, stream } = lane.key
  const { breaker } = lane
  const nowMs = deps.clock.now().getTime()
  const downMs = lane.breakerAtMs === null ? 0 : nowMs - lane.breakerAtMs
  await deps.store.transaction(async (tx) => {
    const values = [
      ...[deps.cell, connectionId, company, stream, lane.runner, lane.fence],
      ...[breaker.state, instant(lane.breakerAtMs)],
      instant(breaker.state === 'open' ? breaker.probeAtMs : null),
      ...[lane.failures, lane.lastError, instant(lane.lastErrorAtMs)],
      instant(lane.restsUntilMs > nowMs ? lane.restsUntilMs : null),
    ]
    const owned = (await tx.query(write, values)).rowCount === 1
    if (!owned) return
    await tellBreaker(tx, deps, lane.key, before, breaker)
    if (breaker.state !== 'closed' && downMs >= deps.limits.downAfterMs) await tellDown(tx, deps, lane)
    else if (breaker.state === 'closed' && before.state !== 'closed') await tellUp(tx, deps, lane.key)
  })
  lane.downTold = breaker.state !== 'closed' && downMs >= deps.limits.downAfterMs
}

/** A probe that fails keeps it open: only the first opening and the closing are told outside. */
async function tellBreaker(
  tx: Tx,
  deps: PostingDeps,
  { connectionId, company, stream }: LaneKey,
  before: Breaker,
  now: Breaker,
): Promise<void> {
  if ((before.state === 'closed') === (now.state === 'closed')) return
  const kind = now.state === 'closed' ? 'connection.breaker-closed' : 'connection.breaker-opened'
  const data = { company, stream }
  await noteChanges(tx, deps.cell, deps.clock.now(), [{ kind, subjectId: connectionId, data }])
}

const outcomeOf = (key: LaneKey) => (key.stream === 'cost' ? ('cost' as const) : ('bill' as const))

/** One case per connection and outcome, brought up to date with what waits behind it at every failed probe. */
async function tellDown(tx: Tx, deps: PostingDeps, lane: Lane): Promise<void> {
  const { connectionId, stream } = lane.key
  const waits = stream === 'cost' ? waitingCosts : waitingDocuments
  const waiting = await waits(tx, deps.cell, connectionId)
  const money = waiting.flatMap(({ currency, minor }) =>
    currency === null || minor === null ? [] : [{ currency, minor }],
  )
  const sums = [...Map.groupBy(money, (one) => one.currency)].map(([currency, rows]) => ({
    currency,
    minor: rows.reduce((sum, row) => sum + row.minor, 0n),
  }))
  const hours = waiting.map((one) => decimal(one.hours)).reduce(addDecimal, decimal('0'))
  const since = new Date(lane.breakerAtMs ?? deps.clock.now().getTime())
  const one = {
    caseId: deps.newId(),
    code: 'CONNECTION_DOWN' as const,
    subjectKind: 'connection' as const,
    subjectId: connectionId,
    outcome: outcomeOf(lane.key),
    waitsOn: `connection:${connectionId}`,
    seenPosition: 0n,
    hours: stream === 'cost' ? formatDecimal(hours) : null,
    // A case holds one currency; where several wait, the detail names them all.
    moneyMinor: sums.length === 1 ? sums[0]!.minor : null,
    currency: sums.length === 1 ? sums[0]!.currency : null,
    clientId: null,
    projectId: null,
    detail: {
      connectionId,
      stream,
      since: since.toISOString(),
      waiting: String(waiting.reduce((sum, row) => sum + row.count, 0)),
      money: sums.map((sum) => `${formatMoney(sum)} ${sum.currency}`).join(', '),
      lastError: lane.lastError ?? '',
    },
    payloadPosition: null,
  }
  await openCases(tx, deps.cell, [one], deps.clock.now())
}

async function tellUp(tx: Tx, deps: PostingDeps, key: LaneKey): Promise<void> {
  const { connectionId, stream, company } = key
  const others = await tx.query(othersOpen, [deps.cell, connectionId, stream, company])
  if (others.rowCount > 0) return
  // The other stream of the connection keeps its own case until its own breaker closes.
  await resolveCases(
    tx,
    deps.cell,
    'connection',
    [connectionId],
    ['CONNECTION_DOWN'],
    'It answers again.',
    deps.clock.now(),
    'hub',
    outcomeOf(key),
  )
}
