/**
 * Held cost whose cause is gone, as far as master data can show it: a name the target did not know, a closed
 * period. Looked at again and again (level, not edge). Cases close when the target took the record.
 */
import { reopenCosts } from '../charging/costs.ts'
import { periodState } from '../charging/resolve.ts'
import { statement } from '../store/statement.ts'
import type { Tx } from '../store/transaction.ts'
import type { PostingDeps } from './deps.ts'
import { currentMasters } from './known-masters.ts'
import { fenced, type Lane } from './lane.ts'
import { parseReferenceKey, resolveReferences } from './references.ts'

type Waiting = {
  readonly batchId: string
  readonly workId: string
  readonly code: string
  readonly message: string
  readonly company: string
  readonly workOn: string
  readonly claimedAt: Date
}
const selectWaiting = statement<Waiting>(
  'posting.selectHeldCosts',
  `select m.batch_id as "batchId", m.work_id as "workId", m.code, m.message, b.company, m.work_on as "workOn",
     b.claimed_at as "claimedAt"
   from cost_members m join cost_batches b on b.cell = m.cell and b.batch_id = m.batch_id
   where m.cell = $1 and m.outcome = 'refused' and m.code in ('ERP_REFERENCE_MISSING', 'PERIOD_CLOSED')
     and b.connection_id = $2 and ($3 = '*' or b.company = $3)
   order by m.work_id limit $4`,
)
// The refusal stays in the books; its outcome says that it no longer stops anything.
const endWait = statement(
  'posting.endWaitOfCosts',
  `update cost_members m set outcome = 'absent' from unnest($2::uuid[], $3::uuid[]) as r (batch_id, work_id)
   where m.cell = $1 and m.batch_id = r.batch_id and m.work_id = r.work_id`,
)

/** Returns how many works wait for the next call again. */
export async function reopenCured(deps: PostingDeps, lane: Lane): Promise<number> {
  const { cell, clock, limits } = deps
  const nowMs = clock.now().getTime()
  if (nowMs < lane.curesDueMs) return 0
  lane.curesDueMs = nowMs + limits.curesEveryMs
  return fenced(deps, lane, async (tx) => {
    const { connectionId, company } = lane.key
    const { rows } = await tx.query(selectWaiting, [cell, connectionId, company, limits.heldScanned])
    const named = rows.filter((row) => row.code === 'ERP_REFERENCE_MISSING')
    const dated = rows.filter((row) => row.code === 'PERIOD_CLOSED')
    const cured = [
      ...(await withNames(tx, deps, connectionId, named)),
      ...(await inOpenPeriods(tx, deps, dated)),
    ]
    if (cured.length === 0) return 0
    await reopenCosts(
      tx,
      cell,
      cured.map((one) => one.workId),
    )
    await tx.query(endWait, [cell, cured.map((one) => one.batchId), cured.map((one) => one.workId)])
    return cured.length
  })
}

async function withNames(tx: Tx, deps: PostingDeps, connectionId: string, rows: readonly Waiting[]) {
  if (rows.length === 0) return []
  const wanted = rows.map((row) => parseReferenceKey(connectionId, row.message))
  const known = wanted.filter((one) => one !== null)
  const references = await resolveReferences(tx, deps.cell, connectionId, known)
  const before = deps.clock.now().getTime() - deps.limits.referenceRetryMs
  return rows.filter((row, index) => {
    const one = wanted[index]
    // A name that only the ERP missed: nothing here tells when it is there, so it is tried again now and then.
    if (one == null) return row.claimedAt.getTime() <= before
    return references.find(one.kind, one.recordId) !== null
  })
}

/** Tried again after a pause unless master data calls the period closed: the ERP has the last word. */
async function inOpenPeriods(tx: Tx, deps: PostingDeps, rows: readonly Waiting[]): Promise<Waiting[]> {
  const before = deps.clock.now().getTime() - deps.limits.periodRetryMs
  const rested = rows.filter((row) => row.claimedAt.getTime() <= before)
  if (rested.length === 0) return []
  const masters = await currentMasters(tx, deps)
  return rested.filter((row) => periodState(masters, row.company, row.workOn) !== 'closed')
}
