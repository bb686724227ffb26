import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { MasterChange } from '../../src/model/master-records.ts'
import type { TestApi } from '../support/api.ts'
import { createTestApi } from '../support/api.ts'
import { composed, entry, smallFirm } from '../support/firm.ts'
import type { Hub } from '../support/hub.ts'
import { createHub } from '../support/hub.ts'

let hub: Hub
let api: TestApi
let key: string
let stranger: string

const fee = (amount: string): MasterChange =>
  composed('C1', 'ACME', ['P1'], {
    lines: [
      { id: 'work', name: 'Advice', limits: [{ id: 'CAP', name: 'Cap of advice', amount: '2000' }] },
      {
        id: 'build',
        name: 'Build',
        covers: { tasks: ['none'] },
        work: 'included',
        fee: { amount, instalments: [{ on: '2026-10-15' }, { on: '2026-11-01' }, { on: '2026-12-01' }] },
      },
      {
        id: 'gates',
        covers: { tasks: ['none'] },
        milestones: [
          {
            id: 'M1',
            name: 'Design',
            amount: '500',
            criteria: [{ id: 'K', text: 'Report delivered' }],
            events: [
              { on: '2026-10-01', what: 'submitted' },
              { on: '2026-10-20', what: 'accepted', by: 'Ms Frey' },
            ],
          },
          { id: 'M2', amount: '700' },
        ],
      },
      {
        id: 'support',
        covers: { tasks: ['none'] },
        work: 'drawn_down',
        retainer: {
          lots: [{ id: 'oct', quantity: '10', from: '2026-10-01', to: '2026-12-31' }],
          usableFrom: 'granted',
        },
      },
    ],
  })

before(async () => {
  hub = await createHub()
  api = await createTestApi(
    { store: hub.store, vault: hub.vault, receiver: hub.receiver, clock: { now: hub.now } },
    hub,
  )
  key = await api.keyOf('project_manager')
  stranger = await api.keyOf('system')
  await hub.learn(smallFirm)
  await hub.settle()
  await hub.learn([fee('8999.99')])
  await hub.settle()
  await hub.learn([fee('9000.01')])
  await hub.learn([{ ...fee('9300'), validFrom: '2026-11-15' } as MasterChange])
  await hub.receive([
    entry('a'),
    entry('b', { workOn: '2026-10-06' }),
    entry('c', { workOn: '2026-10-07', laborCategory: 'unheard of' }),
  ])
  await hub.settle()
})
after(() => api.close())

async function ask(path: string, as = key) {
  const answer = await api.app.inject({
    method: 'GET',
    url: `/api/v1${path}`,
    headers: { authorization: `Bearer ${as}` },
  })
  return { status: answer.statusCode, body: answer.json() }
}
async function got(path: string) {
  const answer = await ask(path)
  assert.equal(answer.status, 200, JSON.stringify(answer.body))
  return answer.body
}
type Sum = { state: string; hours: string; money: { amount: string; currency: string } }
const told = (sums: Sum[]) =>
  sums.map((one) => `${one.state} ${Number(one.hours)} h ${one.money.amount} ${one.money.currency}`)

test('the list tells money by state and what cases hold, and is read page by page', async () => {
  const { items, nextCursor } = await got('/contracts')
  assert.equal(nextCursor, null)
  assert.deepEqual(
    items.map((one: { contractId: string }) => one.contractId),
    ['C1', 'C2', 'C9'],
  )
  const [first] = items
  assert.deepEqual(
    [first.name, first.client, first.billing, first.parts, first.standing, first.from, first.until],
    [
      'Contract C1',
      { id: 'ACME', name: 'Client ACME' },
      'composed',
      ['time', 'fee', 'milestones', 'retainer', 'limits'],
      'live',
      null,
      null,
    ],
  )
  // 16 h x 150 = 2,400 under a cap of 2,000, beside two instalments of a third of 9,000.01.
  assert.deepEqual(told(first.money), ['priced 13.3333 h 8000.00 EUR', 'parked 2.6667 h 400.00 EUR'])
  assert.equal(first.cases.count, 1)
  const page = await got('/contracts?limit=1&text=contract%20C')
  const next = await got(`/contracts?limit=5&text=contract%20C&cursor=${page.nextCursor}`)
  assert.deepEqual(
    [...page.items, ...next.items].map((one: { contractId: string }) => one.contractId),
    ['C1', 'C2', 'C9'],
  )
  assert.deepEqual((await got('/contracts?clientId=BETA')).items.length, 1)
  assert.deepEqual((await got('/contracts?text=p9')).items[0].contractId, 'C9')
  assert.deepEqual((await got('/contracts?text=nobody')).items, [])
  assert.equal((await ask('/contracts?cursor=YzE6bm9uZQ')).status, 400)
})

