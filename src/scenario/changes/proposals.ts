/** Differences that wait for a person, and credits that follow from accepted ones. */
import { plus } from '../../contracts/changes/decisions.ts'
import { addDecimal, compareDecimal, type Decimal, isZero, negateDecimal } from '../../kernel/decimal.ts'
import type { Money } from '../../kernel/money.ts'
import {
  type Answered,
  type Context,
  type CorrectionStyle,
  isSomething,
  nothing,
  styleOfDifference,
  takesBack,
} from './context.ts'

/** A difference to something issued: it waits for a person other than its author. */
export type Proposed = {
  readonly id: string
  readonly document: string | null
  readonly work: string
  readonly contract: string | null
  readonly quantity: Decimal
  readonly amount: Money
  readonly cause: string
  readonly style: CorrectionStyle
  /** What the document bills of the work, and what it would bill instead. */
  readonly billed: { readonly quantity: Decimal; readonly amount: Money }
  readonly instead: { readonly quantity: Decimal; readonly amount: Money }
  /** Percent of tax that the document carried. */
  readonly taxRate: Decimal | null
}
/** An accepted reduction, by the document and line that held it. Figures are below zero. */
export type ToCredit = {
  readonly document: string
  readonly line: string
  readonly work: string
  readonly quantity: Decimal
  readonly amount: Money
  readonly cause: string
}

export function proposalOf(context: Context, { difference, settled, cause }: Answered): Proposed[] {
  const { proposed, declined, approved } = settled
  if (difference.waits || context.work.held.length > 0 || !isSomething(proposed)) return []
  const billed = plus(plus(difference.billed, declined), approved)
  const { document } = difference
  const line = context.standing.find((one) => one.document === document)?.line
  const lines = document === null ? [] : (context.documents.get(document)?.lines ?? [])
  return [
    {
      id: `${document ?? 'new'}:${context.work.work}`,
      document,
      work: context.work.work,
      contract: difference.contract,
      ...proposed,
      cause,
      style: styleOfDifference(context, difference),
      billed,
      instead: plus(billed, proposed),
      taxRate: lines.find((one) => one.id === line)?.taxRate ?? null,
    },
  ]
}

/** An accepted reduction, or all of it where it is billed anew; the document that was made last gives back first. */
export function creditsOf(context: Context, { difference, settled, cause }: Answered): ToCredit[] {
  const { document, billed } = difference
  const whole = styleOfDifference(context, difference) === 'credit_and_rebill'
  if (document === null || !isSomething(settled.approved)) return []
  if (!whole && !takesBack(settled.approved)) return []
  const here = context.compared.kept.map((one) => ({
    ...one.standing,
    quantity: one.quantity,
    amount: one.amount,
  }))
  const elsewhere = context.standing.filter(
    (one) => one.contract !== null && one.contract !== context.contract,
  )
  const entries = [...elsewhere, ...here].filter(
    (one) => one.document === document || one.corrects === document,
  )
  let minor = whole ? billed.amount.minor : -settled.approved.amount.minor
  let quantity = whole ? billed.quantity : negateDecimal(settled.approved.quantity)
  const credits: ToCredit[] = []
  for (const [at, one] of entries.reverse().entries()) {
    const last = at === entries.length - 1
    const there = one.quantity ?? nothing
    const time = last || compareDecimal(quantity, there) < 0 ? quantity : there
    const money = last || minor < one.amount.minor ? minor : one.amount.minor
    minor -= money
    quantity = addDecimal(quantity, negateDecimal(time))
    if (isZero(time) && money === 0n) continue
    const { line, work } = one
    const amount = { ...one.amount, minor: -money }
    credits.push({ document: one.document, line, work, quantity: negateDecimal(time), amount, cause })
  }
  return credits
}
