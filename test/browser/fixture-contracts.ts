/** A FIXTURE, not the product: contracts with their terms, limits, lots and milestones, in the shapes of the API. */
import type { ContractBody, ContractDetail, ContractSummary } from '../../console/src/api/shapes.ts'
import { type Firm, clients, eur, gbp, uuid } from './fixture-work.ts'

const names = [
  ...[
    'Framework agreement 2026',
    'ERP roll-out, not to exceed',
    'Support retainer',
    'Claims portal, fixed fee',
  ],
  ...['Plant data, milestones', 'Managed service', 'Audit support', 'Advice by the hour'],
]
const sum = (
  state: ContractSummary['money'][number]['state'],
  hours: string,
  money: typeof eur extends (a: string) => infer M ? M : never,
) => ({
  ...{ state, hours, money },
})

export function contractOf(index: number): ContractSummary {
  const money = index % 3 === 1 ? gbp : eur
  return {
    contractId: `K${index}`,
    name: names[index % names.length]!,
    client: index === 7 ? null : { id: `C${100 + index}`, name: clients[index % clients.length]! },
    legalEntity: { id: 'DE01', name: 'Hafen Beratung GmbH' },
    currency: index % 3 === 1 ? 'GBP' : 'EUR',
    billing: (['composed', 'composed', 'composed', 'fixed_fee', 'composed'] as const)[index % 5]!,
    parts:
      index % 5 === 3
        ? []
        : index % 2 === 0
          ? ['time', 'fee', 'milestones', 'retainer', 'limits']
          : ['time', 'limits'],
    standing: index === 5 ? 'ended' : index === 6 ? 'upcoming' : 'live',
    from: index % 2 === 0 ? '2026-01-01' : null,
    until: index === 5 ? '2026-10-01' : index === 0 ? '2027-01-01' : null,
    money: [
      sum('priced', '64.5', money('9675.00')),
      sum('draft', '120', money('18000.00')),
      sum('issued', '310.25', money('46537.50')),
      ...(index % 2 === 0 ? [sum('parked', '12', money('1800.00'))] : []),
      ...(index === 0
        ? [sum('included', '80', money('12000.00')), sum('proposed', '-2', money('-300.00'))]
        : []),
    ],
    cases: index % 4 === 0 ? { count: 3, money: [money('2640.50')] } : { count: 0, money: [] },
  }
}

const body: ContractBody = {
  name: names[0]!,
  client: 'C100',
  legalEntity: 'DE01',
  billing: 'composed',
  currency: 'EUR',
  projects: ['P20', 'P21', 'P22'],
  region: null,
  instalments: [],
  increment: null,
  taxCode: 'S19',
  purchaseOrder: null,
  releaseBelow: null,
  terms: {
    limits: [{ id: 'TOTAL', name: 'Whole contract', amount: '100000' }],
    purchaseOrders: [
      { id: 'PO-4711', amount: '40000', tolerance: '5' },
      { id: 'PO-4712', amount: '60000', over: 'hold' },
    ],
    lines: [
      {
        id: 'advice',
        name: 'Advice',
        limits: [{ id: 'NTE', name: 'Advice, not to exceed', amount: '20000' }],
      },
      {
        id: 'build',
        name: 'Build of the portal',
        work: 'included',
        covers: { tasks: ['T0', 'T1'] },
        fee: {
          amount: '36000',
          instalments: [{ on: '2026-09-15' }, { on: '2026-10-15' }, { on: '2027-01-15' }],
        },
        milestones: [
          { id: 'M1', name: 'Design accepted', amount: '5000' },
          {
            id: 'M2',
            name: 'Go-live',
            amount: '9000',
            criteria: [{ id: 'K', text: 'Acceptance report signed' }],
          },
        ],
        retainage: { percent: '5' },
      },
      {
        id: 'support',
        name: 'Support',
        work: 'drawn_down',
        covers: { tasks: ['T2'] },
        retainer: {
          grants: { quantity: '20', from: '2026-01-01' },
          rollover: { maximum: '10', periods: 1 },
          overage: { rate: '180' },
        },
        quantity: { increment: { step: '15', unit: 'minute', mode: 'up', minimum: '30' } },
      },
    ],
  },
}