test('a contract with terms tells how full its ceiling and its lots are', async () => {
  const { fills, lots, lines, settled, contradiction } = await got('/contracts/C1')
  assert.equal(contradiction, null)
  assert.deepEqual([settled.on, settled.waiting, settled.failures], ['2026-11-02', false, 0])
  assert.deepEqual(
    fills.map((one: Record<string, string>) => [
      ...[one.id, one.name, one.kind, one.lineId, one.measure, one.currency, one.per],
      ...[one.limit, one.billed, one.committed, one.left, one.over, one.overGoes],
    ]),
    [
      [
        ...['CAP', 'Cap of advice', 'limit', 'work', 'amount', 'EUR', 'total'],
        ...['2000.00', '0.00', '2000.00', '0.00', '400.00', 'parked'],
      ],
    ],
  )
  assert.deepEqual(
    lots.map((one: Record<string, string>) => [
      one.id,
      one.lineId,
      one.measure,
      one.granted,
      one.left,
      one.to,
    ]),
    [['oct', 'support', 'hours', '10', '10', '2026-12-31']],
  )
  assert.deepEqual(
    lines.map((one: { lineId: string; money: Sum[] }) => [one.lineId, told(one.money)]),
    [
      ['work', ['priced 13.3333 h 2000.00 EUR', 'parked 2.6667 h 400.00 EUR']],
      ['build', ['priced 0 h 6000.00 EUR']],
      ['gates', []],
      ['support', []],
    ],
  )
  assert.deepEqual(
    lines[0].prices.map((one: Record<string, string>) => [one.laborCategory, one.rate, Number(one.hours)]),
    [['senior', '150', 16]],
  )
})

test('it tells what it made, what falls due, and what a milestone still waits for', async () => {
  const { made, upcoming, milestones, cases } = await got('/contracts/C1')
  assert.deepEqual(
    made.map((one: Record<string, unknown>) => [one.name, one.lineId, one.on, one.bucket]),
    [
      ['Instalment 1 of 3', 'build', '2026-10-15', 'priced'],
      ['Instalment 2 of 3', 'build', '2026-11-01', 'priced'],
    ],
  )
  assert.deepEqual(
    upcoming.map((one: { name: string; on: string; amount: unknown }) => [one.name, one.on, one.amount]),
    [['Instalment 3 of 3', '2026-12-01', { amount: '3100.00', currency: 'EUR' }]],
  )
  assert.deepEqual(
    milestones.map((one: Record<string, unknown>) => [one.id, one.status, one.billable, one.missing]),
    [
      ['M1', 'accepted', false, ['Report delivered']],
      ['M2', 'planned', false, ['the milestone is submitted', 'the client accepts it']],
    ],
  )
  assert.deepEqual(
    cases.map((one: Record<string, string>) => [one.code, one.outcome]),
    [['MISSING_RATE', 'bill']],
  )
})

