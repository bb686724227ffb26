/**
 * Pure: which of our charges a document in the ERP bills, found by planning again what a run would have frozen. Only
 * a selection that gives the same lines to the cent fits, and only one selection may.
 */
import type { PricedCharge } from '../charging/reads.ts'
import type { ArithmeticProfile } from '../contracts/document.ts'
import type { FoundDocument } from '../connectors/sdk/target.ts'
import { addDays, type Day, day } from '../kernel/dates.ts'
import { decimal, formatDecimal, isZero } from '../kernel/decimal.ts'
import type { Period } from '../kernel/periods.ts'
import {
  cancelsOut,
  type DocumentKey,
  groupBy,
  groupByDocument,
  type OrderOf,
  type PlannedContent,
  planContent,
  sumHours,
  sumMinor,
  type TermsOf,
  textOfLine,
} from './plan.ts'

export type Fit = {
  readonly key: DocumentKey
  readonly period: Period
  readonly content: PlannedContent
  readonly charges: readonly PricedCharge[]
}

type Line = {
  readonly description: string
  readonly quantity: string
  readonly unitPrice: string
  readonly minor: bigint
}
const plain = (text: string): string =>
  formatDecimal(decimal(text))
    .replace(/(\.\d*?)0+$/, '$1')
    .replace(/\.$/, '')

function textOf(line: Line): string {
  return JSON.stringify([line.description, plain(line.quantity), plain(line.unitPrice), String(line.minor)])
}

/** The same lines in any order: text, quantity, price and amount of each. */
function sameLines(content: PlannedContent, found: FoundDocument): boolean {
  if (content.netMinor !== found.net.minor || content.lines.length !== found.lines.length) return false
  const planned = content.lines.map((line) => textOf({ ...line, minor: line.amountMinor })).sort()
  const there = found.lines.map((line) => textOf({ ...line, minor: line.amount.minor })).sort()
  return planned.every((line, index) => line === there[index])
}

/** Days at which a run may have ended: every first of a month first, because runs mostly end there. */
function endings(charges: readonly PricedCharge[]): Day[] {
  const days = [...new Set(charges.map((one) => one.workOn))].sort()
  const months = [...new Set(days.map((one) => one.slice(0, 7)))].map(firstAfter)
  return [...new Set([...months, ...days.map((one) => addDays(day(one), 1))])]
}

function firstAfter(month: string): Day {
  const [year, number] = month.split('-').map(Number) as [number, number]
  const next = number === 12 ? `${year + 1}-01` : `${year}-${String(number + 1).padStart(2, '0')}`
  return day(`${next}-01`)
}

type Beginning = { readonly charges: readonly PricedCharge[]; readonly sum: bigint }

/** What a charge is ordered by: when it was written, or when its work was first charged. */
type Order = (charge: PricedCharge) => bigint

/**
 * Charges in the order in which they were written; and whole works in the order in which they were first charged: a
 * deletion that was known to the run may come in late when it is sent again.
 */
function ordersOf(charges: readonly PricedCharge[]): Order[] {
  const first = new Map<string, bigint>()
  for (const { workId, writtenAt } of charges) {
    const before = first.get(workId)
    if (before === undefined || writtenAt < before) first.set(workId, writtenAt)
  }
  return [(one) => one.writtenAt, (one) => first.get(one.workId)!]
}

/** The beginnings of what one source sent; the empty one first. */
function beginnings(charges: readonly PricedCharge[], order: Order): Beginning[] {
  const compare = (a: PricedCharge, b: PricedCharge) =>
    order(a) < order(b) ? -1 : order(a) > order(b) ? 1 : 0
  const written = charges.toSorted(compare)
  const found: Beginning[] = [{ charges: [], sum: 0n }]
  let sum = 0n
  for (const [index, one] of written.entries()) {
    sum += one.amountMinor
    const next = written[index + 1]
    if (next === undefined || order(next) !== order(one))
      found.push({ charges: written.slice(0, index + 1), sum })
  }
  return found
}

const mostCombinations = 200_000

/**
 * What a run takes is what was written up to its cut-off. Sources keep their own order when they send again, but not
 * the order between them: so a beginning of each, together coming to the net. Sums first, because planning every
 * combination would take forever.
 */
function cutOffs(
  charges: readonly PricedCharge[],
  until: Day,
  netMinor: bigint,
  sourceOf: (workId: string) => string,
): PricedCharge[][] {
  const before = charges.filter((one) => one.workOn < until)
  const bySource = [...groupBy(before, (one) => sourceOf(one.workId)).values()]
  return ordersOf(before).flatMap((order) =>
    combine(
      bySource.map((source) => beginnings(source, order)),
      netMinor,
    ),
  )
}

