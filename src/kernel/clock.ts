/** Time comes in from outside: only the composition root builds one that reads the machine's clock. */
export type Clock = { now(): Date }
