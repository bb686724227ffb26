/** A FIXTURE, not the product: a small firm as a whole, in the shapes of the API, for looking at the console. */
import type { Overview } from '../../console/src/api/shapes.ts'
import { approvals, proposals } from './fixture-approvals.ts'
import { redmineLimits, trytonLanes, trytonLimits } from './fixture-connections.ts'
import { bareDetailOf, contractDetailOf, contractOf } from './fixture-contracts.ts'
import { caseKinds, caseOf, documentOf } from './fixture-documents.ts'
import {
  type Firm,
  clients,
  eur,
  gbp,
  october,
  projects,
  session,
  uuid,
  workOf,
  workers,
} from './fixture-work.ts'

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
  contracts: [
    ...Array.from({ length: 8 }, (_, index) => contractDetailOf(contractOf(index))),
    bareDetailOf({ ...contractOf(8), billing: 'time_and_materials', parts: [], money: [] }),
  ],
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
  approvals,
  proposals,
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
        limits: redmineLimits,
        lanes: [],
      },
      {
        connectionId: 'tryton',
        connector: 'tryton',
        name: 'Tryton (sandbox)',
        baseUrl: 'http://127.0.0.1:4102',
        settings: {},
        simulated: true,
        enabled: true,
        limits: trytonLimits,
        lanes: trytonLanes,
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
