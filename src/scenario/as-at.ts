/** A scenario as it was on a past day, as known at a position of the log. */
import type { Scenario } from '../model/scenario/scenario.ts'

/**
 * What had happened and was known: work, documents and credits up to the day, and everything that was learned up to
 * the position. Asked again at any later time, over a longer scenario, it is the same.
 */
export function asAt(scenario: Scenario, at: { asOf?: string; knownAt?: number }): Scenario {
  const { asOf = scenario.asOf, knownAt = scenario.knownAt } = at
  type Dated = { readonly on?: string }
  const happened = (list: readonly Dated[] | undefined): readonly Dated[] | undefined =>
    at.asOf === undefined ? list : list?.filter((one) => one.on === undefined || one.on <= at.asOf!)
  const kept: Record<string, unknown> = { ...scenario }
  for (const name of ['work', 'documents', 'credits'] as const) kept[name] = happened(scenario[name])
  if (asOf !== undefined) kept.asOf = asOf
  if (knownAt !== undefined) kept.knownAt = knownAt
  for (const [name, value] of Object.entries(kept)) if (value === undefined) delete kept[name]
  return kept as Scenario
}
