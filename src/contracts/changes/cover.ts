/** How much of the worth of a work its issued parts account for, and what is left. */
import { addDecimal, type Decimal, divideRounded, isZero, powerOfTen } from '../../kernel/decimal.ts'
import { subtractDecimal } from '../../kernel/decimal.ts'
import type { Money } from '../../kernel/money.ts'

/** A piece of a work as it is worth now. `allowed` is false where no room was found for it. */
export type Worth = {
  readonly quantity: Decimal
  readonly amount: Money
  readonly band: string | null
  readonly allowed: boolean
}
/** A part of a piece, by its place. */
export type Slice = { readonly at: number; readonly quantity: Decimal; readonly amount: Money }

/** What an issued part takes: a quantity (null: all that is left but `spared`), of one part where it names one. */
type Claim = {
  readonly quantity: Decimal | null
  readonly spared: Decimal
  readonly part: string | null
}
type Covered = { readonly claims: readonly (readonly Slice[])[]; readonly rest: readonly Slice[] }

const none: Decimal = { coefficient: 0n, scale: 0 }

/**
 * Lays what was issued over what the work is worth now: claims that name a part take from it first, the others take
 * what they find in order. What is taken and what is left add up to the pieces, in quantity and to the cent; a
 * claim may find less than it wants, when the work shrank.
 */
export function coverWork(pieces: readonly Worth[], claims: readonly Claim[]): Covered {
  const left = pieces.map((piece) => ({ quantity: piece.quantity, amount: piece.amount }))
  const taken: Slice[][] = claims.map(() => [])
  const order = claims.map((_, at) => at)
  order.sort((a, b) => Number(claims[a]!.part === null) - Number(claims[b]!.part === null) || a - b)
  for (const at of order) {
    const claim = claims[at]!
    let wanted = claim.quantity ?? subtractDecimal(sumOf(left), claim.spared)
    for (const place of placesFor(claim, pieces)) {
      const there = left[place]!
      if (there.quantity.coefficient > 0n !== wanted.coefficient > 0n) continue
      if (isZero(wanted) || isZero(there.quantity)) continue
      const slice = cut(place, there, wanted)
      taken[at]!.push(slice)
      wanted = subtractDecimal(wanted, slice.quantity)
      left[place] = minus(there, slice)
    }
  }
  const rest = left.map((one, at) => ({ at, ...one }))
  const remaining = rest.filter((one) => !isZero(one.quantity))
  const loose = rest.filter((one) => isZero(one.quantity) && one.amount.minor !== 0n)
  // Money without a quantity goes with the last claim once no quantity is left, so that a fee is covered too.
  if (remaining.length > 0 || claims.length === 0) return { claims: taken, rest: [...remaining, ...loose] }
  taken[taken.length - 1]!.push(...loose)
  return { claims: taken, rest: remaining }
}

function sumOf(list: readonly { readonly quantity: Decimal }[]): Decimal {
  return list.reduce((sum, one) => addDecimal(sum, one.quantity), none)
}

/** The places of the named part, by band or by number from 1, before the others. */
function placesFor(claim: Claim, pieces: readonly Worth[]): number[] {
  const all = pieces.map((_, at) => at)
  if (claim.part === null) return all
  const byBand = all.filter((at) => pieces[at]!.band === claim.part)
  const named = byBand.length > 0 ? byBand : all.filter((at) => String(at + 1) === claim.part)
  return [...named, ...all.filter((at) => !named.includes(at))]
}

/** At most the wanted quantity of what is there; its money in proportion, and all of it with the last. */
export function cut(at: number, there: Omit<Slice, 'at'>, wanted: Decimal): Slice {
  const { quantity, amount } = there
  const scale = Math.max(wanted.scale, quantity.scale)
  const part = wanted.coefficient * powerOfTen(scale - wanted.scale)
  const whole = quantity.coefficient * powerOfTen(scale - quantity.scale)
  if (whole > 0n ? part >= whole : part <= whole) return { at, ...there }
  const minor = divideRounded(amount.minor * part, whole, 'half_away')
  return { at, quantity: wanted, amount: { minor, currency: amount.currency } }
}

export function minus(there: Omit<Slice, 'at'>, slice: Slice): Omit<Slice, 'at'> {
  return {
    quantity: subtractDecimal(there.quantity, slice.quantity),
    amount: { ...there.amount, minor: there.amount.minor - slice.amount.minor },
  }
}
