/** What a mapping makes of a source's payload: the canonical language, or the reason why it could not. */
import type { Day } from '../kernel/dates.ts'
import type { MasterChange } from './master-records.ts'

/** A reference as the source writes it: resolved against cross-references of that connection. */
export type ExternalReference = {
  readonly kind: 'worker' | 'client' | 'project' | 'task' | 'legal_entity' | 'contract'
  readonly externalId: string
}

/**
 * What the source says about approval. `token` identifies the act (moment, approver, level) where the source
 * tells it: a new token approves changed content, a standing flag without one does not.
 */
export type ApprovalClaim = {
  readonly state: 'submitted' | 'approved' | 'rejected'
  readonly approver: string | null
  readonly approvedAt: string | null
  readonly level: string | null
}

/** The kinds of work that people and systems report; contracts make others by themselves. */
export const reportedKinds = ['time_entry', 'expense', 'subcontractor', 'usage'] as const
export type ReportedKind = (typeof reportedKinds)[number]

/**
 * What an expense, a subcontractor's work or usage says beside time. Amounts and quantities are exact decimal text, and
 * amounts fit the minor units of their currency.
 */
export type Spending = {
  readonly category: string | null
  readonly vendor: string | null
  /** Of what is counted: pieces, kilometres, units. Null: one. */
  readonly quantity: string | null
  /** As paid, tax included; below zero where it was given back. */
  readonly amount: string | null
  /** What a unit or an hour costs, where no amount is said. */
  readonly unitCost: string | null
  /** Of amount and unit cost; null where neither is said. */
  readonly currency: string | null
  readonly receipt: boolean
  readonly receiptOn: Day | null
  /** Tax in the amount: its percent or itself, and the percent of it that the firm gets back. */
  readonly tax: {
    readonly rate: string | null
    readonly amount: string | null
    readonly recoverablePercent: string
  } | null
  /** Whether the vendor's bill is approved. */
  readonly costApproval: ApprovalClaim['state']
}

export type CanonicalWork = {
  readonly kind: ReportedKind
  /** Null for what nobody in particular did: a vendor's bill, a meter. */
  readonly worker: ExternalReference | null
  /** Null when booked on an internal cost center without a project. */
  readonly project: ExternalReference | null
  readonly task: ExternalReference | null
  readonly costCenter: string | null
  readonly laborCategory: string | null
  readonly serviceItem: string | null
  readonly workOn: Day
  /** Exact decimal text, hours; "0" where none are said. */
  readonly hours: string
  /** Null for time, and only for time. */
  readonly spending: Spending | null
  readonly billable: boolean
  readonly region: string | null
  readonly description: string
  readonly approval: ApprovalClaim
}

export type UnderstoodWork =
  | {
      readonly understood: true
      readonly entry: CanonicalWork
      /** Over everything an approver approves: all of the entry except the approval itself. */
      readonly contentDigest: string
      /** JSON pointers of fields that the mapping does not know. */
      readonly drift: readonly string[]
    }
  | { readonly understood: false; readonly field: string; readonly why: string }

export type UnderstoodMaster =
  | {
      readonly understood: true
      readonly changes: readonly MasterChange[]
      /** The source's id of each record, for cross-references. */
      readonly references: readonly {
        readonly kind: string
        readonly externalId: string
        readonly recordId: string
      }[]
      readonly drift: readonly string[]
    }
  | { readonly understood: false; readonly field: string; readonly why: string }
