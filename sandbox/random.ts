/** A small seeded generator (mulberry32): the same seed tells the same story on every machine. */
export type Random = {
  /** A whole number from 0 up to, not including, `below`. */
  readonly whole: (below: number) => number
  readonly chance: (percent: number) => boolean
  readonly pick: <T>(list: readonly T[]) => T
}

export function seededRandom(seed: number): Random {
  let state = seed >>> 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return (mixed ^ (mixed >>> 14)) >>> 0
  }
  const whole = (below: number): number => next() % below
  return {
    whole,
    chance: (percent) => whole(100) < percent,
    pick: (list) => list[whole(list.length)]!,
  }
}
