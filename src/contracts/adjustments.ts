import type { Decimal } from '../kernel/decimal.ts'
import {
  addDecimal,
  compareDecimal,
  divideRounded,
  isZero,
  powerOfTen,
  subtractDecimal,
} from '../kernel/decimal.ts'
import type { Money } from '../kernel/money.ts'
import { allocate, subtractMoney, sumMoney } from '../kernel/money.ts'

/** A part of a work that is billed. */
type Part = { readonly quantity: Decimal; readonly amount: Money }
/** For every part what stays and what is taken off it; together they are the part, unless it was written up. */
export type Adjusted = { readonly kept: Part; readonly off: Part }

const zero: Decimal = { coefficient: 0n, scale: 0 }
const nothing = (currency: string): Part => ({ quantity: zero, amount: { minor: 0n, currency } })

/** Gives the parts together another amount, each in proportion to its own. Quantities stay. */
export function toAmount(parts: readonly Part[], amount: Money): Adjusted[] {
  const sum = sumMoney(
    parts.map((part) => part.amount),
    amount.currency,
  )
  const weights = parts.map((part) => (part.amount.minor < 0n ? 0n : part.amount.minor))
  const even = weights.every((weight) => weight === 0n) || sum.minor <= 0n
  const amounts = allocate(amount, even ? parts.map((_, at) => (at === parts.length - 1 ? 1n : 0n)) : weights)
  return toAmounts(parts, amounts)
}

/** Gives each part its own amount. What is less is taken off without hours; what is more is written up. */
export function toAmounts(parts: readonly Part[], amounts: readonly Money[]): Adjusted[] {
  return parts.map((part, at) => {
    const amount = amounts[at]!
    const less = subtractMoney(part.amount, amount)
    return {
      kept: { quantity: part.quantity, amount },
      off: less.minor > 0n ? { quantity: zero, amount: less } : nothing(amount.currency),
    }
  })
}

/**
 * Gives the parts together another quantity: less is taken from the last one first, more goes on the last one at
 * its own price.
 */
export function toQuantity(parts: readonly Part[], quantity: Decimal, currency: string): Adjusted[] {
  const sum = parts.reduce((total, part) => addDecimal(total, part.quantity), zero)
  let less = subtractDecimal(sum, quantity)
  const adjusted: Adjusted[] = []
  for (const part of parts.toReversed()) {
    const all = less.coefficient > 0n && compareDecimal(less, part.quantity) >= 0
    const taken = isZero(part.quantity) ? zero : all ? part.quantity : less
    less = subtractDecimal(less, taken)
    const quantityLeft = subtractDecimal(part.quantity, taken)
    const amount = isZero(taken) ? part.amount : shareOf(part, quantityLeft)
    const off = taken.coefficient > 0n
    adjusted.push({
      kept: { quantity: quantityLeft, amount },
      off: off ? { quantity: taken, amount: subtractMoney(part.amount, amount) } : nothing(currency),
    })
  }
  return adjusted.toReversed()
}

/** Amount x quantity / the part's quantity, rounded half away from zero. */
function shareOf(part: Part, quantity: Decimal): Money {
  const top = part.amount.minor * quantity.coefficient * powerOfTen(part.quantity.scale)
  const bottom = part.quantity.coefficient * powerOfTen(quantity.scale)
  return { minor: divideRounded(top, bottom, 'half_away'), currency: part.amount.currency }
}
