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

export type CanonicalTimeEntry = {
  readonly worker: ExternalReference
  /** Null when booked on an internal cost center without a project. */
  readonly project: ExternalReference | null
  readonly task: ExternalReference | null
  readonly costCenter: string | null
  readonly laborCategory: string | null
  readonly serviceItem: string | null
  readonly workOn: Day
  /** Exact decimal text, hours. */
  readonly hours: string
  readonly billable: boolean
  readonly region: string | null
  readonly description: string
  readonly approval: ApprovalClaim
}

export type UnderstoodWork =
  | {
      readonly understood: true
      readonly entry: CanonicalTimeEntry
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
