import { listDocuments, listRuns } from '../billing/reads.ts'
import { startRun } from '../billing/run.ts'
import { summariseCases } from '../cases/reads.ts'
import { markedGroups } from '../charging/groups/marks.ts'
import { pendingReevaluations, reevaluationRunner } from '../charging/reevaluate.ts'
import { readBucketTotals } from '../charging/work-reads.ts'
import { listPulls } from '../intake/schedule.ts'
import { isRejection } from '../kernel/errors.ts'
import { monthPeriod } from '../kernel/periods.ts'
import { readLaneCursors } from '../log/cursors.ts'
import { readHead } from '../log/read.ts'
import type { Opened } from './installation.ts'

export type MonthProgress = {
  readonly entries: number
  readonly costAccepted: number
  readonly costOpen: number
  readonly priced: number
  readonly casesOpen: number
  readonly drafts: number
  readonly documents: number
  /** Frozen and still on their way to the ERP; one that a case stops waits for a person, not for the ERP. */
  readonly planned: number
  /** Everything that was read is understood, every client's contracts are settled, and nothing is on its way. */
  readonly settled: boolean
}

/** Where the sandbox's month stands. */
async function readProgress(opened: Opened): Promise<MonthProgress> {
  const { store, cell } = opened.hub.parts
  return store.transaction(async (tx) => {
    const head = await readHead(tx, cell)
    const cursors = await readLaneCursors(tx, cell)
    const pulls = await listPulls(tx, cell)
    const totals = await readBucketTotals(tx, cell, null)
    const count = (outcome: string, buckets: readonly string[]) =>
      totals
        .filter((row) => row.outcome === outcome && buckets.includes(row.bucket))
        .reduce((sum, row) => sum + Number(row.count), 0)
    const documents = await listDocuments(tx, cell, {}, { after: null, limit: 200 })
    const costOpen = count('cost', ['waiting', 'in_flight', 'in_doubt'])
    const entries = totals
      .filter((row) => row.outcome === 'pay')
      .reduce((sum, row) => sum + Number(row.count), 0)
    const read = pulls.length > 0 && pulls.every((pull) => pull.last_success_at !== null)
    const noted = cursors.find((cursor) => cursor.runner === reevaluationRunner)?.position
    const learned =
      noted === opened.hub.charging.masters.position &&
      (await pendingReevaluations(tx, cell)) === 0 &&
      (await markedGroups(tx, cell, null)).length === 0
    return {
      entries,
      costAccepted: count('cost', ['accepted']),
      costOpen,
      priced: count('bill', ['priced', 'draft', 'in_flight', 'issued', 'paid']),
      casesOpen: (await summariseCases(tx, cell)).reduce((sum, row) => sum + Number(row.count), 0),
      drafts: documents.filter((one) => one.status === 'drafted').length,
      documents: documents.length,
      planned: documents.filter((one) => one.status === 'planned' && one.blocked === null).length,
      settled: read && learned && head.position > 0n && entries > 0 && costOpen === 0,
    }
  })
}

const pollMs = 1_000
const quietPolls = 3

/**
 * Follows the first month until its cost is in the ERP, then starts the month's billing run as its schedule
 * would, and follows it until every draft stands. Does nothing for a sandbox that has billed before.
 */
export async function followMonth(
  opened: Opened,
  month: string,
  tell: (progress: MonthProgress) => void,
  stopping: AbortSignal,
): Promise<MonthProgress | null> {
  const { store, cell, now, wait } = opened.hub.parts
  let quiet = 0
  let last = ''
  for (; !stopping.aborted; await wait(pollMs)) {
    const progress = await readProgress(opened)
    tell(progress)
    const seen = JSON.stringify(progress)
    quiet = progress.settled && seen === last ? quiet + 1 : 0
    last = seen
    if (progress.planned > 0) continue
    if (progress.documents > 0) return progress
    if (quiet < quietPolls) continue
    const runs = await store.transaction((tx) => listRuns(tx, cell, { after: null, limit: 1 }))
    if (runs.length > 0) return progress
    const request = {
      selection: {},
      period: monthPeriod(month),
      cutOff: null,
      principal: 'schedule',
      at: now(),
    }
    const started = await store.transaction((tx) => startRun(tx, cell, opened.billing, request))
    if (isRejection(started)) throw new Error(started.message)
  }
  return null
}
