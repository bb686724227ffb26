import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { composed, entry, expense, smallFirm, subcontracted, used } from '../../../test/support/firm.ts'
import { createHub, type Hub } from '../../../test/support/hub.ts'
import { listCases } from '../../cases/reads.ts'
import type { ContractTerms } from '../../model/master-records.ts'
import type { WorkPayload, WorkStream } from '../../model/spending-payload.ts'
import { runInvariant } from '../../store/invariant.ts'
import { chargingChecks } from '../checks.ts'
import { explainCharges } from '../explain.ts'
import { findWorks } from '../work-reads.ts'
import { readGroupStanding } from './marks.ts'

const terms: ContractTerms = {
  lines: [
    { id: 'work', covers: { kinds: ['time'] } },
    {
      id: 'travel',
      covers: { kinds: ['expense'] },
      expenses: {
        markup: '10',
        receiptFrom: '20',
        categories: [{ category: 'meal', markup: '0', cap: { amount: '40', per: 'person_day' } }],
      },
    },
    {
      id: 'partners',
      covers: { kinds: ['subcontractor'] },
      expenses: { subcontractors: 'cost', handlingFee: '5' },
    },
    { id: 'units', covers: { kinds: ['usage'] }, price: { blended: '0.35' } },
  ],
}

let hub: Hub
const hubs: Hub[] = []
async function fresh(own: ContractTerms | null = terms): Promise<void> {
  hub = await createHub()
  hubs.push(hub)
  await hub.learn(smallFirm)
  if (own !== null) await hub.learn([composed('C1', 'ACME', ['P1'], own)])
  await hub.settle()
}
before(() => fresh())
after(async () => {
  for (const one of hubs) await one.drop()
})

const send = async (stream: WorkStream, ...bodies: WorkPayload[]) => {
  await hub.receiveIn(stream, bodies)
  await hub.settle()
}
const work = async (sourceId: string) => (await hub.store.transaction((tx) => findWorks(tx, 1, sourceId)))[0]!
const worth = async (sourceId: string) => {
  const { billBucket, billMinor, billCurrency } = await work(sourceId)
  return `${billBucket} ${billMinor} ${billCurrency}`
}
const cost = async (sourceId: string) => {
  const { costBucket, payBucket, costMinor } = await work(sourceId)
  return `${costBucket} ${payBucket} ${costMinor}`
}
const openCases = async () =>
  (await hub.store.transaction((tx) => listCases(tx, 1, { state: 'open' }, { after: null, limit: 100 })))
    .map((one) => `${one.code} ${one.moneyMinor} ${one.currency}`)
    .sort()
async function balanced(): Promise<void> {
  for (const rule of chargingChecks) {
    const found = await hub.store.transaction((tx) => runInvariant(tx, 1, rule))
    assert.deepEqual([found.name, found.detail], [rule.name, []])
  }
}

