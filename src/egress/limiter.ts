import type { Clock } from '../kernel/clock.ts'

export type Limits = {
  readonly perSecond?: number
  readonly perMinute?: number
  readonly concurrency: number
}

/** Several limits at once, kept in order of arrival. One per connection, shared by all its callers. */
export type Limiter = {
  /** Waits for a turn; gives back the function that ends it. Null when the wait would pass `patienceMs`. */
  acquire(patienceMs: number): Promise<(() => void) | null>
  /** Nobody gets a turn before: the other side said so. */
  pauseUntil(atMs: number): void
  pausedUntil(): number
}

type Window = { readonly most: number; readonly lengthMs: number; readonly takenAt: number[] }

export function openLimiter(limits: Limits, clock: Clock, wait: (ms: number) => Promise<void>): Limiter {
  const windows: Window[] = []
  if (limits.perSecond !== undefined) windows.push({ most: limits.perSecond, lengthMs: 1_000, takenAt: [] })
  if (limits.perMinute !== undefined) windows.push({ most: limits.perMinute, lengthMs: 60_000, takenAt: [] })
  const queue: (() => void)[] = []
  let active = 0
  let pauseEndsAt = 0
  let order: Promise<unknown> = Promise.resolve()

  const slot = async () => {
    if (active >= limits.concurrency) await new Promise<void>((resolve) => queue.push(resolve))
    else active++
  }
  const release = () => {
    const next = queue.shift()
    if (next === undefined) active--
    else next()
  }
  const turn = async (deadline: number): Promise<boolean> => {
    for (;;) {
      const now = clock.now().getTime()
      const freeAt = Math.max(pauseEndsAt, ...windows.map((window) => freeIn(window, now)))
      if (freeAt <= now) {
        for (const window of windows) window.takenAt.push(now)
        return true
      }
      if (freeAt > deadline) return false
      await wait(freeAt - now)
    }
  }
  return {
    async acquire(patienceMs) {
      await slot()
      const deadline = clock.now().getTime() + patienceMs
      const mine = order.then(() => turn(deadline))
      order = mine.catch(() => undefined)
      if (await mine) return release
      release()
      return null
    },
    pauseUntil(atMs) {
      pauseEndsAt = Math.max(pauseEndsAt, atMs)
    },
    pausedUntil: () => pauseEndsAt,
  }
}

/** When the window has room for one more. */
function freeIn(window: Window, now: number): number {
  while (window.takenAt.length > 0 && window.takenAt[0]! <= now - window.lengthMs) window.takenAt.shift()
  if (window.takenAt.length < window.most) return now
  return window.takenAt[window.takenAt.length - window.most]! + window.lengthMs
}
