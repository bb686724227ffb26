import type { Masters } from '../masterdata/masters.ts'
import { mastersAt } from '../masterdata/masters-at.ts'
import { statement } from '../store/statement.ts'
import type { Tx } from '../store/transaction.ts'
import { assert } from '../kernel/errors.ts'
import { adjustBill } from './bill-adjustments/adjust.ts'
import { type BillAdjustment, countingOf } from './bill-adjustments/adjustment.ts'
import { readBillAdjustments } from './bill-adjustments/reads.ts'
import { type Charge, type Desired, treatmentOf } from './difference.ts'
import { decimal, formatDecimal, addDecimal } from '../kernel/decimal.ts'
import type { Engine } from './engine.ts'
import { madeStream } from './groups/made.ts'
import { evaluate } from './evaluate.ts'
import { instalmentWork } from './instalments.ts'
import { readWorkCharges } from './work-charges.ts'
import { readWorksOf } from './work-reads.ts'
import { isReported, type Work } from './work.ts'

/** What a work was worth at one place after a decision: stored, and as an engine says with the knowledge of then. */
export type Rerated = {
  readonly workId: string
  readonly connectionId: string
  readonly sourceId: string
  /** The charge that the decision ended with. */
  readonly seq: number
  readonly asOf: bigint
  /** Engine of the charge. */
  readonly engine: string
  readonly documentId: string | null
  readonly differences: readonly AmountDifference[]
}
type AmountDifference = {
  readonly clientId: string
  readonly contractId: string
  readonly currency: string
  readonly oldMinor: bigint
  readonly newMinor: bigint
  readonly oldHours: string
  readonly newHours: string
  readonly cause: string
}

const selectChargedWorks = statement<{ work_id: string }>(
  'charging.charged_works',
  `select work_id from works w where w.cell = $1 and ($2::uuid is null or w.work_id > $2)
     and exists (select from charges c where c.cell = $1 and c.work_id = w.work_id and c.written_at > $3)
   order by work_id limit $4`,
)
const selectSnapshots = statement<{ work_id: string; superseded_at: bigint; work: Record<string, unknown> }>(
  'charging.work_snapshots',
  `select work_id, superseded_at, work from work_revisions where cell = $1 and work_id = any($2::uuid[])
   order by work_id, superseded_at`,
)

/** Works with charges written after a position, in the order of their ids. */
export async function pageChargedWorks(
  tx: Tx,
  cell: number,
  after: string | null,
  since: bigint,
  limit: number,
): Promise<string[]> {
  return (await tx.query(selectChargedWorks, [cell, after, since, limit])).rows.map((row) => row.work_id)
}

/**
 * Every decision that charged these works, asked again of an engine with what was known when it was made. Writes nothing.
 * `masters` is moved to and fro; the caller keeps it from page to page.
 */
export async function rerate(
  tx: Tx,
  cell: number,
  workIds: readonly string[],
  engine: Engine,
  masters: Masters,
): Promise<Rerated[]> {
  const works = await readWorksOf(tx, cell, workIds)
  const charges = await readWorkCharges(tx, cell, workIds)
  const snapshots = new Map<string, Snapshot[]>()
  for (const row of (await tx.query(selectSnapshots, [cell, workIds])).rows) {
    const list = snapshots.get(row.work_id) ?? []
    snapshots.set(row.work_id, list)
    list.push({ work: revived(row.work), supersededAt: row.superseded_at })
  }
  const adjustments = await readBillAdjustments(tx, cell, workIds)
  const decisions = decisionsOf(charges)
  // In the order of knowledge, so that it moves forward once.
  decisions.sort((a, b) => (a.last.asOf < b.last.asOf ? -1 : a.last.asOf > b.last.asOf ? 1 : 0))
  const rerated: Rerated[] = []
  for (const { last, standing } of decisions) {
    const work = workThen(works.get(last.workId), snapshots.get(last.workId) ?? [], last)
    if (!work) continue
    const then = await mastersAt(tx, cell, masters, last.asOf)
    const { workId, seq, asOf, documentId } = last
    const { connectionId, sourceId } = work
    // What a client's contracts decide as a whole is no question about one work.
    if (isDecidedByGroup(work, then, engine)) continue
    const decided = countingOf(adjustments.get(workId), last.writtenAt)
    const differences = compare(work, then, engine, standing, decided)
    rerated.push({ workId, connectionId, sourceId, seq, asOf, engine: last.engine, documentId, differences })
  }
  return rerated
}

