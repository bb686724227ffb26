import type { Day } from '../kernel/dates.ts'
import { statement } from '../store/statement.ts'
import type { Tx } from '../store/transaction.ts'

export type ChargeState =
  | 'included'
  | 'priced'
  | 'pending'
  | 'proposed'
  | 'declined'
  | 'draft'
  | 'in_flight'
  | 'in_doubt'
  | 'issued'

export type PricedCharge = {
  readonly workId: string
  readonly seq: number
  readonly revision: number
  readonly hours: string
  readonly amountMinor: bigint
  readonly currency: string
  readonly clientId: string
  readonly contractId: string
  readonly legalEntity: string
  readonly projectId: string
  readonly laborCategory: string | null
  readonly workOn: Day
  readonly rate: string | null
  readonly rateId: string | null
  readonly engine: string
  readonly asOf: bigint
  readonly decision: string
  readonly writtenAt: bigint
  readonly state: ChargeState
  readonly documentId: string | null
  readonly lineNo: number | null
  readonly correctsDocument: string | null
}

const columns = `work_id as "workId", seq, revision, hours, amount_minor as "amountMinor", currency, client_id as "clientId",
  contract_id as "contractId", legal_entity as "legalEntity", project_id as "projectId", labor_category as "laborCategory",
  work_on as "workOn", rate, rate_id as "rateId", engine, as_of as "asOf", decision, written_at as "writtenAt", state,
  document_id as "documentId", line_no as "lineNo", corrects_document as "correctsDocument"`

const selectPriced = statement<PricedCharge>(
  'charging.read_priced',
  `select ${columns} from charges
  where cell = $1 and state = 'priced' and work_on < $2 and written_at <= $3
    and ($4::text is null or client_id = $4) and ($5::text is null or contract_id = $5)
    and ($6::text is null or legal_entity = $6)
  order by work_id, seq for update`,
)
const selectDocument = statement<PricedCharge>(
  'charging.read_document_charges',
  `select ${columns} from charges
  where cell = $1 and document_id = $2 order by work_id, seq`,
)
const selectOpen = statement<PricedCharge>(
  'charging.read_open_differences',
  `select ${columns} from charges
  where cell = $1 and state = 'pending' order by work_id, seq limit $2`,
)

export type PricedSelection = {
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

export type OpenDifference = PricedCharge

export async function readOpenDifferences(tx: Tx, cell: number, limit: number): Promise<OpenDifference[]> {
  return (await tx.query(selectOpen, [cell, limit])).rows
}
