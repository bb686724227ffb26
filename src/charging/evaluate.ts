import { hash } from 'node:crypto'
import { decimal } from '../kernel/decimal.ts'
import { isRejection, type Rejection } from '../kernel/errors.ts'
import { extend } from '../kernel/money.ts'
import type { Masters } from '../masterdata/masters.ts'
import type { Contract } from '../model/master-records.ts'
import { type Desired, nowhere } from './difference.ts'
import { type Engine, thisEngine } from './engine.ts'
import { priceWork } from './price.ts'
import { costOfSpending } from './spending.ts'
import { type Hold, hold, periodHolds, personHolds, projectHolds } from './holds.ts'
import { type Found, type Resolved, resolveWork } from './resolve.ts'
import type { BillBucket, CostBucket, PayBucket, Work } from './work.ts'

export type Evaluation = {
  readonly work: Work
  /** The client whose contracts are settled as a whole; null where the work is decided by itself. */
  readonly group: string | null
  /** The bill outcome is left to the group: until that is settled it stays as it was, and so do its cases. */
  readonly leftToGroup: boolean
  /** What the work should be worth as a charge; null for nothing; `keep` where that cannot be known now. */
  readonly desired: Desired | null | 'keep'
  readonly holds: readonly Hold[]
}

/** What of a work is already bound to documents. */
type Bound = { readonly placed: boolean; readonly understood: boolean }

/**
 * The three outcomes of one piece of work under present knowledge. Pure: the same work and the same master data
 * give the same answer. No outcome waits for another's error.
 */
export function evaluate(
  work: Work,
  masters: Masters,
  bound: Bound,
  costConnection: string | null,
  engine: Engine = thisEngine,
): Evaluation {
  const resolved = resolveWork(masters, work)
  const contract = resolved.contracts.length === 1 ? resolved.contracts[0]! : null
  const based: Work = {
    ...work,
    clientId: resolved.client?.id ?? contract?.body.client ?? resolved.project?.body.client ?? null,
    contractId: contract?.id ?? null,
    legalEntity: resolved.legalEntity,
    laborCategory: work.statedLaborCategory ?? resolved.worker?.body.laborCategory ?? null,
    region: work.statedRegion ?? contract?.body.region ?? null,
    asOf: masters.position,
    engine: engine.version,
    costConnection,
  }
  const cost = costOutcome(based, masters, resolved)
  const pay = payOutcome(based, resolved)
  const bill = billOutcome(based, masters, resolved, contract, bound, engine)
  const leftToGroup = bill.leftToGroup === true
  const holds = [...cost.holds, ...pay.holds, ...bill.holds]
  const heldByGroup = leftToGroup && bill.fields.billBucket === 'held'
  return {
    work: {
      ...based,
      ...cost.fields,
      payBucket: pay.bucket,
      ...bill.fields,
      held: holds.length > 0 || heldByGroup,
    },
    group: contract === null ? null : groupOf(contract),
    leftToGroup,
    desired: bill.desired,
    holds,
  }
}

type CostFields = Pick<Work, 'costBucket' | 'costMinor' | 'costCurrency' | 'costDigest'>

