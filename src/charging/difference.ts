import {
  addDecimal,
  decimal,
  formatDecimal,
  isZero,
  negateDecimal,
  subtractDecimal,
} from '../kernel/decimal.ts'
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

type Keyed = Pick<Desired, 'currency' | 'clientId' | 'contractId' | 'legalEntity' | 'projectId' | 'workOn'>
function keyOf(one: Keyed, included: boolean): string {
  return [
    included,
    one.currency,
    one.clientId,
    one.contractId,
    one.legalEntity,
    one.projectId,
    one.workOn,
  ].join('\n')
}

/**
 * The rows that bring what exists to what should exist: none when nothing differs, one when hours or money do,
 * one back and one forth when the work moved to another client, contract, project, day or currency.
 */
export function differenceOf(existing: readonly Charge[], desired: Desired | null): Difference[] {
  const sums = new Map<string, { sample: Charge; hours: string; minor: bigint }>()
  for (const charge of existing) {
    const key = keyOf(charge, charge.state === 'included')
    const sum = sums.get(key)
    sums.set(key, {
      sample: charge,
      hours: formatDecimal(addDecimal(decimal(sum?.hours ?? '0'), decimal(charge.hours))),
      minor: (sum?.minor ?? 0n) + charge.amountMinor,
    })
  }
  const later = isPlaced(existing) ? 'pending' : 'priced'
  const rows: Difference[] = []
  const wanted = desired && keyOf(desired, desired.treatment === 'included')
  for (const [key, sum] of sums) {
    if (key === wanted || (sum.minor === 0n && isZero(decimal(sum.hours)))) continue
    const included = sum.sample.state === 'included'
    rows.push({
      ...sum.sample,
      treatment: included ? 'included' : 'billable',
      hours: formatDecimal(negateDecimal(decimal(sum.hours))),
      amountMinor: -sum.minor,
      state: included ? 'included' : later,
    })
  }
  if (!desired) return rows
  const sum = sums.get(wanted!)
  const hours = subtractDecimal(decimal(desired.hours), decimal(sum?.hours ?? '0'))
  const amountMinor = desired.amountMinor - (sum?.minor ?? 0n)
  if (sum && amountMinor === 0n && isZero(hours)) return rows
  rows.push({
    ...desired,
    hours: formatDecimal(hours),
    amountMinor,
    state: desired.treatment === 'included' ? 'included' : later,
  })
  return rows
}
