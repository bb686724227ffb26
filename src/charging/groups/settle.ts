/** A client's contracts settled as a whole: every part of its work at what it is worth beside all the others. */
import { refreshMasters } from '../../masterdata/masters.ts'
import { standingOf } from '../../scenario/steps/allocate.ts'
import type { Tx } from '../../store/transaction.ts'
import type { Charging } from '../lane.ts'
import { engineVersion } from '../price.ts'
import { settleChanged } from './changed.ts'
import { forget, keep, keptOf } from './kept.ts'
import { endMarks, marksOf, noteGroupSettled, noteGroupTold, settledOf } from './marks.ts'
import { today } from './wanted.ts'
import { settleWhole } from './whole.ts'

/**
 * Settles one client's group in the caller's transaction, which holds its lock, and returns how much was written. From
 * what this process remembers of the client where that still holds and the marks name what changed; otherwise all of
 * it. Work that somebody changed meanwhile is left: that change has marked the group again. Throws ScenarioError
 * where the terms of its contracts contradict themselves.
 */
export async function settleGroup(tx: Tx, charging: Charging, clientId: string): Promise<number> {
  const { cell } = charging
  const { marks, workIds } = await marksOf(tx, cell, clientId)
  const masters = await refreshMasters(tx, charging.masters, true)
  const on = today(charging.now())
  const settled = await settledOf(tx, cell, clientId)
  const { position } = masters
  const deciding = { clientId, namespace: charging.namespace, engine: engineVersion, on, position }
  const kept = keptOf(charging, clientId, { position, on, settled })
  // Until this is committed nothing that was remembered counts.
  forget(charging, clientId)
  const part = kept && workIds && (await settleChanged(tx, charging, masters, deciding, kept, workIds))
  const done = part || (await settleWhole(tx, charging, masters, deciding))
  await noteGroupSettled(tx, cell, { clientId, settled: settled + 1n, settledAt: position, settledOn: on })
  await endMarks(tx, cell, clientId, marks)
  if (done.kept !== null) keep(charging, clientId, { ...done.kept, settled: settled + 1n })
  return done.written + 1
}

/** Tells people how full the client's limits are, from memory where that holds. */
export async function tellGroup(tx: Tx, charging: Charging, clientId: string): Promise<void> {
  const { cell } = charging
  const masters = await refreshMasters(tx, charging.masters, true)
  const on = today(charging.now())
  const { position } = masters
  const settled = await settledOf(tx, cell, clientId)
  const kept = keptOf(charging, clientId, { position, on, settled })
  if (kept === null) {
    await settleGroup(tx, charging, clientId)
    const again = keptOf(charging, clientId, { position, on, settled: settled + 1n })
    return noteGroupTold(tx, cell, clientId, standing(again))
  }
  await noteGroupTold(tx, cell, clientId, standing(kept))
}

function standing(kept: ReturnType<typeof keptOf>): Record<string, unknown> {
  if (kept === null || kept.allocation === null) return { limits: [], lots: [], periods: [] }
  return standingOf(kept.allocation, kept.costs)
}
