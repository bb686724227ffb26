import type { Decimal } from '../../kernel/decimal.ts'
import { decimal } from '../../kernel/decimal.ts'
import { isRejection } from '../../kernel/errors.ts'
import type { Money } from '../../kernel/money.ts'
import { sumMoney } from '../../kernel/money.ts'
import { type DocumentTotals, predictDocument } from '../../contracts/document.ts'
import { complain } from '../complaint.ts'
import type { Piece } from '../pieces.ts'
import type { World } from '../world.ts'
import { contractOn } from '../world.ts'
import type { Proposed } from './compare.ts'

export type MadeLine = {
  readonly id: string
  readonly text: string
  readonly quantity: Decimal
  readonly unitPrice: Decimal
  readonly amount: Money
  readonly taxCode: string | null
  readonly members: readonly Piece[]
}
export type MadeDocument = {
  readonly id: string
  readonly kind: 'invoice' | 'credit_note' | 'advance_invoice'
  readonly client: string | null
  readonly legalEntity: string | null
  readonly contract: string | null
  readonly purchaseOrder: string | null
  readonly currency: string
  readonly on: string
  readonly lines: readonly MadeLine[]
  readonly totals: DocumentTotals
  /** Further named figures: advance applied, withheld, payable. */
  readonly more: Readonly<Record<string, unknown>>
}

/** Open pieces on the lines of documents, grouped by the client's rules, with the totals that the target will say. */
export function makeDocuments(
  world: World,
  open: readonly Piece[],
  _proposals: readonly Proposed[],
): MadeDocument[] {
  const rates = new Map((world.scenario.taxCodes ?? []).map((one) => [one.id, decimal(one.rate)]))
  return [...Map.groupBy(open, (piece) => piece.contract)].map(([contractId, pieces], at) => {
    const contract = contractOn(world, contractId, world.asOf) ?? world.contracts.get(contractId)!.at(-1)!
    const { currency } = contract
    const lines = [...Map.groupBy(pieces, (piece) => piece.line)].map(
      ([lineId, members], number): MadeLine => {
        const line = contract.lines.find((one) => one.id === lineId)
        const amount = sumMoney(
          members.map((one) => one.amount),
          currency,
        )
        return {
          id: String(number + 1),
          text: line?.name ?? lineId,
          quantity: { coefficient: 1n, scale: 0 },
          unitPrice: { coefficient: amount.minor, scale: 0 },
          amount,
          taxCode: line?.taxCode ?? contract.documents?.taxCode ?? null,
          members,
        }
      },
    )
    const totals = predictDocument(lines, currency, rates, { taxPer: 'document' })
    if (isRejection(totals))
      return complain('/taxCodes', totals.message, 'Add the tax code with its rate, or leave it out.')
    return {
      id: `D${at + 1}`,
      kind: 'invoice',
      client: contract.client ?? null,
      legalEntity: contract.legalEntity ?? null,
      contract: contractId,
      purchaseOrder: null,
      currency,
      on: world.asOf,
      lines,
      totals,
      more: {},
    }
  })
}