function isDecidedByGroup(work: Work, then: Masters, engine: Engine): boolean {
  if (!isReported(work.kind)) return work.stream === madeStream
  return evaluate(work, then, { placed: true, understood: true }, work.costConnection, engine).leftToGroup
}

type Snapshot = { readonly work: Work; readonly supersededAt: bigint }
type Sum = { readonly row: Charge; readonly hours: string; readonly minor: bigint }
type Decision = { readonly last: Charge; readonly standing: readonly Sum[] }

/**
 * Billing may split a row among several invoices long after it was decided. The parts carry the decision of the row that
 * they replace, and are told with it.
 */
function byDecision(charges: readonly Charge[]): Charge[] {
  const keyOf = (charge: Charge) => [charge.workId, charge.revision, charge.asOf, charge.writtenAt].join(' ')
  return [...Map.groupBy(charges, keyOf).values()].flat()
}

/** Rows that were written together are one decision; behind it stands the sum of all rows up to there. */
function decisionsOf(told: readonly Charge[]): Decision[] {
  const charges = byDecision(told)
  const decisions: Decision[] = []
  let sums = new Map<string, Sum>()
  charges.forEach((charge, i) => {
    if (charges[i - 1]?.workId !== charge.workId) sums = new Map()
    const key = placeOf(charge, treatmentOf(charge))
    const known = sums.get(key)
    const hours = known
      ? formatDecimal(addDecimal(decimal(known.hours), decimal(charge.hours)))
      : charge.hours
    sums.set(key, { row: charge, hours, minor: (known?.minor ?? 0n) + charge.amountMinor })
    const next = charges[i + 1]
    const together =
      next &&
      (['workId', 'writtenAt', 'asOf', 'revision'] as const).every((field) => next[field] === charge[field])
    if (!together) decisions.push({ last: charge, standing: [...sums.values()] })
  })
  return decisions
}

function placeOf(row: Omit<Desired, 'treatment'>, treatment: string): string {
  const { clientId, contractId, legalEntity, currency, projectId, workOn } = row
  return [clientId, contractId, legalEntity, currency, projectId, workOn, treatment].join('\n')
}

/** The work as it was when a charge was written: a revision that was superseded after it, or the present one. */
function workThen(present: Work | undefined, snapshots: readonly Snapshot[], charge: Charge): Work | null {
  const own = snapshots.filter((one) => one.work.revision === charge.revision)
  const after = own.find((one) => one.supersededAt > charge.writtenAt)
  if (after) return after.work
  if (present?.revision === charge.revision) return present
  return own.at(-1)?.work ?? null
}

function compare(
  work: Work,
  then: Masters,
  engine: Engine,
  standing: readonly Sum[],
  decided: readonly BillAdjustment[],
): AmountDifference[] {
  // Whether it stood on a document then is not written down; it decides which holds of the moment counted.
  let first: AmountDifference[] | null = null
  for (const placed of [false, true]) {
    const { desired, why } = desiredThen(work, then, engine, placed, decided)
    if (desired === 'keep') continue
    const found = differences(standing, desired, why)
    if (found.length === 0) return found
    first ??= found
  }
  assert(first !== null, 'Work that stands on no document is never kept as it is')
  return first
}

