/** What a jump of the machine's time of day does to a lane: its pauses keep their length, and nobody looks too early. */
import type { PostingDeps } from './deps.ts'
import type { Lane } from './lane.ts'

export type ClockSeen = {
  readonly wallMs: number
  readonly monotonicMs: number
  /** Of the clock that only grows. */
  readonly jumpedForwardMs: number | null
}

/** Less is a clock that is being set right, or two readings with a pause between them. */
const jumpMs = 200

/** Compares both clocks; without one that only grows there is nothing to compare. */
export function followClock(deps: Pick<PostingDeps, 'clock'>, lane: Lane): void {
  const monotonicMs = deps.clock.monotonicMs?.()
  if (monotonicMs === undefined) return
  const wallMs = deps.clock.now().getTime()
  const before = lane.clock
  const jumped = before === null ? 0 : wallMs - before.wallMs - (monotonicMs - before.monotonicMs)
  const isJump = Math.abs(jumped) >= jumpMs
  if (isJump) shift(lane, jumped)
  const jumpedForwardMs = isJump && jumped > 0 ? monotonicMs : (before?.jumpedForwardMs ?? null)
  lane.clock = { wallMs, monotonicMs, jumpedForwardMs }
}

function shift(lane: Lane, byMs: number): void {
  lane.restsUntilMs += byMs
  lane.curesDueMs += byMs
  lane.watchDueMs += byMs
  if (lane.breakerAtMs !== null) lane.breakerAtMs += byMs
  if (lane.breaker.state === 'open')
    lane.breaker = { ...lane.breaker, probeAtMs: lane.breaker.probeAtMs + byMs }
  for (const [documentId, untilMs] of lane.setAside) lane.setAside.set(documentId, untilMs + byMs)
}

/**
 * Whether what was sent before the clock jumped forward may still be on its way: the settling time that is written
 * down is over by the new time of day, and was not waited for.
 */
export function maySettleYet(
  deps: Pick<PostingDeps, 'clock'>,
  lane: Lane,
  profile: { readonly settlingMs: number; readonly searchLagMs: number },
): boolean {
  const jumped = lane.clock?.jumpedForwardMs ?? null
  if (jumped === null) return false
  return (deps.clock.monotonicMs?.() ?? 0) - jumped < profile.settlingMs + profile.searchLagMs
}
