import type { EgressClient } from '../../egress/client.ts'
import { type CallLane, openLimiter } from '../../egress/limiter.ts'
import type { Meter } from '../../egress/meters.ts'
import type { Clock } from '../../kernel/clock.ts'
import type { BudgetDefinition, ConnectionContext, Connector } from './connector.ts'
import { openSession } from './session.ts'
import { openTransport, type RecordedCall } from './transport.ts'

type ConnectionOptions = {
  readonly connector: Connector
  readonly connectionId: string
  readonly installationId: string
  readonly environment: string
  readonly baseUrl: string
  readonly settings: Readonly<Record<string, string>>
  readonly secrets: Readonly<Record<string, string>>
  readonly egress: EgressClient
  readonly clock: Clock
  readonly wait: (ms: number) => Promise<void>
  readonly record?: (call: RecordedCall) => void
  readonly budget?: Partial<BudgetDefinition>
  readonly attempts?: number
  readonly backoffMs?: number
  readonly patienceMs?: number
  readonly meter?: Meter
}

/** A connector bound to one connection. Keep it: its limits and its session live in it. */
export function openConnection(options: ConnectionOptions): ConnectionContext {
  return openLanes(options)('other')
}

/** The same for callers of several kinds: one session and one set of limits, in which each kind has its turns. */
export function openLanes(options: ConnectionOptions): (lane: CallLane) => ConnectionContext {
  const { connector, clock } = options
  const session = openSession()
  const budget = { ...connector.budget, ...options.budget }
  const limiter = openLimiter(budget, clock, options.wait, options.meter ?? null)
  const opened = new Map<CallLane, ConnectionContext>()
  const open = (lane: CallLane): ConnectionContext => {
    const context: ConnectionContext = {
      connectionId: options.connectionId,
      installationId: options.installationId,
      environment: options.environment,
      settings: options.settings,
      secrets: options.secrets,
      transport: openTransport({
        ...options,
        budget,
        limiter,
        lane,
        authenticate: () => connector.authenticate(context),
        session,
      }),
      now: () => clock.now(),
      session,
    }
    return context
  }
  return (lane) => {
    const known = opened.get(lane) ?? open(lane)
    opened.set(lane, known)
    return known
  }
}
