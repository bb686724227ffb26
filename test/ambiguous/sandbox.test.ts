/**
 * Every write of every connector with every fault, against the sandbox's fronts: one effect or a visible case, never
 * two. `node test/ambiguous/sandbox.test.ts --keep-figures` runs all of it and keeps the table.
 */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import type { ErpWorld } from './erp-world.ts'
import { plainSandbox, trytonSandbox } from './sandbox-worlds.ts'
import { runTable } from './table.ts'

let database: TestDatabase
before(async () => {
  database = await createTestDatabase()
})
after(() => database.drop())

const worlds: readonly (() => Promise<ErpWorld>)[] = [plainSandbox, trytonSandbox]

for (const open of worlds) {
  test(`${open.name}: every write with every fault ends in one effect or a visible case`, async (t) => {
    const world = await open()
    try {
      const run = await runTable(world, database.store, { benches: 6 })
      const done = run.cells - run.left
      t.diagnostic(`${done} of ${run.cells} cells on ${world.name}`)
      for (const line of run.table.lines) {
        console.log(line.write, line.title, line.request)
        for (const [f, c] of Object.entries(line.cells)) console.log('   ', f.padEnd(24), JSON.stringify(c))
      }
      assert.deepEqual(run.failures, [])
    } finally {
      await world.at.stop()
    }
  })
}
