import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { guarantee } from '../../test/property.ts'
import { day } from '../kernel/dates.ts'
import { openingAt, type Schedule } from './windows.ts'

const real: Schedule = {
  ...{ validFrom: day('2026-01-01'), mode: 'real_time', everyMinutes: null, timeZone: 'Europe/Berlin' },
  ...{ windows: [], blackouts: [] },
}
const nights: Schedule = {
  ...real,
  mode: 'window',
  windows: [{ days: [1, 2, 3, 4, 5], from: '18:00', until: '06:00' }],
}
const at = (text: string) => new Date(text)

test('a night on which the clock changes is an hour longer or shorter, and opens and closes at wall-clock time', () => {
  // The night from Friday lasts into Saturday; the change is on Sunday, so that a window of every day is taken.
  const daily = { ...nights, windows: [{ days: [6], from: '18:00', until: '06:00' }] }
  const spring = openingAt([daily], at('2026-03-28T17:00:00Z'))
  assert.deepEqual([spring.open, spring.open && spring.closesAt], [true, at('2026-03-29T04:00:00Z')])
  const autumn = openingAt([daily], at('2026-10-24T16:00:00Z'))
  assert.deepEqual([autumn.open, autumn.open && autumn.closesAt], [true, at('2026-10-25T05:00:00Z')])
  assert.equal(openingAt([daily], at('2026-10-24T15:59:59Z')).open, false)
})

test('a time that the clock skips is the first one after it', () => {
  const window = { ...nights, windows: [{ days: [7], from: '02:30', until: '04:00' }] }
  const before = openingAt([window], at('2026-03-29T00:59:59Z'))
  assert.deepEqual(before.open ? null : before.opensAt, at('2026-03-29T01:30:00Z'))
})

test('a closing holds whatever would be open, and what comes after its cut-off goes to the next window', () => {
  const closing = { from: '2026-09-30T17:00', until: '2026-10-02T08:00', why: 'September closes' }
  const schedule = { ...nights, blackouts: [closing] }
  // 17:00 in Berlin is 15:00 UTC; the night of Wednesday would open at 18:00.
  for (const inside of ['2026-09-30T15:00:00Z', '2026-09-30T20:00:00Z', '2026-10-02T05:59:59Z']) {
    const opening = openingAt([schedule], at(inside))
    assert.deepEqual(opening, { open: false, opensAt: at('2026-10-02T16:00:00Z'), why: 'September closes' })
  }
  const cost = openingAt([{ ...real, blackouts: [closing] }], at('2026-10-01T10:00:00Z'))
  assert.deepEqual(cost.open ? null : cost.opensAt, at('2026-10-02T06:00:00Z'))
})

test('a schedule holds from its day on, and an opening behind that day is the next one’s', () => {
  const later: Schedule = { ...real, validFrom: day('2026-06-03') }
  const monday = at('2026-06-01T10:00:00Z')
  assert.equal(openingAt([later, nights], monday).open, false)
  assert.equal(openingAt([later, nights], at('2026-06-02T22:00:00Z')).open, true)
  const never = {
    ...nights,
    blackouts: [{ from: '2026-06-01T00:00', until: '2027-01-01T00:00', why: 'off' }],
  }
  const opening = openingAt([later, never], monday)
  assert.deepEqual(opening.open ? null : opening.opensAt, at('2026-06-02T22:00:00Z'))
  assert.equal(openingAt([], monday).open, true)
  assert.equal(openingAt([later], monday).open, true)
})

test('slots of a batch are counted from the local midnight, also on a day of 23 hours', () => {
  const batch: Schedule = { ...real, mode: 'batch', everyMinutes: 60 }
  const slot = (text: string) => {
    const opening = openingAt([batch], at(text))
    return opening.open ? opening.slot : null
  }
  assert.equal(slot('2026-03-28T23:00:00Z'), '2026-03-29/0')
  assert.equal(slot('2026-03-29T21:59:59Z'), '2026-03-29/22')
  assert.equal(slot('2026-03-29T22:00:00Z'), '2026-03-30/0')
})