/** Every approved hour reaches the ERP as cost, billable or not, priced or not. */
function costOutcome(
  work: Work,
  masters: Masters,
  resolved: Resolved,
): { fields: CostFields; holds: Hold[] } {
  const nothing = { costMinor: null, costCurrency: null, costDigest: null }
  if (work.kind !== 'time_entry')
    return { fields: { ...nothing, ...spent(work), costBucket: 'none' }, holds: [] }
  if (work.approval === 'voided') {
    const bucket: CostBucket = inTransit(work) ? work.costBucket : 'held'
    return {
      fields: { ...nothing, costDigest: work.costDigest, costBucket: bucket },
      holds: [edited(work, 'cost')],
    }
  }
  if (work.approval !== 'approved') {
    const { bucket, holds } = removal(work, masters)
    return { fields: { ...nothing, costBucket: bucket }, holds }
  }
  const costDigest = digestOfCost(work)
  const { costRate, costCurrency } = resolved.worker?.body ?? { costRate: null, costCurrency: null }
  const value =
    costRate && costCurrency ? extend(decimal(work.hours), decimal(costRate), costCurrency).minor : null
  const fields = { costMinor: value, costCurrency: value === null ? null : costCurrency, costDigest }
  if (costDigest === work.costPostedDigest)
    return { fields: { ...fields, costBucket: 'accepted' }, holds: [] }
  if (inTransit(work)) return { fields: { ...fields, costBucket: work.costBucket }, holds: [] }
  const holds = [
    ...personHolds(work, resolved, 'cost'),
    ...projectHolds(work, resolved, 'cost'),
    ...periodHolds(work, masters, 'cost'),
  ]
  if (holds.length === 0 && work.costConnection === null)
    holds.push(
      hold('cost', 'ERP_REFERENCE_MISSING', `route:${work.legalEntity}`, { legalEntity: work.legalEntity }),
    )
  return { fields: { ...fields, costBucket: holds.length > 0 ? 'held' : 'waiting' }, holds }
}

/** What was spent is booked by whoever pays it; it is valued here so that margins are known. */
function spent(work: Work): Partial<CostFields> {
  const cost = work.approval === 'approved' ? costOfSpending(work) : null
  return cost === null ? {} : { costMinor: cost.minor, costCurrency: cost.currency }
}

/** What the ERP holds of work that no longer counts is taken back. Closed books stay as they are until they open. */
function removal(work: Work, masters: Masters): { bucket: CostBucket; holds: Hold[] } {
  if (inTransit(work)) return { bucket: work.costBucket, holds: [] }
  if (work.costPostedDigest === null)
    return { bucket: work.costBucket === 'reversed' ? 'reversed' : 'none', holds: [] }
  const holds = periodHolds(work, masters, 'cost')
  return { bucket: holds.length > 0 ? 'held' : 'waiting', holds }
}

/** A record on its way is left alone until its outcome is known; then it waits again if it should differ. */
function inTransit(work: Work): boolean {
  return work.costBucket === 'in_flight' || work.costBucket === 'in_doubt'
}

/** Digest of everything the ERP's cost record is made from. */
function digestOfCost(work: Work): string {
  const parts = [
    work.legalEntity,
    work.workerId,
    work.projectId,
    work.taskId,
    work.costCenter,
    work.workOn,
    work.hours,
  ]
  return hash('sha256', parts.map((part) => part ?? '').join('\n'), 'hex').slice(0, 32)
}

function payOutcome(work: Work, resolved: Resolved): { bucket: PayBucket; holds: Hold[] } {
  if (work.kind !== 'time_entry') return { bucket: 'none', holds: [] }
  if (work.approval === 'voided') return { bucket: 'held', holds: [edited(work, 'pay')] }
  if (work.approval !== 'approved') return { bucket: 'none', holds: [] }
  const holds = personHolds(work, resolved, 'pay')
  if (holds.length > 0) return { bucket: 'held', holds }
  const { employment, exempt } = resolved.worker!.body
  return { bucket: employment === 'contractor' || exempt ? 'not_payable' : 'waiting', holds: [] }
}

function edited(work: Work, outcome: Hold['outcome']): Hold {
  return hold(outcome, 'EDITED_AFTER_APPROVAL', `work:${work.workId}`, { revision: String(work.revision) })
}

type BillOutcome = {
  readonly fields: Pick<Work, 'billBucket' | 'billMinor' | 'billCurrency'>
  readonly holds: Hold[]
  readonly desired: Desired | null | 'keep'
  readonly leftToGroup?: true
}
const unpriced = { billMinor: null, billCurrency: null }