function desiredThen(
  work: Work,
  then: Masters,
  engine: Engine,
  placed: boolean,
  decided: readonly BillAdjustment[],
): { readonly desired: readonly Desired[] | 'keep'; readonly why: string } {
  if (isReported(work.kind)) {
    const judged = evaluate(work, then, { placed, understood: true }, work.costConnection, engine)
    const why = judged.holds.filter((hold) => hold.outcome === 'bill').map((hold) => hold.code)
    return {
      desired: adjustBill(judged, decided, placed).desired,
      why: why.length > 0 ? `held: ${why.join(', ')}` : 'it is charged nothing',
    }
  }
  const [contractId = '', number] = work.sourceId.split(/\/(?=\d+$)/)
  const contract = then.stretches('contract', contractId).at(-1)?.body
  const one = contract?.instalments.find((each) => String(each.number) === number)
  const counts = contract && one && contract.billing === 'fixed_fee' && contract.client !== null
  const desired = counts
    ? instalmentWork(contractId, contract, one, work.workId, then.position).desired
    : null
  return { desired: desired === null ? [] : [desired], why: 'the schedule has no such instalment' }
}

function differences(standing: readonly Sum[], desired: readonly Desired[], why: string): AmountDifference[] {
  const wanted = new Map(desired.map((one) => [placeOf(one, one.treatment), one]))
  const found: AmountDifference[] = []
  for (const { row, hours, minor } of standing) {
    const place = placeOf(row, treatmentOf(row))
    const here = wanted.get(place) ?? null
    wanted.delete(place)
    const [newMinor, newHours] = here === null ? [0n, '0'] : [here.amountMinor, here.hours]
    if (minor === newMinor && equal(hours, newHours)) continue
    const { clientId, contractId, currency } = row
    const amounts = { oldMinor: minor, newMinor, oldHours: plain(hours), newHours: plain(newHours) }
    found.push({
      clientId,
      contractId,
      currency,
      ...amounts,
      cause: causeOf(row, here, why),
    })
  }
  for (const { clientId, contractId, currency, amountMinor, hours } of wanted.values()) {
    if (amountMinor === 0n && equal(hours, '0')) continue
    const amounts = { oldMinor: 0n, newMinor: amountMinor, oldHours: '0', newHours: plain(hours) }
    found.push({
      clientId,
      contractId,
      currency,
      ...amounts,
      cause: 'it belongs elsewhere or is treated otherwise',
    })
  }
  return found
}

/** What of the two decisions differs first, in the order in which an amount comes about. */
function causeOf(row: Charge, desired: Desired | null, why: string): string {
  if (desired === null) return why
  const [was, is] = [partsOf(row.decision), partsOf(desired.decision)]
  if (was.rate !== is.rate) return `rate ${was.rate} -> ${is.rate}`
  if (was.billed !== is.billed) return `billed hours ${was.billed} -> ${is.billed}`
  return `rounding of ${is.billed} h at ${is.rate}`
}

function partsOf(decision: string): { rate: string; billed: string } {
  const told = JSON.parse(decision) as {
    rate?: { amount?: string; rowId?: string }
    billed?: string
    amount?: string
  }
  return { rate: `${told.rate?.amount ?? told.amount ?? 'none'}`, billed: told.billed ?? '0' }
}

function equal(a: string, b: string): boolean {
  return plain(a) === plain(b)
}

function plain(hours: string): string {
  return formatDecimal(decimal(hours))
}

const bigints = ['position', 'asOf', 'costMinor', 'billMinor'] as const

/** A superseded revision as a work again; those of before the stated fields had what counted in their place, and nothing spent. */
function revived(stored: Record<string, unknown>): Work {
  const work: Record<string, unknown> = {
    statedLaborCategory: stored.laborCategory,
    statedRegion: stored.region,
    spending: null,
    ...stored,
  }
  for (const field of bigints) if (typeof work[field] === 'string') work[field] = BigInt(work[field])
  return work as Work
}
