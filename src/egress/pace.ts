/**
 * How fast one connection may be called: windows, pauses, and a share that falls when the other side refuses again
 * and again and rises slowly. Pure but for what it remembers: every moment comes in.
 *
 * A first refusal only pauses. Another one within a minute after a pause halves the share, down to a sixteenth; each
 * minute without one gives a tenth back. Refusals that come while a pause holds were on their way: they count as one.
 */
import type { Limits } from './limiter.ts'

const leastFactor = 1 / 16
const againWithinMs = 60_000
const raiseEveryMs = 60_000
const raiseBy = 0.1
const minuteMs = 60_000
/**
 * A quiet minute before a refusal says nothing of what may be called, and refusals that come again and again would
 * multiply it away: what was only learned never falls below a call a second. A slower system says so by Retry-After.
 */
const leastLearned = 60

type Window = {
  readonly limit: () => number
  readonly least: number
  readonly lengthMs: number
  readonly takenAt: number[]
}

type Pace = {
  freeAt(atMs: number): number
  take(atMs: number): void
  concurrency(atMs: number): number
  pauseUntil(atMs: number): void
  pausedUntil(): number
  noteLimited(atMs: number, pauseEndsAtMs: number): void
  noteQuota(left: number, resetsAtMs: number): void
  factor(atMs: number): number
}

export function openPace(limits: Limits, processes: () => number): Pace {
  let share = 1
  let movedAtMs = 0
  let limitedAtMs = Number.NEGATIVE_INFINITY
  let pauseEndsAtMs = 0
  let quota: { left: number; resetsAtMs: number } | null = null
  // Where nothing is declared, what went well in the minute before the refusals is what is divided.
  let learned: number | null = null
  const declared = limits.perSecond !== undefined || limits.perMinute !== undefined
  const recent: number[] = []
  const windows: Window[] = []
  if (limits.perSecond !== undefined)
    windows.push({ limit: () => limits.perSecond!, least: 0, lengthMs: 1_000, takenAt: [] })
  if (limits.perMinute !== undefined)
    windows.push({ limit: () => limits.perMinute!, least: 0, lengthMs: minuteMs, takenAt: [] })
  if (!declared)
    windows.push({
      limit: () => learned ?? Number.POSITIVE_INFINITY,
      least: leastLearned,
      lengthMs: minuteMs,
      takenAt: recent,
    })

  const factor = (atMs: number) => {
    while (share < 1 && atMs - movedAtMs >= raiseEveryMs) {
      share = Math.min(1, share + raiseBy)
      movedAtMs += raiseEveryMs
    }
    if (share === 1) learned = null
    return share
  }
  return {
    factor,
    freeAt(atMs) {
      const others = Math.max(processes(), 1)
      const part = factor(atMs) / others
      if (quota !== null && quota.resetsAtMs <= atMs) quota = null
      const told = quota !== null && quota.left <= 0 ? quota.resetsAtMs : 0
      return Math.max(
        pauseEndsAtMs,
        told,
        atMs,
        ...windows.map((window) => freeIn(window, part, window.least / others, atMs)),
      )
    },
    take(atMs) {
      for (const window of windows) window.takenAt.push(atMs)
      if (quota !== null) quota.left -= 1
    },
    // Cannot fall below one: processes share a limit of one only by the pace.
    concurrency: (atMs) =>
      Math.max(1, Math.floor((limits.concurrency * factor(atMs)) / Math.max(processes(), 1))),
    pauseUntil(atMs) {
      pauseEndsAtMs = Math.max(pauseEndsAtMs, atMs)
    },
    pausedUntil: () => pauseEndsAtMs,
    noteLimited(atMs, endsAtMs) {
      const onItsWay = atMs < pauseEndsAtMs
      const again =
        atMs - Math.max(limitedAtMs, pauseEndsAtMs) <= againWithinMs && Number.isFinite(limitedAtMs)
      if (!onItsWay && again) {
        const before = factor(atMs)
        if (!declared && learned === null)
          learned = Math.max(leastLearned, recent.filter((takenAt) => takenAt > atMs - minuteMs).length)
        share = Math.max(leastFactor, before / 2)
      }
      movedAtMs = Math.max(movedAtMs, endsAtMs)
      if (!onItsWay) limitedAtMs = atMs
      pauseEndsAtMs = Math.max(pauseEndsAtMs, endsAtMs)
    },
    noteQuota(left, resetsAtMs) {
      quota = { left, resetsAtMs }
    },
  }
}

/** When the window has room for one more. A part below one call is one call in a longer window. */
function freeIn(window: Window, part: number, least: number, atMs: number): number {
  const { takenAt } = window
  const most = Math.max(window.limit() * part, least)
  const lengthMs = most >= 1 ? window.lengthMs : window.lengthMs / most
  // Kept for the longest that a window can become, so that a share that falls finds what was taken.
  const keptMs = Math.max(lengthMs, window.lengthMs)
  let past = 0
  while (past < takenAt.length && takenAt[past]! <= atMs - keptMs) past += 1
  if (past > 0) takenAt.splice(0, past)
  const room = most >= 1 ? Math.floor(most) : 1
  if (takenAt.length < room) return atMs
  return takenAt[takenAt.length - room]! + lengthMs
}
