import type { BrokerGate } from '../egress/broker.ts'
import type { EgressClient } from '../egress/client.ts'
import type { Clock } from '../kernel/clock.ts'
import type { Store } from '../store/pool.ts'
import type { Origin } from './cloud-event.ts'
import type { OutboundLimits } from './limits.ts'

export type OutboundDeps = {
  readonly store: Store
  readonly cell: number
  readonly origin: Origin
  readonly masterKey: Uint8Array
  readonly random: (bytes: number) => Uint8Array
  readonly newId: () => string
  readonly clock: Clock
  readonly egress: EgressClient
  readonly brokers: BrokerGate
  readonly limits: OutboundLimits
}
