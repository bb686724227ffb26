import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { guarantee } from '../../../test/property.ts'
import { addDays, day } from '../../kernel/dates.ts'
import { accountingDate, isClosed, mayChangeTime } from './accounting-date.ts'

const start = day('2026-01-01')
const anyDay = fc.integer({ min: 0, max: 400 }).map((n) => addDays(start, n))
const anyClosed = fc.array(
  fc
    .tuple(anyDay, fc.integer({ min: 0, max: 60 }))
    .map(([from, length]) => ({ from, to: addDays(from, length) })),
  { maxLength: 6 },
)

guarantee(
  'what is booked is booked on an open day, never before its transaction, and on it where that is open',
  {
    holds: accountingDate,
    planted: {
      'only the first closed period is looked at': (on, closed, policy, open) =>
        accountingDate(on, closed.slice(0, 1), policy, open),
      'the day after a period is a day too late': (on, closed, policy, open) => {
        const found = accountingDate(on, closed, policy, open)
        return found === null || found === on ? found : addDays(found, 1)
      },
    },
    property: (date: typeof accountingDate) =>
      fc.property(anyDay, anyClosed, (on, closed) => {
        const first = date(on, closed, 'first_open_day')!
        assert.ok(first >= on && !isClosed(first, closed))
        for (let each = on; each < first; each = addDays(each, 1)) assert.ok(isClosed(each, closed))
        const end = date(on, closed, 'end_of_first_open_period')!
        assert.ok(!isClosed(end, closed))
        if (isClosed(on, closed)) assert.ok(end >= first && end.slice(0, 7) === first.slice(0, 7))
        assert.equal(date(on, closed, 'hold'), isClosed(on, closed) ? null : on)
      }),
  },
)

test('a listed open period ends where it says, a calendar month where it ends', () => {
  const closed = [{ from: day('2026-01-01'), to: day('2026-01-31') }]
  const quarter = [{ from: day('2026-02-01'), to: day('2026-04-30') }]
  const end = (open = quarter) => accountingDate(day('2026-01-05'), closed, 'end_of_first_open_period', open)
  assert.equal(end(), '2026-04-30')
  assert.equal(end([]), '2026-02-28')
})

test('time is locked so many days after its month, but not for whoever may override it', () => {
  const may = (changed: string, override = false) =>
    mayChangeTime(day('2024-02-10'), day(changed), { graceDays: 10 }, override)
  assert.deepEqual(
    [may('2024-02-29'), may('2024-03-10'), may('2024-03-11'), may('2024-03-11', true)],
    [true, true, false, true],
  )
})
