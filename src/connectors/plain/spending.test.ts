import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { work } from './work-mapping.ts'

const expense = {
  ...{ id: 'EX-1', worker: 'W-1', project: 'P-1', task: null, cost_center: null, labor_category: null },
  ...{ service_item: null, date: '2026-10-05', billable: true, region: null, description: 'Taxi' },
  approval: { state: 'approved', approver: 'lead', approved_at: '2026-10-31T10:00:00Z', level: 'project' },
  ...{ category: 'taxi', quantity: null, amount: '23.80', currency: 'EUR', receipt: true, receipt_on: null },
  tax: { rate: '19', amount: null, recoverable_percent: '100' },
}
const partner = {
  ...expense,
  ...{ worker: null, vendor: 'V-1', category: null, hours: null, unit_cost: null, tax: null },
  cost_approval: 'submitted',
}
const bytesOf = (record: unknown) => Buffer.from(JSON.stringify(record))
const read = (stream: string, record: unknown) => work(stream, bytesOf(record))
const why = (stream: string, record: unknown) => {
  const found = read(stream, record)
  return found.understood ? 'understood' : `${found.field} ${found.why}`
}

describe('what is spent, on the plain wire', () => {
  it('is understood with everything that its source says', () => {
    const found = read('expenses', expense)
    assert.ok(found.understood)
    assert.deepEqual([found.entry.kind, found.entry.hours, found.drift], ['expense', '0', []])
    assert.deepEqual(found.entry.spending, {
      ...{ category: 'taxi', vendor: null, quantity: null, amount: '23.8', unitCost: null, currency: 'EUR' },
      ...{ receipt: true, receiptOn: null, costApproval: 'approved' },
      tax: { rate: '19', amount: null, recoverablePercent: '100' },
    })
  })

  it('reads an amount that stands as a number by its digits', () => {
    const text = JSON.stringify(expense).replace('"23.80"', '12345678.90')
    const found = work('expenses', Buffer.from(text))
    assert.ok(found.understood)
    assert.equal(found.entry.spending?.amount, '12345678.9')
  })

  it("tells the content that is approved from the approval of the vendor's bill", () => {
    const [waits, approved] = [partner, { ...partner, cost_approval: 'approved' }].map((one) =>
      read('subcontractor_work', one),
    )
    assert.ok(waits?.understood && approved?.understood)
    assert.equal(waits.contentDigest, approved.contentDigest)
    const dearer = read('subcontractor_work', { ...partner, amount: '24.00' })
    assert.ok(dearer.understood && dearer.contentDigest !== waits.contentDigest)
    const taxed = read('subcontractor_work', { ...partner, tax: expense.tax })
    assert.ok(taxed.understood && taxed.contentDigest !== waits.contentDigest)
  })

  it('names the field that is wrong, and takes nothing of the record', () => {
    assert.equal(why('expenses', { ...expense, worker: null }), '/worker no person')
    assert.equal(why('expenses', { ...expense, amount: '12,50' }), '/amount not a decimal')
    assert.match(why('expenses', { ...expense, amount: null }), /^\/amount says nothing/)
    assert.match(why('expenses', { ...expense, currency: null }), /^\/currency says nothing/)
    assert.match(why('expenses', { ...expense, currency: 'XXE' }), /^\/currency is no currency/)
    assert.match(why('expenses', { ...expense, amount: '1.005' }), /^\/amount has more digits than EUR has/)
    assert.match(
      why('expenses', { ...expense, tax: { rate: null, amount: null } }),
      /^\/tax says its rate and/,
    )
    assert.match(
      why('expenses', { ...expense, tax: { rate: '19', recoverable_percent: '120' } }),
      /^\/tax gives back more/,
    )
    assert.equal(why('expenses', { ...expense, receipt_on: 'yesterday' }), '/receipt_on not a day')
    assert.equal(why('expenses', { ...expense, receipt: 'yes' }), '/receipt neither true nor false')
    assert.match(
      why('subcontractor_work', { ...partner, amount: null, currency: null }),
      /^\/amount says nothing/,
    )
    assert.match(why('subcontractor_work', { ...partner, unit_cost: '80' }), /^\/unitCost stands beside/)
    assert.equal(
      why('subcontractor_work', { ...partner, cost_approval: 'maybe' }),
      '/cost_approval not a known state',
    )
    assert.match(why('usage', { ...partner, quantity: null }), /^\/quantity says nothing/)
  })

  it('tells of fields that nobody knows', () => {
    const found = read('expenses', { ...expense, mood: 'good', tax: { ...expense.tax, office: 'Nord' } })
    assert.ok(found.understood)
    assert.deepEqual([...found.drift].sort(), ['/mood', '/tax/office'])
  })
})
