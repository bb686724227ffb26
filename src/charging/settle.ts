import { type NewCase, openCases, resolveCured } from '../cases/open.ts'
import { type Change, noteChanges } from '../log/changes.ts'
import type { Masters } from '../masterdata/masters.ts'
import type { Tx } from '../store/transaction.ts'
import { adjustBill } from './bill-adjustments/adjust.ts'
import { type BillAdjustments, countingOf, lastWord } from './bill-adjustments/adjustment.ts'
import { type Charge, type Desired, differenceOf, isPlaced } from './difference.ts'
import { evaluate, type Evaluation } from './evaluate.ts'
import { clientsWithTerms } from './groups/agreed.ts'
import { markGroups } from './groups/marks.ts'
import { outcomeChange } from './tell.ts'
import type { Work } from './work.ts'
import { type NewCharge, writeCharges, writeWorks } from './write.ts'

/** A work to be looked at: as it now is, whether its payload was understood, and where it was decided. */
export type Candidate = {
  readonly work: Work
  readonly understood: boolean
  readonly writtenAt: bigint
  readonly seenBefore: boolean
}
type Settling = {
  readonly masters: Masters
  readonly newId: () => string
  readonly at: Date
  /** Which connection takes the cost of a legal entity. */
  readonly costRoute: (legalEntity: string | null) => string | null
  /** What people decided of the works beyond their terms, read after the works were locked. */
  readonly adjustments: BillAdjustments
}

/** What looking at one work comes to: the work as it now is, what its charges grow by, and what holds it. */
export type Decided = {
  readonly work: Work
  readonly charges: readonly NewCharge[]
  readonly cases: readonly NewCase[]
  /** What outside systems are told; null when nothing moved. */
  readonly change: Change | null
  readonly seenBefore: boolean
  /** The bill outcome, and its cases, are left to the client's group. */
  readonly leftToGroup: boolean
  /** Clients whose groups are to be settled again. */
  readonly groups: readonly string[]
}

/** Decides the outcomes of one work under present knowledge. Pure but for the ids of its cases; writes nothing. */
export function decideWork(candidate: Candidate, settling: Settling, before: readonly Charge[]): Decided {
  const evaluated = judge(candidate, settling, before)
  const own = settling.adjustments.get(candidate.work.workId)
  const stays = isPlaced(before) && !['none', 'written_off'].includes(candidate.work.billBucket)
  const { work, desired } = adjustBill(evaluated, countingOf(own), stays)
  const judged = { ...evaluated, work }
  // As known then: what was decided of it counts from its own position on.
  const writtenAt = lastWord(own, candidate.writtenAt)
  const charges = desired === 'keep' ? [] : chargesFor(work, desired, before, writtenAt)
  return {
    work,
    charges,
    change: outcomeChange(candidate.work, work, charges),
    cases: judged.holds.map((hold) => caseOf(judged, hold, settling.newId())),
    seenBefore: candidate.seenBefore,
    leftToGroup: judged.leftToGroup,
    groups: groupsTouched(settling.masters, candidate.work, judged),
  }
}

/** What work leaves gets room, and what it comes to loses some. */
function groupsTouched(masters: Masters, before: Work, judged: Evaluation): string[] {
  const found = new Set<string>()
  if (judged.group !== null) found.add(judged.group)
  if (before.clientId !== null && clientsWithTerms(masters).has(before.clientId)) found.add(before.clientId)
  return [...found]
}

/** Writes what was decided: works, charges, cases opened and cured. */
export async function writeDecided(
  tx: Tx,
  cell: number,
  decided: readonly Decided[],
  at: Date,
): Promise<void> {
  const cases = decided.flatMap((one) => one.cases)
  const looked = decided.filter((one) => one.seenBefore)
  await writeWorks(
    tx,
    cell,
    decided.map((one) => one.work),
  )
  await writeCharges(
    tx,
    cell,
    decided.flatMap((one) => one.charges),
  )
  await noteChanges(
    tx,
    cell,
    at,
    decided.flatMap((one) => one.change ?? []),
  )
  await openCases(tx, cell, cases, at)
  const [left, whole] = [looked.filter((one) => one.leftToGroup), looked.filter((one) => !one.leftToGroup)]
  await resolveCured(tx, cell, 'work', idsOf(whole), ['cost', 'pay', 'bill'], cases, at)
  await resolveCured(tx, cell, 'work', idsOf(left), ['cost', 'pay'], cases, at)
  await markGroups(
    tx,
    cell,
    decided.flatMap((one) => one.groups.map((clientId) => ({ clientId, workIds: [one.work.workId] }))),
  )
}

function idsOf(decided: readonly Decided[]): string[] {
  return decided.map((one) => one.work.workId)
}

/**
 * Decides the outcomes of these works under present knowledge and writes the difference to what exists: works,
 * charges, cases opened and cured. `existing` holds the charges of works that were there before.
 */
export async function settleWorks(
  tx: Tx,
  cell: number,
  settling: Settling,
  candidates: readonly Candidate[],
  existing: ReadonlyMap<string, readonly Charge[]>,
): Promise<void> {
  const decided = candidates.map((one) => decideWork(one, settling, existing.get(one.work.workId) ?? []))
  await writeDecided(tx, cell, decided, settling.at)
}

function judge(candidate: Candidate, settling: Settling, before: readonly Charge[]): Evaluation {
  const bound = { placed: isPlaced(before), understood: candidate.understood }
  const route = settling.costRoute
  const first = evaluate(candidate.work, settling.masters, bound, candidate.work.costConnection)
  const connection = route(first.work.legalEntity)
  if (connection === first.work.costConnection) return first
  return evaluate(candidate.work, settling.masters, bound, connection)
}

/** What a work's charges grow by, so that they come to what is desired. */
export function chargesFor(
  work: Work,
  desired: readonly Desired[],
  before: readonly Charge[],
  writtenAt: bigint,
): NewCharge[] {
  let seq = before.at(-1)?.seq ?? 0
  return differenceOf(before, desired).map((row) => {
    seq += 1
    const { treatment: _, ...fields } = row
    return {
      ...fields,
      workId: work.workId,
      seq,
      revision: work.revision,
      engine: work.engine,
      asOf: work.asOf,
      writtenAt,
    }
  })
}

function caseOf(judged: Evaluation, hold: Evaluation['holds'][number], caseId: string): NewCase {
  const { work } = judged
  return {
    caseId,
    code: hold.code,
    subjectKind: 'work',
    subjectId: work.workId,
    outcome: hold.outcome,
    waitsOn: hold.waitsOn,
    seenPosition: work.asOf,
    hours: work.hours,
    moneyMinor: hold.outcome === 'cost' ? work.costMinor : work.billMinor,
    currency: hold.outcome === 'cost' ? work.costCurrency : work.billCurrency,
    clientId: work.clientId,
    projectId: work.projectId ?? work.projectRef,
    detail: hold.detail,
    payloadPosition: work.position,
  }
}
