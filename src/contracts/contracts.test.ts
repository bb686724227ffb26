import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { guarantee } from '../../test/property.ts'
import { day } from '../kernel/dates.ts'
import { decimal } from '../kernel/decimal.ts'
import { isRejection, reject } from '../kernel/errors.ts'
import type { Money } from '../kernel/money.ts'
import { formatMoney, parseMoney, sumMoney } from '../kernel/money.ts'
import { decideBill } from './bill.ts'
import { dueInstalments, equalInstalments, percentInstalments, scheduleOf } from './instalments.ts'
import type { ContractKind } from './terms.ts'

const euro = (text: string): Money => parseMoney(text, 'EUR')!
const missing = reject('MISSING_RATE', 'No rate')
const contract = (kind: ContractKind) => ({ kind, currency: 'EUR', contractId: 'k1' })

const table: readonly (readonly [ContractKind, boolean, 'rated' | 'unrated', string])[] = [
  ['time_and_materials', true, 'rated', 'priced 100.00'],
  ['time_and_materials', true, 'unrated', 'MISSING_RATE'],
  ['time_and_materials', false, 'rated', 'non_billable 100.00'],
  ['time_and_materials', false, 'unrated', 'non_billable none'],
  ['fixed_fee', true, 'rated', 'included 100.00'],
  ['fixed_fee', true, 'unrated', 'included none'],
  ['fixed_fee', false, 'rated', 'non_billable 100.00'],
  ['internal', true, 'rated', 'non_billable 100.00'],
  ['internal', true, 'unrated', 'non_billable none'],
  ['internal', false, 'unrated', 'non_billable none'],
]

for (const [kind, billable, rated, expected] of table) {
  test(`${billable ? 'billable' : 'non-billable'} ${rated} work under ${kind} is ${expected}`, () => {
    const outcome = decideBill(
      { billable },
      contract(kind),
      rated === 'rated' ? { amount: euro('100.00') } : missing,
    )
    if (isRejection(outcome)) return assert.equal(outcome.code, expected)
    const value = outcome.bucket === 'priced' ? outcome.amount : outcome.standardValue
    assert.equal(`${outcome.bucket} ${value === null ? 'none' : formatMoney(value)}`, expected)
  })
}

test('work is never billed in another currency than its contract has', () => {
  const outcome = decideBill({ billable: true }, contract('time_and_materials'), {
    amount: { minor: 1n, currency: 'USD' },
  })
  assert.ok(isRejection(outcome) && outcome.code === 'CURRENCY_MISMATCH')
})

const anyFee = fc.bigInt({ min: 0n, max: 10n ** 9n }).map((minor) => ({ minor, currency: 'EUR' }))

guarantee('instalments add up to the fee, none is negative, and only the last differs', {
  holds: equalInstalments,
  planted: {
    'cents dropped': (fee: Money, count: number) =>
      Array.from({ length: count }, () => ({ ...fee, minor: fee.minor / BigInt(count) })),
    'parts rounded to the nearest': (fee: Money, count: number) => {
      const part = (fee.minor * 2n + BigInt(count)) / (2n * BigInt(count))
      return Array.from({ length: count }, (_, at) => ({
        ...fee,
        minor: at === count - 1 ? fee.minor - part * BigInt(count - 1) : part,
      }))
    },
  },
  property: (divide) =>
    fc.property(
      fc.oneof(
        anyFee,
        fc.bigInt({ min: 0n, max: 40n }).map((minor) => ({ minor, currency: 'EUR' })),
      ),
      fc.integer({ min: 1, max: 60 }),
      (fee, count) => {
        const parts = divide(fee, count)
        assert.equal(parts.length, count)
        assert.equal(sumMoney(parts, 'EUR').minor, fee.minor)
        for (const [at, part] of parts.entries()) {
          assert.ok(part.minor >= 0n)
          if (at < count - 1) assert.equal(part.minor, parts[0]!.minor)
        }
        assert.ok(parts.at(-1)!.minor - parts[0]!.minor < BigInt(count))
      },
    ),
})

test('instalments by percentage add up to the fee, and percentages to 100', () => {
  const parts = percentInstalments(euro('100.01'), ['33.33', '33.33', '33.34'].map(decimal))
  assert.deepEqual(parts.map(formatMoney), ['33.33', '33.33', '33.35'])
  assert.throws(() => percentInstalments(euro('100.00'), [decimal('50'), decimal('49')]), { name: 'Bug' })
})

test('an instalment is due on its day', () => {
  const days = [day('2026-01-31'), day('2026-02-28'), day('2026-03-31')]
  const schedule = scheduleOf(equalInstalments(euro('10000.00'), 3), days)
  const due = (text: string) => dueInstalments(schedule, day(text)).map(({ sequence }) => sequence)
  assert.deepEqual([due('2026-01-30'), due('2026-02-28'), due('2026-12-31')], [[], [1, 2], [1, 2, 3]])
  assert.throws(() => scheduleOf(equalInstalments(euro('2.00'), 3), days.toReversed()), { name: 'Bug' })
})
