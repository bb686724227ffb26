/** The records of a project: what each work is to cost, to unbilled and billed sales, and between entities. */
import { negateMoney } from '../../accounting/amounts.ts'
import { formatDecimal } from '../../kernel/decimal.ts'
import { formatMoney, type Money } from '../../kernel/money.ts'
import type { BookWork } from './book-work.ts'
import type { Lent } from './lent-work.ts'

type Kind = 'cost' | 'lender_cost' | 'intercompany_sale' | 'unbilled' | 'unbilled_reversal' | 'billed'

/**
 * Found by the work and the kind: "E1/unbilled". A second record of a kind has its number behind it. Sales are above
 * zero, a reversal below; reversals and accruals of a work that is billed in full add up to nothing.
 */
export function recordsOf(
  works: readonly BookWork[],
  lent: ReadonlyMap<string, Lent>,
): Record<string, unknown>[] {
  return works.flatMap((one) => {
    const { valued } = one
    const counted = new Map<Kind, number>()
    const record = (
      kind: Kind,
      amount: Money,
      on: string,
      ledger: string,
      document: string | null = null,
    ) => {
      const count = (counted.get(kind) ?? 0) + 1
      counted.set(kind, count)
      return {
        id: count === 1 ? `${valued.work}.${kind}` : `${valued.work}.${kind}.${count}`,
        work: valued.work,
        kind,
        on,
        ledger,
        document,
        quantity: formatDecimal(valued.actual),
        unit: valued.unit,
        amount: formatMoney(amount),
        currency: amount.currency,
        correlation: lent.has(valued.work) ? valued.work : null,
      }
    }
    const loan = lent.get(valued.work)
    const cost = one.approved ? one.cost : null
    return [
      ...(cost && loan === undefined ? [record('cost', cost, valued.on, one.lender.id)] : []),
      ...(loan === undefined
        ? []
        : [
            record('cost', loan.transfer, valued.on, one.ledger.id),
            record('lender_cost', loan.cost, valued.on, one.lender.id),
            record('intercompany_sale', loan.transfer, valued.on, one.lender.id),
          ]),
      ...one.movements.flatMap((move) => {
        if (move.document === null) return [record('unbilled', move.amount, move.on, one.ledger.id)]
        return [
          record('unbilled_reversal', move.amount, move.on, one.ledger.id, move.document),
          record('billed', negateMoney(move.amount), move.on, one.ledger.id, move.document),
        ]
      }),
    ]
  })
}
