/** What flows from step to step: work, cut into pieces that each stand in one bucket. */
import type { Day } from '../kernel/dates.ts'
import type { Decimal } from '../kernel/decimal.ts'
import type { Money } from '../kernel/money.ts'
import type { PieceBucket } from '../model/scenario/result.ts'

/** Work that people report, and work that a contract makes by itself: its fees, milestones, periods and minimums. */
export type WorkKind =
  | 'time'
  | 'expense'
  | 'subcontractor'
  | 'usage'
  | 'instalment'
  | 'progress'
  | 'milestone'
  | 'subscription'
  | 'minimum'
  | 'overage'
  | 'discount'
  | 'fee'

export type Unit = 'hour' | 'minute' | 'second' | 'day' | 'unit'

/** The price of an hour, day or unit is rate x multiplier + added: bands are kept apart from the rate they raise. */
export type Pricing = {
  readonly per: 'hour' | 'day'
  readonly hoursPerDay?: Decimal | undefined
  readonly multiplier: Decimal
  readonly added: Decimal
}

/** A part of one piece of work. The pieces of a work add up to it, in quantity and in money. */
export type Piece = {
  readonly work: string
  readonly kind: WorkKind
  readonly on: Day
  /** Orders work of one day, as its source numbers it. */
  readonly sourceId: string
  readonly contract: string
  readonly line: string
  readonly quantity: Decimal
  readonly unit: Unit
  /** Per hour, day or unit, before any multiplier; null where none was asked for or found. */
  readonly rate: Decimal | null
  /** How the rate becomes the price of the piece; left out where the two are one. */
  readonly pricing?: Pricing | undefined
  readonly amount: Money
  readonly band: string | null
  readonly bucket: PieceBucket
  readonly limit: string | null
  /** The client's order on which it is billed. */
  readonly purchaseOrder?: string | null
  readonly reason: string | null
  /** The document that bills it, or will. */
  readonly document?: string
  /** The issued document whose difference it is: its tax point is that document's. */
  readonly corrects?: string
  /** One sentence a step, in the order of the steps. */
  readonly story: readonly string[]
}

/** A part of a work's value on its accounting day; `waiting` until somebody lets it into an open period. */
export type Posting = {
  readonly on: Day
  readonly amount: Money
  readonly status: 'booked' | 'waiting'
}

/** A work with its pieces as a step hands it to the next. */
export type Valued = {
  readonly work: string
  readonly revision: number
  readonly kind: WorkKind
  readonly on: Day
  readonly contract: string | null
  readonly line: string | null
  readonly unit: Unit
  readonly actual: Decimal
  /** Where work is billed in another unit than it was reported in, as hours in days. Default: `unit`. */
  readonly actualUnit?: Unit | undefined
  readonly billed: Decimal
  readonly standardValue: Money | null
  readonly cost: Money | null
  /** Cost in the currency of the ledger that bills it, with the rate where there was one to use. */
  readonly functionalCost?: Money
  readonly functionalCostRate?: string
  /** What of it is booked when, where the periods of its ledger are known. */
  readonly postings?: readonly Posting[]
  /** Further named figures of its kind, told as they are. */
  readonly more?: Readonly<Record<string, unknown>>
  /** Codes of cases that stop it; while there is one, every piece is held. */
  readonly held: readonly string[]
  readonly pieces: readonly Piece[]
  readonly story: readonly string[]
}
