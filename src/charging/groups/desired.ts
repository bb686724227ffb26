/** What the pieces of priced work are worth as charges. */
import { canonicalJson } from '../../kernel/canonical-json.ts'
import type { Day } from '../../kernel/dates.ts'
import {
  addDecimal,
  type Decimal,
  decimal,
  formatDecimal,
  isZero,
  multiplyDecimal,
} from '../../kernel/decimal.ts'
import type { Piece, Valued } from '../../scenario/pieces.ts'
import type { Desired, Treatment } from '../difference.ts'
import type { Work } from '../work.ts'

/** The buckets in which a calculation leaves a piece, and what becomes of it. */
const treatments: Readonly<Partial<Record<Piece['bucket'], Treatment>>> = {
  priced: 'billable',
  included: 'included',
  parked: 'parked',
  written_off: 'written_off',
  non_billable: 'non_billable',
  held: 'held',
}

/** What a decision of a client's contracts says, kept beside every charge it made. */
export type GroupDecision = {
  readonly kind: 'group'
  /** What kind of work it is of: time, or what the contract makes. */
  readonly of: string
  /** Of an expense, where its source says one. */
  readonly category?: string
  readonly engine: string
  /** The day that it was asked for. */
  readonly on: string
  readonly story: readonly string[]
}

/**
 * What a work should be charged, part by part. Parts that stand in one place are one row, so that work cut anew at the
 * same places differs in nothing.
 */
export function desiredOf(work: Work, valued: Valued, decided: { engine: string; on: Day }): Desired[] {
  const story = [...valued.story, ...valued.pieces.flatMap((piece) => piece.story)]
  const category = work.spending?.category ?? null
  const decision = canonicalJson({
    kind: 'group',
    of: valued.kind,
    ...(category === null ? {} : { category }),
    engine: decided.engine,
    on: decided.on,
    story,
  } satisfies GroupDecision)
  const rows = new Map<string, { row: Desired; hours: Decimal; rates: Set<string | null> }>()
  for (const piece of valued.pieces) {
    const treatment = treatments[piece.bucket]
    if (treatment === undefined) continue
    const place = {
      lineId: piece.line,
      band: piece.band,
      purchaseOrder: piece.purchaseOrder ?? null,
      limitId: treatment === 'billable' ? null : piece.limit,
    }
    const key = JSON.stringify([treatment, place, piece.amount.currency])
    const hours = hoursOf(piece)
    const rate = hourlyRate(piece)
    const known = rows.get(key)
    const amountMinor = (known?.row.amountMinor ?? 0n) + piece.amount.minor
    const rates = (known?.rates ?? new Set()).add(rate)
    const row: Desired = {
      treatment,
      ...place,
      hours: '0',
      amountMinor,
      currency: piece.amount.currency,
      clientId: work.clientId!,
      contractId: piece.contract,
      legalEntity: work.legalEntity!,
      projectId: work.projectId!,
      laborCategory: work.laborCategory,
      workOn: work.workOn,
      rate: null,
      rateId: null,
      decision,
    }
    rows.set(key, { row, hours: known === undefined ? hours : addDecimal(known.hours, hours), rates })
  }
  return [...rows.values()]
    .map(({ row, hours, rates }) => {
      const [rate] = rates
      return { ...row, hours: formatDecimal(hours), rate: rates.size === 1 ? (rate ?? null) : null }
    })
    .filter((row) => row.amountMinor !== 0n || !isZero(decimal(row.hours)))
}

const eightHours = decimal('8')

/** Of a day as many hours as its rate says; what is counted in units has none. */
function hoursOf({ quantity, unit, pricing }: Piece): Decimal {
  if (unit === 'hour') return quantity
  return unit === 'day' ? multiplyDecimal(quantity, pricing?.hoursPerDay ?? eightHours) : decimal('0')
}

/** The price of an hour, where the piece has one. */
function hourlyRate({ rate, unit, pricing }: Piece): string | null {
  if (rate === null || unit !== 'hour') return null
  if (pricing === undefined) return formatDecimal(rate)
  if (pricing.per !== 'hour') return null
  return formatDecimal(addDecimal(multiplyDecimal(rate, pricing.multiplier), pricing.added))
}

const order: readonly Treatment[] = ['billable', 'held', 'parked', 'included', 'written_off', 'non_billable']

/** The bucket of work that stands on no document: that of its part that goes furthest. */
export function bucketOf(desired: readonly Desired[]): Work['billBucket'] {
  const found = order.find((treatment) => desired.some((one) => one.treatment === treatment))
  if (found === 'billable') return 'priced'
  return found ?? 'non_billable'
}
