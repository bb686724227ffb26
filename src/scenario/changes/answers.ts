/** What people answered to the difference of one work on one document. */
import type { DocumentDifference } from '../../contracts/changes/compare-work.ts'
import type { Answer } from '../../contracts/changes/decisions.ts'
import type { BilledDocument } from '../../contracts/changes/standing.ts'
import { decimal } from '../../kernel/decimal.ts'
import { knownIn, type World } from '../world.ts'
import { amountOf } from '../known.ts'

/** Its answers, each with what documents have carried out of it since. */
export function answersTo(
  world: World,
  work: string,
  difference: DocumentDifference,
  documents: ReadonlyMap<string, BilledDocument>,
): Answer[] {
  const { currency } = difference.change.amount
  return knownIn(world, world.scenario.decisions)
    .filter((one) => one.work === work && (one.document ?? null) === difference.document)
    .map((one) => ({
      decision: one.decision,
      minor: amountOf(one.amount, currency, `/decisions (${work})/amount`).minor,
      quantity: one.quantity === undefined ? null : decimal(one.quantity),
      carriedOutMinor: carriedOut(work, difference.document, one.learned ?? 0, [...documents.values()]),
    }))
}

/** What issued documents that correct this one, or a correction of it, bill of the work since a position. */
function carriedOut(
  work: string,
  document: string | null,
  since: number,
  documents: readonly BilledDocument[],
): bigint {
  if (document === null) return 0n
  const correcting = new Set([document])
  for (const one of documents)
    for (const line of one.lines)
      for (const member of line.members)
        if (member.work === work && (member.corrects ?? one.corrects) === document) correcting.add(one.id)
  let minor = 0n
  for (const one of documents) {
    if (one.status !== 'issued' || one.learned <= since) continue
    for (const line of one.lines)
      for (const member of line.members) {
        const corrects = member.corrects ?? one.corrects
        if (member.work === work && corrects !== null && correcting.has(corrects))
          minor += member.amount.minor
      }
  }
  return minor
}
