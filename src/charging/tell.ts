/** What outside systems are told of work: ids, states and what is billed; never what a person costs. */
import { formatMoney } from '../kernel/money.ts'
import type { Change } from '../log/changes.ts'
import type { EventKindName } from '../model/events/kinds.ts'
import type { Spending } from '../model/understood.ts'
import type { Work } from './work.ts'
import type { NewCharge } from './write.ts'

/** One event of the log as it left the work. */
export function entryChange(work: Work, corrected: boolean): Change {
  const { approval, spending } = work
  const what = corrected ? 'corrected' : approval === 'voided' ? 'approval-voided' : approval
  const kind: EventKindName = spending === null ? `time-entry.${what}` : `spending.${what}`
  return {
    kind,
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
      ...(spending === null ? {} : toldOfSpending(work.kind, spending)),
    },
  }
}

function toldOfSpending(kind: Work['kind'], { category, vendor, quantity, receipt }: Spending) {
  return { kind, category, vendor, quantity, receipt }
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
