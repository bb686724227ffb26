/** Virtual time. What was sent and not yet done is done when its moment comes. */
export type Time = {
  readonly now: () => Date
  readonly nowMs: () => number
  /** Lets time pass; what lands meanwhile lands in order of its moment. */
  pass(ms: number): Promise<void>
  /** A short one is over at once; a long one is one behind which a request lands late. */
  readonly pause: (ms: number) => Promise<void>
  /** Does `work`, and says whether it stopped in a long pause; if so it goes on `afterMs` later. */
  lateBy<T>(afterMs: number, work: () => Promise<T>): Promise<{ late: false; value: T } | { late: true }>
  /** Requests on their way. */
  readonly underway: () => number
}

const longMs = 500

type Landing = { readonly atMs: number; readonly go: () => Promise<void> }

export function virtualTime(start: string): Time {
  let ms = Date.parse(start)
  const landings: Landing[] = []
  let stopped: ((resume: () => void) => void) | null = null
  return {
    now: () => new Date(ms),
    nowMs: () => ms,
    async pass(by) {
      const until = ms + by
      for (;;) {
        const next = landings.toSorted((one, other) => one.atMs - other.atMs)[0]
        if (next === undefined || next.atMs > until) break
        landings.splice(landings.indexOf(next), 1)
        ms = Math.max(ms, next.atMs)
        await next.go()
      }
      ms = until
    },
    async pause(pauseMs) {
      if (pauseMs < longMs || stopped === null) return
      const stop = stopped
      await new Promise<void>((resolve) => stop(resolve))
    },
    async lateBy(afterMs, work) {
      let resume: (() => void) | null = null
      const halted = new Promise<'halted'>((resolve) => {
        stopped = (go) => {
          resume = go
          resolve('halted')
        }
      })
      const doing = work()
      const first = await Promise.race([doing, halted])
      stopped = null
      if (first !== 'halted') return { late: false, value: await doing }
      const go = async () => {
        resume!()
        await doing
      }
      landings.push({ atMs: ms + afterMs, go })
      return { late: true }
    },
    underway: () => landings.length,
  }
}
