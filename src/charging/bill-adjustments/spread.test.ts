import assert from 'node:assert/strict'
import { test } from 'node:test'
import { day } from '../../kernel/dates.ts'
import { type Desired, nowhere } from '../difference.ts'
import type { Work } from '../work.ts'
import { adjustBill, valuedOf } from './adjust.ts'
import { type BillAdjustment, countingOf, lastWord } from './adjustment.ts'
import { type AskedAdjustment, spreadOver } from './spread.ts'

const work = (name: string) =>
  ({ workId: name, sourceId: name, revision: 1, hours: '8', billBucket: 'priced', billMinor: 0n }) as Work
const desired = (amountMinor: bigint, hours = '8', currency = 'EUR'): Desired => ({
  ...{ treatment: 'billable', hours, amountMinor, currency, clientId: 'ACME', contractId: 'C1' },
  ...{ legalEntity: 'DE', projectId: 'P1', laborCategory: null, workOn: day('2026-10-05') },
  ...{ rate: '150', rateId: 'R', decision: '{"rate":{"amount":"150"}}', ...nowhere },
})
const decided: BillAdjustment = {
  ...{ workId: 'a', adjustmentId: 'A', what: 'write_down', how: 'by_amount', size: '200', currency: 'EUR' },
  ...{ reason: 'goodwill', adjustedOn: day('2026-11-02'), author: 'person:pm', decidedBy: 'person:boss' },
  ...{ decidedPosition: 10n, takenBackPosition: null },
}
const rows = (adjustments: readonly BillAdjustment[], of = desired(120000n)) => {
  const done = adjustBill({ work: work('a'), desired: of }, adjustments, false)
  assert(done.desired !== 'keep')
  const parts = done.desired.map((one) => `${one.treatment} ${one.hours} ${one.amountMinor}`)
  return [done.work.billBucket, done.work.billMinor, ...parts]
}

// 8 h x 150 = 1,200.00. What is taken off and what is left come to the same.
const table: readonly (readonly [Partial<BillAdjustment>, readonly unknown[]])[] = [
  [{}, ['priced', 120000n, 'billable 8 100000', 'written_off 0 20000']],
  [
    { how: 'by_percent', size: '12.5', currency: null },
    ['priced', 120000n, 'billable 8 105000', 'written_off 0 15000'],
  ],
  [{ how: 'to_amount', size: '999.99' }, ['priced', 120000n, 'billable 8 99999', 'written_off 0 20001']],
  [{ how: 'to_rate', size: '120' }, ['priced', 120000n, 'billable 8 96000', 'written_off 0 24000']],
  [
    { how: 'to_quantity', size: '6', currency: null },
    ['priced', 120000n, 'billable 6 90000', 'written_off 2 30000'],
  ],
  [
    { what: 'write_off', how: null, size: null, currency: null },
    ['written_off', 120000n, 'written_off 8 120000'],
  ],
  [{ what: 'write_up', size: '50' }, ['priced', 125000n, 'billable 8 125000']],
  [
    { what: 'write_up', how: 'to_quantity', size: '9', currency: null },
    ['priced', 135000n, 'billable 9 135000'],
  ],
  // By the time that it counts the work may be worth less, or be billed in another currency.
  [{ size: '5000' }, ['priced', 120000n, 'billable 8 0', 'written_off 0 120000']],
  [{ how: 'to_amount', size: '1500' }, ['priced', 120000n, 'billable 8 120000']],
  [{ currency: 'USD' }, ['priced', 120000n, 'billable 8 120000']],
]
for (const [changes, expected] of table)
  test(`${changes.what ?? 'write_down'} ${changes.how ?? 'by_amount'} ${changes.size ?? '200'} of 1,200.00 in 8 h`, () => {
    assert.deepEqual(rows([{ ...decided, ...changes }]), expected)
  })

test('several count in the order of their days, and of one day as they were decided', () => {
  const percent = { ...decided, how: 'by_percent', size: '50', currency: null, adjustmentId: 'B' } as const
  const after = rows([{ ...percent, decidedPosition: 12n }, decided])
  assert.deepEqual(after.slice(2), ['billable 8 50000', 'written_off 0 70000'])
  const before = rows([{ ...percent, decidedPosition: 12n, adjustedOn: day('2026-11-01') }, decided])
  assert.deepEqual(before.slice(2), ['billable 8 40000', 'written_off 0 80000'])
})

