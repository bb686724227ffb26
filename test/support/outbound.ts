import { randomBytes } from 'node:crypto'
import { openBrokerGate } from '../../src/egress/broker.ts'
import { type EgressClient, openEgress } from '../../src/egress/client.ts'
import { uuidV7 } from '../../src/kernel/ids.ts'
import type { OutboundDeps } from '../../src/outbound/deps.ts'
import { defaultOutboundLimits, type OutboundLimits } from '../../src/outbound/limits.ts'
import type { Store } from '../../src/store/pool.ts'

export type OutboundOptions = {
  readonly now?: () => Date
  readonly allow?: readonly string[]
  readonly egress?: EgressClient
  readonly limits?: Partial<OutboundLimits>
}

/** What telling outside systems needs, over a database of a test. Nothing is called that is not in `allow`. */
export function testOutbound(store: Store, options: OutboundOptions = {}): OutboundDeps {
  const now = options.now ?? (() => new Date())
  const allow = options.allow ?? []
  return {
    store,
    cell: 1,
    origin: { installationId: 'installation-1', environment: 'test', cell: 1 },
    masterKey: new Uint8Array(32).fill(9),
    random: (bytes) => new Uint8Array(randomBytes(bytes)),
    newId: () => uuidV7(now().getTime(), (bytes) => new Uint8Array(randomBytes(bytes))),
    clock: { now },
    egress: options.egress ?? openEgress({ allow }),
    brokers: openBrokerGate({ allow }),
    limits: { ...defaultOutboundLimits, ...options.limits },
  }
}
