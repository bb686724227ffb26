/** Approved hours to the ERP as cost, one round per call. */
import { settleAt } from './answer.ts'
import { doubtCostBatch, finishCostBatch, openCostBatches, runnerEnded } from './cost-books.ts'
import { sendBatch } from './cost-call.ts'
import { claimBatches } from './cost-claim.ts'
import { reopenCured } from './cost-cures.ts'
import { worksInDoubt, worksReturned } from './cost-settle.ts'
import type { PostingDeps, TargetLink } from './deps.ts'
import { fenced, type Lane, mayCall } from './lane.ts'
import { heldByOrder, noteDrained } from './orders.ts'
import { type LaneStanding, roundOn } from './round.ts'
import { targetLink } from './target-link.ts'

type CostRound = {
  readonly standing: LaneStanding
  readonly sent: number
  readonly accepted: number
  readonly refused: number
  /** Held before the call, because the target does not know a name. */
  readonly held: number
  readonly returned: number
  readonly inDoubt: number
}
const emptyRound = { sent: 0, accepted: 0, refused: 0, held: 0, returned: 0, inDoubt: 0 }

/** Enough for every call that one owner can have left behind. */
const leftBehindLimit = 1_000

/**
 * What an earlier round did not finish. One owner sends one call at a time, so whatever is unfinished when a
 * round starts was left behind: claimed rows were never sent, sent ones are in doubt.
 */
async function recover(deps: PostingDeps, lane: Lane, link: TargetLink): Promise<void> {
  await fenced(deps, lane, async (tx) => {
    const now = deps.clock.now()
    const left = await openCostBatches(tx, deps.cell, lane.key, ['claimed', 'sent'], now, leftBehindLimit)
    for (const batch of left) {
      if (batch.state === 'claimed') {
        await finishCostBatch(tx, deps.cell, batch.batchId, 'absent', 'Its runner ended before sending.')
        await worksReturned(tx, deps, batch.members)
        continue
      }
      // What ended the runner may be one of these: the fewer go together, the sooner it stands alone.
      lane.costLimit = Math.max(1, Math.floor(batch.members.length / 2))
      const lookAt = settleAt(link.target.profile, now)
      await doubtCostBatch(tx, deps.cell, batch.batchId, lookAt, runnerEnded)
      await worksInDoubt(tx, deps, batch.members)
    }
  })
}

async function work(deps: PostingDeps, lane: Lane): Promise<CostRound> {
  const link = await targetLink(deps, lane.key.connectionId)
  if (!lane.clean) await recover(deps, lane, link)
  lane.clean = true
  const hold = await heldByOrder(deps, lane)
  if (hold !== null) return { standing: hold, ...emptyRound }
  if (!(await mayCall(deps, lane))) return { standing: 'resting', ...emptyRound }
  await reopenCured(deps, lane)
  const { costsPerCall } = link.target.profile
  // A lane that probes sends one record: the less there is to be in doubt about.
  const limit = lane.breaker.state === 'probing' ? 1 : Math.min(lane.costLimit ?? costsPerCall, costsPerCall)
  lane.clean = false
  const claim = await claimBatches(deps, lane, link, limit)
  const round = { ...emptyRound, held: claim.held }
  for (const batch of claim.batches) {
    // After a failure the rest stays claimed, and the next round returns it unsent.
    if (deps.clock.now().getTime() < lane.restsUntilMs) return { standing: 'held', ...round }
    const count = await sendBatch(deps, lane, link, batch)
    round.sent += batch.members.length
    round.accepted += count.accepted
    round.refused += count.refused
    round.returned += count.returned
    round.inDoubt += count.inDoubt
  }
  lane.clean = true
  if (claim.batches.length === 0 && claim.held === 0) noteDrained(deps, lane)
  return { standing: 'held', ...round }
}

/** One round of a cost lane: take or renew it, recover, claim, call, record. */
export async function runCostLane(deps: PostingDeps, lane: Lane): Promise<CostRound> {
  return roundOn(deps, lane, emptyRound, () => work(deps, lane))
}
