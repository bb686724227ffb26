/** How a connection stands, as the API tells it: limits with their use, and the lanes that post to it. */
import { Type } from 'typebox'
import type { BudgetDefinition, Connector } from '../../connectors/sdk/connector.ts'
import {
  effectiveLimits,
  type LimitSettings,
  listLimits,
  readUse,
  type Use,
} from '../../egress/limit-settings.ts'
import { livingMs } from '../../egress/meters.ts'
import { type LaneStanding, readLaneStandings } from '../../posting/standing.ts'
import { everyCompany } from '../../posting/lane.ts'
import type { ApiDeps } from '../deps.ts'
import { decimalText, instant, money, moneyOnWire, nullable, object, oneOf, text } from '../wire.ts'

const whole = Type.Integer()
const figures = object({
  perSecond: nullable(whole),
  perMinute: nullable(whole),
  perDay: nullable(whole),
  concurrency: whole,
})
const laneShape = object({
  stream: oneOf(['cost', 'documents']),
  company: nullable(text),
  /** What a person needs first: may it send, and if not, why. */
  state: oneOf(['sending', 'paused', 'window_closed', 'resting', 'down', 'probing', 'unattended']),
  breaker: oneOf(['closed', 'open', 'probing']),
  since: nullable(instant),
  nextProbeAt: nullable(instant),
  failures: whole,
  lastError: nullable(text),
  lastErrorAt: nullable(instant),
  restsUntil: nullable(instant),
  runner: nullable(text),
  leasedUntil: nullable(instant),
  waiting: object({
    count: whole,
    hours: nullable(decimalText),
    money: Type.Array(money),
    oldestAt: nullable(instant),
  }),
  paused: nullable(object({ by: text, at: instant, reason: text })),
  window: object({
    mode: oneOf(['real_time', 'batch', 'window']),
    open: Type.Boolean(),
    opensAt: nullable(instant),
    closesAt: nullable(instant),
    timeZone: nullable(text),
    reason: nullable(text),
  }),
})
const limitsShape = object({
  declared: figures,
  basis: nullable(text),
  set: nullable(
    object({
      perSecond: nullable(whole),
      perMinute: nullable(whole),
      perDay: nullable(whole),
      concurrency: nullable(whole),
      reason: text,
      by: text,
      at: instant,
    }),
  ),
  now: figures,
  use: object({
    day: nullable(text),
    callsToday: whole,
    leftToday: nullable(whole),
    processes: whole,
    /** The share of the limits that is used; below one after the system asked to slow down. */
    share: decimalText,
    pausedUntil: nullable(instant),
  }),
})
export const standing = { limits: nullable(limitsShape), lanes: Type.Array(laneShape) }

const iso = (at: Date | null) => at?.toISOString() ?? null

function stateOf(lane: LaneStanding, now: Date) {
  if (lane.pause !== null) return 'paused' as const
  if (lane.breaker === 'open') return 'down' as const
  if (lane.breaker === 'probing') return 'probing' as const
  if (!lane.opening.open) return 'window_closed' as const
  if (lane.restsUntil !== null && lane.restsUntil > now) return 'resting' as const
  if (lane.runner === null || lane.leasedUntil === null || lane.leasedUntil <= now)
    return 'unattended' as const
  return 'sending' as const
}

function laneAnswer(lane: LaneStanding, now: Date) {
  const { waiting, pause, schedule, opening } = lane
  return {
    stream: lane.stream,
    company: lane.company === everyCompany ? null : lane.company,
    state: stateOf(lane, now),
    breaker: lane.breaker,
    since: iso(lane.breakerAt),
    nextProbeAt: iso(lane.probeAt),
    failures: lane.failures,
    lastError: lane.lastError,
    lastErrorAt: iso(lane.lastErrorAt),
    restsUntil: iso(lane.restsUntil),
    runner: lane.runner,
    leasedUntil: iso(lane.leasedUntil),
    waiting: {
      count: waiting.count,
      hours: waiting.hours,
      money: waiting.money.map(moneyOnWire),
      oldestAt: iso(waiting.oldestAt),
    },
    paused:
      pause === null ? null : { by: pause.pausedBy, at: pause.pausedAt.toISOString(), reason: pause.reason },
    window: {
      mode: schedule?.mode ?? ('real_time' as const),
      open: opening.open,
      opensAt: opening.open ? null : iso(opening.opensAt),
      closesAt: opening.open ? iso(opening.closesAt) : null,
      timeZone: schedule?.timeZone ?? null,
      reason: opening.open ? (schedule?.reason ?? null) : opening.why,
    },
  }
}

const figuresOf = (limits: BudgetDefinition) => ({
  perSecond: limits.perSecond ?? null,
  perMinute: limits.perMinute ?? null,
  perDay: limits.perDay ?? null,
  concurrency: limits.concurrency,
})

function limitsAnswer(
  declared: BudgetDefinition,
  set: LimitSettings | undefined,
  use: Use | undefined,
  now: Date,
) {
  const holds = effectiveLimits(declared, set)
  const zone = declared.dayZone ?? 'UTC'
  const today = Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO(zone).toPlainDate()
  const calls = use?.day === today.toString() ? Number(use.calls) : 0
  const pausedUntil = use?.pausedUntil ?? null
  return {
    declared: figuresOf(declared),
    basis: declared.basis ?? null,
    set:
      set === undefined
        ? null
        : {
            ...{ perSecond: set.perSecond, perMinute: set.perMinute, perDay: set.perDay },
            ...{
              concurrency: set.concurrency,
              reason: set.reason,
              by: set.setBy,
              at: set.setAt.toISOString(),
            },
          },
    now: figuresOf(holds),
    use: {
      day: use?.day ?? null,
      callsToday: calls,
      leftToday: holds.perDay === undefined ? null : Math.max(holds.perDay - calls, 0),
      processes: use?.processes ?? 0,
      share: use?.factor ?? '1',
      pausedUntil: pausedUntil !== null && pausedUntil > now ? iso(pausedUntil) : null,
    },
  }
}

/** A function that says how a connection stands; null reads for all connections at once. */
export async function standingsOf(deps: ApiDeps, connectionId: string | null) {
  const { store, cell } = deps
  const now = deps.clock.now()
  const read = await store.transaction(async (tx) => ({
    lanes: await readLaneStandings(tx, cell, connectionId, now),
    limits: await listLimits(tx, cell),
    use: await readUse(tx, cell, new Date(now.getTime() - livingMs)),
  }))
  return (id: string, connector: Connector | undefined) => ({
    limits:
      connector?.budget === undefined
        ? null
        : limitsAnswer(
            connector.budget,
            read.limits.find((one) => one.connectionId === id),
            read.use.find((one) => one.connectionId === id),
            now,
          ),
    lanes: read.lanes.filter((lane) => lane.connectionId === id).map((lane) => laneAnswer(lane, now)),
  })
}
