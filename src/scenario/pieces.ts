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
  | 'instalment'
  | 'progress'
  | 'milestone'
  | 'subscription'
  | 'minimum'
  | 'overage'
  | 'discount'
  | 'fee'

export type Unit = 'hour' | 'minute' | 'second' | 'day' | 'unit'

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
  readonly amount: Money
  readonly band: string | null
  readonly bucket: PieceBucket
  readonly limit: string | null
  readonly reason: string | null
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
