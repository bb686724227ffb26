import type { Decimal } from '../kernel/decimal.ts'
import { addDecimal, decimal, multiplyDecimal } from '../kernel/decimal.ts'
import type { Money } from '../kernel/money.ts'
import { decimalOfMoney, moneyOfDecimal, subtractMoney } from '../kernel/money.ts'

/** Percent from a threshold on; without one, from nothing on. Thresholds rise. */
export type DiscountBand = { readonly above: Money; readonly percent: Decimal }
type DiscountMode = 'marginal' | 'cliff'

/** What an entry brings: a discount on itself, and what it changes for those before it. */
type DiscountStep = { readonly own: Money; readonly retroactive: Money }

/**
 * The discount on a sum: each band on what lies in it, or the highest band that is passed on everything. Rounded
 * once, half away from zero. A sum that only reaches a threshold has not passed it.
 */
export function discountOn(sum: Money, bands: readonly DiscountBand[], mode: DiscountMode): Money {
  const passed = bands.filter((band) => sum.minor > band.above.minor)
  const percentOf = (amount: Money, percent: Decimal): Decimal => {
    const { coefficient, scale } = multiplyDecimal(decimalOfMoney(amount), percent)
    return { coefficient, scale: scale + 2 }
  }
  let exact = decimal('0')
  if (mode === 'cliff') {
    const last = passed.at(-1)
    if (last !== undefined) exact = percentOf(sum, last.percent)
  } else
    for (const [at, band] of passed.entries()) {
      const next = passed[at + 1]?.above
      const top = next === undefined ? sum : next
      exact = addDecimal(exact, percentOf(subtractMoney(top, band.above), band.percent))
    }
  return moneyOfDecimal(exact, sum.currency, 'half_away')
}

/**
 * What an entry that raises the sum of its period from `before` by `amount` brings, so that all entries of the
 * period bring the discount of their sum. In marginal mode it is all its own; over a cliff it also brings the
 * discount on what came before, or takes it back when it lowers the sum again.
 */
export function discountStep(
  before: Money,
  amount: Money,
  bands: readonly DiscountBand[],
  mode: DiscountMode,
): DiscountStep {
  const after = { ...before, minor: before.minor + amount.minor }
  const step = subtractMoney(discountOn(after, bands, mode), discountOn(before, bands, mode))
  if (mode === 'marginal') return { own: step, retroactive: { ...step, minor: 0n } }
  const was = bands.findLast((band) => before.minor > band.above.minor)
  const now = bands.findLast((band) => after.minor > band.above.minor)
  if (was === now) return { own: step, retroactive: { ...step, minor: 0n } }
  const own = now === undefined ? { ...step, minor: 0n } : ownShare(amount, now)
  return { own, retroactive: subtractMoney(step, own) }
}

function ownShare(amount: Money, { percent }: DiscountBand): Money {
  const { coefficient, scale } = multiplyDecimal(decimalOfMoney(amount), percent)
  return moneyOfDecimal({ coefficient, scale: scale + 2 }, amount.currency, 'half_away')
}
