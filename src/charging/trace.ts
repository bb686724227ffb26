import { statement } from '../store/statement.ts'
import type { Tx } from '../store/transaction.ts'

export type LineSum = {
  readonly documentId: string
  readonly lineNo: number
  readonly members: number
  readonly hours: string
  readonly amountMinor: bigint
  readonly states: readonly string[]
  /** Distinct `legal entity|client|contract|currency` of the members. */
  readonly keys: readonly string[]
  /** Distinct orders of the client into which the members were filled. */
  readonly orders: readonly string[]
}
const selectLineSums = statement<LineSum>(
  'charging.sum_document_lines',
  `select document_id as "documentId", coalesce(line_no, 0) as "lineNo", count(*)::int as members, sum(hours) as hours,
     sum(amount_minor)::bigint as "amountMinor", array_agg(distinct state) as states,
     array_agg(distinct concat_ws('|', legal_entity, client_id, contract_id, currency)) as keys,
     coalesce(array_agg(distinct purchase_order) filter (where purchase_order is not null), '{}') as orders
   from charges where cell = $1 and document_id = any($2::uuid[]) group by 1, 2 order by 1, 2`,
)
const countOnDocuments = statement<{ count: number }>(
  'charging.count_on_documents',
  'select count(*)::int as count from charges where cell = $1 and document_id is not null',
)
const selectTraced = statement<TracedWork>(
  'charging.works_with_documents',
  `select w.work_id as "workId", w.position, w.held or 'held' in (w.cost_bucket, w.pay_bucket, w.bill_bucket) as held
   from works w where w.cell = $1 and ($2::uuid is null or w.work_id > $2) order by w.work_id limit $3`,
)

type TracedWork = { readonly workId: string; readonly position: bigint; readonly held: boolean }

/** What the charges say about the lines of these documents. */
export async function sumDocumentLines(
  tx: Tx,
  cell: number,
  documentIds: readonly string[],
): Promise<LineSum[]> {
  return (await tx.query(selectLineSums, [cell, documentIds])).rows
}

export async function countChargesOnDocuments(tx: Tx, cell: number): Promise<number> {
  return (await tx.query(countOnDocuments, [cell])).rows[0]?.count ?? 0
}

/** Works in the order of their ids, with the position of their latest revision in the log. */
export async function pageWorks(
  tx: Tx,
  cell: number,
  after: string | null,
  limit: number,
): Promise<TracedWork[]> {
  return (await tx.query(selectTraced, [cell, after, limit])).rows
}
