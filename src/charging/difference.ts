import { type ChargeAtom, differenceOf as differenceOfCharges } from '../contracts/difference.ts'
import { decimal, formatDecimal } from '../kernel/decimal.ts'
import type { Day } from '../kernel/dates.ts'

/**
 * What stands aside is valued, or known not to be worth anything, and never becomes a line: covered by a fee, waiting
 * for room under a limit, written off, nobody's to pay, or held by a case while the rest of the work is not.
 */
export const asideStates = ['included', 'parked', 'written_off', 'non_billable', 'held'] as const
type AsideState = (typeof asideStates)[number]
/** The same as a list of SQL. */
export const asideSql = `('${asideStates.join(`', '`)}')`
/** billable: waits for a run. */
export type Treatment = AsideState | 'billable'

export function isAside(state: string): state is AsideState {
  return (asideStates as readonly string[]).includes(state)
}

export function treatmentOf({ state }: { readonly state: ChargeState }): Treatment {
  return isAside(state) ? state : 'billable'
}

/** Where in a composed contract a part of work stands. Work of other contracts has one part, and none of these. */
type ContractPlace = {
  readonly lineId: string | null
  readonly band: string | null
  /** The client's order on which it is billed. */
  readonly purchaseOrder: string | null
  /** What it fills or waits for, of work that stands aside. */
  readonly limitId: string | null
}
export const nowhere: ContractPlace = { lineId: null, band: null, purchaseOrder: null, limitId: null }

/** What a work, or a part of it, should be worth, and everything a line needs to know of it. */
export type Desired = {
  readonly treatment: Treatment
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
  /** JSON of the decision: ids, versions, engine, what lost and why. */
  readonly decision: string
} & ContractPlace
type ChargeState =
  | AsideState
  | 'priced'
  | 'pending'
  | 'proposed'
  | 'declined'
  | 'draft'
  | 'in_flight'
  | 'in_doubt'
  | 'issued'
export type Charge = Omit<Desired, 'treatment'> & {
  readonly workId: string
  readonly seq: number
  readonly revision: number
  readonly engine: string
  readonly asOf: bigint
  readonly writtenAt: bigint
  readonly state: ChargeState
  readonly documentId: string | null
  readonly lineNo: number | null
  readonly correctsDocument: string | null
}
/** A row to append: the part of the difference that falls on one client, contract, project and currency. */
type Difference = Desired & { readonly state: AsideState | 'priced' | 'pending' }

const placedStates: readonly ChargeState[] = [
  'draft',
  'in_flight',
  'in_doubt',
  'issued',
  'pending',
  'proposed',
  'declined',
]

/** True when any of it stands on a document, or waits for what becomes of one. */
export function isPlaced(charges: readonly { readonly state: ChargeState }[]): boolean {
  return charges.some((charge) => placedStates.includes(charge.state))
}

type Row = Omit<Desired, 'treatment'>
type Atom = ChargeAtom & { readonly row: Row; readonly treatment: Desired['treatment'] }

function atomOf(row: Row, treatment: Desired['treatment']): Atom {
  return {
    contractId: row.contractId,
    clientId: row.clientId,
    legalEntity: row.legalEntity,
    quantity: decimal(row.hours),
    amount: { minor: row.amountMinor, currency: row.currency },
    apart: placeOf(row, treatment),
    row,
    treatment,
  }
}

function placeOf(row: Row, treatment: Treatment): string {
  const { workOn, projectId, lineId, band, purchaseOrder, limitId } = row
  return JSON.stringify([treatment, workOn, projectId, lineId, band, purchaseOrder, limitId])
}

/**
 * The rows that bring what exists to what should exist: none when nothing differs, one when hours or money do,
 * one back and one forth when the work moved to another client, contract, project, day, part or currency.
 */
export function differenceOf(existing: readonly Charge[], desired: readonly Desired[]): Difference[] {
  const placed = isPlaced(existing)
  const stateOf = (treatment: Treatment) =>
    treatment !== 'billable' ? treatment : placed ? 'pending' : 'priced'
  const before = existing.map((charge) => atomOf(charge, treatmentOf(charge)))
  const rows = differenceOfCharges(
    before,
    desired.map((one) => atomOf(one, one.treatment)),
  )
  return rows.map((atom) => ({
    ...atom.row,
    treatment: atom.treatment,
    hours: formatDecimal(atom.quantity),
    amountMinor: atom.amount.minor,
    state: stateOf(atom.treatment),
  }))
}
