/** What outside systems are told of work: ids, states and what is billed; never what a person costs. */
import { formatMoney } from '../kernel/money.ts'
import type { Change } from '../log/changes.ts'
import type { EventKindName } from '../model/events/kinds.ts'
import type { ApprovalState, Work } from './work.ts'
import type { NewCharge } from './write.ts'

const kindOfApproval: Readonly<Record<ApprovalState, EventKindName>> = {
  submitted: 'time-entry.submitted',
  approved: 'time-entry.approved',
  voided: 'time-entry.approval-voided',
  rejected: 'time-entry.rejected',
  withdrawn: 'time-entry.withdrawn',
  deleted: 'time-entry.deleted',
}

/** One event of the log as it left the work. */
export function entryChange(work: Work, corrected: boolean): Change {
  return {
    kind: corrected ? 'time-entry.corrected' : kindOfApproval[work.approval],
    subjectId: work.workId,
    data: {
      revision: work.revision,
      approval: work.approval,
      connection: work.connectionId,
      stream: work.stream,
      sourceId: work.sourceId,
      worker: work.workerId,
      project: work.projectId,
      task: work.taskId,
      workOn: work.workOn,
      hours: work.hours,
      billable: work.billable,
    },
  }
}

/** What was decided of a work; null when that is where it stood before and nothing was charged. */
export function outcomeChange(before: Work, work: Work, charges: readonly NewCharge[]): Change | null {
  const moved =
    before.costBucket !== work.costBucket ||
    before.payBucket !== work.payBucket ||
    before.billBucket !== work.billBucket
  if (charges.length === 0 && !moved) return null
  return {
    kind: charges.length > 0 ? 'work.priced' : 'work.moved',
    subjectId: work.workId,
    data: {
      revision: work.revision,
      approval: work.approval,
      costState: work.costBucket,
      payState: work.payBucket,
      billState: work.billBucket,
      client: work.clientId,
      contract: work.contractId,
      amount: amountOf(work.billMinor, work.billCurrency),
      charges: charges.map((charge) => ({
        seq: charge.seq,
        state: charge.state,
        amount: amountOf(charge.amountMinor, charge.currency),
      })),
    },
  }
}

function amountOf(minor: bigint | null, currency: string | null) {
  return minor === null || currency === null ? null : { amount: formatMoney({ minor, currency }), currency }
}
