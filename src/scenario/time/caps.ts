import { decimal } from '../../kernel/decimal.ts'
import type { HourCapRule } from '../../model/scenario/quantity.ts'
import { toSeconds } from '../../rating/durations.ts'
import { type CappedPart, capHours, periodBegin } from '../../rating/hour-caps.ts'
import type { World } from '../world.ts'
import { calendarOf } from './calendars.ts'
import { type TimeEntry, together } from './entries.ts'
import type { TimePart } from './parts.ts'

/**
 * Parts of entries after the hour caps of their lines, one cap after the other in the order of the line. A cap sees only
 * what the caps before it left inside, and work that nobody pays for fills none.
 */
export function capParts(
  world: World,
  parts: ReadonlyMap<TimeEntry, readonly TimePart[]>,
): ReadonlyMap<TimeEntry, readonly TimePart[]> {
  const found = new Map(parts)
  const capped = [...parts.keys()].filter(
    (one) => one.agreed?.line.quantity?.caps !== undefined && one.billable,
  )
  for (const list of Map.groupBy(capped, (one) => one.agreed!.line).values())
    for (const cap of list[0]!.agreed!.line.quantity!.caps!) {
      const bound = list.filter((one) => cap.workers === undefined || cap.workers.includes(one.workerId))
      const groups = Map.groupBy(bound, (one) => (cap.of === 'team' ? '' : one.workerId))
      for (const group of groups.values())
        for (const [one, after] of together(group, (some) => underCap(world, some, cap, found)))
          found.set(one, after)
    }
  return found
}

type Slot = { readonly entry: TimeEntry; readonly at: number; readonly part: TimePart }

function underCap(
  world: World,
  list: readonly TimeEntry[],
  rule: HourCapRule,
  parts: ReadonlyMap<TimeEntry, readonly TimePart[]>,
): ReadonlyMap<TimeEntry, readonly TimePart[]> {
  const slots = list
    .flatMap((entry): Slot[] => parts.get(entry)!.map((part, at) => ({ entry, at, part })))
    .filter((slot) => slot.part.over === null)
    .sort((a, b) => (a.part.counted < b.part.counted ? -1 : a.part.counted > b.part.counted ? 1 : 0))
  const weekStart = calendarOf(world, rule.of === 'team' ? '' : list[0]!.workerId).weekStart
  const cap = {
    per: rule.per,
    seconds: toSeconds(decimal(rule.hours), 'hour'),
    carries: rule.excess === 'next_period',
    weekStart,
  } as const
  const cut = capHours(
    slots.map(({ part }) => ({ on: part.counted, quantity: part.seconds })),
    cap,
    world.asOf,
  )
  const replaced = new Map(slots.map((slot, place) => [slot.part, { slot, cut: cut[place]! }]))
  return new Map(
    list.map((entry) => [
      entry,
      parts.get(entry)!.flatMap((part) => {
        const found = replaced.get(part)
        return found === undefined ? [part] : found.cut.map((one) => capped(part, one, rule, weekStart))
      }),
    ]),
  )
}

function capped(
  part: TimePart,
  { quantity, counted }: CappedPart,
  rule: HourCapRule,
  weekStart: number,
): TimePart {
  if (counted === null) return { ...part, seconds: quantity, over: rule }
  const own = periodBegin(part.counted, { per: rule.per, weekStart })
  const cap = part.cap ?? rule
  return counted === own
    ? { ...part, seconds: quantity, cap }
    : { ...part, seconds: quantity, cap, counted, moved: rule }
}
