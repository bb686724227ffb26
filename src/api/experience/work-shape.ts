import { Type } from 'typebox'
import { type Work, workKinds } from '../../charging/work.ts'
import { parseMoney } from '../../kernel/money.ts'
import type { Masters } from '../../masterdata/masters.ts'
import { nameOf } from '../known-masters.ts'
import {
  dayText,
  decimalText,
  moneyOfColumns,
  moneyOnWire,
  money,
  nullable,
  object,
  oneOf,
  position,
  text,
  uuid,
} from '../wire.ts'

const buckets = {
  cost: ['none', 'waiting', 'held', 'in_flight', 'in_doubt', 'accepted', 'reversed'],
  pay: ['none', 'not_payable', 'waiting', 'held', 'exported', 'confirmed', 'corrected'],
  bill: [
    ...['none', 'non_billable', 'included', 'written_off', 'held', 'parked', 'priced'],
    ...['draft', 'in_flight', 'in_doubt', 'issued', 'credited', 'disputed', 'paid'],
  ],
} as const

const named = nullable(object({ id: text, name: nullable(text) }))

const spending = nullable(
  object({
    category: nullable(text),
    vendor: nullable(text),
    quantity: nullable(decimalText),
    paid: nullable(money),
    receipt: Type.Boolean(),
    costApproval: oneOf(['submitted', 'approved', 'rejected']),
  }),
)

/** A piece of work as lists show it. */
export const workSummary = object({
  workId: uuid,
  kind: oneOf(workKinds),
  connectionId: text,
  sourceId: text,
  revision: Type.Integer(),
  workOn: dayText,
  hours: decimalText,
  /** Of expenses, subcontractors' work and usage. */
  spending,
  billable: Type.Boolean(),
  approval: oneOf(['submitted', 'approved', 'voided', 'rejected', 'withdrawn', 'deleted']),
  worker: named,
  project: named,
  task: named,
  client: named,
  contract: named,
  legalEntity: nullable(text),
  laborCategory: nullable(text),
  costBucket: oneOf(buckets.cost),
  payBucket: oneOf(buckets.pay),
  billBucket: text,
  cost: nullable(money),
  bill: nullable(money),
  held: Type.Boolean(),
  position,
})

function name(
  masters: Masters,
  kind: 'worker' | 'project' | 'task' | 'client' | 'contract',
  id: string | null,
  reference: string | null = null,
) {
  const shown = id ?? reference
  return shown === null ? null : { id: shown, name: nameOf(masters, kind, id) }
}

export function summaryOf(work: Work, masters: Masters) {
  return {
    workId: work.workId,
    kind: work.kind,
    connectionId: work.connectionId,
    sourceId: work.sourceId,
    revision: work.revision,
    workOn: work.workOn,
    hours: work.hours,
    spending: spentOn(work),
    billable: work.billable,
    approval: work.approval,
    worker: name(masters, 'worker', work.workerId, work.workerRef),
    project: name(masters, 'project', work.projectId, work.projectRef),
    task: name(masters, 'task', work.taskId, work.taskRef),
    client: name(masters, 'client', work.clientId),
    contract: name(masters, 'contract', work.contractId),
    legalEntity: work.legalEntity,
    laborCategory: work.laborCategory,
    costBucket: work.costBucket,
    payBucket: work.payBucket,
    billBucket: work.billBucket,
    cost: moneyOfColumns(work.costMinor, work.costCurrency),
    bill: moneyOfColumns(work.billMinor, work.billCurrency),
    held: work.held,
    position: String(work.position),
  }
}

/** What was paid is what its source says, tax included. */
function spentOn({ spending }: Work) {
  if (spending === null) return null
  const { category, vendor, quantity, amount, currency, receipt, costApproval } = spending
  const paid = amount === null || currency === null ? null : moneyOnWire(parseMoney(amount, currency)!)
  return { category, vendor, quantity, paid, receipt, costApproval }
}
