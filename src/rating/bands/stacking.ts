import type { Decimal } from '../../kernel/decimal.ts'
import { addDecimal, compareDecimal, multiplyDecimal, subtractDecimal } from '../../kernel/decimal.ts'
import type { BandRule } from './rules.ts'

/**
 * What several bands make of one rate. `highest`: the band that costs most. `multiply`: one factor after the other.
 * `add`: the premiums above the plain rate add up. `add_factors`: the whole factors add up, as Kimai does.
 */
export type Stacking = 'highest' | 'multiply' | 'add' | 'add_factors'

const zero: Decimal = { coefficient: 0n, scale: 0 }
const one: Decimal = { coefficient: 1n, scale: 0 }

/** What bands make of a rate: rate x multiplier + added. A band with a rate of its own has the multiplier zero. */
type BandPremium = { readonly multiplier: Decimal; readonly added: Decimal }

export const noPremium: BandPremium = { multiplier: one, added: zero }

export function applyPremium(rate: Decimal, premium: BandPremium): Decimal {
  return premium === noPremium ? rate : addDecimal(multiplyDecimal(rate, premium.multiplier), premium.added)
}

/**
 * The premium of time in these bands. A band with a rate of its own replaces the plain rate, the highest of several;
 * surcharges are added last, and no factor applies to them. Which band costs most depends on the rate.
 */
export function premiumOf(rate: Decimal, bands: readonly BandRule[], stacking: Stacking): BandPremium {
  if (bands.length === 0) return noPremium
  if (stacking === 'highest' || bands.length === 1)
    return bands.map(alone).reduce((a, b) => (costsMore(rate, b, a) ? b : a))
  const values = (kind: BandRule['premium']['kind']) =>
    bands.filter((band) => band.premium.kind === kind).map((band) => band.premium.value)
  const factor = together(values('multiplier'), stacking)
  const surcharges = values('surcharge').reduce(addDecimal, zero)
  const ownRates = values('rate')
  if (ownRates.length === 0) return { multiplier: factor, added: surcharges }
  return { multiplier: zero, added: addDecimal(multiplyDecimal(ownRates.reduce(higher), factor), surcharges) }
}

export function priceInBands(rate: Decimal, bands: readonly BandRule[], stacking: Stacking): Decimal {
  return applyPremium(rate, premiumOf(rate, bands, stacking))
}

function alone({ premium }: BandRule): BandPremium {
  if (premium.kind === 'multiplier') return { multiplier: premium.value, added: zero }
  return { multiplier: premium.kind === 'rate' ? zero : one, added: premium.value }
}

function costsMore(rate: Decimal, a: BandPremium, b: BandPremium): boolean {
  return compareDecimal(applyPremium(rate, a), applyPremium(rate, b)) > 0
}

function together(factors: readonly Decimal[], stacking: Exclude<Stacking, 'highest'>): Decimal {
  if (factors.length === 0) return one
  if (stacking === 'multiply') return factors.reduce(multiplyDecimal)
  if (stacking === 'add_factors') return factors.reduce(addDecimal)
  return factors.map((factor) => subtractDecimal(factor, one)).reduce(addDecimal, one)
}

function higher(a: Decimal, b: Decimal): Decimal {
  return compareDecimal(a, b) >= 0 ? a : b
}
