/** Work in progress: what was worked and not yet invoiced, as of any day, and how it is reversed. */
import type { Day } from '../kernel/dates.ts'
import { addDecimal, compareDecimal, type Decimal, isZero } from '../kernel/decimal.ts'
import { type Money, subtractMoney, zeroMoney } from '../kernel/money.ts'
import { negateMoney } from './amounts.ts'
import { bounded, everything, type Fraction, fractionOf, nothing, shareOf } from './share.ts'

/** Work at its sales value, in the currency of its contract and in the ledger's at the rate of its accrual. */
export type Worked = {
  readonly work: string
  readonly on: Day
  readonly quantity: Decimal
  readonly amount: Money
  readonly value: Money
}
/** What a document bills of a work. Below zero it opens that quantity again. */
export type Billed = {
  readonly document: string
  readonly on: Day
  /** Null: all that is left where it bills, and no time where it gives money back. */
  readonly quantity: Decimal | null
  readonly amount: Money
}
export type Movement = {
  readonly work: string
  readonly on: Day
  /** Null: the accrual itself, or what a person wrote up or down of it. */
  readonly document: string | null
  readonly adjusted?: boolean
  readonly amount: Money
  readonly value: Money
}

const none: Decimal = { coefficient: 0n, scale: 0 }

/**
 * The accrual of a work and its reversals, in the order of their days. A reversal is a part of the accrual by
 * quantity, at the accrual's own exchange rate, and cumulative, so that a work that is invoiced in full leaves
 * nothing over, in no currency. What was invoiced before it was worked is reversed on the day of the work.
 */
export function movementsOf(worked: Worked, billed: readonly Billed[]): Movement[] {
  const movements: Movement[] = [
    { work: worked.work, on: worked.on, document: null, amount: worked.amount, value: worked.value },
  ]
  let quantity = none
  let reversedAmount = zeroMoney(worked.amount.currency)
  let reversedValue = zeroMoney(worked.value.currency)
  for (const one of [...billed].sort(byDay)) {
    quantity = covered(worked, quantity, one)
    const part = partOf(worked.quantity, quantity)
    const amount = shareOf(worked.amount, part)
    const value = shareOf(worked.value, part)
    movements.push({
      work: worked.work,
      on: one.on < worked.on ? worked.on : one.on,
      document: one.document,
      amount: negateMoney(subtractMoney(amount, reversedAmount)),
      value: negateMoney(subtractMoney(value, reversedValue)),
    })
    reversedAmount = amount
    reversedValue = value
  }
  return movements.filter((one) => one.amount.minor !== 0n || one.value.minor !== 0n)
}

/**
 * The accrual as it stood before people wrote it up or down, and what each of them changed on its day, at the rate of
 * the accrual. They add up to the accrual as it stands.
 */
export function withAdjustments(
  movements: readonly Movement[],
  changes: readonly { readonly on: Day; readonly amount: Money }[],
): Movement[] {
  const [accrual, ...others] = movements
  if (accrual === undefined || accrual.document !== null || accrual.amount.minor === 0n) return [...movements]
  const rate = { numerator: accrual.value.minor, denominator: accrual.amount.minor }
  const adjusted = changes.map((one): Movement => {
    const value = { ...shareOf(one.amount, rate), currency: accrual.value.currency }
    return {
      ...accrual,
      on: one.on < accrual.on ? accrual.on : one.on,
      amount: one.amount,
      value,
      adjusted: true,
    }
  })
  const before = (whole: Money, parts: readonly Money[]): Money => parts.reduce(subtractMoney, whole)
  const first: Movement = {
    ...accrual,
    amount: before(
      accrual.amount,
      adjusted.map((change) => change.amount),
    ),
    value: before(
      accrual.value,
      adjusted.map((change) => change.value),
    ),
  }
  return [first, ...adjusted, ...others]
}

function byDay(a: Billed, b: Billed): number {
  if (a.on !== b.on) return a.on < b.on ? -1 : 1
  return a.document < b.document ? -1 : a.document > b.document ? 1 : 0
}

function covered(worked: Worked, before: Decimal, billed: Billed): Decimal {
  if (billed.quantity !== null) return addDecimal(before, billed.quantity)
  if (billed.amount.minor < 0n) return before
  const whole = isZero(worked.quantity) ? { coefficient: 1n, scale: 0 } : worked.quantity
  return compareDecimal(before, whole) > 0 ? before : whole
}

function partOf(whole: Decimal, quantity: Decimal): Fraction {
  if (whole.coefficient > 0n) return bounded(fractionOf(quantity, whole))
  return quantity.coefficient === 0n ? nothing : everything
}

/** What is left of work in progress at the end of a day. */
export function wipAt(movements: readonly Movement[], day: Day, currency: string): Money {
  let minor = 0n
  for (const one of movements) if (one.on <= day) minor += one.amount.minor
  return { minor, currency }
}
