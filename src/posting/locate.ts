/** Writes without an answer, one round per call: look, and decide only after every look that is due. */
import type { PostingDeps } from './deps.ts'
import { maySettleYet } from './lane-clock.ts'
import { holdLane, type Lane, LaneLost, mayCall } from './lane.ts'
import { resolveCosts } from './locate-costs.ts'
import { resolveDocuments } from './locate-documents.ts'
import { targetLink } from './target-link.ts'

/** How many writes are no longer in doubt after this round. */
export async function resolveInDoubt(deps: PostingDeps, lane: Lane): Promise<number> {
  if (!(await holdLane(deps, lane))) return 0
  try {
    if (!(await mayCall(deps, lane))) return 0
    const link = await targetLink(deps, lane.key.connectionId)
    if (maySettleYet(deps, lane, link.target.profile)) return 0
    return lane.key.stream === 'cost'
      ? await resolveCosts(deps, lane, link)
      : await resolveDocuments(deps, lane, link)
  } catch (error) {
    if (!(error instanceof LaneLost)) throw error
    lane.fence = null
    return 0
  }
}
