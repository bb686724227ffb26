import type { Day } from '../../kernel/dates.ts'
import type { Decimal } from '../../kernel/decimal.ts'
import type { HourCapRule } from '../../model/scenario/quantity.ts'
import type { BandRule } from '../../rating/bands/rules.ts'
import type { BandPart } from '../../rating/bands/split.ts'
import type { Billed } from './billed.ts'
import type { TimeEntry } from './entries.ts'

/** A part of an entry on its way to a piece. */
export type TimePart = {
  readonly seconds: Decimal
  readonly bands: readonly BandRule[]
  /** Parts of one origin are priced as one, so that no cap makes or loses a cent. */
  readonly origin: number
  /** The day by which hour caps count it: its work date, or the begin of the period that it moved to. */
  readonly counted: Day
  /** The first cap that it fills. */
  readonly cap: HourCapRule | null
  /** The cap that it is over. */
  readonly over: HourCapRule | null
  /** The cap that moved it to a later period. */
  readonly moved: HourCapRule | null
}

export function partsOf(
  entries: readonly TimeEntry[],
  billed: ReadonlyMap<TimeEntry, Billed>,
  bands: ReadonlyMap<TimeEntry, readonly BandPart[]>,
): Map<TimeEntry, readonly TimePart[]> {
  const none: readonly BandRule[] = []
  return new Map(
    entries.map((entry) => {
      const cut = bands.get(entry) ?? [{ quantity: billed.get(entry)!.seconds, bands: none }]
      return [
        entry,
        cut.map(
          (one, origin): TimePart => ({
            seconds: one.quantity,
            bands: one.bands,
            origin,
            counted: entry.on,
            cap: null,
            over: null,
            moved: null,
          }),
        ),
      ]
    }),
  )
}
