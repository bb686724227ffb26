/** Time comes in from outside: only the composition root builds one that reads the machine's clock. */
export type Clock = {
  now(): Date
  /** Milliseconds that only ever grow, whatever is done to the time of day; absent where time is played. */
  readonly monotonicMs?: () => number
}
