import assert from 'node:assert/strict'
import { test } from 'node:test'
import { groupOf, changeGroup, type Group } from '../../src/contracts/allocation/group.ts'
import { seed } from '../property.ts'
import { firstDifference, questions } from './compare.ts'
import { numbersFrom } from './numbers.ts'
import { caseFrom } from './room/cases.ts'
import { askedOf } from './room/product.ts'

const about: Record<string, { what: string; cases: number }> = {
  room: { what: 'room is given as an oracle gives it that counts every cent', cases: 2000 },
  month: { what: 'a month is billed as an oracle bills it with a pencil and fractions', cases: 1000 },
}

for (const [name, question] of Object.entries(questions)) {
  const { what, cases } = about[name]!
  test(what, (t) => {
    t.diagnostic(`seed ${seed}`)
    assert.equal(firstDifference(question, seed, cases), null)
  })
  for (const plant of question.plants)
    test(`the oracle of the ${name} finds ${plant}`, () => {
      assert.notEqual(firstDifference(question, seed, 20_000, plant), null, `not found from seed ${seed}`)
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
