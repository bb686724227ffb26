import assert from 'node:assert/strict'
import { test } from 'node:test'
import { connectors } from '../../src/runner/connectors.ts'
import { faultNames } from './faults.ts'
import { keptTables } from './kept.ts'

const targets = [...connectors.values()].filter((each) => each.target !== undefined)

for (const connector of targets) {
  test(`the kept table of ${connector.name} has every declared write with every fault`, () => {
    const tables = keptTables().filter((table) => table.connector === connector.name)
    assert.ok(tables.length > 0, 'no run was kept: node test/ambiguous/sandbox.test.ts --keep-figures')
    for (const table of tables) {
      const writes = new Set(table.lines.map((line) => line.write))
      assert.deepEqual([...writes].toSorted(), Object.keys(connector.target!.levels).toSorted())
      for (const line of table.lines) {
        const missing = faultNames.filter((fault) => line.cells[fault] === undefined)
        assert.deepEqual(missing, [], `${table.world}: ${line.request}`)
      }
    }
  })
}
