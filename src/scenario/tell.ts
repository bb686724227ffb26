/** Results as texts. */
import { addDecimal, type Decimal, formatDecimal, multiplyDecimal } from '../kernel/decimal.ts'
import { formatMoney, sumMoney } from '../kernel/money.ts'
import type { Result, ResultDocument, ResultLine, ResultPiece, ResultWork } from '../model/scenario/result.ts'
import type { Piece, Pricing, Valued } from './pieces.ts'
import { linesOf } from './known.ts'
import { lineFigures } from './line-figures.ts'
import type { LimitState, LotState } from './steps/allocate.ts'
import type { Compared } from './steps/compare.ts'
import { type AdvanceState, tellAdvances } from './documents/advances.ts'
import { tellBilled } from './documents/billed.ts'
import { tellFunctional } from './documents/functional.ts'
import type { MadeDocument, MadeLine } from './documents/made.ts'
import { tellMonths } from './steps/account-work.ts'
import { tellToBill } from './tell-changes.ts'
import { timeTotals } from './time/totals.ts'
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
      actualUnit: one.actualUnit ?? one.unit,
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

function priceOf(rate: Decimal, pricing: Pricing | undefined): Decimal {
  return pricing === undefined ? rate : addDecimal(multiplyDecimal(rate, pricing.multiplier), pricing.added)
}

function tellPiece(piece: Piece, at: number): ResultPiece {
  return {
    id: String(at + 1),
    quantity: formatDecimal(piece.quantity),
    unit: piece.unit,
    rate: piece.rate && formatDecimal(piece.rate),
    price: piece.rate && formatDecimal(priceOf(piece.rate, piece.pricing)),
    amount: formatMoney(piece.amount),
    currency: piece.amount.currency,
    bucket: piece.bucket,
    contract: piece.contract,
    line: piece.line,
    band: piece.band,
    limit: piece.limit,
    purchaseOrder: piece.purchaseOrder ?? null,
    reason: piece.reason,
    document: piece.document ?? null,
  }
}

export function tellDocuments(documents: readonly MadeDocument[]): ResultDocument[] {
  return documents.map(({ lines, totals, prepaid, withheld, due, functional, held, more, ...head }) => ({
    ...head,
    ...more,
    held: [...held],
    story: [...head.story],
    net: formatMoney(totals.net),
    tax: formatMoney(totals.tax),
    total: formatMoney(totals.total),
    prepaid: formatMoney(prepaid),
    withheld: formatMoney(withheld),
    due: formatMoney(due),
    functional: tellFunctional(functional),
    taxes: totals.groups.map((one) => ({
      code: one.taxCode,
      rate: one.rate,
      net: formatMoney(one.net),
      taxable: formatMoney(one.taxable),
      tax: formatMoney(one.tax),
      treatment: one.treatment,
      note: one.note,
      levies: one.levies.map((levy) => ({ id: levy.id, amount: formatMoney(levy.amount) })),
    })),
    lines: lines.map(tellLine),
  }))
}

function tellLine({ members, shares, more, ...line }: MadeLine): ResultLine {
  return {
    ...line,
    ...more,
    quantity: formatDecimal(line.quantity),
    unitPrice: formatDecimal(line.unitPrice),
    amount: formatMoney(line.amount),
    members: members.map((piece, at) => ({
      work: piece.work,
      piece: shares[at]!.piece,
      quantity: formatDecimal(piece.quantity),
      amount: formatMoney(piece.amount),
      tax: formatMoney(shares[at]!.tax),
      ...(piece.corrects === undefined ? {} : { corrects: piece.corrects }),
    })),
  }
}

type Told = {
  readonly limits: readonly LimitState[]
  readonly lots: readonly LotState[]
  readonly periods: readonly LotState[]
  readonly compared: Compared
  readonly advances: readonly AdvanceState[]
  readonly documents: readonly MadeDocument[]
}

/** Each contract with its lines, what of them is worked, and how full its limits and lots are. */
export function tellContracts(world: World, told: Told): Result['contracts'] {
  return [...world.contracts.keys()].map((id) => {
    const of = (list: readonly LimitState[], line: string | null) =>
      list
        .filter((one) => one.contract === id && one.line === line)
        .map(({ contract: _, line: __, ...one }) => one)
    const lines = linesOf(world, id).map((place) => ({
      ...lineFigures(world, place, told.compared.valued),
      id: place.line.id,
      limits: of(told.limits, place.line.id),
      lots: of(told.lots, place.line.id),
      periods: of(told.periods, place.line.id),
      time: timeTotals(
        told.compared.valued.filter((one) => one.contract === id && one.line === place.line.id),
      ),
    }))
    return {
      id,
      lines,
      toBill: tellToBill(id, world.contracts.get(id)!.at(-1)!.currency, told.compared),
      limits: of(told.limits, null),
      advances: tellAdvances(told.advances, id),
      billed: tellBilled(told.documents, id),
      months: tellMonths(told.compared.valued, id),
    }
  })
}

/** Ceilings that belong to no single contract. */
export function tellLimits(limits: readonly LimitState[]): Result['limits'] {
  return limits.filter((one) => one.contract === null).map(({ contract: _, line: __, ...one }) => one)
}
