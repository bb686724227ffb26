import { statement } from '../../store/statement.ts'
import type { Tx } from '../../store/transaction.ts'
import type { AdjustmentEffect } from './effect.ts'
import type { AdjustmentHow, AdjustmentReason, AdjustmentState, AdjustmentWhat } from './words.ts'

/** What somebody proposed, and what became of it. Notes stand sealed in the log. */
export type AdjustmentProposal = {
  readonly adjustmentId: string
  readonly what: AdjustmentWhat
  /** The one that it takes back. */
  readonly takesBack: string | null
  readonly how: AdjustmentHow | null
  readonly size: string | null
  readonly currency: string | null
  readonly reason: AdjustmentReason
  readonly noted: boolean
  readonly adjustedOn: string
  readonly author: string
  readonly proposedAt: Date
  /** Of the author's word in the log. */
  readonly position: bigint
  readonly works: number
  readonly effect: AdjustmentEffect
  readonly state: AdjustmentState
  readonly decidedBy: string | null
  readonly decidedAt: Date | null
  readonly decisionNoted: boolean | null
  readonly decidedPosition: bigint | null
}
export type AdjustmentWork = {
  readonly workId: string
  readonly size: string | null
  readonly takenBackPosition: bigint | null
}
export type NewAdjustment = Omit<
  AdjustmentProposal,
  'works' | 'state' | 'decidedBy' | 'decidedAt' | 'decisionNoted' | 'decidedPosition'
> & { readonly sizes: ReadonlyMap<string, string | null> }

const columns = `a.adjustment_id as "adjustmentId", a.what, a.takes_back as "takesBack", a.how, a.size, a.currency, a.reason,
  a.noted, a.adjusted_on as "adjustedOn", a.author, a.proposed_at as "proposedAt", a.position, a.works, a.effect, a.state,
  a.decided_by as "decidedBy", a.decided_at as "decidedAt", a.decision_noted as "decisionNoted",
  a.decided_position as "decidedPosition"`

const add = statement(
  'charging.add_bill_adjustment',
  `insert into bill_adjustments (cell, adjustment_id, what, takes_back, how, size, currency, reason, noted, adjusted_on, author,
     proposed_at, position, works, effect)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)`,
)
const addWorks = statement(
  'charging.add_bill_adjustment_works',
  `insert into bill_adjustment_works (cell, work_id, adjustment_id, size)
   select $1, w.work_id, $2, w.size from unnest($3::uuid[], $4::numeric[]) as w(work_id, size)`,
)
const readOne = statement<AdjustmentProposal>(
  'charging.read_bill_adjustment',
  `select ${columns} from bill_adjustments a where a.cell = $1 and a.adjustment_id = $2`,
)
const lockOne = statement<AdjustmentProposal>(
  'charging.lock_bill_adjustment',
  `select ${columns} from bill_adjustments a where a.cell = $1 and a.adjustment_id = $2 for update`,
)
const list = statement<AdjustmentProposal>(
  'charging.list_bill_adjustments',
  `select ${columns} from bill_adjustments a
   where a.cell = $1 and ($2::text is null or a.state = $2) and ($3::uuid is null or exists (
       select from bill_adjustment_works m where m.cell = $1 and m.work_id = $3 and m.adjustment_id = a.adjustment_id))
     and ($4::bigint is null or a.position < $4)
   order by a.position desc limit $5`,
)
const listWorks = statement<AdjustmentWork>(
  'charging.works_of_bill_adjustment',
  `select work_id as "workId", size, taken_back_position as "takenBackPosition" from bill_adjustment_works
   where cell = $1 and adjustment_id = $2 and ($3::uuid is null or work_id > $3) order by work_id limit $4`,
)
const waitingTakeBack = statement<{ workId: string }>(
  'charging.waiting_take_backs',
  `select m.work_id as "workId" from bill_adjustments a
     join bill_adjustment_works m on m.cell = $1 and m.adjustment_id = a.adjustment_id
   where a.cell = $1 and a.takes_back = $2 and a.state = 'proposed'`,
)
const noteDecision = statement(
  'charging.decide_bill_adjustment',
  `update bill_adjustments set state = $3, decided_by = $4, decided_at = $5, decision_noted = $6, decided_position = $7
   where cell = $1 and adjustment_id = $2 and state = 'proposed'`,
)
const endWorks = statement(
  'charging.take_bill_adjustment_back',
  `update bill_adjustment_works m set taken_back_position = $4 from bill_adjustment_works t
   where m.cell = $1 and m.adjustment_id = $2 and t.cell = $1 and t.adjustment_id = $3 and t.work_id = m.work_id
     and m.taken_back_position is null`,
)

export async function insertAdjustment(tx: Tx, cell: number, one: NewAdjustment): Promise<void> {
  await tx.query(add, [
    ...[cell, one.adjustmentId, one.what, one.takesBack, one.how, one.size, one.currency, one.reason],
    ...[one.noted, one.adjustedOn, one.author, one.proposedAt, one.position, one.sizes.size],
    JSON.stringify(one.effect),
  ])
  await tx.query(addWorks, [cell, one.adjustmentId, [...one.sizes.keys()], [...one.sizes.values()]])
}

export async function readAdjustment(tx: Tx, cell: number, id: string): Promise<AdjustmentProposal | null> {
  return (await tx.query(readOne, [cell, id])).rows[0] ?? null
}

export async function lockAdjustment(tx: Tx, cell: number, id: string): Promise<AdjustmentProposal | null> {
  return (await tx.query(lockOne, [cell, id])).rows[0] ?? null
}

/** Newest first, those proposed before a position; of one state, of one work. */
export async function listAdjustments(
  tx: Tx,
  cell: number,
  filter: { readonly state?: AdjustmentState | undefined; readonly workId?: string | undefined },
  page: { readonly before: bigint | null; readonly limit: number },
): Promise<AdjustmentProposal[]> {
  const values = [cell, filter.state ?? null, filter.workId ?? null, page.before, page.limit]
  return (await tx.query(list, values)).rows
}

/** In the order of their ids. */
export async function worksOfAdjustment(
  tx: Tx,
  cell: number,
  adjustmentId: string,
  page: { readonly after: string | null; readonly limit: number },
): Promise<AdjustmentWork[]> {
  return (await tx.query(listWorks, [cell, adjustmentId, page.after, page.limit])).rows
}

/** Works of which somebody else's or an earlier proposal to take this back still waits. */
export async function worksBeingTakenBack(
  tx: Tx,
  cell: number,
  adjustmentId: string,
): Promise<ReadonlySet<string>> {
  return new Set((await tx.query(waitingTakeBack, [cell, adjustmentId])).rows.map((row) => row.workId))
}

export type AdjustmentDecision = {
  readonly state: Exclude<AdjustmentState, 'proposed'>
  readonly by: string
  readonly at: Date
  readonly noted: boolean
  readonly position: bigint
}

export async function writeAdjustmentDecision(
  tx: Tx,
  cell: number,
  { adjustmentId, takesBack }: AdjustmentProposal,
  { state, by, at, noted, position }: AdjustmentDecision,
): Promise<void> {
  await tx.query(noteDecision, [cell, adjustmentId, state, by, at, noted, position])
  if (state === 'approved' && takesBack !== null)
    await tx.query(endWorks, [cell, takesBack, adjustmentId, position])
}
