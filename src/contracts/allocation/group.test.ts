import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { guarantee } from '../../../test/property.ts'
import { ceilings, until, workUnder } from '../../../test/support/ceilings.ts'
import { changeGroup, groupOf } from './group.ts'

const rules = ceilings(1_000_000n, 200_000n)
const entry = (id: string, dayNumber: number, hours: number) =>
  workUnder(id, dayNumber, hours, BigInt(hours) * 10_000n)

const work = fc.array(fc.tuple(fc.integer({ min: 0, max: 300 }), fc.integer({ min: 1, max: 12 })), {
  minLength: 1,
  maxLength: 1_500,
})

guarantee('late work changes a group into what it would be computed from the start', {
  holds: changeGroup,
  planted: {
    'late work that is put at the end': (group, change) => {
      const last = group.entries.at(-1)?.on ?? until
      return changeGroup(group, { ...change, add: (change.add ?? []).map((one) => ({ ...one, on: last })) })
    },
    'a replay that stops too early': (group, change) => {
      const changed = changeGroup(group, change)
      const placed = changed.group.placed.map((one, at) =>
        at > changed.from ? (group.placed[at - 1] ?? one) : one,
      )
      return { ...changed, group: { ...changed.group, placed } }
    },
  },
  runs: 15,
  property: (change) =>
    fc.property(work, fc.integer({ min: 1, max: 5 }), (list, late) => {
      const entries = list.map(([on, hours], at) => entry(`E${String(at).padStart(5, '0')}`, on, hours))
      const whole = groupOf(rules, entries)
      const taken = change(groupOf(rules, entries.slice(late)), { add: entries.slice(0, late) }).group
      assert.deepEqual(taken.placed, whole.placed)
      assert.deepEqual(taken.end, whole.end)
      for (const mark of taken.marks) assert.ok(mark.at <= entries.length)
    }),
})

test('a late entry is taken in from its place, not from the start', () => {
  const entries = Array.from({ length: 3_000 }, (_, at) => entry(`E${10_000 + at}`, at % 300, 1))
  const group = groupOf(rules, entries)
  const last = changeGroup(group, { add: [entry('LATE', 299, 1)] })
  assert.ok(last.from > 2_000, `from ${last.from}`)
  const none = changeGroup(group, { add: [] })
  assert.equal(none.group.placed.length, 3_000)
})
