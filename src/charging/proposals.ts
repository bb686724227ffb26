import { statement } from '../store/statement.ts'
import type { Tx } from '../store/transaction.ts'

/** A difference to what was issued, waiting for a person. */
export type Proposal = {
  readonly workId: string
  readonly seq: number
  readonly revision: number
  readonly workOn: string
  readonly workerId: string | null
  readonly sourceId: string
  readonly clientId: string
  readonly contractId: string
  readonly projectId: string
  readonly hours: string
  readonly amountMinor: bigint
  readonly currency: string
  readonly rate: string | null
  /** Documents that hold the work's other charges. */
  readonly documents: readonly string[]
}

const list = statement<Proposal>(
  'charging.list_proposals',
  `select c.work_id as "workId", c.seq, c.revision, c.work_on as "workOn", w.worker_id as "workerId",
     w.source_id as "sourceId", c.client_id as "clientId", c.contract_id as "contractId",
     c.project_id as "projectId", c.hours, c.amount_minor as "amountMinor", c.currency, c.rate,
     array(select distinct o.document_id::text from charges o
       where o.cell = $1 and o.work_id = c.work_id and o.document_id is not null) as documents
   from charges c join works w on w.cell = $1 and w.work_id = c.work_id
   where c.cell = $1 and c.state = 'proposed' and ($2::uuid is null or (c.work_id, c.seq) > ($2, $3::smallint))
   order by c.work_id, c.seq limit $4`,
)

/** In the order of work and charge; the last row's workId and seq are where the next page starts. */
export async function listProposals(
  tx: Tx,
  cell: number,
  page: { readonly after: { readonly workId: string; readonly seq: number } | null; readonly limit: number },
): Promise<Proposal[]> {
  const { after, limit } = page
  return (await tx.query(list, [cell, after?.workId ?? null, after?.seq ?? null, limit])).rows
}
