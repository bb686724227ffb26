import { mostWorks } from '../charging/bill-adjustments/decide.ts'
import type { Config } from '../config.ts'

/** What the doors refuse beyond. Listed in the reference and at GET /api/v1/limits. */
export const apiLimits = {
  bodyBytes: { value: 8_388_608, meaning: 'Largest body of a call' },
  bulkEntries: { value: 1000, meaning: 'Most time entries or master records in one call' },
  proposalChanges: { value: 20_000, meaning: 'Most statements in one proposal of master data' },
  proposalBytes: { value: 33_554_432, meaning: 'Largest body of a proposal of master data' },
  adjustedWorks: { value: mostWorks, meaning: 'Most entries in one write-up, write-down or write-off' },
  pageItems: { value: 200, meaning: 'Most items of one page of a list' },
  pageItemsDefault: { value: 50, meaning: 'Items of a page when no limit is asked for' },
  pathParameterCharacters: { value: 300, meaning: 'Longest single id in a path' },
  requestTimeoutMs: { value: 60_000, meaning: 'Longest time for a call to arrive' },
  callsPerMinute: { value: 600_000, meaning: 'Calls of one person or key in a minute' },
  anonymousCallsPerMinute: {
    value: 600,
    meaning: 'Calls without valid credentials from one address in a minute',
  },
  signInsPerMinute: {
    value: 10,
    meaning: 'Attempts to sign in from one address, and for one person, in a minute',
  },
  waitingEntries: {
    value: 20_000,
    meaning: 'Single entries that wait for the disk at once; more are told to come back',
  },
  idempotencyKeyCharacters: { value: 200, meaning: 'Longest Idempotency-Key' },
  idempotencyHours: { value: 72, meaning: 'How long the result of an Idempotency-Key is kept' },
  idempotencyStaleMs: {
    value: 15_000,
    meaning:
      'After this time an unfinished Idempotency-Key may be taken again; its late owner cannot commit any more',
  },
} as const

export type ApiLimits = { readonly [Name in keyof typeof apiLimits]: number }

export const defaultApiLimits = Object.fromEntries(
  Object.entries(apiLimits).map(([name, limit]) => [name, limit.value]),
) as ApiLimits

/** The limits of an installation: what its configuration says, and the fixed ones. */
export function limitsOf(config: Config): ApiLimits {
  return {
    ...defaultApiLimits,
    bodyBytes: config.bodyBytes,
    bulkEntries: config.bulkRows,
    pageItems: config.pageRows,
    pageItemsDefault: Math.min(defaultApiLimits.pageItemsDefault, config.pageRows),
    callsPerMinute: config.callsPerMinute,
  }
}
