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
  /** Position at which it was written: newest last. */
  readonly writtenAt: bigint
  /** Documents that hold the work's other charges. */
  readonly documents: readonly string[]
}

const columns = `c.work_id as "workId", c.seq, c.revision, c.work_on as "workOn", w.worker_id as "workerId",
     w.source_id as "sourceId", c.client_id as "clientId", c.contract_id as "contractId",
     c.project_id as "projectId", c.hours, c.amount_minor as "amountMinor", c.currency, c.rate, c.written_at as "writtenAt",
     array(select distinct o.document_id::text from charges o
       where o.cell = $1 and o.work_id = c.work_id and o.document_id is not null) as documents`
const list = statement<Proposal>(
  'charging.list_proposals',
  `select ${columns}
   from charges c join works w on w.cell = $1 and w.work_id = c.work_id
   where c.cell = $1 and c.state = 'proposed' and ($2::uuid is null or (c.work_id, c.seq) > ($2, $3::smallint))
   order by c.work_id, c.seq limit $4`,
)

const listNewest = statement<Proposal>(
  'charging.list_newest_proposals',
  `select ${columns}
   from charges c join works w on w.cell = $1 and w.work_id = c.work_id
   where c.cell = $1 and c.state = 'proposed' and ($2::bigint is null or c.written_at < $2
     or (c.written_at = $2 and $3::uuid is not null and (c.work_id, c.seq) > ($3, $4::smallint)))
   order by c.written_at desc, c.work_id, c.seq limit $5`,
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

/** Newest first; of one position by work and charge. `after` is a place in this order: without a work, before its position. */
export async function listNewestProposals(
  tx: Tx,
  cell: number,
  page: {
    readonly after: {
      readonly position: bigint
      readonly charge: { readonly workId: string; readonly seq: number } | null
    } | null
    readonly limit: number
  },
): Promise<Proposal[]> {
  const { after, limit } = page
  const charge = after?.charge ?? null
  return (
    await tx.query(listNewest, [
      ...[cell, after?.position ?? null, charge?.workId ?? null, charge?.seq ?? null],
      limit,
    ])
  ).rows
}
