import { statement } from '../store/statement.ts'
import type { Tx } from '../store/transaction.ts'
import { chargeColumns } from './charge-columns.ts'
import type { PricedCharge } from './reads.ts'

const selectWorks = statement<PricedCharge>(
  'charging.read_work_charges',
  `select ${chargeColumns} from charges where cell = $1 and work_id = any($2::uuid[]) order by work_id, seq`,
)
const lockWorks = statement<PricedCharge>(
  'charging.lock_work_charges',
  `select ${chargeColumns} from charges where cell = $1 and work_id = any($2::uuid[]) order by work_id, seq for update`,
)

/** Every charge of these works, whatever its state. */
export async function readWorkCharges(
  tx: Tx,
  cell: number,
  workIds: readonly string[],
): Promise<PricedCharge[]> {
  return workIds.length === 0 ? [] : (await tx.query(selectWorks, [cell, [...new Set(workIds)]])).rows
}

/** The same, locked until the transaction ends. */
export async function lockWorkCharges(
  tx: Tx,
  cell: number,
  workIds: readonly string[],
): Promise<PricedCharge[]> {
  return workIds.length === 0 ? [] : (await tx.query(lockWorks, [cell, [...new Set(workIds)]])).rows
}

const selectOutdated = statement<{ documentId: string }>(
  'charging.read_outdated_documents',
  `select distinct c.document_id as "documentId" from charges c
   where c.cell = $1 and c.document_id = any($2::uuid[]) and exists (select from charges p where p.cell = $1
     and p.work_id = c.work_id and p.state = 'pending' and p.line_id is not null)`,
)

/** Those of the documents whose work is worth something else by now, where that gives room to other work. */
export async function outdatedDocuments(
  tx: Tx,
  cell: number,
  documentIds: readonly string[],
): Promise<ReadonlySet<string>> {
  return new Set((await tx.query(selectOutdated, [cell, documentIds])).rows.map((row) => row.documentId))
}

export type DocumentMember = {
  readonly workId: string
  readonly seq: number
  readonly lineNo: number | null
  readonly revision: number
  readonly workOn: string
  readonly workerId: string | null
  readonly connectionId: string
  readonly sourceId: string
  readonly hours: string
  readonly rate: string | null
  readonly amountMinor: bigint
  readonly currency: string
}

const selectMembers = statement<DocumentMember>(
  'charging.read_document_members',
  `select c.work_id as "workId", c.seq, c.line_no as "lineNo", c.revision, c.work_on as "workOn",
     w.worker_id as "workerId", w.connection_id as "connectionId", w.source_id as "sourceId", c.hours, c.rate,
     c.amount_minor as "amountMinor", c.currency
   from charges c join works w on w.cell = $1 and w.work_id = c.work_id
   where c.cell = $1 and c.document_id = $2 order by c.line_no, c.work_on, w.source_id, c.seq`,
)

/** The entries behind a document's lines, with who worked and the source's id. */
export async function readDocumentMembers(
  tx: Tx,
  cell: number,
  documentId: string,
): Promise<DocumentMember[]> {
  return (await tx.query(selectMembers, [cell, documentId])).rows
}

const selectNamed = statement<DocumentMember>(
  'charging.read_named_members',
  `select c.work_id as "workId", c.seq, c.line_no as "lineNo", c.revision, c.work_on as "workOn",
     w.worker_id as "workerId", w.connection_id as "connectionId", w.source_id as "sourceId", c.hours, c.rate,
     c.amount_minor as "amountMinor", c.currency
   from unnest($2::uuid[], $3::smallint[]) as k(work_id, seq)
   join charges c on c.cell = $1 and c.work_id = k.work_id and c.seq = k.seq
   join works w on w.cell = $1 and w.work_id = c.work_id order by c.work_on, w.source_id, c.seq`,
)

/** The same for charges that stand on no document yet. */
export async function readMembers(
  tx: Tx,
  cell: number,
  keys: readonly { readonly workId: string; readonly seq: number }[],
): Promise<DocumentMember[]> {
  const values = [cell, keys.map((key) => key.workId), keys.map((key) => key.seq)]
  return (await tx.query(selectNamed, values)).rows
}

type Adjustment = DocumentMember & {
  readonly clientId: string
  readonly contractId: string
  readonly correctsDocument: string | null
  readonly decision: string
}
const selectProposed = statement<Adjustment>(
  'charging.read_proposed',
  `select c.work_id as "workId", c.seq, c.line_no as "lineNo", c.revision, c.work_on as "workOn",
     w.worker_id as "workerId", w.connection_id as "connectionId", w.source_id as "sourceId", c.hours, c.rate,
     c.amount_minor as "amountMinor", c.currency, c.client_id as "clientId", c.contract_id as "contractId",
     c.corrects_document as "correctsDocument", c.decision
   from charges c join works w on w.cell = $1 and w.work_id = c.work_id
   where c.cell = $1 and c.state = 'proposed' and ($2::uuid is null or (c.work_id, c.seq) > ($2, $3::smallint))
   order by c.work_id, c.seq limit $4`,
)

/** Differences on issued documents that wait for a person. */
export async function readProposed(
  tx: Tx,
  cell: number,
  after: { readonly workId: string; readonly seq: number } | null,
  limit: number,
): Promise<Adjustment[]> {
  return (await tx.query(selectProposed, [cell, after?.workId ?? null, after?.seq ?? null, limit])).rows
}
