import { decimal } from '../../kernel/decimal.ts'
import { formatMoney, subtractMoney } from '../../kernel/money.ts'
import type { Advance } from '../../model/scenario/advances.ts'
import type { Agreement } from '../../model/scenario/agreement.ts'
import {
  type AdvanceBalance,
  decideRefunds,
  type Movement,
  type Refunded,
} from '../../contracts/documents/advances.ts'
import { complain } from '../complaint.ts'
import { amountOf } from '../known.ts'
import { knownIn, type World } from '../world.ts'

/** An advance as this calculation goes along: what is left, and what its documents drew. */
export type AdvanceState = {
  readonly contract: string
  readonly advance: Advance
  readonly balance: AdvanceBalance
  readonly draws: readonly Movement[]
  readonly refunds: readonly Refunded[]
}

/** Advances before any document is made: less what issued documents drew and what was given back before today. */
export function advancesOf(world: World): AdvanceState[] {
  return [...world.contracts.values()].flatMap((versions) => {
    const contract = versions.at(-1)!
    return knownIn(world, contract.advances).map((advance) => stateOf(world, contract, advance))
  })
}

function stateOf(world: World, contract: Agreement, advance: Advance): AdvanceState {
  const path = `/contracts (${contract.id})/advances (${advance.id})`
  const money = (text: string) => amountOf(text, contract.currency, path)
  const draws = (advance.applied ?? []).map((one) => ({
    id: one.document,
    on: one.on,
    amount: money(one.amount),
  }))
  const requests = requestsOf(advance, contract.currency, path).filter((one) => one.on < world.asOf)
  const { refunds, left } = decideRefunds(money(advance.amount), draws, requests)
  if (left.minor < 0n)
    complain(path, 'documents drew more of it than it has', 'Correct what was applied, or its amount')
  return {
    contract: contract.id,
    advance,
    draws,
    refunds,
    balance: {
      id: `${contract.id}/${advance.id}`,
      left,
      from: usableFrom(advance),
      to: advance.to ?? null,
      atMostPercent: advance.atMostPercent === undefined ? null : decimal(advance.atMostPercent),
    },
  }
}

/** An advance whose own invoice is still to be made can be drawn by nobody yet. */
function usableFrom(advance: Advance): string | null {
  if (advance.usableFrom === 'paid') return advance.paidOn ?? null
  return advance.invoicedOn ?? (advance.dueOn === undefined ? '' : null)
}

function requestsOf(advance: Advance, currency: string, path: string): Movement[] {
  return (advance.refunds ?? []).map((one) => ({
    id: one.id,
    on: one.on,
    amount: amountOf(one.amount, currency, path),
  }))
}

/** Requests of today and later are decided after the documents of today drew. */
export function settleRefunds(world: World, states: readonly AdvanceState[]): AdvanceState[] {
  return states.map((one) => {
    const { currency } = one.balance.left
    const requests = requestsOf(one.advance, currency, `/contracts (${one.contract})/advances`)
    const late = requests.filter((request) => request.on >= world.asOf)
    const { refunds, left } = decideRefunds(one.balance.left, [], late)
    return { ...one, refunds: [...one.refunds, ...refunds], balance: { ...one.balance, left } }
  })
}

export function tellAdvances(states: readonly AdvanceState[], contract: string): Record<string, unknown>[] {
  return states
    .filter((one) => one.contract === contract)
    .map((one) => ({
      id: one.advance.id,
      amount: one.advance.amount,
      currency: one.balance.left.currency,
      applied: one.draws.map((draw) => ({ id: draw.id, on: draw.on, amount: formatMoney(draw.amount) })),
      refunds: one.refunds.map((refund) => ({
        id: refund.id,
        on: refund.on,
        decision: refund.decision,
        available: formatMoney(refund.available),
        refunded: refund.decision === 'ACCEPT' ? formatMoney(refund.amount) : '0',
        reason: refund.decision === 'ACCEPT' ? null : `only ${formatMoney(refund.available)} are left`,
      })),
      balance: formatMoney(one.balance.left),
    }))
}

/** States after one document drew. */
export function drawn(
  states: readonly AdvanceState[],
  contracts: ReadonlySet<string>,
  balances: readonly AdvanceBalance[],
  document: string,
  on: string,
): AdvanceState[] {
  return states.map((one) => {
    const balance = contracts.has(one.contract)
      ? balances.find((each) => each.id === one.balance.id)
      : undefined
    if (balance === undefined || balance.left.minor === one.balance.left.minor) return one
    const amount = subtractMoney(one.balance.left, balance.left)
    return { ...one, balance, draws: [...one.draws, { id: document, on, amount }] }
  })
}
