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

const columns = `work_id as "workId", revision, legal_entity as "legalEntity", worker_id as "workerId",
     project_id as "projectId", task_id as "taskId", cost_center as "costCenter", work_on as "workOn", hours,
     billable, cost_digest as digest, cost_posted_digest as "postedDigest", cost_bucket as bucket,
     cost_connection as "connectionId"`
const select = statement<CostInBooks>(
  'charging.costs_in_books',
  `select ${columns} from works where cell = $1 and kind = 'time_entry' and ($2::uuid is null or work_id > $2)
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

const selectNamed = statement<CostInBooks>(
  'charging.costs_of_works',
  `select ${columns} from works where cell = $1 and work_id = any ($2::uuid[]) order by work_id for update`,
)

/** These works, locked until the transaction ends. */
export async function costsOf(tx: Tx, cell: number, workIds: readonly string[]): Promise<CostInBooks[]> {
  return workIds.length === 0 ? [] : (await tx.query(selectNamed, [cell, workIds])).rows
}

const selectAccepted = statement<{ workId: string }>(
  'charging.accepted_works',
  `select work_id as "workId" from works
   where cell = $1 and cost_connection = $2 and cost_bucket = 'accepted' and ($3::uuid is null or work_id > $3)
   order by work_id limit $4`,
)

/** The next works, in the order of their ids, whose cost the ERP took. */
export async function acceptedWorks(
  tx: Tx,
  cell: number,
  connectionId: string,
  after: string | null,
  limit: number,
): Promise<string[]> {
  return (await tx.query(selectAccepted, [cell, connectionId, after, limit])).rows.map((row) => row.workId)
}
