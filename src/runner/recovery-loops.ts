import { markedGroups } from '../charging/groups/marks.ts'
import { chargingRunner } from '../charging/lane.ts'
import { pendingReevaluations } from '../charging/reevaluate.ts'
import type { BillingSettings } from '../billing/settings.ts'
import { hastenEveryPull, listPulls } from '../intake/schedule.ts'
import { learningRunner } from '../intake/learn.ts'
import { eventsBehind } from '../log/cursors.ts'
import type { PostingDeps } from '../posting/deps.ts'
import type { RecoveryDeps } from '../posting/recovery/deps.ts'
import { takeOverLate } from '../posting/recovery/match-documents.ts'
import { recoverRound } from '../posting/recovery/recover.ts'
import { settleGoneCosts } from '../posting/recovery/gone-costs.ts'
import { settleUnknownCosts } from '../posting/recovery/unknown-costs.ts'
import { settleUnknownDocuments } from '../posting/recovery/unknown-documents.ts'
import type { Tx } from '../store/transaction.ts'
import type { Hub } from './hub.ts'
import type { Loop } from './loops.ts'
import type { Standing } from './standing.ts'

/** What is held is looked at this much more rarely than other loops look for work. */
const unknownIdleTimes = 50

/** What the sources owe since then: each stream read once, its window swept, and everything understood. */
async function sourcesBehind(hub: Hub, tx: Tx, since: Date): Promise<string[]> {
  const { cell } = hub.parts
  const pulls = new Map((await listPulls(tx, cell)).map((row) => [`${row.connection_id}/${row.stream}`, row]))
  const behind = hub.pulled.flatMap(({ connectionId, stream, sweeps }) => {
    const name = `${connectionId}/${stream}`
    const pull = pulls.get(name)
    const read = pull?.last_success_at != null && pull.last_success_at >= since
    const swept = !sweeps || (pull !== undefined && pull.sweep_due_at > since)
    if (read && swept) return []
    return [`${name}: ${pull?.last_error ?? 'is being read again'}`]
  })
  if (behind.length > 0) return behind
  const events = await eventsBehind(tx, cell, [chargingRunner, learningRunner])
  if (events > 0) return [`${events} events are being understood`]
  const keys = await pendingReevaluations(tx, cell)
  if (keys > 0) return [`${keys} changes of master data are being followed`]
  // A document is known again by what its client's work is billed: that has to be settled first.
  const groups = (await markedGroups(tx, cell, null)).length
  return groups > 0 ? [`the contracts of ${groups} clients are being settled`] : []
}

export function recoveryDeps(hub: Hub, billing: BillingSettings, posting: PostingDeps): RecoveryDeps {
  return {
    ...posting,
    billing,
    targets: () => hub.takers,
    readSourcesAgain: (tx, at) => hastenEveryPull(tx, hub.parts.cell, at),
    sourcesBehind: (tx, since) => sourcesBehind(hub, tx, since),
  }
}

export function standingLoop(standing: Standing): Loop {
  return { name: 'standing', idleMs: standing.everyMs, round: () => standing.round() }
}

/** Watches where the installation stands, leads it out of recovery, and goes on with what was held meanwhile. */
export function recoveryLoops(standing: Standing, deps: RecoveryDeps, idleMs: number): Loop[] {
  return [
    standingLoop(standing),
    { name: 'recovery', idleMs, round: () => recoverRound(deps) },
    {
      name: 'what recovery left',
      idleMs: idleMs * unknownIdleTimes,
      round: async () => {
        if (standing.sending !== 'allowed') return 0
        await settleUnknownCosts(deps)
        await settleGoneCosts(deps)
        return (await takeOverLate(deps)) + (await settleUnknownDocuments(deps))
      },
    },
  ]
}
