import { type ChargeAtom, differenceOf as differenceOfCharges } from '../contracts/difference.ts'
import { decimal, formatDecimal } from '../kernel/decimal.ts'
import type { Day } from '../kernel/dates.ts'

/** What a work should be worth, and everything a line needs to know of it. */
export type Desired = {
  /** included: valued, never a line. billable: waits for a run. */
  readonly treatment: 'included' | 'billable'
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
}
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
export type Difference = Desired & { readonly state: 'included' | 'priced' | 'pending' }

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
    apart: `${treatment} ${row.workOn} ${row.projectId}`,
    row,
    treatment,
  }
}

/**
 * The rows that bring what exists to what should exist: none when nothing differs, one when hours or money do,
 * one back and one forth when the work moved to another client, contract, project, day or currency.
 */
export function differenceOf(existing: readonly Charge[], desired: Desired | null): Difference[] {
  const placed = isPlaced(existing)
  const stateOf = (treatment: Desired['treatment']) =>
    treatment === 'included' ? 'included' : placed ? 'pending' : 'priced'
  const before = existing.map((charge) =>
    atomOf(charge, charge.state === 'included' ? 'included' : 'billable'),
  )
  const rows = differenceOfCharges(before, desired && atomOf(desired, desired.treatment))
  return rows.map((atom) => ({
    ...atom.row,
    treatment: atom.treatment,
    hours: formatDecimal(atom.quantity),
    amountMinor: atom.amount.minor,
    state: stateOf(atom.treatment),
  }))
}
