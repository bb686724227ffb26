/** What an ERP connector can be asked to write, and how an unanswered write is resolved. */
import type { Day } from '../../kernel/dates.ts'
import type { Money } from '../../kernel/money.ts'
import type { ConnectionContext, ContractLevel } from './connector.ts'

/** The ERP's arithmetic and its habits, known before anything is sent. */
export type TargetProfile = {
  readonly quantityScale: number
  readonly unitPriceScale: number
  readonly taxPer: 'document' | 'line'
  /** `unique`: the ERP refuses a second record with the same key. */
  readonly costKey: 'unique' | 'none'
  readonly documentKey: 'idempotent' | 'unique' | 'drafts' | 'none'
  /** How long an unanswered write may still land, and how long until it can be found. Milliseconds. */
  readonly settlingMs: number
  readonly searchLagMs: number
  readonly costsPerCall: number
  /** True where a cost call is one transaction: one bad record refuses all of them. */
  readonly costsAtomic: boolean
  readonly oneWriterPer: 'connection' | 'company'
  /** How the target rounds quantity times price; absent where a line carries its amount. */
  readonly lineRounding?: 'half_away' | 'half_even'
  /** What the target refuses and that can be known before it is asked; an absent rule is none. */
  readonly refuses?: Refuses
}
export type Refuses = {
  /** Digits behind the point of hours; lengths in characters. */
  readonly hoursScaleOver?: number
  readonly costDescriptionOver?: number
  readonly documentDescriptionOver?: number
  readonly lineDescriptionOver?: number
  readonly currenciesOtherThan?: readonly string[]
  readonly costWithoutTask?: boolean
  readonly lineWithoutProject?: boolean
  readonly lineWithoutTaxCode?: boolean
}

/** Ids of master data at the target, resolved before the call; null is a case, never a guess. */
export type TargetReference = { readonly recordId: string; readonly externalId: string }

export type CostRecord = {
  /** Deterministic UUID of the work: the same for every revision. */
  readonly key: string
  readonly company: TargetReference
  readonly worker: TargetReference
  readonly project: TargetReference
  readonly task: TargetReference | null
  readonly workOn: Day
  /** Exact decimal hours. */
  readonly hours: string
  readonly billable: boolean
  /** Carries environment, installation and key. */
  readonly description: string
}
export type CostFound = {
  readonly key: string
  readonly externalId: string
  readonly hours: string
  readonly workOn: Day
}
/** Days on which the work was done, half-open. */
export type CostWindow = { readonly from: Day; readonly until: Day }
export type CostOutcome =
  | { readonly key: string; readonly outcome: 'accepted'; readonly externalId: string }
  | { readonly key: string; readonly outcome: 'refused'; readonly code: string; readonly message: string }

export type DraftLine = {
  readonly lineNo: number
  readonly description: string
  readonly quantity: string
  readonly unitPrice: string
  readonly amount: Money
  readonly taxCode: string | null
  readonly project: TargetReference | null
}
export type DraftDocument = {
  /** Never changes for a document: environment, installation and document id. */
  readonly reference: string
  readonly kind: 'invoice' | 'credit'
  readonly company: TargetReference
  readonly client: TargetReference
  readonly currency: string
  readonly description: string
  /** Asked for; the ERP decides. */
  readonly accountingOn: Day | null
  /** Number of the invoice that a credit corrects. */
  readonly corrects: { readonly externalId: string; readonly number: string } | null
  readonly lines: readonly DraftLine[]
}
export type FoundDocument = {
  readonly externalId: string
  readonly reference: string
  readonly state: 'draft' | 'issued' | 'cancelled'
  readonly number: string | null
  readonly ledgerOn: Day | null
  readonly currency: string
  readonly net: Money
  /** Null while the ERP has not computed it yet. */
  readonly tax: Money | null
  readonly total: Money | null
  /** Digest over what a person could have edited: lines, quantities, prices, client, reference. */
  readonly contentDigest: string
  readonly lines: readonly {
    readonly description: string
    readonly quantity: string
    readonly unitPrice: string
    readonly amount: Money
  }[]
}

/**
 * Every operation either returns, or throws ConnectorFault. A fault with effect 'unknown' means the write may
 * have happened: it is never repeated before the locator has looked.
 */
export type ErpTarget = {
  readonly profile: TargetProfile
  readonly levels: Readonly<
    Record<
      'writeCosts' | 'removeCosts' | 'createDraft' | 'updateDraft' | 'postDocument' | 'discardDraft',
      ContractLevel
    >
  >
  /** Creates, or overwrites the record of the same key where it differs. Items answer one by one. */
  readonly writeCosts: (
    context: ConnectionContext,
    records: readonly CostRecord[],
  ) => Promise<readonly CostOutcome[]>
  readonly removeCosts: (
    context: ConnectionContext,
    keys: readonly string[],
  ) => Promise<readonly CostOutcome[]>
  readonly locateCosts: (context: ConnectionContext, keys: readonly string[]) => Promise<readonly CostFound[]>
  /**
   * Every cost record that carries this installation's mark, page by page, of one company or of all. The key is the
   * one that the record's description names. Records that are added meanwhile may be missed, none that stood before.
   */
  readonly listCosts: (
    context: ConnectionContext,
    window: CostWindow,
    company: TargetReference | null,
  ) => AsyncIterable<readonly CostFound[]>
  readonly createDraft: (context: ConnectionContext, document: DraftDocument) => Promise<FoundDocument>
  readonly updateDraft: (
    context: ConnectionContext,
    externalId: string,
    document: DraftDocument,
  ) => Promise<FoundDocument>
  readonly postDocument: (context: ConnectionContext, externalId: string) => Promise<FoundDocument>
  readonly discardDraft: (context: ConnectionContext, externalId: string) => Promise<void>
  /** All documents that carry the reference, drafts included: the locator. */
  readonly locateDocuments: (
    context: ConnectionContext,
    reference: string,
    company: TargetReference,
  ) => Promise<readonly FoundDocument[]>
  /**
   * Every document whose reference carries this installation's mark, drafts, issued and cancelled, page by page:
   * created or changed on that day (UTC) or later, or all of them.
   */
  readonly listDocuments: (
    context: ConnectionContext,
    since: Day | null,
    company: TargetReference | null,
  ) => AsyncIterable<readonly FoundDocument[]>
  readonly readDocument: (context: ConnectionContext, externalId: string) => Promise<FoundDocument | null>
}