test('what is included or left to its group is no matter of anybody', () => {
  assert.deepEqual(adjustBill({ work: work('a'), desired: 'keep' }, [decided], false).desired, 'keep')
  assert.deepEqual(adjustBill({ work: work('a'), desired: null }, [decided], false).desired, [])
  const included = { ...desired(120000n), treatment: 'included' } as const
  assert.deepEqual(adjustBill({ work: work('a'), desired: included }, [decided], false).desired, [included])
})

test('the decision of a charge says who, when, why and how much', () => {
  const {
    desired: [kept],
  } = adjustBill({ work: work('a'), desired: desired(120000n) }, [decided], false) as {
    desired: readonly Desired[]
  }
  assert.deepEqual(JSON.parse(kept!.decision), {
    rate: { amount: '150' },
    adjusted: [
      'On 2026-11-02 it was written down from 1200.00 to 1000.00 EUR, proposed by person:pm, approved by person:boss: goodwill.',
    ],
  })
})

test('a decision counts from its own position until the one that takes it back', () => {
  const gone = { ...decided, takenBackPosition: 20n }
  assert.deepEqual(
    [9n, 10n, 19n, 20n].map((at) => countingOf([gone], at).length),
    [0, 1, 1, 0],
  )
  assert.equal(countingOf([gone]).length, 0)
  assert.deepEqual([lastWord([gone], 5n), lastWord([gone], 30n), lastWord(undefined, 5n)], [20n, 30n, 5n])
})

const spread = (
  asked: Partial<AskedAdjustment>,
  amounts: readonly (readonly [string, bigint, string?])[],
) => {
  const standard = { what: 'write_down', how: 'by_amount', size: '100', currency: 'EUR' } as const
  const candidates = amounts.map(([name, minor, currency]) => ({
    workId: name,
    valued: valuedOf(work(name), desired(minor, '8', currency ?? 'EUR')),
  }))
  const { sizes, faults, unchanged } = spreadOver({ ...standard, ...asked }, candidates)
  return { sizes: Object.fromEntries(sizes), faults: faults.map((one) => one.message), unchanged }
}

test('an amount is spread to the last cent in proportion to what the works are worth', () => {
  const three = [
    ['a', 10000n],
    ['b', 10000n],
    ['c', 10000n],
  ] as const
  assert.deepEqual(spread({}, three).sizes, { a: '33.34', b: '33.33', c: '33.33' })
  const { sizes } = spread({ how: 'to_amount', size: '150' }, [
    ['a', 10000n],
    ['b', 20000n],
  ])
  assert.deepEqual(sizes, { a: '50.00', b: '100.00' })
  assert.deepEqual(spread({ how: 'by_percent', size: '10', currency: null }, three).sizes, {
    a: '10',
    b: '10',
    c: '10',
  })
})

test('what cannot be is told with its place and what to do', () => {
  const one = [['a', 10000n]] as const
  const two = [
    ['a', 10000n],
    ['b', 10000n],
  ] as const
  const faults = (asked: Partial<AskedAdjustment>, of: Parameters<typeof spread>[1] = one) =>
    spread(asked, of).faults
  assert.deepEqual(faults({ size: '100.01' }), ['is more than the 100.00 EUR that there is'])
  assert.deepEqual(faults({ size: '1.005' }), ['has more digits than EUR'])
  assert.deepEqual(faults({ size: '0' }), ['changes nothing: say more than zero'])
  assert.deepEqual(faults({ how: 'to_amount', size: '120' }), [
    'is no write-down: it is worth 100.00 EUR now',
  ])
  assert.deepEqual(faults({ what: 'write_up', how: 'to_amount', size: '90' }), [
    'is no write-up: it is worth 100.00 EUR now',
  ])
  assert.deepEqual(faults({ how: 'by_percent', size: '101', currency: null }), [
    'takes off more than there is: say 100 or less',
  ])
  assert.deepEqual(faults({ how: null, size: null, currency: null }).length, 1)
  assert.deepEqual(faults({ how: 'to_quantity', size: '4', currency: null }, two), [
    'is said of one work; of many say a percent, a rate or an amount',
  ])
  assert.deepEqual(
    faults({}, [
      ['a', 10000n],
      ['b', 10000n, 'USD'],
    ]),
    ['is billed in USD, not in EUR: propose it apart'],
  )
  assert.deepEqual(faults({ how: 'to_quantity', size: '9', currency: null }), [
    'it is not written down: it is worth 100.00 by now',
  ])
  assert.deepEqual(spread({ how: 'to_quantity', size: '8', currency: null }, one).unchanged, ['a'])
})
