import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { guarantee } from '../../../test/property.ts'
import { day } from '../../kernel/dates.ts'
import { decimal } from '../../kernel/decimal.ts'
import { convert, type ExchangeRate, findRate, fixedRate } from './exchange.ts'

const listed = (from: string, to: string, on: string, rate: string, learned = 0): ExchangeRate => ({
  type: 'spot',
  from,
  to,
  on,
  rate: decimal(rate),
  learned,
})
const rates = [
  listed('EUR', 'USD', '2026-06-01', '1.08'),
  listed('EUR', 'USD', '2026-06-10', '1.10'),
  listed('EUR', 'USD', '2026-06-10', '1.11', 7),
  listed('EUR', 'JPY', '2026-06-01', '170'),
]
const ask = (from: string, to: string, on: string, more = {}) =>
  findRate(rates, { type: 'spot', from, to, on: day(on), ...more })

test('the latest rate on a day or before it counts, of one day the one learned last', () => {
  assert.equal(ask('EUR', 'USD', '2026-05-31'), null)
  assert.deepEqual(ask('EUR', 'USD', '2026-06-09')?.numerator, decimal('1.08'))
  assert.deepEqual(ask('EUR', 'USD', '2026-06-30')?.numerator, decimal('1.11'))
  assert.equal(ask('EUR', 'USD', '2026-06-30', { maximumAgeDays: 19 }), null)
  assert.notEqual(ask('EUR', 'USD', '2026-06-30', { maximumAgeDays: 20 }), null)
  assert.equal(ask('EUR', 'USD', '2026-06-30', { type: 'average' }), null)
})

test('a rate is turned around exactly, and two meet over the pivot', () => {
  const back = ask('USD', 'EUR', '2026-06-09')!
  assert.equal(convert({ minor: 10800n, currency: 'USD' }, back).minor, 10000n)
  assert.equal(ask('USD', 'JPY', '2026-06-09'), null)
  const over = ask('USD', 'JPY', '2026-06-09', { pivot: 'EUR' })!
  // 108.00 USD are 100.00 EUR are 17,000 JPY, without a rounding in between.
  assert.deepEqual(convert({ minor: 10800n, currency: 'USD' }, over), { minor: 17000n, currency: 'JPY' })
})

const anyMinor = fc.bigInt({ min: -1_000_000_000_000n, max: 1_000_000_000_000n })
const anyRate = fc.integer({ min: 1, max: 10 ** 9 }).map((n) => ({ coefficient: BigInt(n), scale: 6 }))

guarantee('an amount is converted to the nearest minor unit, and its mirror image to the mirror image', {
  holds: convert,
  planted: {
    'what is left is cut': (amount, rate) => {
      const made = convert(amount, rate)
      return { ...made, minor: made.minor > 0n ? made.minor - 1n : made.minor }
    },
    'the minor units of the two currencies are taken to be alike': (amount, rate) =>
      convert(amount, { ...rate, denominator: { coefficient: 1n, scale: 2 } }),
  },
  property: (exchange: typeof convert) =>
    fc.property(anyMinor, anyRate, (minor, rate) => {
      const found = fixedRate('EUR', 'JPY', rate)
      const made = exchange({ minor, currency: 'EUR' }, found)
      // In JPY: minor / 100 x rate; twice the distance is at most one unit.
      const bottom = 100n * 10n ** 6n
      const off = made.minor * bottom - minor * rate.coefficient
      assert.ok(2n * (off < 0n ? -off : off) <= bottom)
      assert.equal(exchange({ minor: -minor, currency: 'EUR' }, found).minor, -made.minor)
    }),
})
