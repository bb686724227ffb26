import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type CostVerdict, judgeCost, type JudgedWork, type Sight } from './judge-cost.ts'

type Row = [what: string, work: JudgedWork, sight: Sight, is: CostVerdict['is']]
const work = (bucket: JudgedWork['bucket'], digest: string | null, postedDigest: string | null) => ({
  ...{ bucket, digest, postedDigest },
})
const rows: Row[] = [
  ['accepted and there', work('accepted', 'd', 'd'), 'like', 'as_it_was'],
  ['accepted, and the list does not show enough', work('accepted', 'd', 'd'), 'perhaps', 'write_again'],
  ['accepted and different', work('accepted', 'd', 'd'), 'unlike', 'write_again'],
  ['accepted and gone', work('accepted', 'd', 'd'), 'absent', 'gone'],
  ['waiting and never sent', work('waiting', 'd', null), 'absent', 'as_it_was'],
  ['waiting, sent in the lost time', work('waiting', 'd', null), 'like', 'taken_over'],
  ['an edit waiting for a record that is gone', work('waiting', 'd2', 'd1'), 'absent', 'gone'],
  ['in flight, and it never landed', work('in_flight', 'd', null), 'absent', 'free'],
  ['in doubt, and it landed', work('in_doubt', 'd', null), 'like', 'taken_over'],
  ['held, and cured in the lost time', work('held', 'd', null), 'like', 'taken_over'],
  ['to be removed and still there', work('waiting', null, 'd'), 'like', 'write_again'],
  ['to be removed and gone', work('waiting', null, 'd'), 'absent', 'removed'],
  ['not approved here and there all the same', work('none', null, null), 'like', 'unknown'],
  ['reversed and back again', work('reversed', null, null), 'unlike', 'unknown'],
  ['nothing here and nothing there', work('none', null, null), 'absent', 'as_it_was'],
]
for (const [what, given, sight, is] of rows)
  test(`${what}: ${is}`, () => assert.equal(judgeCost(given, sight).is, is))
