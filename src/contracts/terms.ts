import type { Instalment } from './instalments.ts'

/**
 * What a contract does with approved labor: each hour is priced, is covered by a fee, or is nobody's to pay.
 */
type LaborTreatment = 'priced' | 'included' | 'non_billable'

/**
 * A kind of contract is put together from treatments, so that a new kind is a new line here and not a new
 * branch everywhere: what happens to labor, and whether a schedule of instalments is billed beside it.
 */
export const contractKinds = {
  time_and_materials: { labor: 'priced', scheduled: false },
  fixed_fee: { labor: 'included', scheduled: true },
  internal: { labor: 'non_billable', scheduled: false },
} as const satisfies Record<string, { labor: LaborTreatment; scheduled: boolean }>

export type ContractKind = keyof typeof contractKinds

export type ContractTerms = {
  readonly contractId: string
  readonly clientId: string
  readonly legalEntity: string
  readonly currency: string
  readonly kind: ContractKind
  /** Empty unless the kind is scheduled. */
  readonly schedule: readonly Instalment[]
}
