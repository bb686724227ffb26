/** Pure: what people decided of work that is worth what it is worth by itself. */
import { day } from '../../kernel/dates.ts'
import { addDecimal, type Decimal, decimal, formatDecimal } from '../../kernel/decimal.ts'
import type { Piece, Valued } from '../../scenario/pieces.ts'
import { adjustedBy } from '../../scenario/steps/adjust-work.ts'
import { nowhere, type Desired } from '../difference.ts'
import type { Evaluation } from '../evaluate.ts'
import { bucketOf } from '../groups/desired.ts'
import type { Work } from '../work.ts'
import { type BillAdjustment, ruleOf } from './adjustment.ts'

export type Adjusted = {
  readonly work: Work
  readonly desired: readonly Desired[] | 'keep'
}

/** What every decision over a work's price says of those that people made afterwards. */
export type AdjustedDecision = { readonly adjusted?: readonly string[] }

/**
 * The bill outcome of one evaluated work after what people decided of it: what is taken off stands beside the rest as
 * written off. Cost and pay stay as they are, and so does work that is not billable, held, or left to its client's group.
 */
export function adjustBill(
  { work, desired }: Pick<Evaluation, 'work' | 'desired'>,
  counting: readonly BillAdjustment[],
  /** The work keeps its bucket while a document holds it. */
  stays: boolean,
): Adjusted {
  if (desired === 'keep') return { work, desired }
  if (desired === null) return { work, desired: [] }
  if (counting.length === 0 || desired.treatment !== 'billable') return { work, desired: [desired] }
  const valued = adjustedBy(valuedOf(work, desired), counting.map(ruleOf))
  const decision = JSON.stringify({
    ...(JSON.parse(desired.decision) as object),
    adjusted: valued.story,
  } satisfies AdjustedDecision)
  const { priced = [], written_off: off = [] } = Object.groupBy(valued.pieces, (piece) => piece.bucket)
  const rows = [rowOf(desired, 'billable', priced), rowOf(desired, 'written_off', off)].flatMap((row) =>
    row === null ? [] : [{ ...row, decision }],
  )
  if (rows.length === 0) return { work, desired: [desired] }
  return {
    work: {
      ...work,
      billBucket: stays ? work.billBucket : bucketOf(rows),
      billMinor: rows.reduce((sum, row) => sum + row.amountMinor, 0n),
    },
    desired: rows,
  }
}

/** One row a treatment, as parts that stand in one place are one row. */
function rowOf(desired: Desired, treatment: Desired['treatment'], pieces: readonly Piece[]): Desired | null {
  if (pieces.length === 0) return null
  const hours = pieces.reduce((sum, piece) => addDecimal(sum, piece.quantity), decimal('0'))
  const amountMinor = pieces.reduce((sum, piece) => sum + piece.amount.minor, 0n)
  return { ...desired, treatment, hours: formatDecimal(hours), amountMinor }
}

/** As the engine takes it: work in one piece, on no line of its contract. */
export function valuedOf(work: Work, desired: Desired): Valued {
  const quantity: Decimal = decimal(desired.hours)
  const { contractId: contract, amountMinor: minor, currency } = desired
  const on = day(desired.workOn)
  const piece: Piece = {
    work: work.sourceId,
    kind: 'time',
    on,
    sourceId: work.sourceId,
    contract,
    line: nowhere.lineId ?? '',
    quantity,
    unit: 'hour',
    rate: desired.rate === null ? null : decimal(desired.rate),
    amount: { minor, currency },
    band: null,
    bucket: 'priced',
    limit: null,
    reason: null,
    story: [],
  }
  return {
    ...{ work: work.sourceId, revision: work.revision, kind: 'time', on, contract, line: null, unit: 'hour' },
    ...{ actual: decimal(work.hours), billed: quantity, standardValue: null, cost: null, held: [] },
    pieces: [piece],
    story: [],
  }
}
