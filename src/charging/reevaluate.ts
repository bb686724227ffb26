import { advanceLane, takeLane } from '../log/cursors.ts'
import { factLane } from '../log/event.ts'
import { type Masters, refreshMasters } from '../masterdata/masters.ts'
import { readChangedRecords, readSuperseded, recordIdsOf, referenceKey } from '../masterdata/reads.ts'
import { statement } from '../store/statement.ts'
import type { Tx } from '../store/transaction.ts'
import { markGroups } from './groups/marks.ts'
import { groupsOfRecords } from './groups/records.ts'
import { readBillAdjustments } from './bill-adjustments/reads.ts'
import { instalmentsOf } from './instalments.ts'
import type { Charging } from './lane.ts'
import { keysOf, lostKeysOf, worksUnder } from './reevaluation-keys.ts'
import { type Candidate, settleWorks } from './settle.ts'
import { isReported, type Work } from './work.ts'
import { readChargesOf, readWorksForUpdate } from './write.ts'

export const reevaluationRunner = 'reevaluation'
/** Keys of one commit: enough to be quick, few enough to end soon. */
const keysPerCommit = 100

const addKeys = statement(
  'charging.add_reevaluations',
  `insert into reevaluations (cell, position, key)
   select $1, r.position, r.key from unnest($2::bigint[], $3::text[]) as r(position, key) on conflict do nothing`,
)
const takeKey = statement<{ position: bigint; key: string; after_work: string | null }>(
  'charging.take_reevaluation',
  `select position, key, after_work from reevaluations where cell = $1
   order by position, key limit 1 for update skip locked`,
)
const moveKey = statement(
  'charging.move_reevaluation',
  'update reevaluations set after_work = $4 where cell = $1 and position = $2 and key = $3',
)
const endKey = statement(
  'charging.end_reevaluation',
  'delete from reevaluations where cell = $1 and position = $2 and key = $3',
)

const countPending = statement<{ count: bigint }>(
  'charging.pending_reevaluations',
  'select count(*) as count from reevaluations where cell = $1',
)
/**
 * Notes which work a change of master data touches, once, whatever arrived meanwhile: level, not edge. The keys
 * stay until every work under them has been looked at.
 */
export async function scanMasterChanges(charging: Charging): Promise<number> {
  const { store, cell } = charging
  return store.transaction(async (tx) => {
    const cursor = await takeLane(tx, cell, reevaluationRunner, factLane)
    if (!cursor) return 0
    const masters = await refreshMasters(tx, charging.masters, true)
    if (masters.position === cursor.position) return 0
    const changed = await readChangedRecords(tx, cell, cursor.position, masters.position)
    const keys = new Map<string, bigint>()
    for (const one of changed)
      for (const key of keysOf(masters, one.kind, one.recordId)) keys.set(key, one.learnedAt)
    const superseded = await readSuperseded(tx, cell, cursor.position, masters.position)
    for (const one of superseded) for (const key of lostKeysOf(masters, one)) keys.set(key, one.supersededAt)
    const groups = groupsOfRecords(masters, changed, superseded)
    await markGroups(
      tx,
      cell,
      groups.map((clientId) => ({ clientId, workIds: null })),
    )
    await tx.query(addKeys, [cell, [...keys.values()], [...keys.keys()]])
    await advanceLane(tx, cell, reevaluationRunner, factLane, masters.position)
    return keys.size
  })
}

/** Asks for everything to be looked at again: routes changed, or a person wants to be sure. */
export async function reevaluateAll(charging: Charging): Promise<void> {
  const { store, cell } = charging
  await store.transaction(async (tx) => {
    const masters = await refreshMasters(tx, charging.masters, false)
    await tx.query(addKeys, [cell, [masters.position], ['all']])
  })
}

/** Asks for these works to be looked at again at the next round, whatever changed or did not. */
export async function askToLookAgain(
  tx: Tx,
  cell: number,
  position: bigint,
  workIds: readonly string[],
): Promise<void> {
  if (workIds.length === 0) return
  await tx.query(addKeys, [cell, workIds.map(() => position), workIds.map((workId) => `work:${workId}`)])
}

/** Looks again at the next chunk of work under the oldest key. Returns how much was done; 0 when nothing waits. */
export async function reevaluateChunk(charging: Charging): Promise<number> {
  const { store, cell } = charging
  return store.transaction(async (tx) => {
    let done = 0
    // Most keys touch little work: several share one commit, up to a batch of work.
    for (let keys = 0; keys < keysPerCommit && done < charging.batchSize + keys; keys += 1) {
      const row = (await tx.query(takeKey, [cell])).rows[0]
      if (!row) return done
      const masters = await refreshMasters(tx, charging.masters, true)
      const ids = await worksUnder(tx, cell, masters, row.key, {
        after: row.after_work,
        limit: charging.batchSize,
      })
      const contractId = contractOfKey(row.key)
      if (row.after_work === null && contractId !== null)
        await instalmentsOf(tx, charging, masters, contractId)
      await lookAgain(tx, charging, masters, ids)
      if (ids.length < charging.batchSize) await tx.query(endKey, [cell, row.position, row.key])
      else await tx.query(moveKey, [cell, row.position, row.key, ids.at(-1)])
      done += ids.length + 1
    }
    return done
  })
}

