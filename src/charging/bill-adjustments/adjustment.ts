/** Decisions of people to write work up, down or off, as they bear on one work. */
import { type Day, day } from '../../kernel/dates.ts'
import { decimal, formatDecimal } from '../../kernel/decimal.ts'
import type { Adjustment as Rule } from '../../model/scenario/adjustments.ts'
import type { AdjustmentHow, AdjustmentReason, AdjustmentWhat } from './words.ts'

/** What somebody decided of one work: its own share of it, in the work's unit or currency. */
export type BillAdjustment = {
  readonly workId: string
  readonly adjustmentId: string
  readonly what: Exclude<AdjustmentWhat, 'take_back'>
  readonly how: AdjustmentHow | null
  readonly size: string | null
  readonly currency: string | null
  readonly reason: AdjustmentReason
  readonly adjustedOn: Day
  readonly author: string
  readonly decidedBy: string
  /** Where the decision stands in the log: it counts from there on, until it is taken back. */
  readonly decidedPosition: bigint
  readonly takenBackPosition: bigint | null
}
export type BillAdjustments = ReadonlyMap<string, readonly BillAdjustment[]>

export const noAdjustments: BillAdjustments = new Map()

const names = {
  to_quantity: 'toQuantity',
  to_rate: 'toRate',
  to_amount: 'toAmount',
  by_amount: 'byAmount',
  by_percent: 'byPercent',
} as const satisfies Record<AdjustmentHow, keyof Rule>

const digitsOfPosition = 19

/** As the engine reads it. Those of one day count in the order in which they were decided. */
export function ruleOf(one: BillAdjustment): Rule {
  return {
    id: `${String(one.decidedPosition).padStart(digitsOfPosition, '0')} ${one.adjustmentId}`,
    on: day(one.adjustedOn),
    what: one.what,
    ...(one.how === null || one.size === null ? {} : { [names[one.how]]: formatDecimal(decimal(one.size)) }),
    ...(one.currency === null ? {} : { currency: one.currency }),
    reason: one.reason.replaceAll('_', ' '),
    by: one.author,
    approvedBy: one.decidedBy,
  }
}

/** Those that count after everything that was decided up to a position; by default all that nobody took back. */
export function countingOf(
  all: readonly BillAdjustment[] | undefined,
  position: bigint | null = null,
): readonly BillAdjustment[] {
  if (all === undefined || all.length === 0) return []
  return all.filter(({ decidedPosition, takenBackPosition }) =>
    position === null
      ? takenBackPosition === null
      : decidedPosition <= position && (takenBackPosition === null || takenBackPosition > position),
  )
}

/** The last word that was said of a work: what is decided of it now is decided no earlier. */
export function lastWord(all: readonly BillAdjustment[] | undefined, position: bigint): bigint {
  let last = position
  for (const { decidedPosition, takenBackPosition } of all ?? []) {
    if (decidedPosition > last) last = decidedPosition
    if (takenBackPosition !== null && takenBackPosition > last) last = takenBackPosition
  }
  return last
}