const fill = (changed: Partial<ContractDetail['fills'][number]>): ContractDetail['fills'][number] => ({
  id: 'NTE',
  name: null,
  kind: 'limit',
  contractId: 'K0',
  lineId: null,
  measure: 'amount',
  currency: 'EUR',
  per: 'total',
  stretch: null,
  limit: '20000.00',
  billed: '12500.00',
  committed: '7500.00',
  left: '0.00',
  over: '0.00',
  overGoes: 'parked',
  ...changed,
})

const line = (lineId: string, name: string, money: ContractDetail['lines'][number]['money']) => ({
  ...{ lineId, name, money, prices: [] as ContractDetail['lines'][number]['prices'] },
})

const made = (
  index: number,
  changed: Partial<ContractDetail['made'][number]>,
): ContractDetail['made'][number] => ({
  workId: uuid(7, index),
  kind: 'instalment',
  lineId: 'build',
  name: null,
  on: '2026-09-15',
  amount: eur('12000.00'),
  bucket: 'issued',
  held: false,
  documents: [uuid(5, 2)],
  ...changed,
})

export function contractDetailOf(contract: ContractSummary): ContractDetail {
  return {
    contract,
    body: { ...body, name: contract.name, currency: contract.currency },
    settled: { on: '2026-11-20', position: '41877', waiting: false, failures: 0 },
    contradiction: null,
    fills: [
      fill({
        id: 'TOTAL',
        name: 'Whole contract',
        limit: '100000.00',
        billed: '46537.50',
        committed: '27675.00',
        left: '25787.50',
      }),
      fill({ name: 'Advice, not to exceed', lineId: 'advice', over: '1800.00' }),
      fill({
        id: 'PO-4711',
        kind: 'purchase_order',
        limit: '42000.00',
        billed: '42000.00',
        committed: '0.00',
        overGoes: 'next',
      }),
      fill({
        id: 'PO-4712',
        kind: 'purchase_order',
        limit: '60000.00',
        billed: '4537.50',
        committed: '27675.00',
        left: '27787.50',
        overGoes: 'hold',
      }),
      fill({
        id: 'TEAM',
        name: 'Hours of the team',
        measure: 'hours',
        currency: null,
        per: 'month',
        stretch: '2026-11',
        limit: '160',
        billed: '0',
        committed: '64.5',
        left: '95.5',
      }),
    ],
    lots: [
      {
        ...{
          id: '2026-11',
          lineId: 'support',
          measure: 'hours',
          currency: null,
          from: '2026-11-01',
          to: '2026-11-30',
        },
        ...{
          granted: '20',
          used: '13.5',
          deficit: '0',
          rolledOver: '0',
          lapsed: '0',
          expired: '0',
          left: '6.5',
        },
      },
    ],
    periods: [
      {
        ...{
          id: '2026-10',
          lineId: 'support',
          measure: 'hours',
          currency: null,
          from: '2026-10-01',
          to: '2026-10-31',
        },
        ...{ available: '26', used: '28', left: '0', deficit: '0', overage: '2' },
      },
      {
        ...{
          id: '2026-11',
          lineId: 'support',
          measure: 'hours',
          currency: null,
          from: '2026-11-01',
          to: '2026-11-30',
        },
        ...{ available: '20', used: '13.5', left: '6.5', deficit: '0', overage: '0' },
      },
    ],
    lines: [
      {
        ...line('advice', 'Advice', [
          { ...sum('priced', '64.5', eur('9675.00')), entries: 12 },
          { ...sum('issued', '83.25', eur('12500.00')), entries: 31 },
          { ...sum('parked', '12', eur('1800.00')), entries: 2 },
        ]),
        prices: [
          {
            laborCategory: 'Senior consultant',
            band: null,
            rate: '150',
            hours: '120.5',
            money: eur('18075.00'),
          },
          {
            laborCategory: 'Junior consultant',
            band: 'weekend',
            rate: '135',
            hours: '8',
            money: eur('1080.00'),
          },
        ],
      },
      line('build', 'Build of the portal', [{ ...sum('included', '80', eur('12000.00')), entries: 20 }]),
      line('support', 'Support', []),
    ],
    milestones: [
      {
        ...{ id: 'M1', lineId: 'build', name: 'Design accepted', amount: eur('5000.00'), status: 'accepted' },
        ...{ acceptedOn: '2026-09-30', billable: true, criteria: [], missing: [] },
        events: [
          { on: '2026-09-20', what: 'submitted', by: null, evidence: null, reason: null },
          {
            on: '2026-09-30',
            what: 'accepted',
            by: 'Ms Frey',
            evidence: 'Mail of 30 September',
            reason: null,
          },
        ],
      },
      {
        ...{ id: 'M2', lineId: 'build', name: 'Go-live', amount: eur('9000.00'), status: 'submitted' },
        ...{ acceptedOn: null, billable: false },
        criteria: [{ text: 'Acceptance report signed', metOn: null }],
        missing: ['Acceptance report signed', 'the client accepts it'],
        events: [{ on: '2026-11-12', what: 'submitted', by: 'Jonas Ebert', evidence: null, reason: null }],
      },
    ],
    made: [
      made(1, {}),
      made(2, { on: '2026-10-15', bucket: 'draft', documents: [uuid(5, 0)] }),
      made(3, { kind: 'milestone', name: 'Design accepted', on: '2026-09-30', amount: eur('5000.00') }),
      made(4, {
        kind: 'overage',
        lineId: 'support',
        on: '2026-10-31',
        amount: eur('360.00'),
        bucket: 'priced',
        documents: [],
      }),
    ],
    upcoming: [
      { lineId: 'build', id: '3', name: 'Instalment 3 of 3', on: '2027-01-15', amount: eur('12000.00') },
    ],
    cases: [
      {
        ...{ caseId: uuid(4, 0), code: 'MISSING_RATE', title: 'No rate applies', outcome: 'bill' },
        ...{ money: eur('1240.50'), openedAt: '2026-11-03T09:00:00Z' },
      },
    ],
    versions: [
      {
        ...{ validFrom: '2026-01-01', validUntil: '2026-07-01', body, changes: [] },
        learned: { position: '12', at: '2025-12-18T09:00:00Z' },
      },
      {
        ...{ validFrom: '2026-07-01', validUntil: null, body },
        learned: { position: '30110', at: '2026-06-24T14:30:00Z' },
        changes: [
          { path: '/terms/lines/advice/limits/NTE/amount', before: '15000', after: '20000' },
          {
            path: '/terms/purchaseOrders/PO-4712',
            before: null,
            after: '{"amount":"60000","id":"PO-4712","over":"hold"}',
          },
        ],
      },
    ],
    corrections: [
      {
        ...{ validFrom: '2026-01-01', validUntil: null },
        learned: { position: '12', at: '2025-12-18T09:00:00Z' },
        corrected: { position: '99', at: '2026-01-10T09:00:00Z' },
        changes: [{ path: '/taxCode', before: 'S7', after: 'S19' }],
      },
    ],
  }
}

/** A contract of which nothing is known but that it exists. */
export function bareDetailOf(contract: ContractSummary): ContractDetail {
  const full = contractDetailOf(contract)
  const { terms: _, ...plain } = full.body
  return {
    ...full,
    body: { ...plain, billing: 'time_and_materials', projects: [] },
    settled: null,
    ...{ fills: [], lots: [], periods: [], lines: [], milestones: [], made: [], upcoming: [], cases: [] },
    versions: full.versions.slice(0, 1),
    corrections: [],
  }
}

export function contractsFor(firm: Firm, query: URLSearchParams): ContractSummary[] {
  const text = query.get('text')?.toLowerCase() ?? ''
  return firm.contracts.map((each) => each.contract).filter((each) => each.name.toLowerCase().includes(text))
}

export function contractIn(firm: Firm, id: string): ContractDetail | undefined {
  return firm.contracts.find((each) => each.contract.contractId === decodeURIComponent(id))
}
