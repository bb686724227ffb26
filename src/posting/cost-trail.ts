import { statement } from '../store/statement.ts'
import type { Tx } from '../store/transaction.ts'

/** One attempt to bring the cost of a work into the ERP, as its batch and its own outcome say. */
type CostPosting = {
  readonly connectionId: string
  readonly operation: string
  readonly state: string
  readonly externalId: string | null
  readonly revision: number
  readonly sentAt: Date | null
  readonly code: string | null
  readonly message: string | null
}

const readTrail = statement<CostPosting>(
  'posting.read_cost_trail',
  `select b.connection_id as "connectionId", b.operation,
     case when m.outcome = 'as_batch' then b.state else m.outcome end as state,
     m.external_id as "externalId", m.revision, b.sent_at as "sentAt", m.code, m.message
   from cost_members m join cost_batches b on b.cell = $1 and b.batch_id = m.batch_id
   where m.cell = $1 and m.work_id = $2 order by b.claimed_at desc, b.batch_id desc limit 50`,
)

/** Newest first. */
export async function readCostPostings(tx: Tx, cell: number, workId: string): Promise<CostPosting[]> {
  return (await tx.query(readTrail, [cell, workId])).rows
}