function billOutcome(
  work: Work,
  masters: Masters,
  resolved: Resolved,
  contract: Found<Contract> | null,
  bound: Bound,
  engine: Engine,
): BillOutcome {
  const outside = ['rejected', 'withdrawn', 'deleted'].includes(work.approval)
  // Charges that were declined are kept for good; work that left the balance and comes back is in no bucket of theirs.
  // What was written off, and is not any more, waits for what billing makes of it.
  const left = work.billBucket === 'none' || work.billBucket === 'written_off'
  const stays = bound.placed && !left ? work.billBucket : null
  if (outside) return { fields: { ...unpriced, billBucket: stays ?? 'none' }, holds: [], desired: null }
  if (work.approval === 'voided')
    return {
      fields: { ...unpriced, billBucket: stays ?? 'held' },
      holds: bound.understood
        ? [edited(work, 'bill')]
        : [hold('bill', 'NOT_UNDERSTOOD', `work:${work.workId}`)],
      desired: null,
    }
  const holds = billHolds(work, masters, resolved, contract, bound)
  if (holds.length === 0 && isNonBillable(work, resolved, contract))
    return {
      fields: { ...unpriced, billBucket: pending(work, stays ?? 'non_billable') },
      holds,
      desired: null,
    }
  const timed = work.kind === 'time_entry'
  const priced = contract && timed ? priceWork(masters, work, contract, engine) : null
  if (contract !== null && groupOf(contract) !== null)
    return groupedOutcome(work, { holds, stays, placed: bound.placed, priced })
  const treated = contract && priced ? engine.decideBill(work, termsOf(contract), priced) : null
  const included = treated !== null && !isRejection(treated) && treated.bucket === 'included'
  // Without knowing who worked for whom, no rate can be missing yet.
  const known = resolved.worker !== null && resolved.client !== null
  if (treated && isRejection(treated) && known) holds.push(rateHold(work, treated))
  if (contract && !timed && work.approval === 'approved')
    holds.push(
      hold('bill', 'NO_TERMS_FOR_KIND', `contract:${contract.id}`, {
        contract: contract.id,
        kind: work.kind,
      }),
    )
  if (holds.length > 0)
    return {
      fields: { ...(timed ? money(priced) : atStake(work)), billBucket: pending(work, stays ?? 'held') },
      holds,
      desired: bound.placed ? 'keep' : null,
    }
  if (!priced || isRejection(priced))
    return { fields: { ...unpriced, billBucket: pending(work, 'included') }, holds, desired: null }
  const desired: Desired = {
    treatment: included ? 'included' : 'billable',
    hours: priced.billedHours,
    amountMinor: priced.amount.minor,
    currency: priced.amount.currency,
    clientId: work.clientId!,
    contractId: contract!.id,
    legalEntity: contract!.body.legalEntity,
    projectId: work.projectId!,
    laborCategory: work.laborCategory,
    workOn: work.workOn,
    rate: priced.rate,
    rateId: priced.rateId,
    decision: priced.decision,
    ...nowhere,
  }
  // A document that still holds it, or billed it and has not credited it, comes before the fee that covers it now.
  const freed = stays === null || stays === 'priced' || stays === 'credited'
  const bucket: BillBucket = included && freed ? 'included' : (stays ?? 'priced')
  return {
    fields: { ...money(priced), billBucket: pending(work, bucket) },
    holds,
    desired: work.approval === 'approved' ? desired : null,
  }
}

/** Contracts with terms are settled for a client as a whole: what one entry is worth may depend on all others. */
export function groupOf(contract: Found<Contract>): string | null {
  return contract.body.billing === 'composed' ? contract.body.client : null
}

/** What its group decided of the work stands until the group is settled again; what stops the work counts at once. */
function groupedOutcome(
  work: Work,
  known: {
    readonly holds: Hold[]
    readonly stays: BillBucket | null
    readonly placed: boolean
    readonly priced: ReturnType<typeof priceWork> | null
  },
): BillOutcome {
  const { holds, stays, placed, priced } = known
  if (holds.length > 0) {
    // What it would come to at its rate tells how much money is held up.
    const estimated = work.spending === null ? money(priced) : atStake(work)
    const value = work.billMinor === null ? estimated : billOf(work)
    const bucket = pending(work, stays ?? 'held')
    return { fields: { ...value, billBucket: bucket }, holds, desired: placed ? 'keep' : null }
  }
  if (work.approval !== 'approved')
    return { fields: { ...money(priced), billBucket: 'none' }, holds, desired: null }
  const settled = ['included', 'parked', 'written_off', 'non_billable', 'held'].includes(work.billBucket)
  const bucket = stays ?? (settled ? work.billBucket : 'priced')
  // What it was estimated at before it was approved is charged nowhere.
  const value = bucket === work.billBucket || stays !== null ? billOf(work) : unpriced
  return { fields: { ...value, billBucket: bucket }, holds, desired: 'keep', leftToGroup: true }
}

