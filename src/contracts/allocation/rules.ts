/** What limits the billing of work, and what was bought ahead, as the allocation sees them. */
import type { Day } from '../../kernel/dates.ts'
import type { Decimal } from '../../kernel/decimal.ts'

/** The stretch of work dates over which a limit counts before it begins anew. */
export type Stretch = 'total' | 'day' | 'week' | 'month' | 'quarter' | 'year'

/** What becomes of work that finds no room. Parked work comes back by itself; `review` waits for a person. */
export type Over = 'parked' | 'next_period' | 'non_billable' | 'written_off' | 'review'

/** A ceiling. Amounts are in minor units of its currency, hours in ticks (see quantities.ts). */
export type LimitRule = {
  readonly id: string
  readonly measure: 'amount' | 'hours'
  readonly most: bigint
  /** Where the height changed over time: it counts for stretches that end on or after the day. By day. */
  readonly changes: readonly { readonly from: Day; readonly most: bigint }[]
  readonly per: Stretch
  /** `whole_entry`: an entry that does not fit as a whole finds no room at all. */
  readonly mode: 'part' | 'whole_entry'
  readonly over: Over
  /** The last day up to which a next period may be filled. */
  readonly until: Day
  /** Purchase orders are limits too; the rest of the work goes on to the next one. */
  readonly order: boolean
}

/** A limit that a part falls under, for whom (a worker, a project) where it is counted for each apart. */
export type Touch = {
  readonly limit: number
  readonly who: string
  /** One unit of the work's currency in that of the limit; null where they are the same. */
  readonly rate: Decimal | null
}

/** A purchase order that a part may be billed on. */
export type Route = { readonly order: string; readonly touches: readonly Touch[] }

/** What stands on documents of one purchase order, or of none. A null quantity is what belongs to the amount. */
export type PinnedOn = {
  readonly quantity: Decimal | null
  readonly amount: bigint
  readonly order: string | null
}
/** What stands of a part on issued documents in all, and on what order. A null quantity is all of it. */
export type Pinned = PinnedOn & {
  /** Where it was billed on several orders: what of it stands on each of the others. */
  readonly further?: readonly PinnedOn[]
}

/** A priced piece of an entry. */
export type Part = {
  readonly quantity: Decimal
  /** Ticks of one unit of the quantity; null where it is no time, so that limits of hours pass it by. */
  readonly ticks: bigint | null
  /** Minor units. */
  readonly amount: bigint
  readonly currency: string
  readonly touches: readonly Touch[]
  /** Purchase orders in the order in which they are filled; empty where the work needs none. */
  readonly routes: readonly Route[]
  readonly retainer: number | null
  readonly pinned: Pinned | null
}

export type Entry = {
  readonly id: string
  readonly on: Day
  /** Orders the entries of one day. */
  readonly sourceId: string
  readonly parts: readonly Part[]
  /** A case stops it: it takes no room, and limits that wait for it let nothing later pass. */
  readonly held: boolean
}

export type Placed = {
  /** The place of its part in the entry. */
  readonly part: number
  readonly quantity: Decimal
  readonly amount: bigint
  readonly state: 'allowed' | 'drawn' | 'deficit' | Exclude<Over, 'next_period'>
  /** The limit that left no room, or the period into which it moved. */
  readonly limit: number | null
  readonly order: string | null
  readonly lot: string | null
  /** Beyond what was bought ahead. */
  readonly overage: boolean
  /** The first day of the later stretch whose room it takes. */
  readonly movedTo: Day | null
}

export type RetainerRule = {
  readonly id: string
  readonly measure: 'hours' | 'amount'
  /** Grants of the same size, one a period; null where every lot is bought on its own. */
  readonly grants: {
    readonly from: Day
    readonly to: Day | null
    readonly per: Exclude<Stretch, 'total' | 'day'>
    readonly quantity: bigint
    /** Sizes that hold from a later period on. By day. */
    readonly changes: readonly { readonly from: Day; readonly quantity: bigint }[]
  } | null
  /** What of a grant goes on when its period ends: null for nothing; in it, null for no maximum or no end. */
  readonly rollover: { readonly most: bigint | null; readonly periods: number | null } | null
  /** Whether a period may take from the next one, and how much; in it, null for no maximum. */
  readonly deficit: { readonly most: bigint | null } | null
  readonly lots: readonly Lot[]
  readonly overage: {
    readonly treat: 'billed' | 'parked' | 'non_billable'
    /** Per hour. Null: the work's own price. */
    readonly rate: Decimal | null
    /** Of the rate or of the work's own price; null for 100. */
    readonly percent: Decimal | null
  }
}

/** Hours or money bought on their own. `to` is the last day on which they can be used, null for no end. */
export type Lot = {
  readonly id: string
  readonly quantity: bigint
  readonly from: Day
  readonly to: Day | null
}

export type Rules = {
  readonly limits: readonly LimitRule[]
  readonly retainers: readonly RetainerRule[]
  /** What was used before and is told by no entry. */
  readonly used: readonly { readonly touch: Touch; readonly on: Day; readonly quantity: bigint }[]
  /** Limits that let nothing pass once earlier work of theirs is held. */
  readonly waiting: ReadonlySet<number>
}
