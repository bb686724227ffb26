import { statement } from '../store/statement.ts'
import type { Tx } from '../store/transaction.ts'
import type { CostWork } from './costs.ts'
import type { CostBucket } from './work.ts'

/** A work beside what its ERP may hold of it, wherever its cost stands. */
export type CostInBooks = Omit<CostWork, 'legalEntity' | 'workerId'> & {
  readonly legalEntity: string | null
  readonly workerId: string | null
  readonly bucket: CostBucket
  readonly connectionId: string | null
}

const select = statement<CostInBooks>(
  'charging.costs_in_books',
  `select work_id as "workId", revision, legal_entity as "legalEntity", worker_id as "workerId",
     project_id as "projectId", task_id as "taskId", cost_center as "costCenter", work_on as "workOn", hours,
     billable, cost_digest as digest, cost_posted_digest as "postedDigest", cost_bucket as bucket,
     cost_connection as "connectionId"
   from works where cell = $1 and kind = 'time_entry' and ($2::uuid is null or work_id > $2)
   order by work_id limit $3 for update`,
)

/** The next works in the order of their ids, locked until the transaction ends. */
export async function costsInBooks(
  tx: Tx,
  cell: number,
  after: string | null,
  limit: number,
): Promise<CostInBooks[]> {
  return (await tx.query(select, [cell, after, limit])).rows
}
