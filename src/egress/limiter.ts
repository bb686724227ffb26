/**
 * Several limits of one connection at once, shared by all its callers of this process. Callers wait in lanes that
 * take turns by weight, so that a long pull does not hold up a document, nor cost and documents each other.
 */
import type { Clock } from '../kernel/clock.ts'
import { openPace } from './pace.ts'

export type Limits = {
  readonly perSecond?: number
  readonly perMinute?: number
  /** Calls on one day of the vendor. */
  readonly perDay?: number
  /** Where the vendor's day begins and ends: an IANA zone. UTC unless given. */
  readonly dayZone?: string
  readonly concurrency: number
}
export const callLanes = ['cost', 'documents', 'pull', 'look', 'other'] as const
export type CallLane = (typeof callLanes)[number]

/** Turns of a full circle. Where a lane is empty, its turns go to the others. */
export const laneWeights: Readonly<Record<CallLane, number>> = {
  cost: 4,
  documents: 4,
  pull: 2,
  look: 2,
  other: 1,
}

/** What of the day's calls is kept back for documents and for finding out about unanswered writes. */
const dayReserve = 0.1
const reserved: readonly CallLane[] = ['documents', 'look']

/** Calls of the vendor's day, of this process and of all others; kept outside, so that it outlives a restart. */
export type DayCount = {
  /** Of today as the vendor counts days, all processes together. */
  calls(nowMs: number): number
  count(nowMs: number): void
  /** When the vendor's next day begins. */
  endsAt(nowMs: number): number
  /** Processes that used the connection lately, this one included. */
  readonly processes: number
}

export type Limiter = {
  /** Waits for a turn; gives back the function that ends it. Null when the wait would pass `patienceMs`. */
  acquire(patienceMs: number, lane?: CallLane): Promise<(() => void) | null>
  /** Nobody gets a turn before: the other side said so. */
  pauseUntil(atMs: number): void
  pausedUntil(): number
  /** The other side refused a call because of its limits. One that says so again and again is called less often. */
  noteLimited(pauseEndsAtMs: number): void
  /** The other side said how many calls it still takes until when. */
  noteQuota(left: number, resetsAtMs: number): void
  /** The share of the limits that is used, between a sixteenth and one. */
  factor(): number
}

type Waiter = { readonly deadline: number; readonly resolve: (release: (() => void) | null) => void }

export function openLimiter(
  limits: Limits,
  clock: Clock,
  wait: (ms: number) => Promise<void>,
  day: DayCount | null = null,
): Limiter {
  const pace = openPace(limits, () => day?.processes ?? 1)
  const waiting = new Map<CallLane, Waiter[]>(callLanes.map((lane) => [lane, []]))
  const credit = new Map<CallLane, number>()
  let active = 0
  let timerAtMs = Number.POSITIVE_INFINITY
  const now = () => clock.now().getTime()

  const release = () => {
    active -= 1
    pump()
  }
  const freeAt = (lane: CallLane, at: number) => {
    const free = pace.freeAt(at)
    return day !== null && isSpent(limits, day, lane, at) ? Math.max(free, day.endsAt(at)) : free
  }
  /** Lanes that nobody may take a turn in now are refused where their patience ends before. */
  const rest = (lanes: readonly CallLane[], at: number) => {
    let soonest = Number.POSITIVE_INFINITY
    for (const lane of lanes) {
      const free = freeAt(lane, at)
      const [patient, spent] = divided(waiting.get(lane)!, (one) => one.deadline >= free)
      waiting.set(lane, patient)
      for (const one of spent) one.resolve(null)
      if (patient.length > 0) soonest = Math.min(soonest, free)
    }
    if (soonest >= timerAtMs) return
    timerAtMs = soonest
    // Behind the callers that were let through in the same breath: they go at the moment they were given.
    void Promise.resolve()
      .then(() => wait(soonest - at))
      .then(() => {
        timerAtMs = Number.POSITIVE_INFINITY
        pump()
      })
  }
  function pump(): void {
    for (;;) {
      const at = now()
      const lanes = callLanes.filter((lane) => waiting.get(lane)!.length > 0)
      if (lanes.length === 0 || active >= pace.concurrency(at)) return
      const ready = lanes.filter((lane) => freeAt(lane, at) <= at)
      if (ready.length === 0) {
        rest(lanes, at)
        return
      }
      const next = waiting.get(nextLane(ready, credit))!.shift()!
      pace.take(at)
      day?.count(at)
      active += 1
      next.resolve(once(release))
    }
  }
  return {
    acquire: (patienceMs, lane = 'other') =>
      new Promise((resolve) => {
        waiting.get(lane)!.push({ deadline: now() + patienceMs, resolve })
        pump()
      }),
    pauseUntil(atMs) {
      pace.pauseUntil(atMs)
      pump()
    },
    pausedUntil: () => pace.pausedUntil(),
    noteLimited(pauseEndsAtMs) {
      pace.noteLimited(now(), pauseEndsAtMs)
      pump()
    },
    noteQuota: (left, resetsAtMs) => pace.noteQuota(left - Math.max(active - 1, 0), resetsAtMs),
    factor: () => pace.factor(now()),
  }
}

function isSpent(limits: Limits, day: DayCount, lane: CallLane, at: number): boolean {
  if (limits.perDay === undefined) return false
  const most = reserved.includes(lane) ? limits.perDay : Math.ceil(limits.perDay * (1 - dayReserve))
  return day.calls(at) >= most
}

/** Smooth weighted turns: every lane gains its weight, the richest one goes and pays for all. */
function nextLane(ready: readonly CallLane[], credit: Map<CallLane, number>): CallLane {
  let total = 0
  for (const lane of ready) {
    total += laneWeights[lane]
    credit.set(lane, (credit.get(lane) ?? 0) + laneWeights[lane])
  }
  const richest = ready.reduce((best, lane) => (credit.get(lane)! > credit.get(best)! ? lane : best))
  credit.set(richest, credit.get(richest)! - total)
  // What a lane saved up while it had nothing to send would let it go alone for a while.
  for (const lane of callLanes) if (!ready.includes(lane)) credit.delete(lane)
  return richest
}

function divided<T>(list: readonly T[], holds: (one: T) => boolean): [T[], T[]] {
  return [list.filter(holds), list.filter((one) => !holds(one))]
}

function once(act: () => void): () => void {
  let done = false
  return () => {
    if (!done) act()
    done = true
  }
}
