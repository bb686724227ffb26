/** Credits of a document: never more than it billed, at the tax that it carried, and to the cent with the last. */
import { type Decimal, divideRounded, formatDecimal, multiplyDecimal } from '../../kernel/decimal.ts'
import { type Rejection, reject } from '../../kernel/errors.ts'
import { decimalOfMoney, formatMoney, type Money, moneyOfDecimal } from '../../kernel/money.ts'
import type { BilledDocument, BilledLine } from './standing.ts'

type Group = {
  readonly key: string
  readonly taxCode: string | null
  readonly rate: Decimal
  readonly net: bigint
  readonly tax: bigint
  readonly creditedNet: bigint
  readonly creditedTax: bigint
}
type BookLine = { readonly id: string; readonly group: string; readonly minor: bigint; readonly left: bigint }

/** What of a document is credited and what is left. Amounts in minor units of its currency. */
export type CreditBook = {
  readonly document: string
  readonly currency: string
  readonly lines: readonly BookLine[]
  readonly groups: readonly Group[]
}
export type LineCredit = { readonly line: string; readonly minor: bigint }
type CreditGroup = {
  readonly taxCode: string | null
  readonly rate: string
  readonly net: Money
  readonly tax: Money
}
/** Above zero: what the client gets back. */
export type Credited = {
  readonly book: CreditBook
  readonly groups: readonly CreditGroup[]
  readonly net: Money
  readonly tax: Money
  readonly total: Money
}

const zero: Decimal = { coefficient: 0n, scale: 0 }

function taxOf(minor: bigint, rate: Decimal, currency: string): bigint {
  const product = multiplyDecimal(decimalOfMoney({ minor, currency }), rate)
  const exact = { coefficient: product.coefficient, scale: product.scale + 2 }
  return moneyOfDecimal(exact, currency, 'half_away').minor
}

/** A document as it was issued: its tax at the rates of its lines, by rate group or by line. */
export function openCreditBook(document: BilledDocument): CreditBook {
  const { currency } = document
  const keyOf = (line: BilledLine) =>
    document.taxPer === 'line' ? line.id : JSON.stringify([line.taxCode, formatDecimal(line.taxRate ?? zero)])
  const lines = document.lines.map((line) => ({
    id: line.id,
    group: keyOf(line),
    minor: line.amount.minor,
    left: line.amount.minor,
  }))
  const groups = [...Map.groupBy(document.lines, keyOf)].map(([key, list]): Group => {
    const net = list.reduce((sum, line) => sum + line.amount.minor, 0n)
    const { taxCode, taxRate } = list[0]!
    const rate = taxRate ?? zero
    return { key, taxCode, rate, net, tax: taxOf(net, rate, currency), creditedNet: 0n, creditedTax: 0n }
  })
  return { document: document.id, currency, lines, groups }
}

/**
 * Gives back amounts of lines, all or nothing. The credit that takes the last of a rate group takes what is left of
 * its tax, so that the credits of a document add up to it. Refuses more than is left of a line.
 */
export function creditLines(book: CreditBook, wanted: readonly LineCredit[]): Credited | Rejection {
  const byLine = new Map<string, bigint>()
  for (const one of wanted) byLine.set(one.line, (byLine.get(one.line) ?? 0n) + one.minor)
  for (const [id, minor] of byLine) {
    const line = book.lines.find((one) => one.id === id)
    if (line === undefined)
      return reject('CREDIT_BEYOND_BILLED', `${book.document} has no line ${id}`, { field: 'line' })
    if (line.left >= 0n ? minor < 0n || minor > line.left : minor > 0n || minor < line.left)
      return tooMuch(book, line, minor)
  }
  const lines = book.lines.map((line) => ({ ...line, left: line.left - (byLine.get(line.id) ?? 0n) }))
  const told: CreditGroup[] = []
  const groups = book.groups.map((group) => {
    const of = book.lines.filter((line) => line.group === group.key && byLine.has(line.id))
    if (of.length === 0) return group
    const net = of.reduce((sum, line) => sum + byLine.get(line.id)!, 0n)
    const tax = groupTax(book, group, net)
    const { taxCode } = group
    const money = (minor: bigint): Money => ({ minor, currency: book.currency })
    told.push({ taxCode, rate: formatDecimal(group.rate), net: money(net), tax: money(tax) })
    return { ...group, creditedNet: group.creditedNet + net, creditedTax: group.creditedTax + tax }
  })
  return { book: { ...book, lines, groups }, groups: told, ...totals(told, book.currency) }
}

function groupTax(book: CreditBook, group: Group, net: bigint): bigint {
  const left = group.tax - group.creditedTax
  if (group.creditedNet + net === group.net) return left
  const tax = taxOf(net, group.rate, book.currency)
  return left >= 0n ? (tax < left ? tax : left) : tax > left ? tax : left
}

function tooMuch(book: CreditBook, line: BookLine, minor: bigint): Rejection {
  const { currency } = book
  const spelled = (amount: bigint) => `${formatMoney({ minor: amount, currency })} ${currency}`
  return reject(
    'CREDIT_BEYOND_BILLED',
    `${spelled(minor)} are to be credited of line ${line.id} of ${book.document}, of which ${spelled(line.left)} are left`,
  )
}

function totals(groups: readonly CreditGroup[], currency: string): Pick<Credited, 'net' | 'tax' | 'total'> {
  const net = groups.reduce((sum, one) => sum + one.net.minor, 0n)
  const tax = groups.reduce((sum, one) => sum + one.tax.minor, 0n)
  return {
    net: { minor: net, currency },
    tax: { minor: tax, currency },
    total: { minor: net + tax, currency },
  }
}

/** What was billed, what of it is credited, and what is left of a document. */
export function bookTotals(book: CreditBook) {
  const { currency } = book
  const figures = (net: bigint, tax: bigint) => ({
    net: { minor: net, currency },
    tax: { minor: tax, currency },
    total: { minor: net + tax, currency },
  })
  const sum = (of: (group: Group) => bigint) => book.groups.reduce((total, group) => total + of(group), 0n)
  const [net, tax] = [sum((one) => one.net), sum((one) => one.tax)]
  const [creditedNet, creditedTax] = [sum((one) => one.creditedNet), sum((one) => one.creditedTax)]
  return {
    billed: figures(net, tax),
    credited: figures(creditedNet, creditedTax),
    left: figures(net - creditedNet, tax - creditedTax),
  }
}

/** A fraction of a line, half away from zero: 29 of 30 days. */
export function shareOf(minor: bigint, numerator: bigint, denominator: bigint): bigint {
  return divideRounded(minor * numerator, denominator, 'half_away')
}