test('versions say what changed over time, corrections what was known otherwise', async () => {
  const { versions, corrections, body } = await got('/contracts/C1')
  assert.equal(body.terms.lines[1].fee.amount, '9000.01')
  assert.deepEqual(
    versions.map((one: { validFrom: string; validUntil: string | null; changes: unknown }) => [
      one.validFrom,
      one.validUntil,
      one.changes,
    ]),
    [
      ['0001-01-01', '2026-11-15', []],
      ['2026-11-15', null, [{ path: '/terms/lines/build/fee/amount', before: '9000.01', after: '9300' }]],
    ],
  )
  assert.ok(versions.every((one: { learned: { at: string | null } }) => one.learned.at !== null))
  // The one of the terms before, and the contract without terms before those; the cut at 15 November is none.
  assert.deepEqual(corrections.length, 2)
  assert.deepEqual(corrections[0].changes, [
    { path: '/terms/lines/build/fee/amount', before: '8999.99', after: '9000.01' },
  ])
  assert.ok(
    corrections[1].changes.some(
      (one: Record<string, string>) => one.path === '/billing' && one.after === 'composed',
    ),
  )
})

test('a contract without terms tells its instalments and its money', async () => {
  const { settled, fills, lines, made, contract } = await got('/contracts/C2')
  assert.deepEqual([settled, fills, contract.billing], [null, [], 'fixed_fee'])
  assert.deepEqual(
    made.map((one: Record<string, unknown>) => [one.name, one.on, one.amount, one.bucket]),
    [
      ['First third', '2026-10-15', { amount: '3333.33', currency: 'EUR' }, 'priced'],
      ['Second third', '2026-11-15', { amount: '3333.33', currency: 'EUR' }, 'priced'],
    ],
  )
  assert.deepEqual(told(lines[0].money), ['priced 0 h 6666.66 EUR'])
  assert.equal(lines[0].lineId, null)
})

test('terms that contradict themselves are told with their case, and an unknown contract is none', async () => {
  await hub.learn([
    composed('C1', 'ACME', ['P1'], {
      lines: [{ id: 'work', fee: { amount: '100', instalments: [{ on: '2026-10-15', amount: '99' }] } }],
    }),
  ])
  await hub.settle()
  const { contradiction, cases, settled } = await got('/contracts/C1')
  assert.match(contradiction, /the instalments come to 99\.00 and the fee is 100/)
  assert.equal(cases[0].code, 'TERMS_CONTRADICT')
  assert.equal(settled.failures, 1)
  // Beside the entry without a rate.
  assert.equal((await got('/contracts?text=C1')).items[0].cases.count, 2)
  assert.equal((await ask('/contracts/C404')).status, 404)
  assert.equal((await ask('/contracts', stranger)).status, (await ask('/work', stranger)).status)
})

test('orders, limits that begin anew and limits of the whole client are told apart', async () => {
  await hub.learn([
    composed('C1', 'ACME', ['P1'], {
      lines: [{ id: 'work', limits: [{ id: 'H', hours: '10', per: 'month', over: 'review' }] }],
      purchaseOrders: [{ id: 'PO', name: 'Order 4711', amount: '1800' }],
    }),
    {
      kind: 'limit',
      recordId: 'ALL',
      ...{ validFrom: '0001-01-01', validUntil: null },
      body: { name: 'Client in all', amount: '5000', currency: 'EUR', clients: ['ACME'] },
    },
  ])
  await hub.settle()
  const { fills } = await got('/contracts/C1')
  const rows = fills.map((one: Record<string, string | null>) => [
    ...[one.id, one.name, one.kind, one.contractId, one.lineId, one.measure, one.per, one.stretch],
    ...[one.limit, one.committed, one.left, one.over, one.overGoes],
  ])
  // 16 h at 150: 10 h fit into October, 1,500.00 of them count for the order and the client.
  assert.deepEqual(rows, [
    [...['H', null, 'limit', 'C1', 'work', 'hours', 'month', '2026-10'], ...['10', '10', '0', '6', 'review']],
    [
      ...['ALL', 'Client in all', 'limit', null, null, 'amount', 'total', null],
      ...['5000.00', '1500.00', '3500.00', '0.00', 'parked'],
    ],
    [
      ...['PO', 'Order 4711', 'purchase_order', 'C1', null, 'amount', 'total', null],
      ...['1800.00', '1500.00', '300.00', '0.00', 'next'],
    ],
  ])
})
