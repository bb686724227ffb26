/**
 * Every write of every connector with every fault, against the sandbox's fronts: one effect or a visible case, never
 * two. In `npm test` as many cells as fit; `node test/ambiguous/sandbox.test.ts --keep-figures` runs all and keeps them.
 */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { databaseOfFile } from '../support/file-database.ts'
import { keepsTables, keepTables } from './kept.ts'
import type { ErpWorld } from './erp-world.ts'
import { plainSandbox, plainWithoutKeys, trytonSandbox } from './sandbox-worlds.ts'
import { runTable, type TableRun } from './table.ts'

const database = databaseOfFile()

const worlds: readonly (() => Promise<ErpWorld>)[] = [plainSandbox, plainWithoutKeys, trytonSandbox]
const runs: TableRun[] = []

for (const open of worlds) {
  test(`${open.name}: every write with every fault ends in one effect or a visible case`, async (t) => {
    const world = await open()
    try {
      const options = { benches: 10, ...(keepsTables ? {} : { budgetMs: 4_000 }) }
      const run = await runTable(world, database.store, options)
      t.diagnostic(`${run.cells - run.left} of ${run.cells} cells on ${world.name}`)
      assert.deepEqual(run.failures, [])
      assert.ok(!keepsTables || run.left === 0)
      runs.push(run)
    } finally {
      await world.at.stop()
    }
  })
}

test('the whole table is kept where figures are kept', () => {
  assert.equal(runs.length, worlds.length)
  keepTables('ambiguous-sandbox', 'node test/ambiguous/sandbox.test.ts --keep-figures', runs)
})
