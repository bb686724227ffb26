import { Dispatcher } from '../outbound/dispatch.ts'
import type { OutboundDeps } from '../outbound/deps.ts'
import { defaultOutboundLimits, type OutboundLimits } from '../outbound/limits.ts'
import type { Hub } from './hub.ts'
import type { Loop, LoopLog } from './loops.ts'

export function outboundDeps(hub: Hub, limits: Partial<OutboundLimits> = {}): OutboundDeps {
  const { store, cell, installation, masterKey, random, newId, now, egress, brokers } = hub.parts
  const { installationId, environment } = installation
  return {
    store,
    cell,
    origin: { installationId, environment, cell },
    masterKey,
    random,
    newId,
    clock: { now },
    egress,
    brokers,
    limits: { ...defaultOutboundLimits, ...limits },
  }
}

/** Events out: one loop that starts what is due; every subscription is told in a task of its own. */
export function outboundLoop(deps: OutboundDeps, runner: string, idleMs: number, log: LoopLog): Loop {
  const dispatcher = new Dispatcher(deps, runner, (subscriptionId, error) => {
    const why = error instanceof Error ? error.message : String(error)
    log('a subscription could not be told of events', { subscriptionId, error: why })
  })
  return {
    name: 'events out',
    idleMs,
    round: async () => {
      await dispatcher.look()
      return 0
    },
    end: () => dispatcher.close(),
  }
}
