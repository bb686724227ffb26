import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { formatDecimal, parseDecimal } from '../../src/kernel/decimal.ts'

/** A worked case: what goes in, in words, and what must come out. */
export type Vector = {
  readonly id: string
  readonly basis: string
  readonly title: string
  readonly inputs: string
  readonly expected: readonly string[]
}

export const vectors = JSON.parse(
  readFileSync(new URL('./vectors.json', import.meta.url), 'utf8'),
) as readonly Vector[]

/** "4240" and "4240.00" are one value; anything that is no number is compared as text. */
function canonical(text: string): string {
  const value = parseDecimal(text)
  return value === null ? text : formatDecimal(value)
}

/**
 * Runs the product on worked cases. `answers` enters the inputs of a case and gives what came out, in its
 * order; `mustPass` is the list written by hand, so that a case that is dropped by accident is noticed.
 */
export function runVectors(
  subject: string,
  mustPass: readonly string[],
  answers: Readonly<Record<string, () => readonly string[]>>,
): void {
  for (const id of mustPass) {
    const vector = vectors.find((each) => each.id === id)
    test(`worked case ${id}: ${vector?.title}`, () => {
      assert.ok(vector !== undefined, `There is no worked case ${id}`)
      assert.ok(answers[id] !== undefined, `${id} must pass and is not run`)
      assert.deepEqual(answers[id]().map(canonical), vector.expected.map(canonical))
    })
  }
  test(`every worked case of ${subject} is run`, (t) => {
    assert.deepEqual(Object.keys(answers).sort(), [...mustPass].sort())
    t.diagnostic(`${subject}: covered ${Object.keys(answers).length} of ${vectors.length}`)
  })
}
