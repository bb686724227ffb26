import type { FastifyBaseLogger, FastifyInstance, RawServerDefault } from 'fastify'
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Access } from '../access/access.ts'
import type { Connector } from '../connectors/sdk/connector.ts'
import type { ConnectionContext } from '../connectors/sdk/connector.ts'
import type { BillingSettings } from '../billing/settings.ts'
import type { Charging } from '../charging/lane.ts'
import type { Receiver } from '../intake/receive.ts'
import type { Clock } from '../kernel/clock.ts'
import type { Vault } from '../log/vault.ts'
import type { Masters } from '../masterdata/masters.ts'
import type { Effect } from '../masterdata/proposals/effect.ts'
import type { MasterChange } from '../model/master-records.ts'
import type { OutboundDeps } from '../outbound/deps.ts'
import type { Installation } from '../store/installation.ts'
import type { Store } from '../store/pool.ts'
import type { ApiLimits } from './limits.ts'

export type LiveConnection = { readonly connector: Connector; readonly context: ConnectionContext }

/** Everything the doors need, given by the composition root. */
export type ApiDeps = {
  readonly store: Store
  readonly cell: number
  readonly clock: Clock
  readonly newId: () => string
  readonly random: (bytes: number) => Uint8Array
  readonly masterKey: Uint8Array
  readonly vault: Vault
  readonly receiver: Receiver
  readonly billing: BillingSettings
  /** Makes work ids; the same as charging uses. */
  readonly namespace: string
  readonly access: Access
  readonly installation: Installation
  readonly version: string
  /** Where people reach the console. */
  readonly baseUrl: string
  readonly connectors: ReadonlyMap<string, Connector>
  /** Secrets opened, transport ready; null when there is no such connection. */
  readonly connect: (connectionId: string) => Promise<LiveConnection | null>
  /** Settings or secrets of a connection are others from now on. */
  readonly connectionChanged: (connectionId: string) => void
  readonly outbound: OutboundDeps
  /** When this installation was last backed up on this machine, as far as its home knows. */
  readonly lastBackupAt: () => Promise<string | null>
  /** Judges work as charging does, for questions that write nothing. */
  readonly charging: Charging
  /** What statements of master data would change in money beside what is known; null where nobody can say. */
  readonly effectOf?: (known: Masters, changes: readonly MasterChange[]) => Promise<Effect | null>
  readonly limits: ApiLimits
  /** The console's built files; null when there are none. */
  readonly consoleDirectory: string | null
  readonly log: FastifyBaseLogger | null
  /** What an answer that is not as declared does: `fail` in tests, `log` in production. */
  readonly onAnswerMismatch: 'fail' | 'log'
}

export type Api = FastifyInstance<
  RawServerDefault,
  IncomingMessage,
  ServerResponse,
  FastifyBaseLogger,
  TypeBoxTypeProvider
>
