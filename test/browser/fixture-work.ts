/** A FIXTURE, not the product: the entries of a small firm, in the shapes of the API, for looking at the console. */
import type {
  Adjustment,
  Approval,
  BillingDocument,
  Case,
  Charge,
  Connections,
  ContractDetail,
  Connectors,
  LogPage,
  Overview,
  ProposalDetail,
  Pulls,
  Run,
  Session,
  WorkDetail,
  WorkSummary,
} from '../../console/src/api/shapes.ts'

export type Firm = {
  readonly contracts: readonly ContractDetail[]
  readonly session: Session
  readonly overview: Overview
  readonly work: readonly WorkSummary[]
  readonly cases: readonly Case[]
  readonly documents: readonly BillingDocument[]
  readonly runs: readonly Run[]
  readonly adjustments: readonly Adjustment[]
  readonly approvals: readonly Approval[]
  readonly proposals: readonly ProposalDetail[]
  readonly connections: Connections
  readonly connectors: Connectors
  readonly pulls: Pulls
  readonly log: LogPage['items']
  readonly masters: Readonly<Record<string, readonly { id: string; body: Record<string, unknown> }[]>>
}

export const uuid = (kind: number, number: number) =>
  `${String(kind).padStart(8, '0')}-0000-7000-8000-${String(number).padStart(12, '0')}`

const permissions = [
  'posting.pause',
  ...['master.propose', 'master.approve', 'bill_adjustment.propose', 'bill_adjustment.decide'],
  ...['work.read', 'work.approve', 'payload.read', 'master.read', 'connection.read', 'connection.manage'],
  ...['run.start', 'document.read', 'document.release', 'adjustment.decide', 'case.read', 'case.correct'],
  ...['case.resume', 'case.assign', 'log.read', 'verify.run', 'limits.read'],
]

export const session: Session = {
  principal: {
    id: uuid(1, 1),
    kind: 'person',
    name: 'Ada Brunner',
    email: 'ada.brunner@firm.example',
    roles: ['finance_operations', 'billing_approver'],
    permissions,
  },
  passwordChangeDue: false,
  installation: { id: uuid(2, 1), environment: 'sandbox', version: '0.1.0' },
}

export const clients = [
  ...['Nordlicht Energie AG', 'Kestrel Foods plc', 'Hafenwerk GmbH', 'Blue Arc Biotech', 'Stadtwerke Aalen'],
  ...['Marlow & Finch LLP', 'Orbis Insurance', 'Talweg Logistics', 'Pinegrove Health', 'Sander Maschinenbau'],
]
export const workers = [
  'Jonas Ebert',
  'Priya Raman',
  'Lena Fischer',
  'Tom Oakes',
  'Mara Lindqvist',
  'Diego Santos',
]
export const projects = [
  'Grid migration',
  'ERP roll-out',
  'Claims portal',
  'Plant data model',
  'Audit support',
]

export const eur = (amount: string) => ({ amount, currency: 'EUR' })
export const gbp = (amount: string) => ({ amount, currency: 'GBP' })
export const moneyOf = (index: number, amount: string) => (index % 3 === 1 ? gbp(amount) : eur(amount))
export const clientOf = (index: number) => ({ id: `C${100 + (index % 10)}`, name: clients[index % 10]! })
export const october = { from: '2026-10-01', until: '2026-11-01' }

const billBuckets = [
  'issued',
  'draft',
  'priced',
  'draft',
  'held',
  'included',
  'non_billable',
  'draft',
  'in_flight',
]
const costBuckets = ['accepted', 'accepted', 'accepted', 'waiting', 'accepted', 'held', 'in_doubt'] as const

function spendingOf(index: number): WorkSummary['spending'] {
  const category =
    index % 2 === 0 ? 'Hotel' : 'Kilometres with the own car, return journey to the site at the harbour'
  const paid = moneyOf(index, '214.00')
  return { category, vendor: null, quantity: null, paid, receipt: index % 3 !== 0, costApproval: 'approved' }
}