describe('work beside time', () => {
  it('bills an expense at its cost without recovered tax, and the markup', async () => {
    await send('expenses', expense('taxi'))
    // 23.80 less 3.80 are 20.00; a tenth on it.
    assert.equal(await worth('taxi'), 'priced 2200 EUR')
    assert.equal(await cost('taxi'), 'none none 2000')
    const told = await hub.store.transaction(async (tx) => explainCharges(tx, 1, await work('taxi')))
    assert.match(
      told.flatMap((one) => one.story).join(' '),
      /23\.80 EUR was paid.*3\.80 EUR of tax is recovered/,
    )
    await balanced()
  })

  it('shares what a day of meals may cost among them, in whatever order they come', async () => {
    const meal = (id: string, amount: string) => expense(id, { category: 'meal', amount, tax: null })
    await send('expenses', meal('m2', '30.00'))
    assert.equal(await worth('m2'), 'priced 3000 EUR')
    await send('expenses', meal('m1', '25.00'))
    // 40.00 for both: 25.00, and 15.00 of the 30.00.
    assert.equal(await worth('m1'), 'priced 2500 EUR')
    const { rows } = await hub.store.query<{ state: string; minor: bigint }>(
      `select state, sum(amount_minor)::bigint as minor from charges where work_id = $1 group by 1 order by 1`,
      [(await work('m2')).workId],
    )
    assert.deepEqual(rows, [
      { state: 'non_billable', minor: 1500n },
      { state: 'priced', minor: 1500n },
    ])
    await balanced()
  })

  it('holds what lacks a receipt with the money it holds up, and lets it go with one', async () => {
    await send('expenses', expense('hotel', { amount: '119.00', receipt: false }))
    assert.deepEqual(await openCases(), ['RECEIPT_MISSING 11000 EUR'])
    assert.match(await worth('hotel'), /^held/)
    await balanced()
    await send(
      'expenses',
      expense('hotel', { amount: '119.00', receipt: true, approval: entry('x').approval }),
    )
    // It was approved for what it cost: a receipt that is added voids nothing.
    assert.deepEqual(await openCases(), [])
    assert.equal(await worth('hotel'), 'priced 11000 EUR')
    await send('expenses', expense('hotel', { amount: '119.01' }))
    assert.deepEqual(await openCases(), ['EDITED_AFTER_APPROVAL null null'])
    const approval = { ...entry('x').approval, approvedAt: '2026-11-01T10:00:00Z' }
    await send('expenses', expense('hotel', { amount: '119.00', approval }))
    assert.deepEqual(await openCases(), [])
  })

  it("waits for the vendor's bill, and for its approval, which is none of the work's", async () => {
    await send('subcontractor_work', subcontracted('v', { hours: '6' }))
    assert.deepEqual(await openCases(), ['VENDOR_COST_MISSING null null'])
    const billed = {
      amount: '1000.00',
      currency: 'EUR',
      approval: { ...entry('x').approval, approvedAt: '2026-11-01T10:00:00Z' },
    }
    await send('subcontractor_work', subcontracted('v', { ...billed, costApproval: 'submitted' }))
    assert.deepEqual(await openCases(), ['VENDOR_COST_NOT_APPROVED 105000 EUR'])
    await send('subcontractor_work', subcontracted('v', { ...billed, costApproval: 'approved' }))
    assert.deepEqual(await openCases(), [])
    assert.equal(await worth('v'), 'priced 105000 EUR')
    assert.equal(await cost('v'), 'none none 100000')
    await balanced()
  })

  it('bills units at their price', async () => {
    await send('usage', used('meter', '1234.5'))
    // 1,234.5 x 0.35 = 432.075
    assert.equal(await worth('meter'), 'priced 43208 EUR')
    assert.equal(await cost('meter'), 'none none null')
    await balanced()
  })

  it('takes back what is deleted, and leaves what nobody approved', async () => {
    await hub.receiveIn('expenses', [], ['taxi'])
    await hub.settle()
    assert.equal(await worth('taxi'), 'none null null')
    const approval = { state: 'submitted' as const, approver: null, approvedAt: null, level: null }
    await send('expenses', expense('later', { approval }))
    assert.equal(await worth('later'), 'none null null')
    assert.deepEqual(await openCases(), [])
    await balanced()
    const standing = await hub.store.transaction((tx) => readGroupStanding(tx, 1, 'ACME'))
    assert.equal(standing!.failures, 0)
  })

  it('knows an expense of the id of an entry from the entry', async () => {
    await send('time_entries', entry('same'))
    await send('expenses', expense('same'))
    const both = await hub.store.transaction((tx) => findWorks(tx, 1, 'same'))
    assert.deepEqual(both.map((one) => `${one.kind} ${one.billMinor}`).sort(), [
      'expense 2200',
      'time_entry 120000',
    ])
    await balanced()
  })

  it('asks for terms where the contract has none for it, and bills it once there are', async () => {
    await fresh(null)
    await send('expenses', expense('taxi'))
    assert.deepEqual(await openCases(), ['NO_TERMS_FOR_KIND 2000 EUR'])
    await balanced()
    await send('expenses', expense('own', { billable: false }))
    assert.match(await worth('own'), /^non_billable/)
    await hub.learn([composed('C1', 'ACME', ['P1'], terms)])
    await hub.settle()
    assert.deepEqual(await openCases(), [])
    assert.equal(await worth('taxi'), 'priced 2200 EUR')
    await balanced()
  })

  it('asks for hours where a subcontractor is billed by rates', async () => {
    await fresh({ lines: [{ id: 'all', expenses: { subcontractors: 'rates' } }] })
    await send(
      'subcontractor_work',
      subcontracted('v', { amount: '500.00', currency: 'EUR', laborCategory: 'senior' }),
    )
    assert.deepEqual(await openCases(), ['QUANTITY_MISSING 50000 EUR'])
    const approval = { ...entry('x').approval, approvedAt: '2026-11-01T10:00:00Z' }
    const timed = { amount: '500.00', currency: 'EUR', laborCategory: 'senior', hours: '6', approval }
    await send('subcontractor_work', subcontracted('v', timed))
    assert.equal(await worth('v'), 'priced 90000 EUR')
    assert.deepEqual(await openCases(), [])
    await balanced()
  })
})
