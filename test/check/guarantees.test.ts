import assert from 'node:assert/strict'
import { test } from 'node:test'
import { keptFigures } from '../figures.ts'
import { guaranteeFaults } from '../generate/guarantees-page.ts'
import { guarantees } from '../generate/guarantees.ts'

const row = { name: 'P0', promise: '', covers: [], leavesOut: [] }
const proof = { does: '', test: 'test/there.ts', large: { rig: 'rig', command: '' } }

test('every promise names tests that are there, and every figure belongs to one', () => {
  assert.deepEqual(guaranteeFaults(guarantees, keptFigures()), [])
})

test('a promise without a test, one whose test is not there, and a figure of nobody are caught', () => {
  assert.match(guaranteeFaults([{ ...row, proofs: [] }], new Map()).join(), /has no test/)
  assert.match(guaranteeFaults([{ ...row, proofs: [proof] }], new Map(), () => false).join(), /is not there/)
  const figure = { rig: 'other', on: '', commit: '', command: '', found: '' }
  const stray = guaranteeFaults([{ ...row, proofs: [proof] }], new Map([['other', figure]]), () => true)
  assert.match(stray.join(), /other left a figure/)
})
