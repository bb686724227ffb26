import { type Billed, type Movement, movementsOf, wipAt, withAdjustments } from '../../accounting/wip.ts'
import { type Day, day } from '../../kernel/dates.ts'
import { addDecimal, type Decimal } from '../../kernel/decimal.ts'
import { type Money, parseMoney, sumMoney } from '../../kernel/money.ts'
import type { PieceBucket } from '../../model/scenario/result.ts'
import type { Unit, Valued } from '../pieces.ts'
import type { BilledPart } from './booked-documents.ts'
import type { Ledger, Ledgers } from './ledgers.ts'

/** A work as the books see it. */
export type BookWork = {
  readonly valued: Valued
  /** Of the entity that bills it. */
  readonly ledger: Ledger
  /** Of the entity whose worker did it; the same unless people are lent. */
  readonly lender: Ledger
  readonly approved: boolean
  /** Waits for approval. */
  readonly pending: boolean
  readonly cost: Money | null
  /** What the client pays for it or will: neither parked nor held, nor written off. */
  readonly billable: Money | null
  readonly billed: readonly BilledPart[]
  /** Accrual and reversals; empty for what is not accrued. */
  readonly movements: readonly Movement[]
}

const earned: readonly PieceBucket[] = ['priced', 'draft', 'issued']
/** Work that people report is accrued; what contracts make by themselves is revenue by its rule or its document. */
const accruedKinds: ReadonlySet<string> = new Set(['time', 'expense', 'subcontractor', 'usage'])

export function bookWork(
  ledgers: Ledgers,
  valued: readonly Valued[],
  billed: ReadonlyMap<string, readonly BilledPart[]>,
  /** Whether a rule recognises the work otherwise than by its right to be invoiced. */
  otherwise: (one: Valued) => boolean,
): BookWork[] {
  const { world } = ledgers
  const reported = new Map(world.work.map((one) => [one.id, one]))
  return valued.map((one) => {
    const work = reported.get(one.work)
    const approval = work?.approval ?? 'approved'
    const ledger = ledgers.ofContract(one.contract, one.on)
    const entity = work?.worker === undefined ? undefined : world.workers.get(work.worker)?.legalEntity
    const lender = entity === undefined ? ledger : ledgers.ofEntity(entity)
    const parts = billed.get(one.work) ?? []
    const approved = approval === 'approved'
    const accrues = approved && accruedKinds.has(one.kind) && !otherwise(one)
    return {
      valued: one,
      ledger,
      lender,
      approved,
      pending: approval === 'submitted' && accruedKinds.has(one.kind) && !otherwise(one),
      cost: one.cost,
      billable: billableOf(one, earned),
      billed: parts,
      movements: accrues ? accrue(ledgers, one, ledger, parts) : [],
    }
  })
}

export function billableOf(one: Valued, buckets: readonly PieceBucket[]): Money | null {
  const pieces = one.pieces.filter((piece) => buckets.includes(piece.bucket))
  const currency = pieces[0]?.amount.currency
  return currency === undefined
    ? null
    : sumMoney(
        pieces.map((piece) => piece.amount),
        currency,
      )
}

function accrue(
  ledgers: Ledgers,
  one: Valued,
  ledger: Ledger,
  parts: readonly BilledPart[],
): readonly Movement[] {
  const amount = billableOf(one, earned)
  if (amount === null) return []
  const value = ledgers.value(amount, ledger.currency, one.on, 'accrual', one.work)
  if (value === null) return []
  const quantity = one.pieces
    .filter((piece) => earned.includes(piece.bucket))
    .reduce<Decimal>((sum, piece) => addDecimal(sum, piece.quantity), { coefficient: 0n, scale: 0 })
  const billed: Billed[] = parts.map((part) => ({
    document: part.document,
    on: part.on,
    quantity: part.quantity,
    amount: part.amount,
  }))
  const movements = movementsOf({ work: one.work, on: one.on, quantity, amount, value }, billed)
  return withAdjustments(movements, adjustmentsOf(one, amount.currency))
}

/** What people wrote up or down of a work, as the step that did so told it. */
function adjustmentsOf(one: Valued, currency: string): { on: Day; amount: Money }[] {
  const told = (one.more?.adjustments ?? []) as readonly { on: string; amount: string }[]
  return told.flatMap((each) => {
    const amount = parseMoney(each.amount, currency)
    return amount === null ? [] : [{ on: day(each.on), amount }]
  })
}

/** Units of a quantity that make an hour. */
export function perHour(unit: Unit): bigint | null {
  return unit === 'hour' ? 1n : unit === 'minute' ? 60n : unit === 'second' ? 3600n : null
}

/** What is worked and not invoiced at the end of a day, in the currency of its contract. */
export function unbilledAt(one: BookWork, day: Day, pendingToo: boolean): Money | null {
  if (one.pending && pendingToo && one.valued.on <= day) return billableOf(one.valued, ['none'])
  const first = one.movements[0]
  if (first === undefined) return null
  return wipAt(one.movements, day, first.amount.currency)
}
