/** One kind of work, done a round at a time. A round returns how much it did; more than nothing asks for another. */
export type Loop = {
  readonly name: string
  readonly round: () => Promise<number>
  /** The pause after a round that found nothing. Milliseconds. */
  readonly idleMs: number
  /** Done once after the last round: gives back what others would wait for. */
  readonly end?: () => Promise<void>
}
export type LoopLog = (message: string, detail: Readonly<Record<string, unknown>>) => void

const firstPauseMs = 250
const longestPauseMs = 30_000

/** Owns running loops. A round that throws is logged and tried again after a growing pause; nothing else stops. */
export class Loops {
  readonly #stopping = new AbortController()
  readonly #running: Promise<void>[] = []
  readonly #wakers = new Set<() => void>()
  readonly #log: LoopLog

  constructor(log: LoopLog) {
    this.#log = log
  }

  start(loop: Loop): void {
    this.#running.push(this.#run(loop))
  }

  /** Work may have arrived: idle loops look now instead of at the end of their pause. A hint, never needed. */
  nudge(): void {
    for (const wake of [...this.#wakers]) wake()
  }

  /** Lets every round under way end, starts no other. */
  async close(): Promise<void> {
    this.#stopping.abort()
    this.nudge()
    await Promise.all(this.#running)
  }

  async #run(loop: Loop): Promise<void> {
    await this.#rounds(loop)
    await loop.end?.().catch((error: unknown) => {
      this.#log(`loop ${loop.name} did not end in order`, {
        error: error instanceof Error ? error.message : String(error),
      })
    })
  }

  async #rounds(loop: Loop): Promise<void> {
    let failures = 0
    while (!this.#stopping.signal.aborted) {
      try {
        const done = await loop.round()
        failures = 0
        if (done === 0) await this.#pause(loop.idleMs)
      } catch (error) {
        failures += 1
        this.#log(`loop ${loop.name} failed`, {
          failures,
          error: error instanceof Error ? error.message : String(error),
        })
        await this.#pause(Math.min(firstPauseMs * 2 ** Math.min(failures, 10), longestPauseMs))
      }
    }
  }

  #pause(ms: number): Promise<void> {
    if (this.#stopping.signal.aborted) return Promise.resolve()
    return new Promise((resolve) => {
      const end = () => {
        clearTimeout(timer)
        this.#wakers.delete(end)
        resolve()
      }
      const timer = setTimeout(end, ms)
      this.#wakers.add(end)
    })
  }
}
