/** A firm of the size of the sandbox's, and entries of some 590 bytes as a source would send them. */
import type { MasterChange } from '../src/model/master-records.ts'
import type { TimeEntryPayload } from '../src/model/time-entry-payload.ts'
import { client, contract, project, rate, smallFirm, worker } from '../test/support/firm.ts'

const people = 60
const projects = 30
const clients = 15
const categories = ['junior', 'consultant', 'senior', 'principal'] as const

const range = (count: number) => Array.from({ length: count }, (_, at) => at)

export const benchFirm: readonly MasterChange[] = [
  smallFirm[0]!,
  ...range(people).map((at) => worker(`W-${at}`, categories[at % categories.length]!)),
  ...range(clients).map((at) => client(`C-${at}`)),
  ...range(projects).map((at) => project(`P-${at}`, `C-${at % clients}`)),
  ...range(clients).map((at) =>
    contract(`K-${at}`, `C-${at}`, 'time_and_materials', [`P-${at}`, `P-${at + clients}`]),
  ),
  ...categories.map((category, at) => rate(`R-${category}`, category, `${95 + 25 * at}.50`)),
]

/** What the ERP calls them: the same codes. */
export const benchReferences = benchFirm
  .filter(({ kind }) => kind !== 'rate' && kind !== 'contract')
  .map(({ kind, recordId }) => ({ kind, externalId: recordId, recordId }))

const text =
  'Workshop with the finance team on the month end: open items of the intercompany ledger, the new approval path for ' +
  'supplier invoices, and the cut-over plan of the second wave; minutes and decisions are in the project room.'

export function benchEntry(name: string, at: number): TimeEntryPayload {
  return {
    sourceId: `${name}-${at}`,
    worker: `W-${at % people}`,
    project: `P-${at % projects}`,
    task: null,
    costCenter: null,
    laborCategory: null,
    serviceItem: null,
    workOn: `2026-10-${String(1 + (at % 28)).padStart(2, '0')}`,
    hours: `${1 + (at % 8)}.25`,
    billable: true,
    region: null,
    description: text,
    approval: {
      state: 'approved',
      approver: `W-${at % 7}`,
      approvedAt: '2026-10-31T10:00:00Z',
      level: 'project',
    },
  }
}
