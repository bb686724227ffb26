import { Type } from 'typebox'
import { data, dayText, decimalText, type EventKind, id, money, nullable } from './parts.ts'

const entry = data({
  revision: Type.Integer(),
  approval: Type.Enum(['submitted', 'approved', 'voided', 'rejected', 'withdrawn', 'deleted']),
  connection: id,
  stream: id,
  sourceId: id,
  worker: nullable(id),
  project: nullable(id),
  task: nullable(id),
  workOn: dayText,
  hours: decimalText,
  billable: Type.Boolean(),
})
/** What was paid is told to nobody outside; what is billed of it is told with its outcome. */
const spending = data({
  ...entry.properties,
  kind: Type.Enum(['expense', 'subcontractor', 'usage']),
  category: nullable(id),
  vendor: nullable(id),
  quantity: nullable(decimalText),
  receipt: Type.Boolean(),
})
const outcome = data({
  revision: Type.Integer(),
  approval: Type.String(),
  costState: Type.String(),
  payState: Type.String(),
  billState: Type.String(),
  client: nullable(id),
  contract: nullable(id),
  amount: nullable(money),
  /** Charges that were written: differences to what the work was worth before. */
  charges: Type.Array(data({ seq: Type.Integer(), state: Type.String(), amount: money })),
})
const cost = data({ revision: Type.Integer(), connection: id, code: nullable(Type.String()) })
const adjustment = data({ work: id, seq: Type.Integer(), invoice: nullable(id), amount: money })

const billAdjustment = data({
  what: Type.Enum(['write_up', 'write_down', 'write_off', 'take_back']),
  takesBack: nullable(id),
  reason: Type.String(),
  works: Type.Integer(),
  on: dayText,
})

const timeEntry = (title: string): EventKind => ({ subject: 'time-entry', version: 1, title, data: entry })
const spent = (title: string): EventKind => ({ subject: 'spending', version: 1, title, data: spending })
const work = (title: string): EventKind => ({ subject: 'work', version: 1, title, data: outcome })
const workCost = (title: string): EventKind => ({ subject: 'work', version: 1, title, data: cost })
const proposal = (title: string): EventKind => ({
  subject: 'adjustment',
  version: 1,
  title,
  data: adjustment,
})

const writing = (title: string): EventKind => ({
  subject: 'bill-adjustment',
  version: 1,
  title,
  data: billAdjustment,
})

export const workKinds = {
  'time-entry.submitted': timeEntry('Time arrived, or a new revision of it, and is not approved'),
  'time-entry.approved': timeEntry('Time is approved in this revision'),
  'time-entry.approval-voided': timeEntry('Time changed after its approval, which no longer covers it'),
  'time-entry.rejected': timeEntry('The approval of time was refused'),
  'time-entry.withdrawn': timeEntry('Time was taken back by who submitted it'),
  'time-entry.corrected': timeEntry('A person corrected what the source said'),
  'time-entry.deleted': timeEntry('Time is gone at its source'),
  'spending.submitted': spent("An expense, a subcontractor's work or usage arrived and is not approved"),
  'spending.approved': spent('It is approved in this revision'),
  'spending.approval-voided': spent('It changed after its approval, which no longer covers it'),
  'spending.rejected': spent('Its approval was refused'),
  'spending.withdrawn': spent('It was taken back by who submitted it'),
  'spending.corrected': spent('A person corrected what its source said'),
  'spending.deleted': spent('It is gone at its source'),
  'work.priced': work('A charge, or a difference to charges that exist, was written'),
  'work.moved': work('Cost, pay or bill of a work moved to another state without a new charge'),
  'cost.accepted': workCost('The ERP holds the cost of a work'),
  'cost.held': workCost('The ERP refused the cost of a work, or it was held before it was sent'),
  'cost.reversed': workCost('The ERP no longer holds the cost of a work'),
  'adjustment.proposed': proposal('A difference on an issued invoice waits for a person'),
  'adjustment.approved': proposal('A difference on an issued invoice was approved'),
  'adjustment.declined': proposal('A difference on an issued invoice will not be billed'),
  'bill-adjustment.proposed': writing(
    'Somebody proposed to write work up, down or off, or to take that back',
  ),
  'bill-adjustment.approved': writing('Work is written up, down or off, or that is taken back'),
  'bill-adjustment.declined': writing('A proposal to write work up, down or off was declined'),
  'bill-adjustment.withdrawn': writing('Its author took a proposal to write work up, down or off back'),
} as const satisfies Record<string, EventKind>