function combine(sources: readonly (readonly Beginning[])[], netMinor: bigint): PricedCharge[][] {
  let combined: Beginning[] = [{ charges: [], sum: 0n }]
  for (const [index, source] of sources.entries()) {
    if (combined.length * source.length > mostCombinations) return []
    const last = index === sources.length - 1
    combined = combined.flatMap((one) =>
      source
        .filter((each) => !last || one.sum + each.sum === netMinor)
        .map((each) => ({ charges: [...one.charges, ...each.charges], sum: one.sum + each.sum })),
    )
  }
  return combined.filter((one) => one.charges.length > 0).map((one) => [...one.charges])
}

/**
 * What a selection bills of each work. Those that differ only in what comes to nothing, a part that was taken back or
 * went behind a limit, bill the same.
 */
function signature(key: DocumentKey, charges: readonly PricedCharge[]): string {
  const parts = groupBy(charges, (one) =>
    JSON.stringify([textOfLine(one), one.lineId, one.band, one.purchaseOrder]),
  )
  const billed = [...parts].flatMap(([part, own]) => {
    const [minor, hours] = [sumMinor(own), sumHours(own)]
    return minor === 0n && isZero(hours) ? [] : [[part, String(minor), plain(formatDecimal(hours))]]
  })
  return JSON.stringify([key, billed.sort()])
}

export type Fitting = {
  readonly found: FoundDocument
  /** Charges that no document holds, in the state they would be billed from. */
  readonly charges: readonly PricedCharge[]
  readonly profile: ArithmeticProfile
  /** Which connection sent the work. */
  readonly sourceOf: (workId: string) => string
  readonly termsFor: (period: Period) => TermsOf
  readonly orderOf: OrderOf
}

/** Of several orders together, as documents were made before they were apart. */
const together: OrderOf = () => null

function hasSeveral(charges: readonly PricedCharge[], orderOf: OrderOf): boolean {
  return new Set(charges.map(orderOf)).size > 1
}

/** Every selection that fits, each once: of those that bill the same, the one up to the end of a month, if any. */
export function fits(fitting: Fitting): Fit[] {
  const { found, profile, termsFor, orderOf } = fitting
  const byMembers = new Map<string, Fit>()
  const own = fitting.charges.filter((one) => one.currency === found.currency)
  const mixed = groupByDocument(own, together).filter((one) => hasSeveral(one.charges, orderOf))
  for (const group of [...groupByDocument(own, orderOf), ...mixed]) {
    const first = group.charges.map((one) => one.workOn).sort()[0]!
    for (const until of endings(group.charges))
      for (const chosen of cutOffs(group.charges, until, found.net.minor, fitting.sourceOf)) {
        if (cancelsOut(chosen) || (mixed.includes(group) && !hasSeveral(chosen, orderOf))) continue
        const period = { from: day(`${first.slice(0, 7)}-01`), until }
        const content = planContent(chosen, found.currency, termsFor(period), profile)
        if (!sameLines(content, found)) continue
        const text = signature(group.key, chosen)
        if (!byMembers.has(text)) byMembers.set(text, { key: group.key, period, content, charges: chosen })
      }
  }
  return [...byMembers.values()]
}

function bills(charges: readonly PricedCharge[], works: ReadonlySet<string>): boolean {
  return new Set(charges.map((one) => one.workId)).size === works.size
}

/** The one that a person named by its works: the net has to agree, the lines are as we would write them. */
export function fitOfWorks(fitting: Fitting, workIds: readonly string[]): Fit | null {
  const named = new Set(workIds)
  const chosen = fitting.charges.filter((one) => named.has(one.workId))
  const [all, ...others] = groupByDocument(chosen, together)
  if (all === undefined || others.length > 0) return null
  const apart = groupByDocument(chosen, fitting.orderOf)
  // Work that was cut where an order was full waits on two documents: the one that comes to the sum is meant.
  const group =
    apart.length === 1
      ? apart[0]!
      : (apart.find(
          ({ charges }) => sumMinor(charges) === fitting.found.net.minor && bills(charges, named),
        ) ?? all)
  const days = group.charges.map((one) => one.workOn).sort()
  const period = { from: day(`${days[0]!.slice(0, 7)}-01`), until: firstAfter(days.at(-1)!.slice(0, 7)) }
  const { profile, termsFor } = fitting
  const content = planContent(group.charges, group.key.currency, termsFor(period), profile)
  return { key: group.key, period, content, charges: group.charges }
}
