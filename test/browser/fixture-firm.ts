/** A FIXTURE, not the product: a small firm whose answers have the shapes of the API, for looking at the console. */
import type {
  Adjustment,
  BillingDocument,
  Case,
  Charge,
  Connections,
  Connectors,
  LogPage,
  Overview,
  PreBill,
  Pulls,
  Run,
  Session,
  WorkDetail,
  WorkSummary,
} from '../../console/src/api/shapes.ts'

export type Firm = {
  readonly session: Session
  readonly overview: Overview
  readonly work: readonly WorkSummary[]
  readonly cases: readonly Case[]
  readonly documents: readonly BillingDocument[]
  readonly runs: readonly Run[]
  readonly adjustments: readonly Adjustment[]
  readonly connections: Connections
  readonly connectors: Connectors
  readonly pulls: Pulls
  readonly log: LogPage['items']
  readonly masters: Readonly<Record<string, readonly { id: string; body: Record<string, unknown> }[]>>
}

export const uuid = (kind: number, number: number) =>
  `${String(kind).padStart(8, '0')}-0000-7000-8000-${String(number).padStart(12, '0')}`

const permissions = [
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

const clients = [
  ...['Nordlicht Energie AG', 'Kestrel Foods plc', 'Hafenwerk GmbH', 'Blue Arc Biotech', 'Stadtwerke Aalen'],
  ...['Marlow & Finch LLP', 'Orbis Insurance', 'Talweg Logistics', 'Pinegrove Health', 'Sander Maschinenbau'],
]
const workers = ['Jonas Ebert', 'Priya Raman', 'Lena Fischer', 'Tom Oakes', 'Mara Lindqvist', 'Diego Santos']
const projects = ['Grid migration', 'ERP roll-out', 'Claims portal', 'Plant data model', 'Audit support']

export const eur = (amount: string) => ({ amount, currency: 'EUR' })
export const gbp = (amount: string) => ({ amount, currency: 'GBP' })
const moneyOf = (index: number, amount: string) => (index % 3 === 1 ? gbp(amount) : eur(amount))
const clientOf = (index: number) => ({ id: `C${100 + (index % 10)}`, name: clients[index % 10]! })
const october = { from: '2026-10-01', until: '2026-11-01' }

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

export function workOf(index: number): WorkSummary {
  const billBucket = billBuckets[index % billBuckets.length]!
  const priced = !['held', 'non_billable', 'included'].includes(billBucket)
  const hours = ['8', '7.5', '4.25', '6', '1.75'][index % 5]!
  return {
    workId: uuid(3, index),
    kind: 'time_entry',
    connectionId: 'redmine',
    sourceId: String(48_200 + index),
    revision: 1 + (index % 3 === 0 ? 1 : 0),
    workOn: `2026-10-${String(30 - (index % 30)).padStart(2, '0')}`,
    hours,
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

const caseKinds = [
  [
    'MISSING_RATE',
    'No rate applies',
    'master_data',
    'Add a rate that is live on the work date, in this kind and currency, for the person, role, task, project, client or firm; the work resumes by itself.',
  ],
  [
    'AMBIGUOUS_RATE',
    'Two rates apply equally',
    'master_data',
    'End one of the listed rates, or narrow its scope, so that one is left on the work date; the work resumes by itself.',
  ],
  [
    'PROJECT_CLOSED',
    'The project was closed on the work date',
    'pmo',
    'Reopen the project or move its closing day, or correct project or date of the work in its source.',
  ],
  [
    'EDITED_AFTER_APPROVAL',
    'The work changed after it was approved',
    'pmo',
    'Have the changed work approved again in its source; the earlier approval does not cover it.',
  ],
  [
    'CLIENT_ON_HOLD',
    'The client is on hold',
    'finance',
    'Lift the hold when the client may be billed again; its work then joins the next open run.',
  ],
] as const

export function caseOf(index: number): Case {
  const [code, title, owner, remedy] = caseKinds[index % caseKinds.length]!
  const work = workOf(index * 9 + 4)
  return {
    caseId: uuid(4, index),
    code,
    title,
    remedy,
    owner,
    assignee: index % 4 === 2 ? 'henrike.vogt@firm.example' : null,
    state: 'open',
    subjectKind: 'work',
    subjectId: work.workId,
    outcome: code === 'MISSING_RATE' ? 'bill' : 'all',
    waitsOn: 'rate',
    hours: work.hours,
    money: index % 2 === 0 ? moneyOf(index, `${1200 + index * 137}.50`) : null,
    clientId: clientOf(index).id,
    clientName: clientOf(index).name,
    projectId: 'P20',
    detail: { worker: 'W12', project: 'P20', workOn: work.workOn, currency: 'EUR' },
    payloadPosition: work.position,
    openedAt: `2026-11-${String(1 + (index % 19)).padStart(2, '0')}T09:30:00Z`,
    resolvedAt: null,
    resolvedBy: null,
    resolution: null,
  }
}

const documentStates = [
  'drafted',
  'drafted',
  'issued',
  'drafted',
  'release_requested',
  'drafted',
  'planned',
] as const

export function documentOf(index: number): BillingDocument {
  const status = documentStates[index % documentStates.length]!
  const issued = status === 'issued'
  const drafted = status !== 'planned'
  const currency = (amount: string) => moneyOf(index, amount)
  const blocked = index === 3 ? 'ERP_TOTAL_DIFFERS' : null
  return {
    documentId: uuid(5, index),
    runId: uuid(6, 1),
    kind: index === 5 ? 'credit' : 'invoice',
    status,
    sending: status === 'release_requested' ? 'in_flight' : null,
    blocked,
    version: 1,
    sentVersion: drafted ? 1 : null,
    reference: `hb/sandbox/${uuid(5, index)}`,
    legalEntity:
      index % 3 === 1
        ? { id: 'UK01', name: 'Harbour Consulting Ltd' }
        : { id: 'DE01', name: 'Hafen Beratung GmbH' },
    client: clientOf(index),
    contract: { id: `K${index}`, name: 'Framework agreement 2026' },
    connectionId: 'tryton',
    period: october,
    accountingOn: '2026-10-31',
    net: currency(index === 5 ? '-380.00' : `${4000 + index * 1275}.50`),
    tax: currency(index === 5 ? '-72.20' : `${760 + index * 242}.25`),
    total: currency(index === 5 ? '-452.20' : `${4760 + index * 1517}.75`),
    correctsDocument: index === 5 ? uuid(5, 2) : null,
    erp: {
      externalId: drafted ? `account.invoice,${310 + index}` : null,
      number: issued ? `2026-00${40 + index}` : null,
      ledgerOn: issued ? '2026-10-31' : null,
      net: drafted ? currency(index === 5 ? '-380.00' : `${4000 + index * 1275}.50`) : null,
      tax: drafted
        ? currency(index === 5 ? '-72.20' : `${760 + index * 242}.${blocked === null ? '25' : '26'}`)
        : null,
      total: drafted
        ? currency(index === 5 ? '-452.20' : `${4760 + index * 1517}.${blocked === null ? '75' : '76'}`)
        : null,
    },
    createdAt: '2026-11-05T10:00:00Z',
    releasedBy: issued ? 'person:ada.brunner@firm.example' : null,
    releasedAt: issued ? '2026-11-05T10:30:00Z' : null,
    issuedAt: issued ? '2026-11-05T10:30:04Z' : null,
  }
}

export function preBillOf(firm: Firm, document: BillingDocument): PreBill {
  const members = firm.work.slice(0, 5).map((work) => ({
    workId: work.workId,
    seq: 1,
    revision: work.revision,
    workOn: work.workOn,
    worker: work.worker,
    connectionId: work.connectionId,
    sourceId: work.sourceId,
    hours: work.hours,
    rate: '150',
    amount: work.bill ?? { amount: '0.00', currency: document.net.currency },
  }))
  const line = (lineNo: number, description: string, amount: string): PreBill['lines'][number] => ({
    lineNo,
    description,
    project: { id: 'P20', name: 'Grid migration' },
    laborCategory: 'Senior consultant',
    hours: '27.5',
    quantity: '27.5',
    unitPrice: '150',
    amount: { amount, currency: document.net.currency },
    taxCode: 'DE19',
    taxRate: '0.19',
    members,
  })
  return {
    document,
    lines: [
      line(1, 'Senior consultant, Grid migration, October 2026', '2800.00'),
      line(2, 'Consultant, Grid migration, October 2026', '900.25'),
      line(3, 'Workshop with the operating company', '300.25'),
    ],
    cancelled: [],
    earlier: firm.documents
      .filter((each) => each.status === 'issued' && each.documentId !== document.documentId)
      .map(({ documentId, kind, status, erp, net }) => ({
        documentId,
        kind,
        status,
        number: erp.number,
        ledgerOn: erp.ledgerOn,
        net,
      })),
  }
}

type Row = Overview['buckets'][number]
const row = (
  outcome: Row['outcome'],
  bucket: string,
  count: number,
  hours: string,
  money: Row['money'],
): Row => ({
  outcome,
  bucket,
  count,
  hours,
  money,
})

export const overview: Overview = {
  position: '93114',
  submitted: [
    { count: 41, hours: '268.5', money: eur('36120.00') },
    { count: 12, hours: '80', money: gbp('9840.00') },
  ],
  buckets: [
    row('bill', 'issued', 96, '688', eur('98450.25')),
    row('bill', 'issued', 31, '214.5', gbp('27310.00')),
    row('bill', 'draft', 210, '1502.25', eur('214880.50')),
    row('bill', 'draft', 88, '617', gbp('81020.75')),
    row('bill', 'priced', 64, '431.75', eur('58214.00')),
    row('bill', 'held', 22, '151', eur('19820.00')),
    row('bill', 'held', 9, '61.5', null),
    row('bill', 'in_flight', 4, '30', gbp('4100.00')),
    row('bill', 'included', 120, '840', null),
    row('bill', 'non_billable', 74, '402.5', null),
    row('cost', 'accepted', 602, '4310.25', eur('268240.00')),
    row('cost', 'accepted', 112, '810', gbp('49010.00')),
    row('cost', 'waiting', 12, '84', eur('5210.00')),
    row('cost', 'held', 6, '41', null),
    row('cost', 'in_doubt', 1, '7.5', eur('465.00')),
    row('pay', 'waiting', 510, '3702', null),
    row('pay', 'not_payable', 208, '1468.25', null),
  ],
  cases: caseKinds.map(([code, , owner], index) => ({
    code,
    owner,
    count: 9 - index,
    hours: `${61 - index * 9}.5`,
    money: index % 2 === 0 ? eur(`${9120 - index * 1400}.00`) : null,
    oldestAt: `2026-11-0${2 + index}T08:00:00Z`,
  })),
}

const master = (id: string, name: string, body: Record<string, unknown> = {}) => ({
  id,
  body: { name, ...body },
})

export const realistic: Firm = {
  session,
  overview,
  work: Array.from({ length: 120 }, (_, index) => workOf(index)),
  cases: Array.from({ length: 14 }, (_, index) => caseOf(index)),
  documents: Array.from({ length: 12 }, (_, index) => documentOf(index)),
  runs: [
    {
      runId: uuid(6, 1),
      selection: {},
      period: october,
      cutOff: '93001',
      state: 'frozen',
      requestedBy: 'person:ada.brunner@firm.example',
      requestedAt: '2026-11-05T10:00:00Z',
      documents: 12,
    },
    {
      runId: uuid(6, 2),
      selection: { clientId: 'C103' },
      period: { from: '2026-09-16', until: '2026-10-01' },
      cutOff: '71220',
      state: 'frozen',
      requestedBy: 'schedule',
      requestedAt: '2026-10-02T04:00:00Z',
      documents: 1,
    },
  ],
  adjustments: [
    {
      workId: uuid(3, 0),
      seq: 2,
      revision: 3,
      workOn: '2026-10-14',
      worker: { id: 'W10', name: 'Jonas Ebert' },
      sourceId: '48200',
      client: { id: 'C100', name: 'Nordlicht Energie AG' },
      contract: { id: 'K0', name: 'Framework agreement 2026' },
      project: { id: 'P20', name: 'Grid migration' },
      hours: '-2',
      rate: '150',
      amount: eur('-300.00'),
      documents: [uuid(5, 2)],
    },
    {
      workId: uuid(3, 9),
      seq: 2,
      revision: 2,
      workOn: '2026-10-09',
      worker: { id: 'W12', name: 'Lena Fischer' },
      sourceId: '48209',
      client: { id: 'C101', name: 'Kestrel Foods plc' },
      contract: { id: 'K1', name: 'Framework agreement 2026' },
      project: { id: 'P21', name: 'ERP roll-out' },
      hours: '1.25',
      rate: '120',
      amount: gbp('150.00'),
      documents: [uuid(5, 9), uuid(5, 2)],
    },
  ],
  connections: {
    items: [
      {
        connectionId: 'redmine',
        connector: 'redmine',
        name: 'Redmine (sandbox)',
        baseUrl: 'http://127.0.0.1:4101',
        settings: {},
        simulated: true,
        enabled: true,
      },
      {
        connectionId: 'tryton',
        connector: 'tryton',
        name: 'Tryton (sandbox)',
        baseUrl: 'http://127.0.0.1:4102',
        settings: {},
        simulated: true,
        enabled: true,
      },
    ],
  },
  connectors: {
    items: [
      {
        name: 'redmine',
        vendor: 'Redmine',
        versions: '5 and 6',
        documentation: 'https://www.redmine.org/projects/redmine/wiki/Rest_api',
        settings: [],
        streams: [
          { name: 'time_entries', carries: 'work', reading: 'sweep', deletions: 'compared', level: 'live' },
          { name: 'projects', carries: 'masters', reading: 'sweep', deletions: 'compared', level: 'live' },
        ],
        writes: [],
        webhook: false,
      },
      {
        name: 'tryton',
        vendor: 'Tryton',
        versions: '6.0 to 7.6',
        documentation: 'https://docs.tryton.org',
        settings: [],
        streams: [
          { name: 'parties', carries: 'masters', reading: 'cursor', deletions: 'compared', level: 'live' },
        ],
        writes: [
          { operation: 'cost', level: 'live' },
          { operation: 'draft_invoice', level: 'simulated' },
        ],
        webhook: false,
      },
    ],
  },
  pulls: {
    items: [
      {
        connectionId: 'redmine',
        stream: 'time_entries',
        dueAt: '2026-11-21T08:40:00Z',
        lastSuccessAt: '2026-11-21T08:30:00Z',
        lastError: null,
        failures: 0,
        lastControl: null,
      },
      {
        connectionId: 'tryton',
        stream: 'parties',
        dueAt: '2026-11-21T08:40:00Z',
        lastSuccessAt: '2026-11-20T17:12:00Z',
        lastError: '403 Forbidden: the key may no longer read parties.',
        failures: 4,
        lastControl: null,
      },
    ],
  },
  log: Array.from({ length: 60 }, (_, index) => ({
    position: String(93_114 - index),
    type: ['work.received', 'document.released', 'masters.learned', 'case.resumed'][index % 4]!,
    connectionId: index % 4 === 1 ? 'hub' : 'redmine',
    stream: index % 4 === 1 ? 'decisions' : 'time_entries',
    sourceId: index % 4 === 1 ? uuid(5, index) : String(48_200 + index),
    revision: 1,
    receivedAt: '2026-11-20T09:12:44Z',
    principal: index % 4 === 1 ? 'person:ada.brunner@firm.example' : 'connection:redmine',
  })),
  masters: {
    client: clients.map((name, index) => master(`C${100 + index}`, name)),
    contract: clients.map((name, index) => master(`K${index}`, `Framework agreement 2026, ${name}`)),
    legal_entity: [master('DE01', 'Hafen Beratung GmbH'), master('UK01', 'Harbour Consulting Ltd')],
    project: projects.map((name, index) => master(`P${20 + index}`, name)),
    task: [
      master('T0', 'Workshop and write-up', { project: 'P20' }),
      master('T1', 'Build', { project: 'P21' }),
    ],
    worker: workers.map((name, index) => master(`W${10 + index}`, name)),
  },
}
