/** Unanswered cost calls: look with the locator, twice, then decide. */
import type { CostFound } from '../connectors/sdk/target.ts'
import { addDecimal, compareDecimal, decimal, formatDecimal } from '../kernel/decimal.ts'
import { lookFailure } from './answer.ts'
import { openBatchCase } from './cases.ts'
import {
  finishCostBatch,
  lookAgainForCosts,
  openCostBatches,
  runnersEndedAt,
  type StoredBatch,
  type StoredMember,
} from './cost-books.ts'
import { costKey } from './cost-claim.ts'
import { worksAbsent, worksAccepted, worksRefused } from './cost-settle.ts'
import type { PostingDeps, TargetLink } from './deps.ts'
import { fenced, type Lane, noteAnswer, noteFailure } from './lane.ts'

export const looksBeforeAbsent = 2
/** So many kills in a row do not fall by chance into the one call of the one record that is alone in it. */
const runnersBeforeHold = 5

type Seen = {
  readonly found: { member: StoredMember; externalId: string | null }[]
  readonly missing: StoredMember[]
}

/**
 * A first write that is found with its day and hours went through. An overwrite is never proven that way: what
 * is found may be what stood there before, equal in hours and different in project.
 */
function wentThrough(batch: StoredBatch, member: StoredMember, found: CostFound | undefined): boolean {
  if (batch.operation === 'remove') return found === undefined
  if (found === undefined || member.postedDigest !== null) return false
  return found.workOn === member.workOn && compareDecimal(decimal(found.hours), decimal(member.hours)) === 0
}

async function look(link: TargetLink, batch: StoredBatch): Promise<Seen> {
  const keys = batch.members.map((member) => costKey(link.context, member.workId))
  const located = new Map((await link.target.locateCosts(link.context, keys)).map((one) => [one.key, one]))
  const found: Seen['found'] = []
  const missing: StoredMember[] = []
  for (const member of batch.members) {
    const there = located.get(costKey(link.context, member.workId))
    if (wentThrough(batch, member, there)) found.push({ member, externalId: there?.externalId ?? null })
    else missing.push(member)
  }
  return { found, missing }
}

/** Without a unique key a second write makes a second record, so a person has to look. */
async function leaveToPerson(
  deps: PostingDeps,
  lane: Lane,
  link: TargetLink,
  batch: StoredBatch,
  seen: Seen,
): Promise<void> {
  await fenced(deps, lane, async (tx) => {
    if (!(await finishCostBatch(tx, deps.cell, batch.batchId, 'manual', 'The target cannot prove it.')))
      return
    await worksAccepted(tx, deps, batch, seen.found)
    const hours = seen.missing.map((member) => decimal(member.hours)).reduce(addDecimal)
    const detail = {
      connectionId: lane.key.connectionId,
      keys: seen.missing
        .map((member) => costKey(link.context, member.workId))
        .join(' ')
        .slice(0, 2_000),
    }
    await openBatchCase(tx, deps, batch.batchId, formatDecimal(hours), detail)
  })
}

async function decide(deps: PostingDeps, lane: Lane, link: TargetLink, batch: StoredBatch): Promise<boolean> {
  const seen = await look(link, batch)
  const looks = batch.looks + 1
  if (seen.missing.length > 0 && looks < looksBeforeAbsent) {
    const next = new Date(deps.clock.now().getTime() + deps.limits.secondLookMs)
    await fenced(deps, lane, (tx) => lookAgainForCosts(tx, deps.cell, batch.batchId, looks, next))
    return false
  }
  if (seen.missing.length > 0 && link.target.profile.costKey === 'none') {
    await leaveToPerson(deps, lane, link, batch, seen)
    return true
  }
  await fenced(deps, lane, async (tx) => {
    const state = seen.found.length > 0 ? 'located' : 'absent'
    if (!(await finishCostBatch(tx, deps.cell, batch.batchId, state, null))) return
    await worksAccepted(tx, deps, batch, seen.found)
    const alone = batch.members.length === 1 ? seen.missing[0] : undefined
    const ended = alone === undefined ? 0 : await runnersEndedAt(tx, deps.cell, alone)
    if (alone !== undefined && ended >= runnersBeforeHold) {
      const answer = `${ended} runners ended while they sent this record alone. It is not in the books.`
      const refusal = { workId: alone.workId, code: 'POISON_BATCH' as const, answer }
      await worksRefused(tx, deps, lane.key.connectionId, batch, [refusal])
    } else await worksAbsent(tx, deps, batch.batchId, seen.missing)
  })
  return true
}

/** Returns how many calls are no longer in doubt. A locator that fails proves nothing: its look is not counted. */
export async function resolveCosts(deps: PostingDeps, lane: Lane, link: TargetLink): Promise<number> {
  const { limits, cell, clock } = deps
  const due = await fenced(deps, lane, (tx) =>
    openCostBatches(tx, cell, lane.key, ['in_doubt'], clock.now(), limits.doubtsPerRound),
  )
  let resolved = 0
  for (const batch of due) {
    try {
      if (await decide(deps, lane, link, batch)) resolved += 1
      await noteAnswer(deps, lane)
    } catch (thrown) {
      const failure = lookFailure(thrown)
      deps.log('a locator failed', { batchId: batch.batchId, answer: failure.answer })
      // Not counted as a look, and not in the way of the next ones.
      const later = new Date(deps.clock.now().getTime() + deps.limits.setAsideMs)
      await fenced(deps, lane, (tx) => lookAgainForCosts(tx, cell, batch.batchId, batch.looks, later))
      await noteFailure(deps, lane, failure.afterMs, failure)
      return resolved
    }
  }
  return resolved
}
