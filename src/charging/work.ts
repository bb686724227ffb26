import type { Day } from '../kernel/dates.ts'
import { reportedKinds, type ReportedKind, type Spending } from '../model/understood.ts'

export type ApprovalState = 'submitted' | 'approved' | 'voided' | 'rejected' | 'withdrawn' | 'deleted'
export type CostBucket = 'none' | 'waiting' | 'held' | 'in_flight' | 'in_doubt' | 'accepted' | 'reversed'
export type PayBucket = 'none' | 'not_payable' | 'waiting' | 'held' | 'exported' | 'confirmed' | 'corrected'
export type BillBucket =
  | 'none'
  | 'non_billable'
  | 'included'
  | 'written_off'
  | 'held'
  | 'parked'
  | 'priced'
  | 'draft'
  | 'in_flight'
  | 'in_doubt'
  | 'issued'
  | 'credited'
  | 'disputed'
  | 'paid'

/** What people and systems report, and what a contract makes by itself. */
export const workKinds = [
  ...reportedKinds,
  'instalment',
  'progress',
  'milestone',
  'subscription',
  'minimum',
  'overage',
  'discount',
  'fee',
] as const
export type WorkKind = (typeof workKinds)[number]

export function isReported(kind: WorkKind): kind is ReportedKind {
  return (reportedKinds as readonly WorkKind[]).includes(kind)
}

/** The latest revision of a piece of work, as it stands in its table. Hours are exact decimal text. */
export type Work = {
  readonly workId: string
  readonly kind: WorkKind
  readonly connectionId: string
  readonly stream: string
  readonly sourceId: string
  readonly revision: number
  /** Where the latest revision stands in the log. */
  readonly position: bigint
  /** Version of the mapping that understood it. */
  readonly mapping: string
  /** Ids as the source writes them; resolved again when master data changes. */
  readonly workerRef: string | null
  readonly projectRef: string | null
  readonly taskRef: string | null
  readonly workerId: string | null
  readonly projectId: string | null
  readonly taskId: string | null
  readonly clientId: string | null
  readonly contractId: string | null
  readonly legalEntity: string | null
  readonly costCenter: string | null
  readonly laborCategory: string | null
  readonly region: string | null
  /** As the source or a person said it: where they said nothing, the worker's and the contract's of the day count. */
  readonly statedLaborCategory: string | null
  readonly statedRegion: string | null
  readonly workOn: Day
  readonly hours: string
  /** Of what is reported beside time; null for all else. */
  readonly spending: Spending | null
  readonly billable: boolean
  readonly contentDigest: string
  readonly approval: ApprovalState
  readonly approvalToken: string | null
  readonly costBucket: CostBucket
  readonly payBucket: PayBucket
  readonly billBucket: BillBucket
  readonly costConnection: string | null
  readonly costMinor: bigint | null
  readonly costCurrency: string | null
  /** Digest of what the ERP should hold as cost; null when it should hold nothing. */
  readonly costDigest: string | null
  /** Digest of what the ERP was last known to hold. */
  readonly costPostedDigest: string | null
  readonly billMinor: bigint | null
  readonly billCurrency: string | null
  readonly held: boolean
  /** Position of the master data that decided. */
  readonly asOf: bigint
  readonly engine: string
}

/** Field of Work, column, SQL type: the one list that reading and writing are made from. */
export const workColumns = [
  ['workId', 'work_id', 'uuid'],
  ['kind', 'kind', 'text'],
  ['connectionId', 'connection_id', 'text'],
  ['stream', 'stream', 'text'],
  ['sourceId', 'source_id', 'text'],
  ['revision', 'revision', 'int'],
  ['position', 'position', 'bigint'],
  ['mapping', 'mapping', 'text'],
  ['workerRef', 'worker_ref', 'text'],
  ['projectRef', 'project_ref', 'text'],
  ['taskRef', 'task_ref', 'text'],
  ['workerId', 'worker_id', 'text'],
  ['projectId', 'project_id', 'text'],
  ['taskId', 'task_id', 'text'],
  ['clientId', 'client_id', 'text'],
  ['contractId', 'contract_id', 'text'],
  ['legalEntity', 'legal_entity', 'text'],
  ['costCenter', 'cost_center', 'text'],
  ['laborCategory', 'labor_category', 'text'],
  ['region', 'region', 'text'],
  ['statedLaborCategory', 'stated_labor_category', 'text'],
  ['statedRegion', 'stated_region', 'text'],
  ['workOn', 'work_on', 'date'],
  ['hours', 'hours', 'numeric'],
  ['spending', 'spending', 'jsonb'],
  ['billable', 'billable', 'boolean'],
  ['contentDigest', 'content_digest', 'text'],
  ['approval', 'approval', 'text'],
  ['approvalToken', 'approval_token', 'text'],
  ['costBucket', 'cost_bucket', 'text'],
  ['payBucket', 'pay_bucket', 'text'],
  ['billBucket', 'bill_bucket', 'text'],
  ['costConnection', 'cost_connection', 'text'],
  ['costMinor', 'cost_minor', 'bigint'],
  ['costCurrency', 'cost_currency', 'text'],
  ['costDigest', 'cost_digest', 'text'],
  ['costPostedDigest', 'cost_posted_digest', 'text'],
  ['billMinor', 'bill_minor', 'bigint'],
  ['billCurrency', 'bill_currency', 'text'],
  ['held', 'held', 'boolean'],
  ['asOf', 'as_of', 'bigint'],
  ['engine', 'engine', 'text'],
] as const satisfies readonly (readonly [keyof Work, string, string])[]

export function workFromRow(row: Record<string, unknown>): Work {
  const work: Record<string, unknown> = {}
  for (const [field, column] of workColumns) work[field] = row[column]
  return work as Work
}
