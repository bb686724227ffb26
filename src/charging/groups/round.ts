/** The loop that settles groups: one at a time, and a group that cannot be settled keeps no other from it. */
import { openCases, resolveCases } from '../../cases/open.ts'
import { ScenarioError } from '../../scenario/complaint.ts'
import type { Tx } from '../../store/transaction.ts'
import type { Charging } from '../lane.ts'
import {
  endMarks,
  groupsOfEarlierDays,
  lockClientGroup,
  markedGroups,
  markGroups,
  marksOf,
  noteGroupFailure,
  takeMarkedGroup,
  takeUntoldGroup,
} from './marks.ts'
import { settleGroup, tellGroup } from './settle.ts'
import { today } from './wanted.ts'

const daysPerRound = 100

/**
 * Settles the next marked group. Returns how much was done; 0 when nothing waits. Terms that contradict themselves, and
 * whatever else stops a group by itself, become a case; it is asked for again when something of it changes, and the
 * next day. A fault of the world is thrown on.
 */
export async function settleNextGroup(
  charging: Charging,
  isWorldFault: (error: unknown) => boolean,
): Promise<number> {
  const { store, cell } = charging
  let taken: string | null = null
  try {
    return await store.transaction(async (tx) => {
      taken = await takeMarkedGroup(tx, cell)
      if (taken === null) {
        const untold = await takeUntoldGroup(tx, cell)
        if (untold === null) return markEarlierDays(tx, charging)
        await tellGroup(tx, charging, untold)
        return 1
      }
      const done = await settleGroup(tx, charging, taken)
      await resolveCases(tx, cell, 'source_record', [subjectOf(taken)], null, 'settled', charging.now())
      return done
    })
  } catch (error) {
    if (taken === null || isWorldFault(error)) throw error
    await setAside(charging, taken, error)
    return 1
  }
}

/** Settles what is marked now of one client, or of all, in the caller's transaction; waits for who does so already. */
export async function settleMarkedGroups(tx: Tx, charging: Charging, clientId: string | null): Promise<void> {
  for (const id of await markedGroups(tx, charging.cell, clientId)) {
    await lockClientGroup(tx, charging.cell, id)
    await settleGroup(tx, charging, id)
  }
}

async function markEarlierDays(tx: Tx, charging: Charging): Promise<number> {
  const clients = await groupsOfEarlierDays(tx, charging.cell, today(charging.now()), daysPerRound)
  await markGroups(
    tx,
    charging.cell,
    clients.map((clientId) => ({ clientId, workIds: null })),
  )
  return clients.length
}

/** What the case is about that stops a client's group. */
export function subjectOf(clientId: string): string {
  return `hub/contracts/${clientId}`
}

async function setAside(charging: Charging, clientId: string, error: unknown): Promise<void> {
  const { store, cell, newId, now } = charging
  const contradicts = error instanceof ScenarioError
  const why = (error instanceof Error ? error.message : String(error)).slice(0, 300)
  await store.transaction(async (tx) => {
    if (!(await lockClientGroup(tx, cell, clientId))) return
    await noteGroupFailure(tx, cell, clientId, today(now()))
    await endMarks(tx, cell, clientId, (await marksOf(tx, cell, clientId)).marks)
    const one = {
      caseId: newId(),
      code: contradicts ? ('TERMS_CONTRADICT' as const) : ('POISON_BATCH' as const),
      subjectKind: 'source_record' as const,
      subjectId: subjectOf(clientId),
      outcome: 'bill' as const,
      waitsOn: `client:${clientId}`,
      seenPosition: 0n,
      hours: null,
      moneyMinor: null,
      currency: null,
      clientId,
      projectId: null,
      detail: { why },
      payloadPosition: null,
    }
    await openCases(tx, cell, [one], now())
  })
}
