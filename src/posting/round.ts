import type { PostingDeps } from './deps.ts'
import { holdLane, type Lane, LaneLost } from './lane.ts'
import type { Hold } from './orders.ts'
import { SendingStopped } from './sending.ts'

export type LaneStanding =
  | 'held'
  /** Another runner owns the lane. */
  | 'elsewhere'
  /** Waits after a failure, or for the breaker's next probe. */
  | 'resting'
  /** A person paused it, or its posting window is closed. */
  | Hold
  /** The installation may not send. */
  | 'stopped'

/**
 * One round on a lane: takes or renews it, then works. A lane that another runner has, that was lost on the way or that
 * may no longer send ends the round with nothing done.
 */
export async function roundOn<Done extends object>(
  deps: PostingDeps,
  lane: Lane,
  nothing: Done,
  work: () => Promise<Done & { readonly standing: LaneStanding }>,
): Promise<Done & { readonly standing: LaneStanding }> {
  if (!(await holdLane(deps, lane))) return { standing: 'elsewhere', ...nothing }
  try {
    return await work()
  } catch (error) {
    // What was claimed stays so, and the next round that may send returns it.
    if (error instanceof SendingStopped) return { standing: 'stopped', ...nothing }
    if (!(error instanceof LaneLost)) throw error
    lane.fence = null
    return { standing: 'elsewhere', ...nothing }
  }
}
