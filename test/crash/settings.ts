import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import type { TargetProfile } from '../../src/connectors/sdk/target.ts'
import type { ServeOptions } from '../../src/runner/serve.ts'

/**
 * Processes here live for a second or two, so what waits for a dead one is shorter by the same measure. The
 * proportions stay: a call ends within its lease, and a write settles before anybody looks for it.
 */
export const shortLimits = {
  posting: {
    leaseMs: 1_500,
    sendWithinMs: 500,
    firstPauseMs: 100,
    longestPauseMs: 1_000,
    secondLookMs: 300,
    breakerFailures: 50,
    periodRetryMs: 1_000,
    breakerOpenMs: 500,
    breakerLongestOpenMs: 2_000,
    curesEveryMs: 500,
    watchEveryMs: 2_000,
  },
  // A page of a window under load takes longer than a call of the ERP.
  pullLeaseMs: 4_000,
  api: { idempotencyStaleMs: 2_000 },
} as const satisfies ServeOptions['limits']

export const targetHabits: Partial<TargetProfile> = { settlingMs: 700, costsPerCall: 100 }

/** Every environment variable of a victim, and nothing of this process's own. */
export function victimEnvironment(given: {
  readonly home: string
  readonly databaseUrl: string
  readonly durable: boolean
  readonly port: number
  readonly firm: string
}): Record<string, string> {
  return {
    PATH: process.env.PATH ?? '',
    HOURBRIDGE_HOME: given.home,
    // Half of a start is reading the sources; a victim starts every second.
    NODE_COMPILE_CACHE: join(tmpdir(), `hourbridge-compiled-${userInfo().uid}`),
    DATABASE_URL: given.databaseUrl,
    HOURBRIDGE_ENVIRONMENT: 'test',
    HOURBRIDGE_HTTP_PORT: String(given.port),
    HOURBRIDGE_EGRESS_ALLOW: new URL(given.firm).host,
    HOURBRIDGE_LOG_LEVEL: process.env.HOURBRIDGE_TEST_LOG ?? 'silent',
    ...(given.durable ? {} : { HOURBRIDGE_ACCEPT_DATA_LOSS: 'yes' }),
  }
}
