import type { CheckResult } from '../store/invariant.ts'

/** What the product promises of its books, in the words of the reference. */
export const promises = {
  P1: 'Nothing acknowledged is lost',
  P2: 'Nothing is booked twice',
  P3: 'Same log, same engine, same books',
  P4: 'The books balance, and every amount leads to its source',
  P5: 'What is posted never changes',
} as const
export type PromiseName = keyof typeof promises

/** A check under the promise that it proves. */
export type Check = CheckResult & { readonly promise: PromiseName }
/** What a verification did not look at, and why. */
export type Unchecked = { readonly promise: PromiseName; readonly what: string; readonly why: string }
export type Verification = {
  readonly ok: boolean
  /** The commit that was looked at, as a position of the log. */
  readonly position: bigint
  /** Zero for everything. */
  readonly since: bigint
  readonly checks: readonly Check[]
  readonly unchecked: readonly Unchecked[]
}
