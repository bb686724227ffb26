import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { anyDecimal, fractionOf, isRounded, times, whole } from '../../test/fraction.ts'
import { guarantee } from '../../test/property.ts'
import { minorUnitsByCurrency } from './currencies.ts'
import type { Decimal } from './decimal.ts'
import { decimal, formatDecimal, multiplyDecimal, roundDecimal } from './decimal.ts'
import type { Money } from './money.ts'
import {
  addMoney,
  allocate,
  decimalOfMoney,
  extend,
  formatMoney,
  isCurrency,
  minorUnits,
  moneyOfDecimal,
  parseMoney,
  sumMoney,
} from './money.ts'

const anyCurrency = fc.constantFrom('EUR', 'JPY', 'KWD', 'CLF', 'USD')
const anyMoney = fc
  .tuple(
    fc.oneof(fc.bigInt({ min: -500n, max: 500n }), fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n })),
    anyCurrency,
  )
  .map(([minor, currency]) => ({ minor, currency }))

guarantee('an extension is the exact product, rounded once, half away from zero', {
  holds: extend,
  planted: {
    'a product through doubles': (q: Decimal, r: Decimal, currency: string) => ({
      minor: BigInt(
        Math.round(Number(formatDecimal(q)) * Number(formatDecimal(r)) * 10 ** minorUnits(currency)),
      ),
      currency,
    }),
    'a quantity cut to two digits first': (q: Decimal, r: Decimal, currency: string) =>
      extend(roundDecimal(q, 2, 'half_away'), r, currency),
    'bankers rounding': (q: Decimal, r: Decimal, currency: string) =>
      moneyOfDecimal(multiplyDecimal(q, r), currency, 'half_even'),
  },
  property: (implementation) =>
    fc.property(anyDecimal, anyDecimal, anyCurrency, (quantity, rate, currency) => {
      const exact = times(fractionOf(quantity), fractionOf(rate))
      const inMinor = times(exact, whole(10n ** BigInt(minorUnits(currency))))
      assert.ok(isRounded(inMinor, implementation(quantity, rate, currency).minor, 'half_away'))
    }),
})

const anyWeights = fc
  .array(fc.bigInt({ min: 0n, max: 50n }), { minLength: 1, maxLength: 12 })
  .filter((weights) => weights.some((weight) => weight > 0n))

guarantee('parts of an allocation add up, and each is within one minor unit of its share', {
  holds: allocate,
  planted: {
    'shares that are each rounded': (total: Money, weights: readonly bigint[]) => {
      const sum = weights.reduce((a, b) => a + b, 0n)
      return weights.map((weight) =>
        extend({ coefficient: total.minor * weight, scale: 0 }, decimal('1'), 'JPY').minor === 0n
          ? { ...total, minor: 0n }
          : { ...total, minor: (total.minor * weight) / sum },
      )
    },
    'a remainder thrown on the first part': (total: Money, weights: readonly bigint[]) => {
      const sum = weights.reduce((a, b) => a + b, 0n)
      const parts = weights.map((weight) => ({ ...total, minor: (total.minor * weight) / sum }))
      const left = total.minor - parts.reduce((a, part) => a + part.minor, 0n)
      return parts.map((part, index) => (index === 0 ? { ...part, minor: part.minor + left } : part))
    },
  },
  property: (implementation) =>
    fc.property(anyMoney, anyWeights, (total, weights) => {
      const parts = implementation(total, weights)
      assert.equal(parts.length, weights.length)
      assert.equal(sumMoney(parts, total.currency).minor, total.minor)
      const sum = weights.reduce((a, b) => a + b, 0n)
      for (const [index, part] of parts.entries()) {
        const distance = part.minor * sum - total.minor * weights[index]!
        assert.ok(distance < sum && distance > -sum)
        if (weights[index] === 0n) assert.equal(part.minor, 0n)
      }
      const mirrored = implementation({ ...total, minor: -total.minor }, weights)
      assert.deepEqual(
        mirrored.map((part) => -part.minor || 0n),
        parts.map((part) => part.minor),
      )
    }),
})

guarantee('an amount that is written and read again is the same amount', {
  holds: formatMoney,
  planted: { 'two digits for every currency': (m: Money) => formatMoney({ ...m, currency: 'EUR' }) },
  property: (format) =>
    fc.property(anyMoney, (money) => {
      const text = format(money)
      assert.deepEqual(parseMoney(text, money.currency), money)
      assert.equal((text.split('.')[1] ?? '').length, minorUnits(money.currency))
      assert.deepEqual(moneyOfDecimal(decimalOfMoney(money), money.currency, 'down'), money)
    }),
})

test('an amount with more digits than its currency has is refused', () => {
  assert.equal(parseMoney('1.005', 'EUR'), null)
  assert.equal(parseMoney('1.000', 'EUR'), null)
  assert.equal(parseMoney('1.5', 'JPY'), null)
  assert.equal(parseMoney('1e2', 'EUR'), null)
  assert.equal(parseMoney('1.005', 'KWD')?.minor, 1005n)
  assert.equal(parseMoney('12', 'EUR')?.minor, 1200n)
})

test('amounts of two currencies never mix', () => {
  const [euro, yen] = [
    { minor: 1n, currency: 'EUR' },
    { minor: 1n, currency: 'JPY' },
  ]
  assert.throws(() => addMoney(euro, yen), { name: 'Bug' })
  assert.throws(() => sumMoney([euro, yen], 'EUR'), { name: 'Bug' })
})

test('an amount is never allocated to nobody', () => {
  assert.throws(() => allocate({ minor: 5n, currency: 'EUR' }, []), { name: 'Bug' })
  assert.throws(() => allocate({ minor: 5n, currency: 'EUR' }, [0n, 0n]), { name: 'Bug' })
  assert.throws(() => allocate({ minor: 5n, currency: 'EUR' }, [2n, -1n]), { name: 'Bug' })
  assert.deepEqual(allocate({ minor: 0n, currency: 'EUR' }, []), [])
})

test('minor units are those of ISO 4217', () => {
  const table = { EUR: 2, USD: 2, GBP: 2, CHF: 2, JPY: 0, KRW: 0, ISK: 0, VND: 0, UYI: 0, KWD: 3, BHD: 3 }
  const more = { TND: 3, OMR: 3, IQD: 3, LYD: 3, JOD: 3, CLF: 4, UYW: 4, HUF: 2, IDR: 2, MGA: 2, XCG: 2 }
  for (const [code, digits] of Object.entries({ ...table, ...more }))
    assert.equal(minorUnits(code), digits, code)
  for (const code of ['eur', 'XAU', 'XXX', 'XTS', 'DEM', '', 'toString'])
    assert.equal(isCurrency(code), false)
  for (const code of minorUnitsByCurrency.keys()) assert.match(code, /^[A-Z]{3}$/)
})

test('every currency that the platform knows as current has minor units', () => {
  // Left out on purpose: withdrawn ones (CUC, HRK, SLL, ZWL) and units of account without minor units.
  const leftOut = ['CUC', 'HRK', 'SLL', 'ZWL', 'XDR', 'XSU', 'XUA']
  const missing = Intl.supportedValuesOf('currency').filter(
    (code) => !isCurrency(code) && !leftOut.includes(code),
  )
  assert.deepEqual(missing, [])
})