export function workOf(index: number): WorkSummary {
  const billBucket = billBuckets[index % billBuckets.length]!
  const priced = !['held', 'non_billable', 'included'].includes(billBucket)
  const spent = index % 11 === 6
  const hours = ['8', '7.5', '4.25', '6', '1.75'][index % 5]!
  return {
    workId: uuid(3, index),
    kind: spent ? 'expense' : 'time_entry',
    connectionId: 'redmine',
    sourceId: String(48_200 + index),
    revision: 1 + (index % 3 === 0 ? 1 : 0),
    workOn: `2026-10-${String(30 - (index % 30)).padStart(2, '0')}`,
    hours: spent ? '0' : hours,
    spending: spent ? spendingOf(index) : null,
    billable: billBucket !== 'non_billable',
    approval: index % 17 === 5 ? 'submitted' : index % 23 === 7 ? 'voided' : 'approved',
    worker: { id: `W${10 + (index % 6)}`, name: workers[index % 6]! },
    project: { id: `P${20 + (index % 5)}`, name: projects[index % 5]! },
    task: index % 2 === 0 ? { id: `T${index % 9}`, name: 'Workshop and write-up' } : null,
    client: billBucket === 'non_billable' ? null : clientOf(index),
    contract:
      billBucket === 'non_billable' ? null : { id: `K${index % 10}`, name: 'Framework agreement 2026' },
    legalEntity: index % 3 === 1 ? 'UK01' : 'DE01',
    laborCategory: 'Senior consultant',
    costBucket: costBuckets[index % costBuckets.length]!,
    payBucket: 'waiting',
    billBucket,
    cost: moneyOf(index, '624.00'),
    bill: priced ? moneyOf(index, ['1200.00', '1125.00', '637.50', '900.00', '262.50'][index % 5]!) : null,
    held: billBucket === 'held',
    position: String(90_000 + index),
  }
}

const story = [
  '8 hours were worked on 2026-10-14, and all of it is billed.',
  'The bill rate is 150 EUR an hour: the role rate for labor category Senior consultant, project Grid migration (R-204, version 2), by the precedence person > role > task > project > client > default.',
  'The project rate for project Grid migration, 130 EUR (R-118, version 1), lost: the precedence puts its level later.',
  'The role rate for labor category Senior consultant, 140 EUR (R-091, version 4), lost: its scope is broader.',
  '8 hours at 150 EUR an hour are 1200.00 EUR.',
  'Decided by engine 1 with master data as known at position 41877.',
]

export function chargeOf(work: WorkSummary, documentId: string | null): Charge {
  return {
    seq: 1,
    revision: work.revision,
    state: documentId === null ? 'priced' : 'draft',
    hours: work.hours,
    rate: '150',
    rateId: 'R-204',
    amount: work.bill ?? eur('0.00'),
    documentId,
    lineNo: documentId === null ? null : 1,
    correctsDocument: null,
    engine: '1',
    asOf: '41877',
    story,
  }
}

export function detailOf(firm: Firm, work: WorkSummary): WorkDetail {
  const document = firm.documents[Number(work.sourceId) % Math.max(1, firm.documents.length)]
  return {
    work,
    mapping: 'redmine 1',
    references: { worker: '17', project: 'grid-migration', task: '9' },
    revisions: [
      { revision: 1, position: '88120', hours: '6', workOn: work.workOn, approval: 'submitted' },
      {
        revision: 2,
        position: work.position,
        hours: work.hours,
        workOn: work.workOn,
        approval: work.approval,
      },
    ],
    approvals: [
      {
        revision: 2,
        level: 'project',
        approver: 'Henrike Vogt',
        approvedAt: '2026-11-02T08:14:00Z',
        outcome: 'approved',
        system: 'redmine',
        position: '90002',
      },
    ],
    charges: work.bill === null ? [] : [chargeOf(work, document?.documentId ?? null)],
    costPostings: [
      {
        connectionId: 'tryton',
        operation: 'create',
        state: 'confirmed',
        externalId: 'timesheet.line,5521',
        revision: 2,
        sentAt: '2026-11-02T08:15:11Z',
        code: null,
        message: null,
      },
    ],
    cases: work.held
      ? [
          {
            caseId: uuid(4, 1),
            code: 'MISSING_RATE',
            outcome: 'bill',
            state: 'open',
            openedAt: '2026-11-03T09:00:00Z',
          },
        ]
      : [],
  }
}
