/** Bugs planted into the handling of unanswered writes: each must be caught by a cell of the table. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { ErpTarget } from '../../src/connectors/sdk/target.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import type { Plant } from './cell.ts'
import type { ErpWorld } from './erp-world.ts'
import type { FaultName } from './faults.ts'
import { plainSandbox } from './sandbox-worlds.ts'
import type { Subject } from './subject.ts'
import { runTable } from './table.ts'

let database: TestDatabase
let world: ErpWorld
before(async () => {
  database = await createTestDatabase()
  world = await plainSandbox()
})
after(async () => {
  await world.at.stop()
  await database.drop()
})

const retried =
  <Given extends unknown[], Answer>(call: (...given: Given) => Promise<Answer>) =>
  (...given: Given) =>
    call(...given).catch(() => call(...given))

/** As if one look had been made before: the next that finds nothing decides. */
async function oneLookLess(subject: Subject): Promise<void> {
  for (const table of ['cost_batches', 'document_postings']) {
    await subject.store.query(
      `update ${table} set looks = 1 where cell = 1 and connection_id = $1 and state = 'in_doubt' and looks = 0`,
      [subject.connectionId],
    )
  }
}

const plants: readonly { name: string; plant: Plant; caughtBy: readonly FaultName[] }[] = [
  {
    name: 'a write that fails is repeated without looking',
    plant: {
      target: (target: ErpTarget) => ({
        ...target,
        createDraft: retried(target.createDraft),
        // Else the second draft is found and discarded in the same breath.
        profile: { ...target.profile, documentKey: 'unique' },
      }),
    },
    caughtBy: ['reply_lost'],
  },
  {
    name: 'one look decides',
    plant: { afterRound: oneLookLess },
    caughtBy: ['lands_after_look'],
  },
  {
    name: 'nobody waits until an unanswered write has settled',
    plant: {
      target: (target: ErpTarget) => ({ ...target, profile: { ...target.profile, settlingMs: 0 } }),
    },
    caughtBy: ['lands_late'],
  },
  {
    name: 'what stands on the second page of the locator is taken for absent',
    plant: {
      target: (target: ErpTarget) => ({
        ...target,
        locateDocuments: async (...given) => (await target.locateDocuments(...given)).slice(1),
        locateCosts: async (...given) => (await target.locateCosts(...given)).slice(1),
      }),
    },
    caughtBy: ['reply_lost', 'error_after', 'truncated'],
  },
]

for (const { name, plant, caughtBy } of plants) {
  test(`planted bug: ${name}`, async () => {
    const options = { benches: 4, only: caughtBy, plant, writes: ['createDraft'] } as const
    const { failures } = await runTable(world, database.store, options)
    assert.deepEqual(
      failures.map((failure) => failure.cell.split(', ').at(-1)).toSorted(),
      caughtBy.toSorted(),
      JSON.stringify(failures),
    )
  })
}

test('without a planted bug the same cells hold', async () => {
  const only = [...new Set(plants.flatMap((each) => each.caughtBy))]
  const { failures } = await runTable(world, database.store, { benches: 4, only, writes: ['createDraft'] })
  assert.deepEqual(failures, [])
})
