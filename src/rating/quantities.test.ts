import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { guarantee } from '../../test/property.ts'
import { addDecimal, compareDecimal, type Decimal, decimal, formatDecimal } from '../kernel/decimal.ts'
import { formatMoney } from '../kernel/money.ts'
import { lengthOf, roundSpan, spanOf } from './clock.ts'
import { fromSeconds, inOneUnit, toSeconds } from './durations.ts'
import { exactly, extendAt, sumExact } from './extension.ts'
import { roundQuantity } from './increments.ts'
import { type DayRule, professionalDays, professionalDaysTogether } from './professional-days.ts'

const sum = (list: readonly Decimal[]) => list.reduce(addDecimal, decimal('0'))
const halves: DayRule = {
  bands: [
    { upToSeconds: decimal('12600'), days: decimal('0.5') },
    { upToSeconds: decimal('25200'), days: decimal('1') },
  ],
  inclusive: true,
  beyond: 'last',
}

test('exact halves go down where the contract says so', () => {
  const rule = { step: decimal('15'), mode: 'nearest_half_down', basis: 'entry' } as const
  assert.deepEqual(
    ['7.5', '7.6', '22.5', '-7.5'].map((one) => formatDecimal(roundQuantity(decimal(one), rule))),
    ['0', '15', '15', '0'],
  )
})

test('a span that rounding turns around has no length', () => {
  const span = roundSpan(spanOf('12:01', '12:10'), {
    begin: { stepSeconds: 900, mode: 'up' },
    end: { stepSeconds: 900, mode: 'down' },
  })
  assert.equal(formatDecimal(lengthOf(span)), '0')
  assert.equal(formatDecimal(lengthOf(spanOf('22:00', '06:00'))), '28800')
})

test('days beyond the last bound end or begin again, and a bound may belong to the band above it', () => {
  const told = (seconds: string, about: Partial<DayRule>) =>
    formatDecimal(professionalDays(decimal(seconds), { ...halves, ...about }))
  assert.equal(told('36000', {}), '1')
  assert.equal(told('36000', { beyond: 'repeat' }), '1.5')
  assert.equal(told('12600', { inclusive: false }), '1')
  assert.equal(told('-3600', {}), '-0.5')
})

test('hours meet a rate a day by the length of the day, rounded once', () => {
  const daily = { price: decimal('1000'), per: 'day', hoursPerDay: decimal('7.5') } as const
  assert.equal(formatMoney(extendAt(decimal('1'), 'hour', daily, 'EUR')), '133.33')
  assert.equal(formatMoney(extendAt(decimal('450'), 'minute', daily, 'EUR')), '1000.00')
  assert.equal(
    formatMoney(extendAt(decimal('0.5'), 'day', { price: decimal('100'), per: 'hour' }, 'EUR')),
    '400.00',
  )
})

const anySeconds = fc.array(
  fc.integer({ min: 0, max: 40_000 }).map((n) => ({ coefficient: BigInt(n), scale: 0 })),
  { minLength: 1, maxLength: 9 },
)

guarantee('days of several entries add up to the days of their sum', {
  holds: professionalDaysTogether,
  planted: {
    'each entry for itself': ((list, rule) =>
      list.map((one) => professionalDays(one, rule))) as typeof professionalDaysTogether,
  },
  property: (together) =>
    fc.property(anySeconds, fc.constantFrom('last' as const, 'repeat' as const), (list, beyond) => {
      const rule = { ...halves, beyond }
      const days = together(list, rule)
      assert.equal(compareDecimal(sum(days), professionalDays(sum(list), rule)), 0)
      assert.ok(days.every((one) => one.coefficient >= 0n))
    }),
})

guarantee('a quantity keeps its value in whichever unit it is told', {
  holds: inOneUnit,
  planted: {
    'hours of four digits': ((list, _wanted) => ({
      unit: 'hour',
      quantities: list.map((one) => ({ coefficient: (one.coefficient * 10_000n) / 3600n, scale: 4 })),
    })) as typeof inOneUnit,
  },
  property: (told) =>
    fc.property(
      anySeconds,
      fc.constantFrom('hour' as const, 'minute' as const, 'second' as const),
      (list, wanted) => {
        const { unit, quantities } = told(list, wanted)
        for (const [at, one] of quantities.entries())
          assert.equal(compareDecimal(toSeconds(one, unit), list[at]!), 0)
        if (unit !== wanted) assert.ok(list.some((one) => fromSeconds(one, wanted) === null))
      },
    ),
})

guarantee('many exact values rounded once are at most half a cent from their sum', {
  holds: sumExact,
  planted: {
    'each is rounded': ((values, currency) => ({
      minor: [...values].map((one) => sumExact([one], currency).minor).reduce((a, b) => a + b, 0n),
      currency,
    })) as typeof sumExact,
  },
  property: (exact) =>
    fc.property(anySeconds, fc.integer({ min: 1, max: 40_000 }), (list, cents) => {
      const price = { coefficient: BigInt(cents), scale: 2 }
      const rounded = exact(
        list.map((one) => exactly(one, 'second', { price, per: 'hour' })),
        'EUR',
      )
      const whole = extendAt(sum(list), 'second', { price, per: 'hour' }, 'EUR')
      assert.equal(rounded.minor, whole.minor)
    }),
})
