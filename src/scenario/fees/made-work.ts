/** Work that nobody reported: it follows from a contract and the day. */
import type { Day } from '../../kernel/dates.ts'
import type { Money } from '../../kernel/money.ts'
import type { PieceBucket } from '../../model/scenario/result.ts'
import type { Valued, WorkKind } from '../pieces.ts'

type Made = {
  readonly id: string
  readonly kind: WorkKind
  readonly on: Day
  readonly contract: string
  readonly line: string
  readonly amount: Money
  readonly story: string
  readonly bucket?: PieceBucket
  readonly reason?: string
  readonly held?: readonly string[]
  readonly more?: Readonly<Record<string, unknown>>
}

const one = { coefficient: 1n, scale: 0 } as const

/** One unit of it, in one piece, worth its amount. */
export function madeWork(made: Made): Valued {
  const { id, kind, on, contract, line, amount, held = [] } = made
  return {
    work: id,
    revision: 1,
    kind,
    on,
    contract,
    line,
    unit: 'unit',
    actual: one,
    billed: one,
    standardValue: amount,
    cost: null,
    held,
    ...(made.more === undefined ? {} : { more: made.more }),
    pieces: [
      {
        work: id,
        kind,
        on,
        sourceId: id,
        contract,
        line,
        quantity: one,
        unit: 'unit',
        rate: null,
        amount,
        band: null,
        bucket: made.bucket ?? (held.length > 0 ? 'held' : 'priced'),
        limit: null,
        reason: made.reason ?? held[0] ?? null,
        story: [],
      },
    ],
    story: [made.story],
  }
}