type WaitingKey = {
  readonly position: bigint
  readonly key: string
  /** Work before this one was looked at. */
  readonly after: string | null
  readonly workIds: readonly string[]
  /** No work follows these. */
  readonly ends: boolean
}

/** The oldest key with the next of its work, for who looks at them one by one. Null when nothing waits. */
export async function nextWaitingKey(charging: Charging): Promise<WaitingKey | null> {
  const { store, cell, batchSize } = charging
  return store.transaction(async (tx) => {
    const row = (await tx.query(takeKey, [cell])).rows[0]
    if (!row) return null
    const masters = await refreshMasters(tx, charging.masters, true)
    const workIds = await worksUnder(tx, cell, masters, row.key, {
      after: row.after_work,
      limit: charging.batchSize,
    })
    const { position, key, after_work: after } = row
    return { position, key, after, workIds, ends: workIds.length < batchSize }
  })
}

/** Goes past work that was looked at one by one. */
export async function passWaitingKey(charging: Charging, passed: WaitingKey): Promise<void> {
  const { store, cell } = charging
  const { position, key, workIds, ends } = passed
  await store.transaction((tx) =>
    ends ? tx.query(endKey, [cell, position, key]) : tx.query(moveKey, [cell, position, key, workIds.at(-1)]),
  )
}

/** Looks at these works in a commit of their own. */
export async function reevaluateWorks(charging: Charging, workIds: readonly string[]): Promise<void> {
  await charging.store.transaction(async (tx) =>
    lookAgain(tx, charging, await refreshMasters(tx, charging.masters, true), workIds),
  )
}

/** Makes the schedule of one contract into work, in a commit of its own. */
export async function reevaluateInstalments(charging: Charging, contractId: string): Promise<void> {
  await charging.store.transaction(async (tx) =>
    instalmentsOf(tx, charging, await refreshMasters(tx, charging.masters, true), contractId),
  )
}

/** The contract whose schedule a key asks to be looked at; null for keys of other records. */
export function contractOfKey(key: string): string | null {
  return key.startsWith('contract:') ? key.slice('contract:'.length) : null
}

/** Keys under which work is still to be looked at. */
export async function pendingReevaluations(tx: Tx, cell: number): Promise<number> {
  return Number((await tx.query(countPending, [cell])).rows[0]?.count ?? 0)
}

async function lookAgain(
  tx: Tx,
  charging: Charging,
  masters: Masters,
  ids: readonly string[],
): Promise<void> {
  const works = [...(await readWorksForUpdate(tx, charging.cell, ids)).values()].filter((work) =>
    isReported(work.kind),
  )
  const resolved = await resolveAgain(tx, charging, works)
  const candidates = resolved.map(
    (work): Candidate => ({ work, understood: true, writtenAt: masters.position, seenBefore: true }),
  )
  await settle(tx, charging, masters, candidates)
}

async function settle(
  tx: Tx,
  charging: Charging,
  masters: Masters,
  candidates: readonly Candidate[],
): Promise<void> {
  const ids = candidates.map((one) => one.work.workId)
  const existing = await readChargesOf(tx, charging.cell, ids)
  const adjustments = await readBillAdjustments(tx, charging.cell, ids)
  const { newId, costRoute } = charging
  const settling = { masters, newId, at: charging.now(), costRoute, adjustments }
  await settleWorks(tx, charging.cell, settling, candidates, existing)
}

/** Work whose references nobody knew may have them now. */
async function resolveAgain(tx: Tx, charging: Charging, works: readonly Work[]): Promise<Work[]> {
  const known = new Map<string, Map<string, string>>()
  for (const connectionId of new Set(works.map((work) => work.connectionId))) {
    if (charging.understandingOf(connectionId)?.direct) continue
    const references = works
      .filter((work) => work.connectionId === connectionId)
      .flatMap((work) => [
        { kind: 'worker', externalId: work.workerRef },
        { kind: 'project', externalId: work.projectRef },
        { kind: 'task', externalId: work.taskRef },
      ])
      .flatMap((one) => (one.externalId === null ? [] : [{ kind: one.kind, externalId: one.externalId }]))
    known.set(connectionId, await recordIdsOf(tx, charging.cell, connectionId, references))
  }
  return works.map((work) => {
    const find = (kind: string, ref: string | null) =>
      ref === null ? null : (known.get(work.connectionId)?.get(referenceKey(kind, ref)) ?? null)
    return {
      ...work,
      workerId: work.workerId ?? find('worker', work.workerRef),
      projectId: work.projectId ?? find('project', work.projectRef),
      taskId: work.taskId ?? find('task', work.taskRef),
    }
  })
}
