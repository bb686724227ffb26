import { divideRounded, type Decimal, powerOfTen } from '../../kernel/decimal.ts'
import { type Money, subtractMoney, zeroMoney } from '../../kernel/money.ts'

/** Money paid ahead as it stands before the documents of this calculation. */
export type AdvanceBalance = {
  readonly id: string
  readonly left: Money
  /** The first day on which a document may draw on it; null while nobody may. */
  readonly from: string | null
  /** The last day; null where it does not expire. */
  readonly to: string | null
  /** Percent of what a document could draw from. */
  readonly atMostPercent: Decimal | null
}
type Draw = { readonly advance: string; readonly amount: Money }

/**
 * What a document draws of what was paid ahead: the oldest expiry first, then by id, never more than is left of it or
 * of what is due. Only what is above zero draws: a credit note gives nothing back to an advance by itself.
 */
export function drawAdvances(
  balances: readonly AdvanceBalance[],
  due: Money,
  on: string,
): { readonly draws: readonly Draw[]; readonly balances: readonly AdvanceBalance[] } {
  let open = due
  const left = new Map(balances.map((one) => [one.id, one.left]))
  const draws: Draw[] = []
  for (const one of [...balances].sort(byExpiry)) {
    const usable = one.from !== null && one.from <= on && (one.to === null || on <= one.to)
    if (!usable || open.minor <= 0n) continue
    const amount = least(one.left, open, mostOf(one, due))
    if (amount.minor <= 0n) continue
    draws.push({ advance: one.id, amount })
    open = subtractMoney(open, amount)
    left.set(one.id, subtractMoney(one.left, amount))
  }
  return { draws, balances: balances.map((one) => ({ ...one, left: left.get(one.id)! })) }
}

function mostOf(one: AdvanceBalance, due: Money): Money {
  if (one.atMostPercent === null) return due
  const { coefficient, scale } = one.atMostPercent
  return {
    ...due,
    minor: divideRounded(due.minor * coefficient, 100n * powerOfTen(scale), 'down'),
  }
}

function least(...amounts: readonly Money[]): Money {
  return amounts.reduce((a, b) => (b.minor < a.minor ? b : a))
}

function byExpiry(a: AdvanceBalance, b: AdvanceBalance): number {
  if (a.to !== b.to) return a.to === null ? 1 : b.to === null ? -1 : a.to < b.to ? -1 : 1
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0
}

export type Movement = { readonly id: string; readonly on: string; readonly amount: Money }
export type Refunded = Movement & { readonly decision: 'ACCEPT' | 'REJECT'; readonly available: Money }

/**
 * Requests for refunds in the order of their days, then ids: each is given in full or refused in full, by what is left
 * of the advance after everything that was drawn up to its day and what later documents have drawn already.
 */
export function decideRefunds(
  amount: Money,
  drawn: readonly Movement[],
  requests: readonly Movement[],
): { readonly refunds: readonly Refunded[]; readonly left: Money } {
  let left = drawn.reduce((rest, one) => subtractMoney(rest, one.amount), amount)
  const ordered = [...requests].sort((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : a.id < b.id ? -1 : 1))
  const refunds = ordered.map((request): Refunded => {
    const available = left.minor < 0n ? zeroMoney(left.currency) : left
    if (request.amount.minor > available.minor) return { ...request, decision: 'REJECT', available }
    left = subtractMoney(left, request.amount)
    return { ...request, decision: 'ACCEPT', available }
  })
  return { refunds, left }
}
