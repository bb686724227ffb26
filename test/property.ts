import { test } from 'node:test'
import fc from 'fast-check'

/** Every random test of a process shares one seed; HOURBRIDGE_SEED repeats a run that failed. */
export const seed = Number(process.env.HOURBRIDGE_SEED ?? Math.floor(Math.random() * 2 ** 31))

type Property = fc.IPropertyWithHooks<never> | fc.IRawProperty<never>

/**
 * A guarantee over random cases. `build` makes the property for an implementation, so that the same property
 * is also run on implementations with a planted bug: each of them must be caught, or the property proves
 * nothing.
 */
export function guarantee<Implementation>(
  name: string,
  about: {
    holds: Implementation
    planted: Readonly<Record<string, Implementation>>
    property: (implementation: Implementation) => unknown
    runs?: number
  },
): void {
  const parameters = { seed, numRuns: about.runs ?? 1000 }
  // A run with a planted bug ends at the first case that shows it, so that it may look for long.
  const patiently = { ...parameters, numRuns: 20 * parameters.numRuns, endOnFailure: true }
  const build = about.property as (implementation: Implementation) => Property
  test(name, (t) => {
    t.diagnostic(`seed ${seed}`)
    fc.assert(build(about.holds), parameters)
  })
  for (const [bug, implementation] of Object.entries(about.planted)) {
    test(`${name}: catches ${bug}`, () => {
      const outcome = fc.check(build(implementation), patiently) as {
        failed: boolean
      }
      if (!outcome.failed) throw new Error(`The planted bug was not caught with seed ${seed}`)
    })
  }
}
