/** Re-evaluation that one piece of work cannot stop: what throws alone becomes a case, and the rest goes on. */
import { openCases } from '../cases/open.ts'
import { deathsBeforeOneByOne } from '../intake/poison.ts'
import type { Charging } from './lane.ts'
import {
  contractOfKey,
  nextWaitingKey,
  passWaitingKey,
  reevaluateChunk,
  reevaluateInstalments,
  reevaluateWorks,
} from './reevaluate.ts'
import { readWorksOf } from './work-reads.ts'

/** What one loop remembers: how often its batch died in a row. */
type Deaths = { inARow: number }

/**
 * As `reevaluateChunk`. A batch that dies a second time is done one by one; work that throws alone stays as it was
 * decided before, and its case ends by itself when it can be decided again. A fault of the world is thrown on.
 */
export async function reevaluateSafely(
  charging: Charging,
  deaths: Deaths,
  isWorldFault: (error: unknown) => boolean,
): Promise<number> {
  try {
    const done = await reevaluateChunk(charging)
    deaths.inARow = 0
    return done
  } catch (error) {
    if (isWorldFault(error)) throw error
    deaths.inARow += 1
    if (deaths.inARow < deathsBeforeOneByOne) throw error
    return oneByOne(charging, isWorldFault)
  }
}

async function oneByOne(charging: Charging, isWorldFault: (error: unknown) => boolean): Promise<number> {
  const waiting = await nextWaitingKey(charging)
  if (waiting === null) return 0
  const alone = async (act: () => Promise<void>, setAside: (why: string) => Promise<void>) => {
    try {
      await act()
    } catch (error) {
      if (isWorldFault(error)) throw error
      await setAside((error instanceof Error ? error.message : String(error)).slice(0, 300))
    }
  }
  const contractId = waiting.after === null ? contractOfKey(waiting.key) : null
  if (contractId !== null)
    await alone(
      () => reevaluateInstalments(charging, contractId),
      (why) => setAsideSchedule(charging, contractId, why),
    )
  for (const workId of waiting.workIds)
    await alone(
      () => reevaluateWorks(charging, [workId]),
      (why) => setAsideWork(charging, workId, why),
    )
  await passWaitingKey(charging, waiting)
  return waiting.workIds.length + 1
}

async function setAsideWork(charging: Charging, workId: string, why: string): Promise<void> {
  const { store, cell, newId, now } = charging
  await store.transaction(async (tx) => {
    const work = (await readWorksOf(tx, cell, [workId]).catch(() => null))?.get(workId)
    const one = {
      caseId: newId(),
      code: 'POISON_BATCH' as const,
      subjectKind: 'work' as const,
      subjectId: workId,
      outcome: 'bill' as const,
      waitsOn: `work:${workId}`,
      seenPosition: work?.asOf ?? 0n,
      hours: work?.hours ?? null,
      moneyMinor: work?.billMinor ?? null,
      currency: work?.billCurrency ?? null,
      clientId: work?.clientId ?? null,
      projectId: work?.projectId ?? null,
      detail: { why },
      payloadPosition: work?.position ?? null,
    }
    await openCases(tx, cell, [one], now())
  })
}

async function setAsideSchedule(charging: Charging, contractId: string, why: string): Promise<void> {
  const { store, cell, newId, now } = charging
  const one = {
    caseId: newId(),
    code: 'POISON_BATCH' as const,
    subjectKind: 'source_record' as const,
    subjectId: `hub/instalments/${contractId}`,
    outcome: 'none' as const,
    waitsOn: `contract:${contractId}`,
    seenPosition: 0n,
    hours: null,
    moneyMinor: null,
    currency: null,
    clientId: null,
    projectId: null,
    detail: { why },
    payloadPosition: null,
  }
  await store.transaction((tx) => openCases(tx, cell, [one], now()))
}
