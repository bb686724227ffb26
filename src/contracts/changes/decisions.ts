/** What people decided of a proposed difference, and what of it is still to be asked. */
import { addDecimal, type Decimal, divideRounded, powerOfTen, subtractDecimal } from '../../kernel/decimal.ts'
import type { Figures } from './compare-work.ts'

export type Answer = {
  readonly decision: 'accepted' | 'declined'
  /** As it was proposed, in minor units and in the unit of the work. */
  readonly minor: bigint
  readonly quantity: Decimal | null
  /** What documents that correct the same one have billed of the work since the answer. */
  readonly carriedOutMinor: bigint
}
export type Settled = { readonly declined: Figures; readonly approved: Figures; readonly proposed: Figures }

const none: Decimal = { coefficient: 0n, scale: 0 }

/**
 * Splits a difference into what was declined, what was accepted and not yet billed, and what nobody has decided. An
 * answer holds for the amount that it named: a difference that grew is proposed again for the rest, and one that
 * shrank or turned needs no more than it is. The three add up to the difference.
 */
export function settle(change: Figures, answers: readonly Answer[]): Settled {
  const { minor: now } = change.amount
  // An answer to a difference that has turned since says nothing of this one, and takes nothing from what does.
  const toThis = (minor: bigint) => now === 0n || minor > 0n === now > 0n
  const open = answers.map((one) => ({ ...one, open: one.minor - one.carriedOutMinor }))
  const refused = open.filter((one) => one.decision === 'declined' && toThis(one.minor))
  const accepted = open.filter((one) => one.decision === 'accepted' && toThis(one.open))
  const declinedMinor = sum(refused.map((one) => one.minor))
  const openMinor = sum(accepted.map((one) => one.open))
  const declined = within(change, declinedMinor, answers, 'declined')
  const rest = subtract(change, declined)
  const approved = within(rest, openMinor, answers, 'accepted')
  return { declined, approved, proposed: subtract(rest, approved) }
}

function sum(list: readonly bigint[]): bigint {
  return list.reduce((total, one) => total + one, 0n)
}

/** As much of it as lies between nothing and the whole difference. */
function within(
  whole: Figures,
  minor: bigint,
  answers: readonly Answer[],
  decision: Answer['decision'],
): Figures {
  const { currency } = whole.amount
  const of = answers.filter((one) => one.decision === decision)
  const all = whole.amount.minor
  if (all === 0n) {
    // Time that changed without money was answered when the answer names it.
    const answered = of.some((one) => one.minor === 0n && one.quantity !== null)
    return answered ? whole : { quantity: none, amount: { minor: 0n, currency } }
  }
  if (minor === 0n || minor > 0n !== all > 0n) return { quantity: none, amount: { minor: 0n, currency } }
  const reached = all > 0n ? minor >= all : minor <= all
  if (reached) return whole
  const scaled = whole.quantity.coefficient * powerOfTen(Math.max(0, 4 - whole.quantity.scale))
  const quantity = {
    coefficient: divideRounded(scaled * minor, all, 'half_away'),
    scale: Math.max(4, whole.quantity.scale),
  }
  return { quantity, amount: { minor, currency } }
}

function subtract(a: Figures, b: Figures): Figures {
  return {
    quantity: subtractDecimal(a.quantity, b.quantity),
    amount: { ...a.amount, minor: a.amount.minor - b.amount.minor },
  }
}

export function plus(a: Figures, b: Figures): Figures {
  return {
    quantity: addDecimal(a.quantity, b.quantity),
    amount: { ...a.amount, minor: a.amount.minor + b.amount.minor },
  }
}
