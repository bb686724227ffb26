import { type ChargeAtom, differenceOf } from '../../contracts/difference.ts'
import { addDecimal, decimal, formatDecimal } from '../../kernel/decimal.ts'
import { formatMoney, type Money, sumMoney } from '../../kernel/money.ts'
import type { Repost } from '../../model/scenario/result.ts'
import { complain } from '../complaint.ts'
import { amountOf } from '../known.ts'
import type { Piece, Valued } from '../pieces.ts'
import { knownIn, type World } from '../world.ts'

const unbilled = new Set<Piece['bucket']>(['priced', 'parked', 'draft', 'held'])

/**
 * What a target is told of unbilled work whose record it holds already: the old one taken back in full and the work
 * as it is now, or nothing where nothing changed. Records are never edited.
 */
export function repostWork(world: World, valued: readonly Valued[]): Repost[] {
  const posted = Map.groupBy(knownIn(world, world.scenario.posted), (one) => one.work)
  return [...posted].map(([id, records]) => {
    const work = valued.find((one) => one.work === id)
    if (work === undefined)
      return complain(`/posted (${id})`, 'there is no such work', 'Add the work, or take the record out')
    const currency = work.pieces[0]?.amount.currency ?? 'EUR'
    const existing = records.map((one): ChargeAtom => {
      const contractId = one.contract ?? work.contract ?? ''
      const amount = amountOf(one.amount, currency, `/posted (${id})/amount`)
      return { contractId, clientId: '', legalEntity: '', quantity: decimal(one.quantity), amount }
    })
    const pieces = work.pieces.filter((piece) => unbilled.has(piece.bucket))
    const desired: ChargeAtom = {
      contractId: work.contract ?? '',
      clientId: '',
      legalEntity: '',
      quantity: pieces.reduce((sum, piece) => addDecimal(sum, piece.quantity), decimal('0')),
      amount: sumMoney(
        pieces.map((piece) => piece.amount),
        currency,
      ),
    }
    return repost(id, currency, differenceOf(existing, [desired], 'credit_and_rebill'))
  })
}

function repost(id: string, currency: string, rows: readonly ChargeAtom[]): Repost {
  const of = (wanted: boolean): Money =>
    sumMoney(
      rows.filter(({ amount }) => amount.minor < 0n === wanted).map(({ amount }) => amount),
      currency,
    )
  const [reversal, record] = [of(true), of(false)]
  return {
    id,
    reversal: formatMoney(reversal),
    record: formatMoney(record),
    net: formatMoney(sumMoney([reversal, record], currency)),
    quantity: formatDecimal(rows.reduce((sum, one) => addDecimal(sum, one.quantity), decimal('0'))),
    currency,
  }
}