const zones = [
  'UTC',
  'Europe/Berlin',
  'America/New_York',
  'Asia/Kolkata',
  'Australia/Lord_Howe',
  'Pacific/Apia',
]
const clockText = (minutes: number) =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`
const minuteOfDay = fc.integer({ min: 0, max: 1439 })
const windowCase = fc.record({
  days: fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 7 }),
  from: minuteOfDay.map(clockText),
  until: minuteOfDay.map(clockText),
})
const scheduleCase = fc.record({
  timeZone: fc.constantFrom(...zones),
  windows: fc.array(windowCase, { minLength: 1, maxLength: 3 }),
})
// Around both changes of the clock in most zones, and in between.
const instantCase = fc
  .tuple(
    fc.constantFrom('2026-03-27', '2026-10-23', '2026-11-01', '2026-04-04', '2026-07-01'),
    fc.nat(5 * 1440),
  )
  .map(([from, minutes]) => Date.parse(`${from}T00:00:00Z`) + minutes * 60_000)

/** By the wall clock of every instant alone; holds where the zone's offset does not change within two days. */
function openByWallClock(schedule: Schedule, atMs: number): boolean {
  const local = Temporal.Instant.fromEpochMilliseconds(atMs).toZonedDateTimeISO(schedule.timeZone)
  const clock = clockText(local.hour * 60 + local.minute)
  return schedule.windows.some(({ days, from, until }) => {
    const yesterday = ((local.dayOfWeek + 5) % 7) + 1
    const overnight = until <= from
    if (overnight)
      return (days.includes(local.dayOfWeek) && clock >= from) || (days.includes(yesterday) && clock < until)
    return days.includes(local.dayOfWeek) && clock >= from && clock < until
  })
}

function isSteady(timeZone: string, atMs: number): boolean {
  const offset = (ms: number) =>
    Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(timeZone).offset
  const hours = Array.from({ length: 97 }, (_, i) => offset(atMs + (i - 48) * 3_600_000))
  return hours.every((one) => one === hours[0])
}

guarantee(
  'a window is open exactly when the wall clock says so, and the next opening is the first open minute',
  {
    holds: openingAt,
    planted: {
      'a window that does not last into the next day': ((schedules, instant) =>
        openingAt(
          schedules.map((one) => ({
            ...one,
            windows: one.windows.map((w) => (w.until <= w.from ? { ...w, until: '23:59' } : w)),
          })),
          instant,
        )) as typeof openingAt,
      'times in UTC': ((schedules, instant) =>
        openingAt(
          schedules.map((one) => ({ ...one, timeZone: 'UTC' })),
          instant,
        )) as typeof openingAt,
      'an opening a minute late': ((schedules, instant) => {
        const found = openingAt(schedules, instant)
        if (found.open || found.opensAt === null) return found
        return { ...found, opensAt: new Date(found.opensAt.getTime() + 60_000) }
      }) as typeof openingAt,
    },
    runs: 150,
    property: (opening) =>
      fc.property(scheduleCase, instantCase, (parts, atMs) => {
        const schedule: Schedule = { ...real, mode: 'window', validFrom: day('2020-01-01'), ...parts }
        const seen = opening([schedule], new Date(atMs))
        if (isSteady(schedule.timeZone, atMs)) assert.equal(seen.open, openByWallClock(schedule, atMs))
        if (seen.open) {
          assert.ok(seen.closesAt !== null && seen.closesAt.getTime() > atMs)
          return
        }
        assert.ok(seen.opensAt !== null && seen.opensAt.getTime() > atMs)
        const next = seen.opensAt.getTime()
        assert.equal(openingAt([schedule], seen.opensAt).open, true)
        assert.equal(openingAt([schedule], new Date(next - 1)).open, false)
        // A few moments in between: nothing opens before.
        for (let part = 1; part < 8; part += 1) {
          const between = atMs + Math.floor(((next - atMs) * part) / 8)
          assert.equal(openingAt([schedule], new Date(between)).open, between >= next)
        }
      }),
  },
)
