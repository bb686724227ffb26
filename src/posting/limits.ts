/** Every number that bounds posting. Values of a target (settling time, search lag, call size) are in its profile. */
export type PostingLimits = {
  /** How long a runner owns a lane without renewing. Longer than any single call may take. */
  readonly leaseMs: number
  /** A write that has not started this long after its commit is not started at all. */
  readonly sendWithinMs: number
  /** The shortest settling time, where the target's own profile asks for less. */
  readonly settlingMs: number
  readonly firstPauseMs: number
  readonly longestPauseMs: number
  /** Failures in a row that open the breaker of a lane. */
  readonly breakerFailures: number
  readonly breakerOpenMs: number
  readonly breakerLongestOpenMs: number
  /** A breaker that stays open this long opens a case. */
  readonly downAfterMs: number
  /** How soon a lane hears that a person paused it or changed when it may post. */
  readonly ordersEveryMs: number
  /** Between the first and the second look for an unanswered write. */
  readonly secondLookMs: number
  /** How long something whose look failed makes way for the others. */
  readonly setAsideMs: number
  readonly doubtsPerRound: number
  readonly documentsPerRound: number
  /** Most documents of which one round considers whether something is to be written. */
  readonly documentsScanned: number
  /** How soon a posting that met a closed period is tried again although no period is known to have opened. */
  readonly periodRetryMs: number
  /** How soon a posting is tried again whose names this side knows and the target says it does not. */
  readonly referenceRetryMs: number
  /** Most held works that one look for cures considers. */
  readonly heldScanned: number
  /** How often master data is asked whether the cause of a stop is gone. */
  readonly curesEveryMs: number
  readonly watchEveryMs: number
  readonly watchPerRound: number
  /** How long after its issue a document is still read back. */
  readonly watchIssuedMs: number
  /** How often the ERP's books of the last `sweepDays` days are read back. */
  readonly sweepEveryMs: number
  readonly sweepDays: number
}

export const defaultPostingLimits: PostingLimits = {
  leaseMs: 180_000,
  sendWithinMs: 10_000,
  settlingMs: 0,
  firstPauseMs: 1_000,
  longestPauseMs: 300_000,
  breakerFailures: 5,
  breakerOpenMs: 15_000,
  breakerLongestOpenMs: 300_000,
  downAfterMs: 120_000,
  ordersEveryMs: 1_000,
  secondLookMs: 5_000,
  setAsideMs: 15_000,
  doubtsPerRound: 50,
  documentsPerRound: 20,
  documentsScanned: 1_000,
  periodRetryMs: 20_000,
  referenceRetryMs: 900_000,
  heldScanned: 5_000,
  curesEveryMs: 5_000,
  watchEveryMs: 30_000,
  watchPerRound: 50,
  watchIssuedMs: 35 * 24 * 3_600_000,
  sweepEveryMs: 24 * 3_600_000,
  sweepDays: 62,
}

/** The pause before the next attempt: doubled each time, never above the longest. */
export function pauseMs(limits: PostingLimits, failures: number): number {
  const doublings = Math.min(Math.max(failures - 1, 0), 30)
  return Math.min(limits.firstPauseMs * 2 ** doublings, limits.longestPauseMs)
}
