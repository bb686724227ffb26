import { day } from '../../../kernel/dates.ts'
import type { Masters } from '../../../masterdata/masters.ts'
import { type Difference, differenceOf } from '../../../masterdata/proposals/difference.ts'
import type { MasterChange } from '../../../model/master-records.ts'
import type { ProblemPart } from '../../problem.ts'
import { refuseParts, senselessFaults } from '../../system/master-checks.ts'
import { segmentsOf } from '../../../masterdata/proposals/afterwards.ts'
import { dryPricingFaults } from './dry-pricing.ts'
import { referenceFaults } from './references.ts'

export type Looked = { readonly difference: Difference; readonly position: bigint }

/** What statements would change of what is known. Throws the refusal of those that cannot stand. */
export function lookAt(masters: Masters, changes: readonly MasterChange[], now: Date): Looked {
  refuseParts(senselessFaults(changes))
  const known = (kind: MasterChange['kind'], id: string) => segmentsOf(masters, kind, id)
  const difference = differenceOf(known, changes)
  refuseParts(standingFaults(masters, changes, difference, now))
  return { difference, position: masters.position }
}

/**
 * What speaks against statements beside everything that is known: records that are not there, terms that contradict
 * themselves. Only of those that say something new.
 */
export function standingFaults(
  masters: Masters,
  changes: readonly MasterChange[],
  difference: Difference,
  now: Date,
): ProblemPart[] {
  const news = new Set(difference.changes)
  const missing = referenceFaults(masters, changes, news)
  if (missing.length > 0) return missing
  return dryPricingFaults(masters, changes, news, day(now.toISOString().slice(0, 10)))
}
