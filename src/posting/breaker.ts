/**
 * Stops calls to a system that fails, lets one through after a while, and closes when that one succeeds. Pure:
 * the moment comes in with every call, so that a restart of the runner and a test behave alike.
 */
import type { PostingLimits } from './limits.ts'

type BreakerState = 'closed' | 'open' | 'probing'
export type Breaker = {
  readonly state: BreakerState
  readonly failures: number
  /** How often in a row it opened; lengthens the wait. */
  readonly openings: number
  readonly probeAtMs: number
}

export const closedBreaker: Breaker = { state: 'closed', failures: 0, openings: 0, probeAtMs: 0 }

/** What a new owner of the lane starts from: an open breaker is probed before anything else is sent. */
export function restoredBreaker(stored: string, nowMs: number): Breaker {
  if (stored === 'closed') return closedBreaker
  return { state: 'open', failures: 0, openings: 1, probeAtMs: nowMs }
}

/** Whether a call may go out; an open breaker whose time has come lets one through. */
export function admit(breaker: Breaker, nowMs: number): { admitted: boolean; breaker: Breaker } {
  if (breaker.state !== 'open') return { admitted: true, breaker }
  if (nowMs < breaker.probeAtMs) return { admitted: false, breaker }
  return { admitted: true, breaker: { ...breaker, state: 'probing' } }
}

export function succeeded(breaker: Breaker): Breaker {
  return breaker.state === 'closed' && breaker.failures === 0 ? breaker : closedBreaker
}

export function failed(breaker: Breaker, limits: PostingLimits, nowMs: number): Breaker {
  const failures = breaker.failures + 1
  if (breaker.state === 'closed' && failures < limits.breakerFailures) return { ...breaker, failures }
  const openings = breaker.openings + 1
  const openMs = Math.min(limits.breakerOpenMs * 2 ** Math.min(openings - 1, 30), limits.breakerLongestOpenMs)
  return { state: 'open', failures, openings, probeAtMs: nowMs + openMs }
}
