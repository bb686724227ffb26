import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { priceText } from '../../src/cli/price.ts'
import { readScenario } from '../../src/cli/scenario-file.ts'
import { formatDecimal, parseDecimal } from '../../src/kernel/decimal.ts'
import { vectors } from './cases.ts'

const files = readdirSync(import.meta.dirname).filter((name) => name.endsWith('.yaml'))

function canonical(text: string): string {
  const value = parseDecimal(text)
  return value === null ? text : formatDecimal(value)
}

for (const file of files.sort()) {
  const id = file.replace(/\.yaml$/, '')
  const vector = vectors.find((one) => one.id === id)
  test(`worked case ${id}: ${vector?.title}`, () => {
    assert.ok(vector !== undefined, `there is no worked case ${id}`)
    const text = readFileSync(new URL(file, import.meta.url), 'utf8')
    const { expect = [], basis } = readScenario(text)
    assert.equal(basis, vector.basis)
    // The first expectations are the figures of the case, in its order; more may follow.
    assert.deepEqual(
      expect.slice(0, vector.expected.length).map((one) => canonical(one.is)),
      vector.expected.map(canonical),
    )
    const wrong = priceText(text).expectations.filter((one) => !one.holds)
    assert.deepEqual(wrong, [])
  })
}

test('every worked case has its scenario file', () => {
  const missing = vectors.filter((one) => !files.includes(`${one.id}.yaml`)).map((one) => one.id)
  assert.deepEqual(missing, [])
})
