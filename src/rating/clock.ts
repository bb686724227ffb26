import type { Decimal } from '../kernel/decimal.ts'
import { assert } from '../kernel/errors.ts'

/** Wall clock of a day in whole seconds since midnight; past midnight it goes on above 86,400. */
export type ClockSpan = { readonly begin: number; readonly end: number }
type ClockMode = 'up' | 'nearest' | 'down'
export type ClockRounding = { readonly stepSeconds: number; readonly mode: ClockMode }
export type ClockRule = { readonly begin?: ClockRounding; readonly end?: ClockRounding }

export const secondsOfDay = 86_400

/** "HH:MM" or "HH:MM:SS", checked before. */
export function clockSeconds(text: string): number {
  const [hours = 0, minutes = 0, seconds = 0] = text.split(':').map(Number)
  return hours * 3600 + minutes * 60 + seconds
}

/** An end at or before the begin is the next day's. Clocks are local: a change to summer time is not seen. */
export function spanOf(begin: string, end: string): ClockSpan {
  const [first, last] = [clockSeconds(begin), clockSeconds(end)]
  return { begin: first, end: last > first ? last : last + secondsOfDay }
}

/** Begin and end by their rules. A span that would turn around has no length. */
export function roundSpan(span: ClockSpan, rule: ClockRule): ClockSpan {
  const begin = roundClock(span.begin, rule.begin)
  const end = roundClock(span.end, rule.end)
  return { begin, end: Math.max(begin, end) }
}

function roundClock(at: number, rounding: ClockRounding | undefined): number {
  if (rounding === undefined) return at
  const { stepSeconds, mode } = rounding
  assert(Number.isInteger(stepSeconds) && stepSeconds > 0, 'A step of the clock is whole seconds above zero')
  const under = at - (at % stepSeconds)
  if (under === at || mode === 'down') return under
  const up = mode === 'up' || 2 * (at - under) >= stepSeconds
  return up ? under + stepSeconds : under
}

export function lengthOf(span: ClockSpan): Decimal {
  return { coefficient: BigInt(span.end - span.begin), scale: 0 }
}
