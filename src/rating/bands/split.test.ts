import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { guarantee } from '../../../test/property.ts'
import { addDays, day } from '../../kernel/dates.ts'
import { addDecimal, compareDecimal, type Decimal, decimal, formatDecimal } from '../../kernel/decimal.ts'
import type { BandRule } from './rules.ts'
import { splitByBands } from './split.ts'
import type { BandedEntry } from './stretches.ts'

const hours = (text: string): Decimal => ({ coefficient: BigInt(Number(text) * 3600), scale: 0 })
const times = (text: string) => ({ kind: 'multiplier', value: decimal(text) }) as const
const weekend: BandRule = { id: 'weekend', weekdays: [6, 7], premium: times('2') }
const daily: BandRule = { id: 'daily', dailyOver: hours('8'), premium: times('1.5') }
const weekly: BandRule = { id: 'weekly', weeklyOver: hours('40'), premium: times('1.5') }
const night: BandRule = { id: 'night', between: { from: 22 * 3600, until: 6 * 3600 }, premium: times('1.25') }
const all = [weekend, daily, weekly, night]
const monday = day('2026-06-01')
const settings = { isHoliday: () => false, weekStart: 1, weekCounts: 'all' } as const
const sum = (list: readonly Decimal[]) => list.reduce(addDecimal, decimal('0'))

const entry = (id: string, on: number, about: Partial<BandedEntry>): BandedEntry => ({
  id,
  workedOn: addDays(monday, on),
  span: null,
  billed: decimal('0'),
  rules: all,
  ...about,
})
const told = (entries: readonly BandedEntry[], about: Partial<typeof settings> = {}) =>
  Object.fromEntries(
    [...splitByBands(entries, { ...settings, ...about })].map(([id, parts]) => [
      id,
      parts.map((part) => `${formatDecimal(part.quantity)} ${part.bands.map((band) => band.id).join('+')}`),
    ]),
  )

test('time is split at the threshold of the day, whichever entry crosses it', () => {
  const entries = [entry('b', 0, { billed: hours('5') }), entry('a', 0, { billed: hours('4') })]
  assert.deepEqual(told(entries), { a: ['14400 '], b: ['14400 ', '3600 daily'] })
})

test('the clock decides who came first, and a window reaches over midnight', () => {
  const span = { begin: 20 * 3600, end: 27 * 3600 }
  const entries = [
    entry('a', 0, { billed: hours('7'), span }),
    entry('b', 0, { billed: hours('8'), span: { begin: 8 * 3600, end: 16 * 3600 } }),
  ]
  assert.deepEqual(told(entries), { b: ['28800 '], a: ['7200 daily', '18000 daily+night'] })
})

test('time past midnight has the calendar of the next day', () => {
  const span = { begin: 20 * 3600, end: 26 * 3600 }
  assert.deepEqual(told([entry('a', 4, { billed: hours('6'), span, rules: [weekend] })]), {
    a: ['14400 ', '7200 weekend'],
  })
})

test('hours of a daily band fill the week only where the contract says so', () => {
  const week = [0, 1, 2, 3, 4].map((on) =>
    entry(String(on), on, { billed: hours('9'), rules: [daily, weekly] }),
  )
  assert.deepEqual(told(week)['4'], ['14400 ', '14400 weekly', '3600 daily+weekly'])
  assert.deepEqual(told(week, { weekCounts: 'without_daily' } as never)['4'], ['28800 ', '3600 daily+weekly'])
})

test('what rounding added is time at the end, and what it took is missing there', () => {
  const span = { begin: 21 * 3600, end: 23 * 3600 }
  const of = (billed: string) => told([entry('a', 0, { billed: decimal(billed), span, rules: [night] })]).a
  assert.deepEqual(of('9000'), ['3600 ', '5400 night'])
  assert.deepEqual(of('5400'), ['3600 ', '1800 night'])
  assert.deepEqual(of('1800'), ['1800 '])
})

const anyEntries = fc.array(
  fc.record({
    on: fc.integer({ min: 0, max: 13 }),
    begin: fc.option(fc.integer({ min: 0, max: 86_399 }), { nil: null }),
    seconds: fc.integer({ min: 0, max: 50_000 }),
    extra: fc.integer({ min: -900, max: 900 }),
  }),
  { minLength: 1, maxLength: 12 },
)

guarantee('parts add up to their entry, no part is below zero, and the order of arrival never matters', {
  holds: splitByBands,
  planted: {
    'the part over a threshold is lost': ((entries, about) =>
      new Map(
        [...splitByBands(entries, about)].map(([id, parts]) => [id, parts.slice(0, 1)]),
      )) as typeof splitByBands,
    'totals run in the order of arrival': ((entries, about) => {
      const found = new Map()
      const before: BandedEntry[] = []
      for (const one of entries) {
        before.push(one)
        found.set(one.id, splitByBands(before, about).get(one.id))
      }
      return found
    }) as typeof splitByBands,
  },
  runs: 300,
  property: (split) =>
    fc.property(anyEntries, fc.constantFrom('all' as const, 'without_daily' as const), (list, weekCounts) => {
      const entries = list.map(({ on, begin, seconds, extra }, at) =>
        entry(String(at).padStart(2, '0'), on, {
          span: begin === null ? null : { begin, end: begin + seconds },
          billed: { coefficient: BigInt(Math.max(0, seconds + extra)), scale: 0 },
        }),
      )
      const parts = split(entries, { ...settings, weekCounts })
      for (const one of entries) {
        const own = parts.get(one.id)!
        assert.equal(compareDecimal(sum(own.map((part) => part.quantity)), one.billed), 0)
        assert.ok(own.every((part) => part.quantity.coefficient >= 0n))
      }
      const other = split(entries.toReversed(), { ...settings, weekCounts })
      for (const one of entries) assert.deepEqual(other.get(one.id), parts.get(one.id))
      // No hour of a day before the eighth is overtime of the day.
      for (const on of new Set(entries.map((one) => one.workedOn))) {
        const plain = entries.filter((one) => one.workedOn === on).flatMap((one) => [...parts.get(one.id)!])
        const over = sum(plain.filter((part) => part.bands.includes(daily)).map((part) => part.quantity))
        const total = sum(plain.map((part) => part.quantity))
        const expected = total.coefficient - hours('8').coefficient
        assert.equal(over.coefficient, expected > 0n ? expected : 0n)
      }
    }),
})
