import assert from 'node:assert/strict'
import { test } from 'node:test'
import { groupOf, changeGroup, type Group } from '../../src/contracts/allocation/group.ts'
import { seed } from '../property.ts'
import { caseFrom, numbersFrom } from './cases.ts'
import { firstDifference } from './compare.ts'
import { askedOf, plants } from './product.ts'

test('room is given as an oracle gives it that counts every cent', (t) => {
  t.diagnostic(`seed ${seed}`)
  assert.equal(firstDifference(seed, 2000), null)
})

for (const [name, plant] of Object.entries(plants)) {
  test(`the oracle finds ${name}`, () => {
    assert.notEqual(firstDifference(seed, 20_000, plant), null, `not found from seed ${seed}`)
  })
}

const withoutMarks = ({ entries, placed, end }: Group): unknown => ({ entries, placed, end })

test('entries that come, go or change one by one end where all at once end, in every order', (t) => {
  t.diagnostic(`seed ${seed}`)
  for (let at = seed; at < seed + 500; at++) {
    const { rules, entries } = askedOf(caseFrom(at))
    const next = numbersFrom(at)
    let group = groupOf(rules, [])
    const waiting = [...entries]
    while (waiting.length > 0) {
      const [one] = waiting.splice(next(waiting.length), 1)
      group = changeGroup(group, { add: [one!] }).group
      if (next(4) > 0) continue
      // What went and comes again leaves no trace.
      const gone = group.entries[next(group.entries.length)]!
      group = changeGroup(group, { remove: [gone.id] }).group
      waiting.push(gone)
    }
    assert.deepEqual(withoutMarks(group), withoutMarks(groupOf(rules, entries)), `seed ${at}`)
  }
})
