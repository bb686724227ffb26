import { type Decimal, decimal, formatDecimal, divideDecimal, isZero } from '../../kernel/decimal.ts'
import { decimalOfMoney, extend, formatMoney, type Money, minorUnits, sumMoney } from '../../kernel/money.ts'
import type { DocumentRules, LineKey } from '../../model/scenario/document-rules.ts'
import { groupBy, keysWithin } from '../../contracts/documents/grouping.ts'
import { isAccepted, type LineTarget, nearest, showLine } from '../../contracts/documents/show-line.ts'
import type { TaxDecision } from '../../contracts/tax/determine.ts'
import { keyOf } from '../../contracts/tax/totals.ts'
import type { World } from '../world.ts'
import type { Billable } from './billable.ts'
import { quantityOfPieces } from './quantities.ts'
import { textOfLine } from './narrative.ts'

/** A line before tax is reckoned. `amount` is the sum of its members, whatever quantity and price say. */
export type DraftLine = {
  readonly text: string
  readonly quantity: Decimal
  readonly unitPrice: Decimal
  readonly amount: Money
  readonly decision: TaxDecision
  readonly members: readonly Billable[]
  readonly more: Readonly<Record<string, unknown>>
}
/** A piece with its tax decided. */
export type Taxed = { readonly one: Billable; readonly decision: TaxDecision }

/** The lines of one document; the tax decision always sets them apart. */
export function draftLines(
  world: World,
  taxed: readonly Taxed[],
  rules: DocumentRules,
  currency: string,
): DraftLine[] {
  const textOf = (item: Taxed, key: LineKey | '-tax') =>
    key === '-tax' ? decisionKey(item.decision) : item.one.texts[key]
  const wanted: readonly LineKey[] = rules.linePer ?? ['line']
  const most = rules.maximumLines
  const keys =
    most === undefined || rules.aboveMaximum === 'next_document'
      ? wanted
      : keysWithin<Taxed, LineKey | '-tax'>(taxed, wanted, most, textOf).filter((key) => key !== '-tax')
  return groupBy<Taxed, LineKey | '-tax'>(taxed, [...keys, '-tax'], textOf).flatMap((group) =>
    lineOf(world, group, rules, keys, currency),
  )
}

export function decisionKey(decision: TaxDecision): string {
  return JSON.stringify([keyOf(decision.tax), decision.withhold])
}

function targetOf(rules: DocumentRules, currency: string): LineTarget {
  return {
    quantityScale: rules.target?.quantityScale ?? 4,
    unitPriceScale: Math.max(rules.target?.unitPriceScale ?? 4, minorUnits(currency)),
    tolerance: decimal(rules.target?.lineTolerance ?? '0'),
    misfit: rules.target?.misfit ?? 'lump',
  }
}

function lineOf(
  world: World,
  group: readonly Taxed[],
  rules: DocumentRules,
  keys: readonly LineKey[],
  currency: string,
): DraftLine[] {
  const members = group.map((item) => item.one)
  const { decision } = group[0]!
  const amount = sumMoney(
    members.map((one) => one.piece.amount),
    currency,
  )
  const summed = quantityOfPieces(members.map((one) => one.piece))
  const target = targetOf(rules, currency)
  const quantity = summed?.quantity ?? { numerator: { coefficient: 0n, scale: 0 }, per: 1n }
  const { line, rest } = showLine(quantity, amount, target, rateOf(members, currency))
  const text = textOfLine(world, members, rules, keys)
  const shown: DraftLine = {
    text,
    quantity: line.quantity,
    unitPrice: line.unitPrice,
    amount: line.amount,
    decision,
    members,
    more: {
      unit: line.shownAs === 'lump' ? 'unit' : (summed?.unit ?? 'unit'),
      difference: formatDecimal(line.difference),
      allowed: isAccepted(line, target.tolerance) ? 'yes' : 'no',
      ...average(nearest(quantity, 4), amount),
    },
  }
  return rest === null ? [shown] : [shown, roundingLine(shown, rest)]
}

/** What quantity times rate leaves to the sum of the entries, as a line of its own and in the same tax. */
function roundingLine(beside: DraftLine, rest: Money): DraftLine {
  return {
    text: `Rounding of ${beside.text}`,
    quantity: { coefficient: 1n, scale: 0 },
    unitPrice: decimalOfMoney(rest),
    amount: rest,
    decision: beside.decision,
    members: [],
    more: { unit: 'unit', difference: '0', allowed: 'yes' },
  }
}

/** The rate that all pieces share; null where they do not, or where it is in another currency. */
function rateOf(members: readonly Billable[], currency: string): Decimal | null {
  const rates = new Set(members.map((one) => one.texts.rate))
  const foreign = members.some((one) => (one.contract.rateCurrency ?? currency) !== currency)
  if (rates.size !== 1 || foreign) return null
  const { rate, quantity, amount } = members[0]!.piece
  // A unit price is never below zero; a credit has the negative quantity.
  return rate === null || rate.coefficient < 0n || (isZero(quantity) && amount.minor !== 0n) ? null : rate
}

/** What hours times an average rate would say; shown beside the line, never billed. */
function average(quantity: Decimal, amount: Money): Record<string, string> {
  if (isZero(quantity)) return {}
  const scale = minorUnits(amount.currency)
  const rate = divideDecimal(decimalOfMoney(amount), quantity, scale, 'half_away')
  return {
    averageRate: formatDecimal(rate),
    averageAmount: formatMoney(extend(quantity, rate, amount.currency)),
  }
}
