import type { EgressClient } from '../../egress/client.ts'
import type { Clock } from '../../kernel/clock.ts'
import type { BudgetDefinition, ConnectionContext, Connector } from './connector.ts'
import { openSession } from './session.ts'
import { openTransport, type RecordedCall } from './transport.ts'

export type ConnectionOptions = {
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
}

/** A connector bound to one connection. Keep it: its limits and its session live in it. */
export function openConnection(options: ConnectionOptions): ConnectionContext {
  const { connector, clock } = options
  const session = openSession()
  const transport = openTransport({
    ...options,
    budget: { ...connector.budget, ...options.budget },
    authenticate: () => connector.authenticate(context),
    session,
  })
  const context: ConnectionContext = {
    connectionId: options.connectionId,
    installationId: options.installationId,
    environment: options.environment,
    settings: options.settings,
    secrets: options.secrets,
    transport,
    now: () => clock.now(),
    session,
  }
  return context
}
