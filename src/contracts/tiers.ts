import type { Decimal } from '../kernel/decimal.ts'
import {
  addDecimal,
  compareDecimal,
  divideDecimal,
  divideRounded,
  isZero,
  multiplyDecimal,
  negateDecimal,
  powerOfTen,
  subtractDecimal,
} from '../kernel/decimal.ts'
import { assert } from '../kernel/errors.ts'
import type { Money } from '../kernel/money.ts'
import { minorUnits } from '../kernel/money.ts'

/** `upTo` counts from where the first tier begins and belongs to its tier; the last one has none. */
type Tier = {
  readonly upTo: Decimal | null
  /** Of a unit, or of a begun block of `size` units. */
  readonly price: Decimal
  readonly size: Decimal | null
  /** Once, as soon as something lies in the tier. */
  readonly flat: Decimal | null
}
export type TierRule = {
  readonly mode: 'graduated' | 'volume'
  readonly free: Decimal
  readonly tiers: readonly Tier[]
}

/** What lies in a tier; tier 0 is what is free. The value is exact and not yet money. */
type TierPart = {
  readonly tier: number
  readonly quantity: Decimal
  readonly blocks: Decimal | null
  readonly value: Decimal
}

const zero: Decimal = { coefficient: 0n, scale: 0 }

/** Each tier ends above the one before it, and only the last one is open. */
export function areTiers(tiers: readonly Tier[]): boolean {
  return tiers.every((tier, at) => {
    if (tier.size !== null && tier.size.coefficient <= 0n) return false
    if (at === tiers.length - 1) return tier.upTo === null
    const before = at === 0 ? zero : tiers[at - 1]!.upTo
    return tier.upTo !== null && before !== null && compareDecimal(tier.upTo, before) > 0
  })
}

/**
 * What a quantity comes to, tier by tier. By volume the tier that the whole quantity of the period lies in prices
 * everything. Below nothing it is the mirror image.
 */
export function tierParts(rule: TierRule, quantity: Decimal, whole: Decimal): TierPart[] {
  assert(areTiers(rule.tiers), 'Tiers rise, and the last one is open')
  if (quantity.coefficient < 0n) return tierParts(rule, negateDecimal(quantity), whole).map(mirrored)
  const free = least(quantity, rule.free)
  const rest = subtractDecimal(quantity, free)
  const parts: TierPart[] = [{ tier: 0, quantity: free, blocks: null, value: zero }]
  const chosen = rule.mode === 'volume' ? tierAt(rule, whole) : null
  let begin = zero
  for (const [at, tier] of rule.tiers.entries()) {
    if (chosen !== null && at !== chosen) {
      parts.push({ tier: at + 1, quantity: zero, blocks: tier.size && zero, value: zero })
      continue
    }
    const end = chosen !== null || tier.upTo === null ? rest : least(rest, tier.upTo)
    const inside = compareDecimal(end, begin) > 0 ? subtractDecimal(end, begin) : zero
    parts.push({ tier: at + 1, ...within(tier, inside) })
    if (chosen === null && tier.upTo !== null) begin = tier.upTo
  }
  return parts
}

function tierAt(rule: TierRule, whole: Decimal): number {
  const size = whole.coefficient < 0n ? negateDecimal(whole) : whole
  const rest = subtractDecimal(size, least(size, rule.free))
  return rule.tiers.findIndex((tier) => tier.upTo === null || compareDecimal(rest, tier.upTo) <= 0)
}

function within(tier: Tier, quantity: Decimal): Omit<TierPart, 'tier'> {
  const flat = isZero(quantity) || tier.flat === null ? zero : tier.flat
  const blocks = tier.size && divideDecimal(quantity, tier.size, 0, 'up')
  const value = addDecimal(multiplyDecimal(blocks ?? quantity, tier.price), flat)
  return { quantity, blocks, value }
}

function mirrored(part: TierPart): TierPart {
  const { quantity, blocks, value } = part
  return {
    ...part,
    quantity: negateDecimal(quantity),
    blocks: blocks && negateDecimal(blocks),
    value: negateDecimal(value),
  }
}

function least(a: Decimal, b: Decimal): Decimal {
  return compareDecimal(a, b) < 0 ? a : b
}

type TierCharge = {
  readonly tier: number
  readonly quantity: Decimal
  readonly blocks: Decimal | null
  readonly amount: Money
}

/**
 * What an entry adds that raises the quantity of its period from `before` to `after`, tier by tier. Money is rounded
 * on the running sum of each tier, half away from zero, so that the entries of a period add up to its price. Values
 * are divided by `per`: 3600 where quantities are seconds and prices are of hours.
 */
export function tierCharges(
  rule: TierRule,
  { before, after, whole }: { readonly before: Decimal; readonly after: Decimal; readonly whole: Decimal },
  currency: string,
  per: bigint,
): TierCharge[] {
  const money = (value: Decimal): bigint => {
    const top = value.coefficient * powerOfTen(minorUnits(currency))
    return divideRounded(top, powerOfTen(value.scale) * per, 'half_away')
  }
  const earlier = tierParts(rule, before, whole)
  return tierParts(rule, after, whole)
    .map((part, at): TierCharge => {
      const was = earlier[at]!
      return {
        tier: part.tier,
        quantity: subtractDecimal(part.quantity, was.quantity),
        blocks: part.blocks && subtractDecimal(part.blocks, was.blocks ?? zero),
        amount: { minor: money(part.value) - money(was.value), currency },
      }
    })
    .filter((part) => !isZero(part.quantity) || part.amount.minor !== 0n)
}
