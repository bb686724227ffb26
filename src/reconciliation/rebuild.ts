/** The read models made again from the log, beside those that stand. */
import type { Charging } from '../charging/lane.ts'
import { pendingReevaluations } from '../charging/reevaluate.ts'
import { inPages } from '../charging/replay/estimate.ts'
import { rewriteWorks, type Shadow, shadowWorks } from '../charging/replay/shadow.ts'
import { rewriteInstalments, shadowInstalments } from '../charging/replay/shadow-instalments.ts'
import type { Subject } from '../charging/replay/enumerate.ts'
import { rewriteRecord, shadowRecords } from '../intake/rebuild.ts'
import { recordDecision } from '../log/decisions.ts'
import { shadowMasters } from '../masterdata/rebuild.ts'
import { type CheckResult, offendersShown } from '../store/invariant.ts'
import type { Tx } from '../store/transaction.ts'

export type RebuiltModel = {
  readonly model: string
  readonly counted: number
  readonly differing: number
  readonly applied: number
  readonly detail: readonly string[]
}
export type Unread = { readonly what: string; readonly why: string }

const detailShown = 20
const worksPerCommit = 100
const attemptsPerLane = 200
const attemptPauseMs = 25

/**
 * Compares master data, source records, works with their charges, cases and history, and instalments with what the log
 * says, in one snapshot. With `apply` what differs is written afterwards, each work as charging would write it now; the
 * installation goes on meanwhile. Master data is told and never rewritten: charges were decided with what stood.
 */
export async function rebuildModels(
  charging: Charging,
  wanted: { readonly apply: boolean },
  progress: (model: string, counted: number) => void = () => {},
): Promise<{ models: RebuiltModel[]; unread: Unread[] }> {
  const { store, cell, vault } = charging
  const found = await store.transaction(
    async (tx) => {
      await tx.query('set local statement_timeout = 0')
      await tx.query('set local idle_in_transaction_session_timeout = 0')
      const masters = await shadowMasters(tx, cell, vault)
      progress('master data', masters.counted)
      const records = await shadowRecords(tx, cell)
      progress('source records', records.counted)
      const works = await shadowWorks(tx, charging, { since: 0n, most: null })
      progress('works', works.counted)
      const instalments = await shadowInstalments(tx, charging)
      progress('instalments', instalments.counted)
      return { masters, records, works, instalments, pending: await pendingReevaluations(tx, cell) }
    },
    { isolation: 'repeatable read', readOnly: true },
  )
  const applied = { records: 0, works: 0, instalments: 0 }
  if (wanted.apply) {
    for (const one of found.records.differing)
      if (await store.transaction((tx) => rewriteRecord(tx, cell, one))) applied.records += 1
    applied.works = await applyWorks(charging, found.works)
    for (const contractId of new Set(found.instalments.differing.map((one) => one.contractId))) {
      await store.transaction((tx) => rewriteInstalments(tx, charging, contractId))
      applied.instalments += found.instalments.differing.filter((one) => one.contractId === contractId).length
    }
  }
  const told = found.works.differing.map(
    (one) => `${one.subject.workId} ${one.subject.sourceId}: ${one.what}`,
  )
  if (found.works.unlogged > 0)
    told.push(`${found.works.unlogged} works stand without a word of them in the log`)
  return {
    models: [
      modelOf('master data', found.masters.counted, found.masters.differing, 0),
      modelOf(
        'source records',
        found.records.counted,
        found.records.differing.map((one) => one.what),
        applied.records,
      ),
      modelOf('works', found.works.counted, told, applied.works),
      modelOf(
        'instalments',
        found.instalments.counted,
        found.instalments.differing.map((one) => one.what),
        applied.instalments,
      ),
    ],
    unread: unreadOf(found),
  }
}

function modelOf(model: string, counted: number, told: readonly string[], applied: number): RebuiltModel {
  return { model, counted, differing: told.length, applied, detail: told.slice(0, detailShown) }
}

function unreadOf(found: { masters: { erased: number }; works: Shadow; pending: number }): Unread[] {
  const unread: Unread[] = [
    {
      what: 'the day of work in source records',
      why: 'connectors read it from the source; the next sweep brings it back',
    },
  ]
  for (const [why, count] of found.works.unread) unread.push({ what: `${count} records of work`, why })
  if (found.masters.erased > 0)
    unread.push({ what: `${found.masters.erased} master records`, why: 'what was said of them was erased' })
  if (found.pending > 0)
    unread.push({
      what: `work under ${found.pending} changes of master data`,
      why: 'it waits to be looked at again',
    })
  return unread
}

async function applyWorks(charging: Charging, shadow: Shadow): Promise<number> {
  const { store, cell, vault, newId, now } = charging
  const byLane = new Map<number, Map<string, Subject>>()
  for (const { subject } of shadow.differing)
    byLane.set(subject.lane, (byLane.get(subject.lane) ?? new Map()).set(subject.workId, subject))
  if (byLane.size === 0) return 0
  const replayId = newId()
  const principal = 'command line'
  const body = { works: shadow.differing.length }
  const decidedAt = await store.transaction((tx) =>
    recordDecision(tx, cell, vault, { what: 'books.rebuilt', about: replayId, principal, body, at: now() }),
  )
  const done = new Set<string>()
  for (const subjects of byLane.values())
    await inPages([...subjects.values()], worksPerCommit, async (page) => {
      const decision = { replayId, startedBy: principal, decidedAt }
      if (await patiently((tx) => rewriteWorks(tx, charging, page, decision), charging))
        for (const one of page) done.add(one.workId)
      return []
    })
  return shadow.differing.filter((one) => done.has(one.subject.workId)).length
}

/** Live charging holds a lane for moments only: it is waited for, not pushed aside. */
async function patiently(work: (tx: Tx) => Promise<boolean>, { store }: Charging): Promise<boolean> {
  for (let attempt = 0; attempt < attemptsPerLane; attempt += 1) {
    if (await store.transaction(work)) return true
    await new Promise((resolve) => setTimeout(resolve, attemptPauseMs))
  }
  return false
}

/** The same comparison as one check of the proof. */
export async function recomputeCheck(
  tx: Tx,
  charging: Charging,
  scope: { readonly since: bigint; readonly most: number | null },
): Promise<CheckResult> {
  const { counted, differing, unlogged } = await shadowWorks(tx, charging, scope)
  const told = differing.map((one) => `${one.subject.workId} ${one.subject.sourceId}: ${one.what}`)
  if (unlogged > 0) told.push(`${unlogged} works stand without a word of them in the log`)
  const detail = told.slice(0, offendersShown)
  return {
    name: 'works_read_again_from_the_log_are_as_they_stand',
    ok: told.length === 0,
    counted,
    broken: told.length,
    detail,
  }
}
