import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { guarantee } from '../../test/property.ts'
import { addDays, day } from '../kernel/dates.ts'
import { decimal, formatDecimal } from '../kernel/decimal.ts'
import { ageOf } from './ageing.ts'
import { marginsOf, transferOf } from './intercompany.ts'
import { type EntryHead, entryOf, type JournalLine } from './journal.ts'
import { averageOf, reckon } from './measures.ts'
import { trialBalances } from './trial-balance.ts'

const euro = (minor: bigint) => ({ minor, currency: 'EUR' })
const dollar = (minor: bigint) => ({ minor, currency: 'USD' })
const head: EntryHead = {
  id: 'X',
  ledger: 'US',
  currency: 'USD',
  on: day('2026-06-01'),
  bookedOn: day('2026-06-01'),
  event: 'invoice',
  about: 'I1',
  correlation: null,
}
/** Credits of random sizes and one debit against them, each converted by itself. */
const lines = fc
  .array(fc.bigInt(1n, 10n ** 7n), { minLength: 1, maxLength: 8 })
  .map((credits): JournalLine[] => {
    const sum = credits.reduce((total, one) => total + one, 0n)
    const converted = (amount: bigint) => (amount * 1087n + 500n) / 1000n
    return [
      { purpose: 'receivables', amount: euro(sum), value: dollar(converted(sum)) },
      ...credits.map(
        (one): JournalLine => ({ purpose: 'revenue', amount: euro(-one), value: dollar(-converted(one)) }),
      ),
    ]
  })

guarantee('every entry adds up to nothing in its ledger, with rounding on a line of its own', {
  holds: entryOf,
  planted: {
    'rounding dropped': ((about, list) => ({ ...about, lines: list })) as typeof entryOf,
  },
  property: (make) =>
    fc.property(lines, (list) => {
      const entry = make(head, list)
      const own = entry.lines.filter((line) => line.purpose !== 'rounding')
      const kept = own.every((line, at) => line.value.minor === list[at]!.value.minor)
      const [balance] = trialBalances([entry], head.on)
      return kept && balance!.sum.minor === 0n
    }),
})

test('an entry that does not balance in the currency of what happened is a bug', () => {
  const list: JournalLine[] = [
    { purpose: 'receivables', amount: euro(100n), value: dollar(110n) },
    { purpose: 'revenue', amount: euro(-99n), value: dollar(-110n) },
  ]
  assert.throws(() => entryOf(head, list), /does not balance in EUR/)
})

test('a difference larger than rounding is a bug', () => {
  const list: JournalLine[] = [
    { purpose: 'receivables', amount: euro(100n), value: dollar(110n) },
    { purpose: 'revenue', amount: euro(-100n), value: dollar(-90n) },
  ]
  assert.throws(() => entryOf(head, list), /more than rounding/)
})

const margin = fc.tuple(fc.bigInt(0n, 10n ** 9n), fc.bigInt(0n, 10n ** 9n), fc.bigInt(0n, 10n ** 9n))
guarantee('the margins of lender and borrower add up to that of the group, whatever the transfer price', {
  holds: marginsOf,
  planted: {
    'the transfer price counted as cost of the group': ((cost, transfer, bill) => {
      const margins = marginsOf(cost, transfer, bill)
      return { ...margins, group: euro(bill.minor - cost.minor - transfer.minor) }
    }) as typeof marginsOf,
  },
  property: (reckonMargins) =>
    fc.property(margin, ([cost, transfer, bill]) => {
      const one = reckonMargins(euro(cost), euro(transfer), euro(bill))
      return one.lender.minor + one.borrower.minor === one.group.minor && one.group.minor === bill - cost
    }),
})

test('a transfer price is a price an hour, cost with an addition, or a part of the bill', () => {
  const work = { quantity: decimal('20'), perHour: 60n, cost: euro(2_933n), bill: euro(6_667n) }
  const fixed = { method: 'fixed', rate: decimal('120'), currency: 'USD' } as const
  assert.deepEqual(transferOf(fixed, work), dollar(4_000n))
  // 29.33 x 1.08 = 31.6764, and 66.67 x 0.6 = 40.002.
  assert.deepEqual(transferOf({ method: 'cost_plus', percent: decimal('8') }, work), euro(3_168n))
  assert.deepEqual(transferOf({ method: 'percent_of_bill', percent: decimal('60') }, work), euro(4_000n))
})

guarantee('ageing loses nothing: the stretches add up to everything that is not in the future', {
  holds: ageOf,
  planted: {
    'the oldest dropped': ((list, on, ends, currency) =>
      ageOf(list, on, ends, currency).slice(0, -1)) as typeof ageOf,
    'an end that lies in two stretches': ((list, on, ends, currency) =>
      ageOf(
        [...list, ...list.filter((one) => one.on === addDays(on, -ends[0]!))],
        on,
        ends,
        currency,
      )) as typeof ageOf,
  },
  property: (age) =>
    fc.property(
      fc.array(fc.record({ back: fc.integer({ min: -20, max: 200 }), amount: fc.bigInt(1n, 9999n) })),
      (list) => {
        const on = day('2026-06-30')
        const dated = list.map((one) => ({ on: addDays(on, -one.back), amount: euro(one.amount) }))
        const past = list.filter((one) => one.back >= 0).reduce((sum, one) => sum + one.amount, 0n)
        return age(dated, on, [30, 60, 90], 'EUR').reduce((sum, one) => sum + one.amount.minor, 0n) === past
      },
    ),
})

test('a measure that would divide by nothing has no number, and an average is exact', () => {
  assert.equal(
    reckon('utilization', () => decimal('0')),
    null,
  )
  assert.equal(formatDecimal(averageOf(decimal('0.01'), decimal('0.02'))), '0.015')
})
