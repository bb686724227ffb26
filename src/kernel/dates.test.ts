import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { guarantee } from '../../test/property.ts'
import type { Day } from './dates.ts'
import { addDays, compareDay, day, dayOfWeek, daysBetween, parseDay } from './dates.ts'
import type { Period } from './periods.ts'
import {
  contains,
  lastDay,
  monthOf,
  monthPeriod,
  overlaps,
  parseMonth,
  periodThrough,
  weekOf,
} from './periods.ts'

const first = Temporal.PlainDate.from('0001-01-01')
const spell = (date: Temporal.PlainDate) => date.toString() as Day

/** Any day of the calendar, with many at the turn of months, of leap years and of centuries. */
const anyDay = fc.oneof(
  fc.integer({ min: 0, max: 3_652_058 }).map((days) => spell(first.add({ days }))),
  fc
    .tuple(
      fc.constantFrom(1900, 2000, 2023, 2024, 2100),
      fc.constantFrom(1, 3, 12),
      fc.integer({ min: -3, max: 3 }),
    )
    .map(([year, month, days]) => spell(Temporal.PlainDate.from({ year, month, day: 1 }).add({ days }))),
)

guarantee('days are counted as the Gregorian calendar counts them', {
  holds: { addDays, daysBetween, dayOfWeek },
  planted: {
    'leap years every four years': {
      addDays,
      dayOfWeek,
      daysBetween: (a: Day, b: Day) => {
        const count = (d: Day) => {
          const [year, month, dayOfMonth] = d.split('-').map(Number) as [number, number, number]
          const [y, m] = month < 3 ? [year - 1, month + 12] : [year, month]
          return y * 365 + Math.floor(y / 4) + Math.floor((153 * (m - 3) + 2) / 5) + dayOfMonth
        }
        return count(b) - count(a)
      },
    },
    'a week that begins on Sunday': {
      addDays,
      daysBetween,
      dayOfWeek: (d: Day) => ((dayOfWeek(d) % 7) + 1) as 1,
    },
  },
  property: (calendar) =>
    fc.property(anyDay, fc.integer({ min: -800, max: 800 }), anyDay, (d, n, other) => {
      const date = Temporal.PlainDate.from(d)
      const moved = date.add({ days: n })
      fc.pre(moved.year >= 1 && moved.year <= 9999)
      assert.equal(calendar.addDays(d, n), moved.toString())
      assert.equal(calendar.dayOfWeek(d), date.dayOfWeek)
      assert.equal(calendar.daysBetween(d, other), date.until(other, { largestUnit: 'days' }).days)
      assert.equal(compareDay(d, other), Temporal.PlainDate.compare(date, other))
    }),
})

guarantee('a text is a day exactly when that day exists', {
  holds: parseDay,
  planted: {
    'every month has 31 days': (text: string) =>
      /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/.test(text) ? (text as Day) : null,
    'the platform that forgives': (text: string) => (Number.isNaN(Date.parse(text)) ? null : (text as Day)),
  },
  property: (parse) =>
    fc.property(
      fc.integer({ min: 0, max: 9999 }),
      fc.integer({ min: 0, max: 13 }),
      fc.integer({ min: 0, max: 32 }),
      fc.constantFrom('', 'T00:00', ' ', 'Z'),
      (year, month, dayOfMonth, tail) => {
        const two = (n: number) => String(n).padStart(2, '0')
        const text = `${String(year).padStart(4, '0')}-${two(month)}-${two(dayOfMonth)}${tail}`
        let exists = tail === '' && year >= 1
        try {
          Temporal.PlainDate.from({ year, month, day: dayOfMonth }, { overflow: 'reject' })
        } catch {
          exists = false
        }
        assert.equal(parse(text) !== null, exists, text)
      },
    ),
})

test('only YYYY-MM-DD is a day', () => {
  for (const text of [
    '',
    '2026-1-01',
    '20260101',
    '2026/01/01',
    '26-01-01',
    '2026-01-0x',
    '+026-01-01',
    '٢٠٢٦-01-01',
  ]) {
    assert.equal(parseDay(text), null, text)
  }
  assert.throws(() => addDays(day('9999-12-31'), 1), { name: 'Bug' })
  assert.throws(() => addDays(day('0001-01-01'), -1), { name: 'Bug' })
})

guarantee('a period holds its first day and not its end, and two overlap when a day lies in both', {
  holds: { contains, overlaps },
  planted: {
    'an end that belongs to the period': {
      contains: (p: Period, d: Day) => p.from <= d && d <= p.until,
      overlaps,
    },
    'periods that touch overlap': {
      contains,
      overlaps: (a: Period, b: Period) => a.from <= b.until && b.from <= a.until,
    },
  },
  property: (periods) => {
    const near = fc.integer({ min: 0, max: 12 }).map((n) => addDays(day('2026-02-22'), n))
    const anyPeriod = fc
      .tuple(near, near)
      .map(([a, b]) => (a < b ? { from: a, until: b } : { from: b, until: a }))
    return fc.property(anyPeriod, anyPeriod, near, (a, b, d) => {
      const days = (p: Period) =>
        Array.from({ length: daysBetween(p.from, p.until) }, (_, n) => addDays(p.from, n))
      assert.equal(periods.contains(a, d), days(a).includes(d))
      assert.equal(
        periods.overlaps(a, b),
        days(a).some((each) => days(b).includes(each)),
      )
    })
  },
})

test('months and weeks are whole', () => {
  assert.deepEqual(monthPeriod('2024-02'), { from: '2024-02-01', until: '2024-03-01' })
  assert.deepEqual(monthPeriod('2026-12'), { from: '2026-12-01', until: '2027-01-01' })
  for (const text of ['2026-13', '2026-1', '2026', '', '2026-02-01']) assert.equal(parseMonth(text), null)
  assert.equal(monthOf(day('2026-06-30')), '2026-06')
  assert.deepEqual(weekOf(day('2026-01-04')), { from: '2025-12-29', until: '2026-01-05' })
  assert.deepEqual(weekOf(day('2026-01-05')), { from: '2026-01-05', until: '2026-01-12' })
  assert.equal(lastDay(monthPeriod('2026-06')), '2026-06-30')
  assert.deepEqual(periodThrough(day('2026-06-01'), day('2026-06-30')), monthPeriod('2026-06'))
})
