import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ApprovalClaim } from '../model/understood.ts'
import { type ApprovalBefore, judgeApproval } from './approval.ts'

const flag: ApprovalClaim = { state: 'approved', approver: null, approvedAt: null, level: null }
const act = (approvedAt: string): ApprovalClaim => ({ ...flag, approver: 'lead', approvedAt })
const off: ApprovalClaim = { ...flag, state: 'submitted' }
const rejected: ApprovalClaim = { ...flag, state: 'rejected' }

/** Revisions as content and claim; the approval after each. */
const histories: [string, [string, ApprovalClaim][], string[]][] = [
  [
    'submitted, then approved',
    [
      ['A', off],
      ['A', flag],
    ],
    ['submitted', 'approved'],
  ],
  [
    'approved, nothing else changed',
    [
      ['A', flag],
      ['A', flag],
    ],
    ['approved', 'approved'],
  ],
  [
    'content changed under a standing flag',
    [
      ['A', flag],
      ['B', flag],
    ],
    ['approved', 'voided'],
  ],
  [
    'going back does not revive',
    [
      ['A', flag],
      ['B', flag],
      ['A', flag],
    ],
    ['approved', 'voided', 'voided'],
  ],
  [
    'flag off and on again approves anew',
    [
      ['A', flag],
      ['B', flag],
      ['B', off],
      ['B', flag],
    ],
    ['approved', 'voided', 'withdrawn', 'approved'],
  ],
  [
    'changed while the flag was off',
    [
      ['A', flag],
      ['A', off],
      ['B', flag],
    ],
    ['approved', 'withdrawn', 'approved'],
  ],
  [
    'changed with the same moment of approval',
    [
      ['A', act('1')],
      ['B', act('1')],
    ],
    ['approved', 'voided'],
  ],
  [
    'changed with a new moment of approval',
    [
      ['A', act('1')],
      ['B', act('2')],
    ],
    ['approved', 'approved'],
  ],
  [
    'approved again after it was voided',
    [
      ['A', act('1')],
      ['B', act('1')],
      ['B', act('2')],
    ],
    ['approved', 'voided', 'approved'],
  ],
  [
    'rejected',
    [
      ['A', flag],
      ['A', rejected],
    ],
    ['approved', 'rejected'],
  ],
]

for (const [name, revisions, expected] of histories)
  test(`approval: ${name}`, () => {
    let before: ApprovalBefore | null = null
    const seen = revisions.map(([contentDigest, claim]) => {
      const now = judgeApproval(before, claim, contentDigest)
      before = { ...now, contentDigest }
      return now.approval
    })
    assert.deepEqual(seen, expected)
  })
