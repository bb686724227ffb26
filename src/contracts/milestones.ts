import type { Day } from '../kernel/dates.ts'
import type { Decimal } from '../kernel/decimal.ts'
import { addDecimal, compareDecimal, decimal, multiplyDecimal } from '../kernel/decimal.ts'
import type { Money } from '../kernel/money.ts'
import { decimalOfMoney, moneyOfDecimal } from '../kernel/money.ts'
import { percentInstalments } from './instalments.ts'

type MilestoneEvent = {
  readonly on: Day
  readonly what: 'submitted' | 'accepted' | 'rejected' | 'withdrawn'
}
export type MilestoneState = {
  readonly status: 'planned' | 'submitted' | 'accepted' | 'rejected'
  /** The day of acceptance: it is billed and recognised by it. */
  readonly acceptedOn: Day | null
}

/**
 * Where a milestone stands on a day, from what happened in the order of the days; events of one day in the order in
 * which they are listed. What nobody submitted cannot be accepted or rejected; what was withdrawn starts again.
 */
export function milestoneOn(events: readonly MilestoneEvent[], on: Day): MilestoneState {
  let state: MilestoneState = { status: 'planned', acceptedOn: null }
  const inOrder = [...events].sort((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0))
  for (const event of inOrder) {
    if (event.on > on) continue
    const { status } = state
    if (event.what === 'withdrawn') state = { status: 'planned', acceptedOn: null }
    else if (event.what === 'submitted')
      state = status === 'accepted' ? state : { ...state, status: 'submitted' }
    else if (event.what === 'accepted' && status === 'submitted')
      state = { status: 'accepted', acceptedOn: event.on }
    else if (event.what === 'rejected' && (status === 'submitted' || status === 'accepted'))
      state = { status: 'rejected', acceptedOn: null }
  }
  return state
}

const hundred = decimal('100')

/**
 * Percentages of a fee as amounts. Together 100 they add up to the fee, the last one taking the cents; fewer are
 * each rounded by themselves. Null when they exceed the fee.
 */
export function milestoneAmounts(fee: Money, percentages: readonly Decimal[]): Money[] | null {
  const sum = percentages.reduce(addDecimal, decimal('0'))
  const compared = compareDecimal(sum, hundred)
  if (compared > 0 || percentages.some((one) => one.coefficient < 0n)) return null
  if (compared === 0) return percentInstalments(fee, percentages)
  return percentages.map((percentage) => {
    const { coefficient, scale } = multiplyDecimal(decimalOfMoney(fee), percentage)
    return moneyOfDecimal({ coefficient, scale: scale + 2 }, fee.currency, 'half_away')
  })
}

/** Credits in their order, each limited to what those before it left of the amount. */
export function limitedCredits(amount: Money, credits: readonly Money[]): Money[] {
  let left = amount.minor
  return credits.map(({ minor, currency }) => {
    const given = minor > left ? left : minor
    left -= given
    return { minor: given, currency }
  })
}
