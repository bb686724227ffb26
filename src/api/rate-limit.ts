const windowMs = 60_000
const rememberedCallers = 20_000

export type Allowance = {
  readonly allowed: boolean
  readonly limit: number
  readonly remaining: number
  readonly resetSeconds: number
}

/** Counts calls per caller in windows of a minute, in this process. Owns the counters. */
export class RateLimiter {
  readonly #perMinute: number
  readonly #counters = new Map<string, { windowStartMs: number; used: number }>()

  constructor(perMinute: number) {
    this.#perMinute = perMinute
  }

  take(caller: string, nowMs: number): Allowance {
    const windowStartMs = nowMs - (nowMs % windowMs)
    let counter = this.#counters.get(caller)
    if (counter === undefined || counter.windowStartMs !== windowStartMs) {
      // Forgetting everybody lets a caller begin anew, which is better than memory without a bound.
      if (this.#counters.size >= rememberedCallers) this.#counters.clear()
      counter = { windowStartMs, used: 0 }
      this.#counters.set(caller, counter)
    }
    counter.used += 1
    return {
      allowed: counter.used <= this.#perMinute,
      limit: this.#perMinute,
      remaining: Math.max(0, this.#perMinute - counter.used),
      resetSeconds: Math.ceil((windowStartMs + windowMs - nowMs) / 1000),
    }
  }
}
