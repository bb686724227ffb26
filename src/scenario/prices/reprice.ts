import { type Decimal, decimal, formatDecimal, multiplyDecimal, powerOfTen } from '../../kernel/decimal.ts'
import { addMoney, allocate, formatMoney, type Money } from '../../kernel/money.ts'
import { convert } from '../../contracts/currencies/exchange.ts'
import { percentOfMoney } from '../../contracts/retainage.ts'
import type { PriceRules } from '../../model/scenario/price-rules.ts'
import { rateFor } from '../exchange.ts'
import type { Piece, Valued } from '../pieces.ts'
import type { World } from '../world.ts'
import { extendUnit, lineOf, portion, withoutRateCause } from './parts.ts'

/** Work at a blended rate, at cost plus, or at a multiple of its rate. What the cards say stays its standard value. */
export function repriceWork(world: World, one: Valued): Valued {
  const price = lineOf(world, one)?.price
  if (price === undefined || one.kind === 'expense') return one
  let priced = one
  if (price.blended !== undefined) priced = blended(priced, price, decimal(price.blended))
  if (price.costPlus !== undefined) priced = costPlus(world, priced, price.costPlus)
  if (price.multiplier !== undefined) priced = multiplied(priced, decimal(price.multiplier))
  return priced
}

function blended(one: Valued, price: PriceRules, rate: Decimal): Valued {
  const pieces = one.pieces.map((piece): Piece => {
    const plain = extendUnit(piece.quantity, piece.unit, rate, piece.amount.currency)
    const premium = price.blendedPremiums !== false && piece.band !== null
    const amount = premium && piece.rate !== null ? inPlaceOf(piece, piece.rate, rate) : plain
    const said = `The contract's blended rate ${formatDecimal(rate)} stands for it: ${formatMoney(amount)}.`
    return { ...piece, rate, amount, story: [...piece.story, said] }
  })
  return withoutRateCause(one, pieces)
}

/** The premium of a band is the ratio of what was charged to the rate; it goes on the other rate. */
function inPlaceOf(piece: Piece, was: Decimal, rate: Decimal): Money {
  if (was.coefficient === 0n) return extendUnit(piece.quantity, piece.unit, rate, piece.amount.currency)
  return portion(
    piece.amount,
    rate.coefficient * powerOfTen(was.scale),
    was.coefficient * powerOfTen(rate.scale),
  )
}

function costPlus(world: World, one: Valued, rule: NonNullable<PriceRules['costPlus']>): Valued {
  const { cost } = one
  const [first] = one.pieces
  if (first === undefined) return one
  const { currency } = first.amount
  const rate = cost && rateFor(world, 'cost', cost.currency, currency, one.on)
  if (cost === null || rate === null) {
    const code = cost === null ? 'MISSING_RATE' : 'MISSING_EXCHANGE_RATE'
    const pieces = one.pieces.map((piece) => ({ ...piece, bucket: 'held' as const, reason: code }))
    const story = [...one.story, 'Its price is its cost plus a markup, and its cost is not known.']
    return { ...one, pieces, story, held: one.held.includes(code) ? one.held : [...one.held, code] }
  }
  const base = convert(cost, rate)
  const perHour = decimal(rule.perHour ?? '0')
  const hours = one.pieces.reduce(
    (sum, piece) => addMoney(sum, extendUnit(piece.quantity, piece.unit, perHour, currency)),
    { minor: 0n, currency },
  )
  const amount = addMoney(addMoney(base, percentOfMoney(base, decimal(rule.percent))), hours)
  const scale = Math.max(...one.pieces.map((piece) => piece.quantity.scale))
  const weights = one.pieces.map(
    ({ quantity }) =>
      (quantity.coefficient < 0n ? 0n : quantity.coefficient) * powerOfTen(scale - quantity.scale),
  )
  const shares = allocate(amount, weights.every((weight) => weight === 0n) ? weights.map(() => 1n) : weights)
  const said = `Its cost ${formatMoney(base)} ${currency} and ${rule.percent} % are ${formatMoney(amount)}.`
  const pieces = one.pieces.map((piece, at) => ({ ...piece, rate: null, amount: shares[at]! }))
  const priced = withoutRateCause(one, pieces)
  return { ...priced, story: [...priced.story, said] }
}

function multiplied(one: Valued, factor: Decimal): Valued {
  const pieces = one.pieces.map((piece): Piece => {
    // A premium or a conversion is in the amount and not in the rate: then the amount is multiplied.
    const { rate } = piece
    const plain =
      rate !== null &&
      extendUnit(piece.quantity, piece.unit, rate, piece.amount.currency).minor === piece.amount.minor
    const amount =
      rate === null || !plain
        ? portion(piece.amount, factor.coefficient, powerOfTen(factor.scale))
        : extendUnit(piece.quantity, piece.unit, multiplyDecimal(rate, factor), piece.amount.currency)
    const said = `Times ${formatDecimal(factor)}: ${formatMoney(amount)} ${amount.currency}.`
    return { ...piece, amount, story: [...piece.story, said] }
  })
  return { ...one, pieces }
}
