import assert from 'node:assert/strict'
import { test } from 'node:test'
import { entry, smallFirm } from '../../test/support/firm.ts'
import { createHub } from '../../test/support/hub.ts'
import { setDifferenceState } from './placement.ts'
import { readWorkCharges } from './work-charges.ts'
import { findWorks } from './work-reads.ts'

test('work that comes back after its charges were declined stands in a bucket again', async () => {
  const hub = await createHub()
  try {
    await hub.learn(smallFirm)
    const approval = {
      state: 'approved' as const,
      approver: 'lead',
      approvedAt: '2026-10-31T10:00:00Z',
      level: null,
    }
    const say = async (changes: Parameters<typeof entry>[1]) => {
      await hub.receive([entry('a', changes)])
      await hub.settle()
    }
    const work = async () => (await hub.store.transaction((tx) => findWorks(tx, hub.cell, 'a')))[0]!
    await say({ approval })
    const { workId } = await work()
    // As when an increase that nobody decided goes with what takes it back.
    await say({ approval: { state: 'submitted', approver: null, approvedAt: null, level: null } })
    await hub.store.transaction(async (tx) => {
      const charges = await readWorkCharges(tx, hub.cell, [workId])
      const keys = charges.map(({ seq }) => ({ workId, seq }))
      await setDifferenceState(tx, hub.cell, keys, 'declined')
    })
    assert.equal((await work()).billBucket, 'none')
    await say({ approval: { ...approval, approvedAt: '2026-11-02T10:00:00Z' } })
    const { billBucket } = await work()
    assert.equal(billBucket, 'priced')
  } finally {
    await hub.drop()
  }
})
