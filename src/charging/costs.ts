import type { Day } from '../kernel/dates.ts'
import { statement } from '../store/statement.ts'
import type { Tx } from '../store/transaction.ts'

/** What the ERP should hold as cost for one work; `digest` null: it should hold nothing. */
export type CostWork = {
  readonly workId: string
  readonly revision: number
  readonly legalEntity: string
  readonly workerId: string
  readonly projectId: string | null
  readonly taskId: string | null
  readonly costCenter: string | null
  readonly workOn: Day
  readonly hours: string
  readonly billable: boolean
  readonly digest: string | null
  readonly postedDigest: string | null
}
export type CostResult = {
  readonly workId: string
  readonly bucket: 'accepted' | 'held' | 'in_doubt' | 'waiting' | 'reversed' | 'in_flight'
  /** What the ERP now holds: the digest that was sent, null after a removal, what it was before when unknown. */
  readonly postedDigest: string | null
}

const claim = statement<CostWork>(
  'charging.claim_costs',
  `with chosen as (
     select work_id from works
     where cell = $1 and cost_connection = $2 and cost_bucket = 'waiting'
       and ($3::text is null or legal_entity = $3) and ($5::boolean is null or (cost_digest is null) = $5)
     order by work_id limit $4 for update skip locked)
   update works w set cost_bucket = 'in_flight' from chosen
   where w.cell = $1 and w.work_id = chosen.work_id
   returning w.work_id as "workId", w.revision, w.legal_entity as "legalEntity", w.worker_id as "workerId",
     w.project_id as "projectId", w.task_id as "taskId", w.cost_center as "costCenter", w.work_on as "workOn",
     w.hours, w.billable, w.cost_digest as digest, w.cost_posted_digest as "postedDigest"`,
)
// What the work should be may have moved on while its record was under way: then it waits again.
const settle = statement<{ workId: string; connectionId: string | null }>(
  'charging.settle_costs',
  `update works w set cost_posted_digest = r.posted_digest, held = w.held or r.bucket = 'held',
     cost_bucket = case
       when r.bucket = 'accepted' and w.cost_digest is distinct from r.posted_digest then 'waiting'
       when r.bucket = 'reversed' and w.cost_digest is not null then 'waiting'
       when r.bucket = 'waiting' and w.cost_digest is null and r.posted_digest is null then 'none'
       else r.bucket end
   from unnest($2::uuid[], $3::text[], $4::text[]) as r(work_id, bucket, posted_digest)
   where w.cell = $1 and w.work_id = r.work_id
   returning w.work_id as "workId", w.cost_connection as "connectionId"`,
)
const reopen = statement(
  'charging.reopen_costs',
  `update works set cost_bucket = 'waiting' where cell = $1 and work_id = any($2::uuid[]) and cost_bucket = 'held' and approval = 'approved'`,
)

/**
 * Takes waiting cost into flight; the caller writes down what it will send in the same transaction. With
 * `removals` only records to remove, or only records to write; null takes both.
 */
export async function claimCosts(
  tx: Tx,
  cell: number,
  connectionId: string,
  legalEntity: string | null,
  limit: number,
  removals: boolean | null = null,
): Promise<CostWork[]> {
  return (await tx.query(claim, [cell, connectionId, legalEntity, limit, removals])).rows
}

/** Returns which connection takes the cost of each work. */
export async function settleCosts(
  tx: Tx,
  cell: number,
  results: readonly CostResult[],
): Promise<Map<string, string>> {
  if (results.length === 0) return new Map()
  const { rows } = await tx.query(settle, [
    cell,
    results.map((one) => one.workId),
    results.map((one) => one.bucket),
    results.map((one) => one.postedDigest),
  ])
  return new Map(rows.map((row) => [row.workId, row.connectionId ?? '']))
}

/** Cost that the ERP refused is offered again: somebody cured the cause there. */
export async function reopenCosts(tx: Tx, cell: number, workIds: readonly string[]): Promise<void> {
  await tx.query(reopen, [cell, workIds])
}
