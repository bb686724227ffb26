import { statement } from '../../store/statement.ts'
import type { Tx } from '../../store/transaction.ts'
import type { BillAdjustment, BillAdjustments } from './adjustment.ts'

const columns = `m.work_id as "workId", m.adjustment_id as "adjustmentId", a.what, a.how, m.size, a.currency, a.reason,
  a.adjusted_on as "adjustedOn", a.author, a.decided_by as "decidedBy", a.decided_position as "decidedPosition",
  m.taken_back_position as "takenBackPosition"`
const ofWorks = statement<BillAdjustment>(
  'charging.bill_adjustments_of_works',
  `select ${columns} from bill_adjustment_works m
     join bill_adjustments a on a.cell = $1 and a.adjustment_id = m.adjustment_id
   where m.cell = $1 and m.work_id = any($2::uuid[]) and a.state = 'approved' and a.what <> 'take_back'
   order by a.decided_position`,
)
const ofClient = statement<BillAdjustment>(
  'charging.bill_adjustments_of_client',
  `select ${columns} from bill_adjustment_works m
     join bill_adjustments a on a.cell = $1 and a.adjustment_id = m.adjustment_id
     join works w on w.cell = $1 and w.work_id = m.work_id
   where m.cell = $1 and w.client_id = $2 and a.state = 'approved' and a.what <> 'take_back'
   order by a.decided_position`,
)

/** Everything that was decided of these works, what was taken back included. Lock the works first to decide by it. */
export async function readBillAdjustments(
  tx: Tx,
  cell: number,
  workIds: readonly string[],
): Promise<BillAdjustments> {
  if (workIds.length === 0) return new Map()
  return Map.groupBy((await tx.query(ofWorks, [cell, workIds])).rows, (row) => row.workId)
}

/** The same of all work of a client. */
export async function readBillAdjustmentsOfClient(
  tx: Tx,
  cell: number,
  clientId: string,
): Promise<BillAdjustments> {
  return Map.groupBy((await tx.query(ofClient, [cell, clientId])).rows, (row) => row.workId)
}
