import {
  addDecimal,
  type Decimal,
  divideRounded,
  multiplyDecimal,
  powerOfTen,
  type RoundingMode,
} from '../../kernel/decimal.ts'
import { assert } from '../../kernel/errors.ts'
import { type Money, sumMoney } from '../../kernel/money.ts'
import { shareRounded } from './shares.ts'

/** A tax as it is charged: what was chosen for a line, with its rates on that day. */
export type AppliedTax = {
  /** Null: outside of the scope of tax. */
  readonly code: string | null
  /** Percent of the taxable part. */
  readonly rate: Decimal
  /** Percent of the charge that is taxable. */
  readonly share: Decimal
  readonly levies: readonly Levy[]
  readonly treatment: string
  readonly note: string | null
}
/** A further percentage: on the taxable part, or on that with the tax of the rate. */
type Levy = { readonly id: string; readonly rate: Decimal; readonly on: 'net' | 'net_and_tax' }
/** A line with the amounts that it is the sum of. */
export type TaxedLine = { readonly amounts: readonly Money[]; readonly tax: AppliedTax }
export type TaxArithmetic = {
  /** Rounded once per code of the document, once per line, or once on the sum of all codes. */
  readonly per: 'document' | 'line' | 'total'
  readonly rounding: RoundingMode
  /** Whether the amounts of the lines have their tax in them. */
  readonly included: boolean
}
type TaxOfGroup = {
  readonly tax: AppliedTax
  readonly net: Money
  readonly taxable: Money
  readonly amount: Money
  readonly levies: readonly { readonly id: string; readonly amount: Money }[]
}
export type TaxOfDocument = {
  readonly net: Money
  readonly tax: Money
  readonly total: Money
  /** By code, those outside of the scope first. */
  readonly groups: readonly TaxOfGroup[]
  /** The tax of each amount of each line, in their order; they add up to the tax of the document. */
  readonly lines: readonly (readonly Money[])[]
}

const hundred: Decimal = { coefficient: 100n, scale: 0 }

/** All that is charged on one unit of the taxable part, as a fraction of it, by rate and levies. */
function factorsOf(tax: AppliedTax): Decimal[] {
  const percent = (value: Decimal): Decimal => ({ coefficient: value.coefficient, scale: value.scale + 2 })
  const onShare = (value: Decimal) => multiplyDecimal(percent(tax.share), value)
  const own = percent(tax.rate)
  const levies = tax.levies.map((levy) => {
    const rate = percent(levy.rate)
    return onShare(levy.on === 'net' ? rate : addDecimal(rate, multiplyDecimal(rate, own)))
  })
  return [onShare(own), ...levies]
}

/** What rate and levies come to of a whole charge, as a fraction: 0.19. */
export function fractionOf(tax: AppliedTax): Decimal {
  return factorsOf(tax).reduce(addDecimal)
}

type Part = { readonly rounded: Money; readonly numerator: bigint; readonly denominator: bigint }

/** The tax of an amount by rate and levies, exact and rounded. With the tax included, it is taken out of it. */
function partsOn(amount: Money, tax: AppliedTax, how: TaxArithmetic): Part[] {
  const factors = factorsOf(tax)
  const scale = Math.max(...factors.map((one) => one.scale))
  const whole = factors.map((one) => one.coefficient * powerOfTen(scale - one.scale))
  const sum = whole.reduce((all, one) => all + one, 0n)
  const denominator = powerOfTen(scale) + (how.included ? sum : 0n)
  return whole.map((one) => {
    const numerator = amount.minor * one
    return {
      rounded: { minor: round(numerator, denominator, how), currency: amount.currency },
      numerator,
      denominator,
    }
  })
}

function round(numerator: bigint, denominator: bigint, how: TaxArithmetic): bigint {
  return divideRounded(numerator, denominator, how.rounding)
}

/**
 * Net, tax and total of a document as the target will reckon them, with the tax of every amount on its lines. Rounded
 * once where the arithmetic says; everywhere else the rounded figure is shared out by the exact ones, so that amounts
 * add up to codes and codes to the document, to the minor unit.
 */
export function taxDocument(
  lines: readonly TaxedLine[],
  currency: string,
  how: TaxArithmetic,
): TaxOfDocument {
  const groups = [...Map.groupBy(lines.keys(), (at) => keyOf(lines[at]!.tax))].map(([key, members]) =>
    groupOf(key, lines, members, how, currency),
  )
  groups.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
  const settled = how.per === 'total' ? roundedTogether(groups, how, currency) : groups
  const ofLines = new Array<readonly Money[]>(lines.length)
  for (const group of settled) {
    let from = 0
    for (const at of group.members) {
      ofLines[at] = group.shares.slice(from, from + lines[at]!.amounts.length)
      from += lines[at]!.amounts.length
    }
  }
  const gross = sumMoney(
    lines.flatMap((one) => one.amounts),
    currency,
  )
  const tax = sumMoney(ofLines.flat(), currency)
  const net = how.included ? { minor: gross.minor - tax.minor, currency } : gross
  return {
    net,
    tax,
    total: { minor: net.minor + tax.minor, currency },
    groups: settled.map((group) => toldGroup(group, how)),
    lines: ofLines,
  }
}

