/** Documents whose every figure was calculated by hand; the calculation stands beside it in the file. */
import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { priceText } from '../../src/cli/price.ts'

const folders = [import.meta.dirname, join(import.meta.dirname, '..', '..', 'docs', 'examples')]

for (const folder of folders)
  for (const file of readdirSync(folder).sort()) {
    if (!file.endsWith('.yaml')) continue
    test(`${file.replace(/\.yaml$/, '').replaceAll('-', ' ')} comes to what was calculated by hand`, () => {
      const { expectations } = priceText(readFileSync(join(folder, file), 'utf8'))
      assert.ok(expectations.length > 0, 'a scenario that expects nothing cannot fail')
      assert.deepEqual(
        expectations.filter((one) => !one.holds),
        [],
      )
    })
  }