/** Until its contract says what the client pays, what was paid for it. */
function atStake(work: Work) {
  const cost = costOfSpending(work)
  return cost === null ? unpriced : { billMinor: cost.minor, billCurrency: cost.currency }
}

function billOf({ billMinor, billCurrency }: Work) {
  return { billMinor, billCurrency }
}

function termsOf(contract: Found<Contract>) {
  const { billing } = contract.body
  const kind = billing === 'composed' ? 'time_and_materials' : billing
  return { kind, currency: contract.body.currency, contractId: contract.id }
}

/** Before approval work is valued for backlog and accrual but stands outside the balance. */
function pending(work: Work, bucket: BillBucket): BillBucket {
  return work.approval === 'approved' ? bucket : 'none'
}

function money(priced: ReturnType<typeof priceWork> | null) {
  if (!priced || isRejection(priced)) return unpriced
  return { billMinor: priced.amount.minor, billCurrency: priced.amount.currency }
}

function isNonBillable(work: Work, resolved: Resolved, contract: Found<Contract> | null): boolean {
  if (!work.billable || resolved.task?.body.billable === false) return true
  if (contract && contract.body.billing === 'internal') return true
  return resolved.project === null && work.costCenter !== null
}

/** What stops billing. Reasons of the moment (a hold, a closed project) no longer stop what stands on a document. */
function billHolds(
  work: Work,
  masters: Masters,
  resolved: Resolved,
  contract: Found<Contract> | null,
  bound: Bound,
): Hold[] {
  if (work.approval !== 'approved') return []
  const holds = [...personHolds(work, resolved, 'bill'), ...projectHolds(work, resolved, 'bill')]
  if (!resolved.project) return holds
  if (resolved.contracts.length > 1)
    holds.push(
      hold('bill', 'AMBIGUOUS_CONTRACT', `project:${work.projectId}`, {
        contracts: resolved.contracts.map((one) => one.id).join(', '),
      }),
    )
  if (resolved.contracts.length === 0 && work.billable)
    holds.push(hold('bill', 'UNKNOWN_CONTRACT', `project:${work.projectId}`, { project: work.projectId }))
  if (!contract || isNonBillable(work, resolved, contract)) return holds
  if (!resolved.client)
    holds.push(
      hold('bill', 'UNKNOWN_CLIENT', `client:${contract.body.client}`, { client: contract.body.client }),
    )
  if (bound.placed) return holds
  if (resolved.project.body.status === 'closed')
    holds.push(hold('bill', 'PROJECT_CLOSED', `project:${work.projectId}`, { project: work.projectId }))
  if (resolved.task?.body.status === 'closed')
    holds.push(hold('bill', 'TASK_CLOSED', `task:${work.taskId}`, { task: work.taskId }))
  if (resolved.client?.body.onHold)
    holds.push(hold('bill', 'CLIENT_ON_HOLD', `client:${resolved.client.id}`, { client: resolved.client.id }))
  return [...holds, ...periodHolds(work, masters, 'bill')]
}

function rateHold(work: Work, rejection: Rejection): Hold {
  const code =
    rejection.code === 'AMBIGUOUS_RATE'
      ? 'AMBIGUOUS_RATE'
      : rejection.code === 'CURRENCY_MISMATCH'
        ? 'CURRENCY_MISMATCH'
        : 'MISSING_RATE'
  return hold('bill', code, `rate:${work.clientId}`, {
    laborCategory: work.laborCategory,
    worker: work.workerId,
    project: work.projectId,
    workOn: work.workOn,
    currency: rejection.detail?.currency ?? null,
    candidates: rejection.detail?.candidates || null,
  })
}
