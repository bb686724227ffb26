import { addDays, type Day, daysInMonth } from '../kernel/dates.ts'
import type { Decimal } from '../kernel/decimal.ts'
import { addDecimal, compareDecimal, subtractDecimal } from '../kernel/decimal.ts'
import { weekBegin } from './weeks.ts'

type CapPeriod = 'day' | 'week' | 'month'
/** So many seconds of work count in each period; what becomes of the rest is the caller's to decide. */
export type HourCap = {
  readonly per: CapPeriod
  readonly seconds: Decimal
  /** Whether what is over waits for room in the periods after it. */
  readonly carries: boolean
  readonly weekStart: number
}

export type CappedItem = { readonly on: Day; readonly quantity: Decimal }
/** `counted` is the first day of the period that a part counts in; null for a part over the cap. */
export type CappedPart = { readonly quantity: Decimal; readonly counted: Day | null }

const zero: Decimal = { coefficient: 0n, scale: 0 }

/**
 * The parts of the items, in their order, which is by work date, then source id. Parts add up to their item. Carried
 * time comes before the work of its new period, the oldest first, and moves only into periods that have begun by `asOf`.
 */
export function capHours(items: readonly CappedItem[], cap: HourCap, asOf: Day): CappedPart[][] {
  const parts: CappedPart[][] = items.map(() => [])
  let waiting: { at: number; left: Decimal }[] = []
  for (const period of periodsOf(items, cap, asOf)) {
    let room = cap.seconds
    const moves = cap.carries && period.from <= asOf
    const queue = [...(moves ? waiting : []), ...period.items]
    const over: typeof waiting = moves ? [] : [...waiting]
    for (const { at, left } of queue) {
      const fits = compareDecimal(left, room) <= 0 ? left : room
      const rest = subtractDecimal(left, fits)
      if (fits.coefficient !== 0n || left.coefficient === 0n)
        parts[at]!.push({ quantity: fits, counted: period.from })
      if (rest.coefficient > 0n) over.push({ at, left: rest })
      room = subtractDecimal(room, fits)
    }
    if (cap.carries) waiting = over
    else for (const { at, left } of over) parts[at]!.push({ quantity: left, counted: null })
  }
  for (const { at, left } of waiting) parts[at]!.push({ quantity: left, counted: null })
  return parts
}

type CapPeriodWork = { readonly from: Day; readonly items: { at: number; left: Decimal }[] }

function periodsOf(items: readonly CappedItem[], cap: HourCap, asOf: Day): CapPeriodWork[] {
  const found = new Map<Day, CapPeriodWork>()
  const open = (from: Day) => {
    const period = found.get(from) ?? { from, items: [] }
    found.set(from, period)
    return period
  }
  for (const [at, item] of items.entries())
    open(periodBegin(item.on, cap)).items.push({ at, left: item.quantity })
  if (cap.carries && items.length > 0) {
    const total = items.reduce((sum, item) => addDecimal(sum, item.quantity), zero)
    let left = total
    // A cap of zero never makes room; the periods after the last work end with today.
    for (
      let from = periodBegin(items[0]!.on, cap);
      from <= asOf && left.coefficient > 0n;
      from = nextPeriod(from, cap.per)
    ) {
      open(from)
      if (from > items.at(-1)!.on) left = subtractDecimal(left, cap.seconds)
      if (cap.seconds.coefficient === 0n && from > items.at(-1)!.on) break
    }
  }
  return [...found.values()].sort((a, b) => (a.from < b.from ? -1 : 1))
}

export function periodBegin(on: Day, cap: Pick<HourCap, 'per' | 'weekStart'>): Day {
  if (cap.per === 'day') return on
  return cap.per === 'week' ? weekBegin(on, cap.weekStart) : (`${on.slice(0, 7)}-01` as Day)
}

function nextPeriod(from: Day, per: CapPeriod): Day {
  if (per === 'day') return addDays(from, 1)
  if (per === 'week') return addDays(from, 7)
  return addDays(from, daysInMonth(Number(from.slice(0, 4)), Number(from.slice(5, 7))))
}