type Group = {
  readonly key: string
  readonly tax: AppliedTax
  readonly amount: Money
  readonly members: readonly number[]
  readonly amounts: readonly Money[]
  /** Tax by rate and levies, rounded. */
  readonly parts: readonly Money[]
  /** The tax of each amount. */
  readonly shares: readonly Money[]
}

/** Codes of one name with other rates, as of two days, are two groups. */
export function keyOf(tax: AppliedTax): string {
  const rates = [tax.rate, tax.share, ...tax.levies.map((levy) => levy.rate)]
  const spelled = rates.map((one) => `${one.coefficient}e${one.scale}`)
  return JSON.stringify([tax.code === null ? 0 : 1, tax.code, tax.treatment, spelled, tax.note])
}

function groupOf(
  key: string,
  lines: readonly TaxedLine[],
  members: readonly number[],
  how: TaxArithmetic,
  currency: string,
): Group {
  const { tax } = lines[members[0]!]!
  const byLine = members.map((at) => lines[at]!.amounts)
  const amounts = byLine.flat()
  const amount = sumMoney(amounts, currency)
  const base = { key, tax, amount, members, amounts }
  const roundedOn = (list: readonly Money[]) =>
    partsOn(sumMoney(list, currency), tax, how).map((part) => part.rounded)
  if (how.per !== 'line') {
    const parts = roundedOn(amounts)
    // Rounded on the sum of all codes, this share is made anew when that sum is known.
    return { ...base, parts, shares: how.per === 'total' ? [] : sharesOf(parts, amounts, tax, how) }
  }
  const each = byLine.map((list) => roundedOn(list))
  const parts = factorsOf(tax).map((_, at) =>
    sumMoney(
      each.map((of) => of[at]!),
      currency,
    ),
  )
  return { ...base, parts, shares: byLine.flatMap((list, at) => sharesOf(each[at]!, list, tax, how)) }
}

/** The rounded parts of a group shared out among its lines, part by part. */
function sharesOf(
  parts: readonly Money[],
  amounts: readonly Money[],
  tax: AppliedTax,
  how: TaxArithmetic,
): Money[] {
  const exact = amounts.map((one) => partsOn(one, tax, how))
  const shares = amounts.map((one) => ({ minor: 0n, currency: one.currency }))
  for (const [at, part] of parts.entries()) {
    const denominator = exact[0]![at]!.denominator
    const given = shareRounded(
      part,
      exact.map((of) => of[at]!.numerator),
      denominator,
    )
    for (const [line, share] of given.entries())
      shares[line] = { ...share, minor: shares[line]!.minor + share.minor }
  }
  return shares
}

/** Rounds once the exact sum of all codes, then shares that out among rates, levies and lines. */
function roundedTogether(groups: readonly Group[], how: TaxArithmetic, currency: string): Group[] {
  const parts = groups.flatMap((group, at) =>
    partsOn(group.amount, group.tax, how).map((part) => ({ ...part, at })),
  )
  if (parts.length === 0) return []
  const denominator = parts.reduce((product, part) => lowestCommon(product, part.denominator), 1n)
  const numerators = parts.map((part) => part.numerator * (denominator / part.denominator))
  const exact = numerators.reduce((sum, one) => sum + one, 0n)
  const total = { minor: round(exact, denominator, how), currency }
  const given = shareRounded(total, numerators, denominator)
  return groups.map((group, at) => {
    const own = given.filter((_, part) => parts[part]!.at === at)
    return { ...group, parts: own, shares: sharesOf(own, group.amounts, group.tax, how) }
  })
}

function lowestCommon(a: bigint, b: bigint): bigint {
  let [x, y] = [a, b]
  while (y !== 0n) [x, y] = [y, x % y]
  return (a / x) * b
}

function toldGroup(group: Group, how: TaxArithmetic): TaxOfGroup {
  const { currency } = group.amount
  const amount = sumMoney(group.parts, currency)
  const net = how.included ? { minor: group.amount.minor - amount.minor, currency } : group.amount
  const taxed = multiplyDecimal({ coefficient: net.minor, scale: 0 }, group.tax.share)
  assert(group.parts.length === group.tax.levies.length + 1, 'A group has its rate and its levies')
  return {
    tax: group.tax,
    net,
    taxable: {
      minor: divideRounded(taxed.coefficient, powerOfTen(taxed.scale) * hundred.coefficient, 'half_away'),
      currency,
    },
    amount,
    levies: group.tax.levies.map((levy, at) => ({ id: levy.id, amount: group.parts[at + 1]! })),
  }
}
