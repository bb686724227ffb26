/** Results as texts. */
import { formatDecimal } from '../kernel/decimal.ts'
import { formatMoney, sumMoney } from '../kernel/money.ts'
import type { Proposal, Result, ResultDocument, ResultPiece, ResultWork } from '../model/scenario/result.ts'
import type { Piece, Valued } from './pieces.ts'
import type { LimitState, LotState } from './steps/allocate.ts'
import type { Proposed } from './steps/compare.ts'
import type { MadeDocument } from './steps/make-documents.ts'
import type { World } from './world.ts'

export function tellWork(valued: readonly Valued[]): ResultWork[] {
  return valued.map((one) => {
    const currency = one.pieces[0]?.amount.currency ?? null
    const amounts = one.pieces.map((piece) => piece.amount)
    return {
      ...one.more,
      id: one.work,
      revision: one.revision,
      on: one.on,
      actual: formatDecimal(one.actual),
      billed: formatDecimal(one.billed),
      unit: one.unit,
      amount: currency === null ? '0' : formatMoney(sumMoney(amounts, currency)),
      currency,
      standardValue: one.standardValue && formatMoney(one.standardValue),
      cost: one.cost && formatMoney(one.cost),
      costCurrency: one.cost?.currency ?? null,
      functionalCost: one.functionalCost === undefined ? null : formatMoney(one.functionalCost),
      functionalCostCurrency: one.functionalCost?.currency ?? null,
      functionalCostRate: one.functionalCostRate ?? null,
      pieces: one.pieces.map(tellPiece),
      held: [...one.held],
      story: [...one.story, ...one.pieces.flatMap((piece) => piece.story)],
    }
  })
}

function tellPiece(piece: Piece, at: number): ResultPiece {
  return {
    id: String(at + 1),
    quantity: formatDecimal(piece.quantity),
    unit: piece.unit,
    rate: piece.rate && formatDecimal(piece.rate),
    amount: formatMoney(piece.amount),
    currency: piece.amount.currency,
    bucket: piece.bucket,
    contract: piece.contract,
    line: piece.line,
    band: piece.band,
    limit: piece.limit,
    reason: piece.reason,
  }
}

export function tellProposals(proposals: readonly Proposed[]): Proposal[] {
  return proposals.map((one) => ({
    id: one.id,
    document: one.document,
    work: one.work,
    contract: one.contract,
    quantity: formatDecimal(one.quantity),
    amount: formatMoney(one.amount),
    currency: one.amount.currency,
    cause: one.cause,
  }))
}

export function tellDocuments(documents: readonly MadeDocument[]): ResultDocument[] {
  return documents.map(({ lines, totals, more, ...head }) => ({
    ...head,
    ...more,
    net: formatMoney(totals.net),
    tax: formatMoney(totals.tax),
    total: formatMoney(totals.total),
    taxes: totals.groups.map((one) => ({
      code: one.taxCode,
      rate: one.rate,
      net: formatMoney(one.net),
      tax: formatMoney(one.tax),
    })),
    lines: lines.map(({ members, ...line }) => ({
      ...line,
      quantity: formatDecimal(line.quantity),
      unitPrice: formatDecimal(line.unitPrice),
      amount: formatMoney(line.amount),
      members: members.map((piece, at) => ({
        work: piece.work,
        piece: String(at + 1),
        quantity: formatDecimal(piece.quantity),
        amount: formatMoney(piece.amount),
      })),
    })),
  }))
}

export type Told = {
  readonly limits: readonly LimitState[]
  readonly lots: readonly LotState[]
  readonly valued: readonly Valued[]
}

/** Each contract with its lines, what of them is worked, and how full its limits and lots are. */
export function tellContracts(world: World, told: Told): Result['contracts'] {
  return [...world.contracts].map(([id, versions]) => {
    const of = (list: readonly LimitState[], line: string | null) =>
      list
        .filter((one) => one.contract === id && one.line === line)
        .map(({ contract: _, line: __, ...one }) => one)
    const lines = versions.at(-1)!.lines.map((line) => ({
      id: line.id,
      limits: of(told.limits, line.id),
      lots: of(told.lots, line.id),
    }))
    return { id, lines, limits: of(told.limits, null), lots: of(told.lots, null) }
  })
}
