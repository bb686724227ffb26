import type { Clock } from '../../src/kernel/clock.ts'

export type VirtualClock = Clock & { advance(ms: number): void }

export function virtualClock(start = '2026-10-05T08:00:00Z'): VirtualClock {
  let ms = Date.parse(start)
  return {
    now: () => new Date(ms),
    advance(by) {
      ms += by
    },
  }
}
