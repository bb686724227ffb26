import { formatDecimal, parseDecimal } from '../kernel/decimal.ts'
import type { Expectation } from '../model/scenario/scenario.ts'

export type Checked = Expectation & { readonly found: string | null; readonly holds: boolean }

/**
 * What a scenario's author expects, beside what came out. A path goes by the names of members; in a list it goes by
 * the id of an item, or by its place from 0 where items have none. Decimals are compared as numbers.
 */
export function checkExpectations(expected: readonly Expectation[], result: unknown): Checked[] {
  return expected.map((one) => {
    const found = at(result, one.at.split('/'))
    const text = found === undefined ? null : typeof found === 'string' ? found : JSON.stringify(found)
    return { ...one, found: text, holds: text !== null && canonical(text) === canonical(one.is) }
  })
}

function canonical(text: string): string {
  const value = parseDecimal(text)
  return value === null ? text : formatDecimal(value)
}

function at(value: unknown, path: readonly string[]): unknown {
  const [step, ...rest] = path
  if (step === undefined) return value
  if (Array.isArray(value)) {
    const named = value.find((one) => isRecord(one) && one.id === step)
    const next: unknown =
      named ?? (/^\d+$/.test(step) ? value[Number(step)] : step === 'length' ? value.length : undefined)
    return next === undefined ? undefined : at(next, rest)
  }
  return isRecord(value) && Object.hasOwn(value, step) ? at(value[step], rest) : undefined
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
