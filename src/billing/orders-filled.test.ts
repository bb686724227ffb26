/** Orders that are filled one after the other: what the engine says of them is what documents bill. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { by, erp, newSettings, post } from '../../test/support/billing-office.ts'
import { composed, entry, smallFirm } from '../../test/support/firm.ts'
import { createHub, type Hub } from '../../test/support/hub.ts'
import { settleMarkedGroups } from '../charging/groups/round.ts'
import { findWorks } from '../charging/work-reads.ts'
import { isRejection } from '../kernel/errors.ts'
import { monthPeriod } from '../kernel/periods.ts'
import { setRoute } from '../masterdata/reads.ts'
import { priceScenario } from '../scenario/run.ts'
import { decideAdjustments } from './adjustments.ts'
import { settleDifferences } from './differences.ts'
import { listDocuments } from './reads.ts'
import { releaseDocument } from './release.ts'
import { startRun } from './run.ts'
import type { BillingSettings } from './settings.ts'

// 150.00 an hour: the first order takes 13 h 20, the second 20 h.
const terms = {
  lines: [{ id: 'work' }],
  purchaseOrders: [
    { id: 'A', amount: '2000' },
    { id: 'B', amount: '3000' },
  ],
}
const days: Record<string, readonly [workOn: string, hours: string]> = {
  b: ['2026-10-06', '8'],
  c: ['2026-10-07', '8'],
  d: ['2026-10-08', '8'],
}
/** Whoever changes an entry has it approved again. */
let approvals = 0
let hub: Hub
let settings: BillingSettings
before(async () => {
  hub = await createHub()
  settings = {
    ...newSettings(),
    settleGroups: (tx, clientId) => settleMarkedGroups(tx, hub.charging, clientId),
  }
  await hub.store.transaction((tx) => setRoute(tx, 1, '*', 'bill', erp))
  await hub.learn([...smallFirm, composed('C1', 'ACME', ['P1'], terms)])
  await hub.settle()
})
after(() => hub.drop())

async function receive(...ids: string[]) {
  approvals += 1
  const approval = { ...entry('').approval, approvedAt: `2026-11-01T10:00:0${approvals}Z` }
  await hub.receive(ids.map((id) => entry(id, { workOn: days[id]![0], hours: days[id]![1], approval })))
  await hub.settle()
  await hub.store.transaction((tx) => settleDifferences(tx, 1, settings, 100, by.at))
}
async function bill() {
  const request = { selection: { clientId: 'ACME' }, period: monthPeriod('2026-10'), cutOff: null, ...by }
  await hub.store.transaction((tx) => startRun(tx, 1, settings, request))
  await post(hub.store)
}
const documents = () => hub.store.transaction((tx) => listDocuments(tx, 1, {}, { after: null, limit: 100 }))
const standing = async () =>
  (await documents()).map((one) => `${one.kind} ${one.purchaseOrder} ${one.netMinor}`).sort()
/** What of each order is billed, whatever the number of its documents. */
async function byOrder(): Promise<Record<string, bigint>> {
  const sums: Record<string, bigint> = {}
  for (const { purchaseOrder, netMinor } of await documents())
    sums[purchaseOrder!] = (sums[purchaseOrder!] ?? 0n) + netMinor
  return sums
}
/** The documents that `hourbridge price` gives for the same contract and work, by order. */
function priced(): Record<string, bigint> {
  const result = priceScenario({
    scenario: 1,
    title: 'Two orders',
    asOf: '2026-10-31',
    legalEntities: [{ id: 'DE', name: 'DE', currency: 'EUR' }],
    clients: [{ id: 'ACME', name: 'ACME' }],
    projects: [{ id: 'P1', name: 'P1', client: 'ACME' }],
    contracts: [{ id: 'C1', client: 'ACME', legalEntity: 'DE', currency: 'EUR', projects: ['P1'], ...terms }],
    rates: [{ id: 'R', kind: 'bill', level: 'client', client: 'ACME', currency: 'EUR', amount: '150' }],
    work: Object.entries(days).map(([id, [on, hours]]) => ({ id, on, hours, project: 'P1' })),
  })
  assert(result.documents.every((one) => one.contract === 'C1' && one.currency === 'EUR'))
  return Object.fromEntries(
    result.documents.map((one) => [one.purchaseOrder, BigInt(one.net.replace('.', ''))]),
  )
}
async function issue(orders = ['A', 'B']) {
  for (const { documentId, version, status, purchaseOrder } of await documents()) {
    if (status !== 'drafted' || !orders.includes(purchaseOrder!)) continue
    const how = { ...by, expectedVersion: version }
    assert(
      !isRejection(await hub.store.transaction((tx) => releaseDocument(tx, 1, settings, documentId, how))),
    )
  }
  await post(hub.store)
}

test('what overflows one order is billed on the document of the next, as a scenario says', async () => {
  await receive('b', 'c', 'd')
  await bill()
  assert.deepEqual(await standing(), ['invoice A 200000', 'invoice B 160000'])
  assert.deepEqual(await byOrder(), priced())
})

test('a late entry moves work from the draft of one order to that of the next', async () => {
  days.a = ['2026-10-05', '4']
  await receive('a')
  await post(hub.store)
  assert.deepEqual(await standing(), ['invoice A 140000', 'invoice B 220000'])
  await bill()
  assert.deepEqual(await standing(), ['invoice A 140000', 'invoice A 60000', 'invoice B 220000'])
  assert.deepEqual(await byOrder(), priced())
})

test('of work that was cut at a full order the other part grows in its draft, while the first is issued', async () => {
  await issue(['A'])
  days.c = ['2026-10-07', '10']
  await receive('c')
  await post(hub.store)
  assert.deepEqual(await standing(), ['invoice A 140000', 'invoice A 60000', 'invoice B 250000'])
  assert.deepEqual(await byOrder(), priced())
})

test('once they are issued a late entry takes the room that is left, and less is a credit of its order', async () => {
  await issue()
  days['0'] = ['2026-10-02', '8']
  await receive('0')
  await bill()
  // Of 1,200.00 the second order takes what it has left, and the rest waits.
  assert.deepEqual(await standing(), [
    'invoice A 140000',
    'invoice A 60000',
    'invoice B 250000',
    'invoice B 50000',
  ])
  await issue()
  days.b = ['2026-10-06', '6']
  await receive('b')
  const work = (await hub.store.transaction((tx) => findWorks(tx, 1, 'b')))[0]!
  const { rows } = await hub.store.query<{ seq: number; order: string; minor: bigint }>(
    `select seq, purchase_order as "order", amount_minor as minor from charges
     where work_id = '${work.workId}' and state = 'proposed'`,
  )
  assert.deepEqual(
    rows.map((row) => [row.order, row.minor]),
    [['A', -30000n]],
  )
  const keys = rows.map(({ seq }) => ({ workId: work.workId, seq }))
  const decided = await hub.store.transaction((tx) => decideAdjustments(tx, 1, settings, keys, 'approve', by))
  assert(!isRejection(decided))
  const credit = (await documents()).find((one) => one.kind === 'credit')!
  assert.deepEqual([credit.purchaseOrder, credit.netMinor], ['A', -30000n])
})
