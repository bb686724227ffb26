import { addDays, type Day, dayOfWeek } from '../../kernel/dates.ts'
import type { Decimal } from '../../kernel/decimal.ts'
import { addDecimal, multiplyDecimal, subtractDecimal } from '../../kernel/decimal.ts'
import { assert } from '../../kernel/errors.ts'
import { type ClockSpan, secondsOfDay } from '../clock.ts'
import { type BandRule, meets } from './rules.ts'

/** One entry as bands see it. Quantities are seconds. */
export type BandedEntry = {
  readonly id: string
  readonly workedOn: Day
  /** The clock after its rounding; null where the source told hours only. */
  readonly span: ClockSpan | null
  readonly billed: Decimal
  /** The bands that may take it, in the order in which they are told. */
  readonly rules: readonly BandRule[]
  /** What every second of the clock counts before the increment. */
  readonly factor?: Decimal | undefined
}

/** A part of an entry within which neither calendar nor clock changes, and the bands that these two open. */
export type Stretch = { readonly quantity: Decimal; readonly open: readonly BandRule[] }

const zero: Decimal = { coefficient: 0n, scale: 0 }

/**
 * The stretches of an entry, in the order of the clock; they add up to what is billed. Time past midnight has the
 * calendar of the next day, and the work date stays. An entry without a clock is one stretch, and no window opens.
 */
export function stretchesOf(entry: BandedEntry, isHoliday: (on: Day) => boolean): Stretch[] {
  const { rules, span } = entry
  const circumstance = (at: number | null) => {
    const on = at === null ? entry.workedOn : addDays(entry.workedOn, Math.floor(at / secondsOfDay))
    return { workedOn: entry.workedOn, weekday: dayOfWeek(on), holiday: isHoliday(on), at }
  }
  const openAt = (at: number | null) => rules.filter((rule) => meets(rule, circumstance(at)))
  if (span === null || span.begin === span.end)
    return [{ quantity: entry.billed, open: openAt(span?.begin ?? null) }]
  const edges = edgesOf(span, rules)
  const parts = edges.slice(0, -1).map((from, at) => ({ from, seconds: edges[at + 1]! - from }))
  const counted = parts.map((part) => {
    const seconds = { coefficient: BigInt(part.seconds), scale: 0 }
    return entry.factor === undefined ? seconds : multiplyDecimal(seconds, entry.factor)
  })
  const quantities = fitTo(entry.billed, counted)
  return merged(parts.map((part, at) => ({ quantity: quantities[at]!, open: openAt(part.from) })))
}

/** Begin, end, every midnight between them, and every edge of a window. */
function edgesOf({ begin, end }: ClockSpan, rules: readonly BandRule[]): number[] {
  const clocks = new Set([0])
  for (const { between } of rules) if (between) clocks.add(between.from).add(between.until)
  const edges = new Set([begin, end])
  for (let midnight = 0; midnight < end; midnight += secondsOfDay)
    for (const clock of clocks) {
      const at = midnight + clock
      if (begin < at && at < end) edges.add(at)
    }
  return [...edges].sort((a, b) => a - b)
}

/**
 * Parts that add up to the total: what rounding added is time at the end, and what it took is missing there. Where the
 * last part has less than is missing, the rest is taken from the one before it.
 */
function fitTo(total: Decimal, parts: readonly Decimal[]): Decimal[] {
  const fitted = [...parts]
  let difference = subtractDecimal(total, parts.reduce(addDecimal, zero))
  for (let at = fitted.length - 1; at >= 0 && difference.coefficient !== 0n; at--) {
    const wanted = addDecimal(fitted[at]!, difference)
    const under = wanted.coefficient < 0n && at > 0
    fitted[at] = under ? zero : wanted
    difference = under ? wanted : zero
  }
  assert(difference.coefficient === 0n, 'The first part takes whatever is left')
  return fitted
}

function merged(list: readonly Stretch[]): Stretch[] {
  const kept: Stretch[] = []
  for (const one of list) {
    const last = kept.at(-1)
    if (one.quantity.coefficient === 0n && list.length > 1) continue
    if (last !== undefined && sameRules(last.open, one.open))
      kept[kept.length - 1] = { ...last, quantity: addDecimal(last.quantity, one.quantity) }
    else kept.push(one)
  }
  return kept.length === 0 ? list.slice(0, 1) : kept
}

export function sameRules(a: readonly BandRule[], b: readonly BandRule[]): boolean {
  return a.length === b.length && a.every((rule, at) => rule === b[at])
}
