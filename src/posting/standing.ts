/** How the posting of each connection stands: its lanes, what waits behind them, who paused it, when it may go. */
import { waitingDocuments } from '../billing/waiting-documents.ts'
import { waitingCosts } from '../charging/waiting-costs.ts'
import { addDecimal, decimal, formatDecimal } from '../kernel/decimal.ts'
import type { Money } from '../kernel/money.ts'
import { receivedAt } from '../log/received.ts'
import { statement } from '../store/statement.ts'
import type { Tx } from '../store/transaction.ts'
import { everyCompany } from './lane.ts'
import { type Pause, readPauses, readSchedules, type StoredSchedule, type Stream } from './orders.ts'
import { type Opening, openingAt, scheduleAt } from './windows.ts'

type LaneRow = {
  readonly connectionId: string
  readonly company: string
  readonly stream: Stream
  readonly runner: string | null
  readonly leasedUntil: Date | null
  readonly breaker: 'closed' | 'open' | 'probing'
  readonly breakerAt: Date | null
  readonly probeAt: Date | null
  readonly failures: number
  readonly lastError: string | null
  readonly lastErrorAt: Date | null
  readonly restsUntil: Date | null
}
type Waiting = {
  readonly count: number
  /** Null for documents, which are counted by their money. */
  readonly hours: string | null
  readonly money: readonly Money[]
  readonly oldestAt: Date | null
}
export type LaneStanding = LaneRow & {
  readonly waiting: Waiting
  readonly pause: Pause | null
  readonly schedule: StoredSchedule | null
  readonly opening: Opening
}

const selectLanes = statement<LaneRow>(
  'posting.selectLanes',
  `select connection_id as "connectionId", company, stream, runner, leased_until as "leasedUntil", breaker,
     breaker_at as "breakerAt", probe_at as "probeAt", failures, last_error as "lastError",
     last_error_at as "lastErrorAt", rests_until as "restsUntil"
   from posting_lanes where cell = $1 and ($2::text is null or connection_id = $2) order by 1, 2, 3`,
)

type Group = {
  readonly connectionId: string
  readonly company: string
  readonly stream: Stream
  readonly count: number
  readonly hours: string | null
  readonly money: Money | null
  readonly oldestAt: Date | null
}

async function groupsOf(tx: Tx, cell: number, connectionId: string | null): Promise<Group[]> {
  const costs = await waitingCosts(tx, cell, connectionId)
  const documents = await waitingDocuments(tx, cell, connectionId)
  const arrived = await receivedAt(
    tx,
    cell,
    costs.map((one) => one.oldestPosition),
  )
  return [
    ...costs.map((one) => ({
      connectionId: one.connectionId,
      company: one.legalEntity,
      stream: 'cost' as const,
      count: one.count,
      hours: one.hours,
      money:
        one.currency === null || one.minor === null ? null : { currency: one.currency, minor: one.minor },
      oldestAt: arrived.get(one.oldestPosition) ?? null,
    })),
    ...documents.map((one) => ({
      connectionId: one.connectionId,
      company: one.legalEntity,
      stream: 'documents' as const,
      count: one.count,
      hours: null,
      money: { currency: one.currency, minor: one.minor },
      oldestAt: one.oldestAt,
    })),
  ]
}

function summed(groups: readonly Group[], stream: Stream): Waiting {
  const money = groups.flatMap((one) => (one.money === null ? [] : [one.money]))
  const hours = groups.map((one) => decimal(one.hours ?? '0')).reduce(addDecimal, decimal('0'))
  const ages = groups.flatMap((one) => (one.oldestAt === null ? [] : [one.oldestAt.getTime()]))
  return {
    count: groups.reduce((sum, one) => sum + one.count, 0),
    hours: stream === 'cost' ? formatDecimal(hours) : null,
    money: [...Map.groupBy(money, (one) => one.currency)].map(([currency, list]) => ({
      currency,
      minor: list.reduce((sum, one) => sum + one.minor, 0n),
    })),
    oldestAt: ages.length === 0 ? null : new Date(Math.min(...ages)),
  }
}

/** A lane that nobody ever took: work waits for it, and no runner has come. */
function untaken(connectionId: string, company: string, stream: Stream): LaneRow {
  return {
    ...{ connectionId, company, stream, runner: null, leasedUntil: null, breaker: 'closed', breakerAt: null },
    ...{ probeAt: null, failures: 0, lastError: null, lastErrorAt: null, restsUntil: null },
  }
}

/** Every lane of these connections; null reads all. What waits for a company counts for the lane that sends it. */
export async function readLaneStandings(
  tx: Tx,
  cell: number,
  connectionId: string | null,
  now: Date,
): Promise<LaneStanding[]> {
  const { rows } = await tx.query(selectLanes, [cell, connectionId])
  const groups = await groupsOf(tx, cell, connectionId)
  const pauses = await readPauses(tx, cell, connectionId)
  const schedules = await readSchedules(tx, cell, connectionId)
  const serves = (lane: LaneRow, group: Group) =>
    lane.connectionId === group.connectionId &&
    lane.stream === group.stream &&
    (lane.company === everyCompany || lane.company === group.company)
  const without = groups.filter((group) => !rows.some((lane) => serves(lane, group)))
  const extra = new Map(
    without.map((one) => {
      const { connectionId: id, company, stream } = one
      return [`${id} ${company} ${stream}`, untaken(id, company, stream)]
    }),
  )
  return [...rows, ...extra.values()].map((lane) => {
    const own = schedules.filter(
      (one) => one.connectionId === lane.connectionId && one.stream === lane.stream,
    )
    const pause = pauses.find((one) => one.connectionId === lane.connectionId && one.stream === lane.stream)
    return {
      ...lane,
      waiting: summed(
        groups.filter((group) => serves(lane, group)),
        lane.stream,
      ),
      pause: pause ?? null,
      schedule: (scheduleAt(own, now) as StoredSchedule | null) ?? null,
      opening: openingAt(own, now),
    }
  })
}
