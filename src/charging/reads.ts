import type { Day } from '../kernel/dates.ts'
import { statement } from '../store/statement.ts'
import type { Tx } from '../store/transaction.ts'
import { chargeColumns } from './charge-columns.ts'
import type { Charge } from './difference.ts'

/** A charge with where it stands; the same row whatever its state. */
export type PricedCharge = Charge

const selectPriced = statement<PricedCharge>(
  'charging.read_priced',
  `select ${chargeColumns} from charges
  where cell = $1 and state = 'priced' and work_on < $2 and written_at <= $3
    and ($4::text is null or client_id = $4) and ($5::text is null or contract_id = $5)
    and ($6::text is null or legal_entity = $6)
  order by work_id, seq for update`,
)
const selectDocument = statement<PricedCharge>(
  'charging.read_document_charges',
  `select ${chargeColumns} from charges
  where cell = $1 and document_id = $2 order by work_id, seq`,
)
const selectOpen = statement<PricedCharge>(
  'charging.read_open_differences',
  `select ${chargeColumns} from charges
  where cell = $1 and state = 'pending' order by work_id, seq limit $2`,
)

type PricedSelection = {
  clientId?: string | undefined
  contractId?: string | undefined
  legalEntity?: string | undefined
  until: Day
  cutOff: bigint
}

export async function readPriced(tx: Tx, cell: number, s: PricedSelection): Promise<PricedCharge[]> {
  return (
    await tx.query(selectPriced, [
      cell,
      s.until,
      s.cutOff,
      s.clientId ?? null,
      s.contractId ?? null,
      s.legalEntity ?? null,
    ])
  ).rows
}

export async function readDocumentCharges(tx: Tx, cell: number, documentId: string): Promise<PricedCharge[]> {
  return (await tx.query(selectDocument, [cell, documentId])).rows
}

type OpenDifference = PricedCharge

export async function readOpenDifferences(tx: Tx, cell: number, limit: number): Promise<OpenDifference[]> {
  return (await tx.query(selectOpen, [cell, limit])).rows
}

const selectProposedOf = statement<PricedCharge>(
  'charging.read_proposed_of',
  `select ${chargeColumns} from charges
  where cell = $1 and state = 'proposed' and ($2::text is null or client_id = $2)
    and ($3::text is null or legal_entity = $3)
  order by work_id, seq for update`,
)

/** Differences on issued documents of a client that wait for a person, locked until the transaction ends. */
export async function readProposedOf(
  tx: Tx,
  cell: number,
  selection: { readonly clientId: string | null; readonly legalEntity: string | null },
): Promise<PricedCharge[]> {
  return (await tx.query(selectProposedOf, [cell, selection.clientId, selection.legalEntity])).rows
}

/** What the report of a work says of where it came from and who did what. */
export type Reported = {
  readonly connectionId: string
  readonly sourceId: string
  readonly workerId: string | null
  readonly taskId: string | null
}
const selectReported = statement<Reported & { workId: string }>(
  'charging.read_reported',
  `select work_id as "workId", connection_id as "connectionId", source_id as "sourceId",
     worker_id as "workerId", task_id as "taskId"
   from works where cell = $1 and work_id = any ($2::uuid[])`,
)

export async function readReported(
  tx: Tx,
  cell: number,
  workIds: readonly string[],
): Promise<Map<string, Reported>> {
  if (workIds.length === 0) return new Map()
  const { rows } = await tx.query(selectReported, [cell, [...new Set(workIds)]])
  return new Map(rows.map((row) => [row.workId, row]))
}
