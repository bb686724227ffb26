/** Bounds of telling outside systems. Times in milliseconds. */
export type OutboundLimits = {
  /** Pauses after one failed attempt, the next and so on; after the last the subscription is disabled. */
  readonly retryMs: readonly number[]
  /** From the call to the last byte of the answer. */
  readonly timeoutMs: number
  readonly responseBytes: number
  /** How long a runner that died keeps others from a subscription. */
  readonly leaseMs: number
  /** Events of one round. */
  readonly batchEvents: number
  /** Subjects told at the same time; the events of one subject follow each other. */
  readonly subjectsAtOnce: number
  /** Most events of refused subjects that wait aside; beyond, the whole subscription waits. */
  readonly setAside: number
  /** Most subscriptions of an installation, and most told at the same time by one runner. */
  readonly subscriptions: number
  readonly subscriptionsAtOnce: number
  /** How long the secret before the last stays valid. */
  readonly secretOverlapMs: number
}

const second = 1000
const minute = 60 * second
const hour = 60 * minute

export const defaultOutboundLimits: OutboundLimits = {
  // Seventy-five hours and a half: a receiver that broke on Friday evening has until Monday night.
  retryMs: [
    5 * second,
    5 * minute,
    30 * minute,
    2 * hour,
    5 * hour,
    10 * hour,
    14 * hour,
    20 * hour,
    24 * hour,
  ],
  timeoutMs: 15 * second,
  responseBytes: 64 * 1024,
  leaseMs: minute,
  batchEvents: 200,
  subjectsAtOnce: 8,
  setAside: 1000,
  subscriptions: 100,
  subscriptionsAtOnce: 16,
  secretOverlapMs: 24 * hour,
}
