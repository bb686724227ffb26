/**
 * Pure: which documents a set of priced charges becomes, line by line, and what each is predicted to
 * total.
 */
import type { PricedCharge } from '../charging/reads.ts'
import type { ArithmeticProfile } from '../contracts/document.ts'
import { keysWithin } from '../contracts/documents/grouping.ts'
import type { WorkTexts } from '../contracts/documents/said.ts'
import { addDecimal, type Decimal, decimal, formatDecimal, isZero } from '../kernel/decimal.ts'
import type { CaseCode } from '../kernel/error-catalogue.ts'
import { assert } from '../kernel/errors.ts'
import type { LineKey } from '../model/scenario/document-rules.ts'
import { predictTax, tellLine } from './prediction.ts'

export type DocumentKey = {
  readonly legalEntity: string
  readonly clientId: string
  readonly contractId: string
  /** The client's order that it is billed on; null where it names none. */
  readonly purchaseOrder: string | null
  readonly currency: string
  /** The invoice that a credit corrects. */
  readonly correctsDocument: string | null
}
type ChargeKey = { readonly workId: string; readonly seq: number; readonly lineNo: number }
export type PlannedLine = {
  readonly lineNo: number
  readonly description: string
  /** Null where the line has work of several, as with the labor category. */
  readonly projectId: string | null
  readonly laborCategory: string | null
  readonly hours: string
  readonly quantity: string
  readonly unitPrice: string
  readonly amountMinor: bigint
  readonly taxCode: string | null
  /** A fraction: 0.19. */
  readonly taxRate: string
}
export type PlannedContent = {
  readonly lines: readonly PlannedLine[]
  /** Every member with its line; line 0 holds entries that cancel each other out. */
  readonly members: readonly ChargeKey[]
  readonly netMinor: bigint
  readonly taxMinor: bigint
  readonly totalMinor: bigint
  /** Why no document can be made of it yet, by its case code. */
  readonly stopped: CaseCode | null
}
/** What a line is called and taxed with, from master data. */
type LineTerms = {
  readonly taxCode: string | null
  readonly taxRate: string
  /** A sentence that the document has to carry. */
  readonly note?: string | null
  readonly stopped?: CaseCode | null
  /** What sets its line apart, where the client says so instead of project, labor category and part of the contract. */
  readonly apart?: Apart
  /** What the line is called with all of its members, and with the keys that set it apart. */
  readonly called: (members: readonly PricedCharge[], keys: readonly LineKey[]) => string
}
type Apart = {
  readonly keys: readonly LineKey[]
  readonly texts: WorkTexts
  /** Above so many lines the last of the keys are dropped, one after the other. */
  readonly most: number | null
}
export type TermsOf = (charge: PricedCharge) => LineTerms
/** The order that the document of a charge names. */
export type OrderOf = (charge: PricedCharge) => string | null

/** Who is billed for a charge, under which contract and on which order. */
export function keyOf(charge: PricedCharge): DocumentKey {
  const { legalEntity, clientId, contractId, purchaseOrder, currency, correctsDocument } = charge
  return { legalEntity, clientId, contractId, purchaseOrder, currency, correctsDocument }
}

function textOfKey(key: DocumentKey): string {
  return JSON.stringify([
    key.legalEntity,
    key.clientId,
    key.contractId,
    key.purchaseOrder ?? '',
    key.currency,
    key.correctsDocument ?? '',
  ])
}

/** Charges of one document each, in an order that does not depend on arrival. */
export function groupByDocument(
  charges: readonly PricedCharge[],
  orderOf: OrderOf,
): { readonly key: DocumentKey; readonly charges: PricedCharge[] }[] {
  const keyOfDocument = (charge: PricedCharge) => ({ ...keyOf(charge), purchaseOrder: orderOf(charge) })
  const groups = groupBy(charges, (charge) => textOfKey(keyOfDocument(charge)))
  return [...groups.keys()].sort().map((text) => {
    const members = groups.get(text)!
    return { key: keyOfDocument(members[0]!), charges: members }
  })
}

/** What may cancel: the same work on the same kind of line. */
export function textOfLine(charge: PricedCharge): string {
  return JSON.stringify([charge.workId, charge.projectId, charge.laborCategory ?? ''])
}

/** True when nothing is left to bill: every work's charges cancel in hours and in money, line by line. */
export function cancelsOut(charges: readonly PricedCharge[]): boolean {
  for (const members of groupBy(charges, textOfLine).values()) {
    if (sumMinor(members) !== 0n || !isZero(sumHours(members))) return false
  }
  return true
}

/**
 * Lines by project, labor category, tax and part of the contract, or as the client wants them; what has no rate (an
 * instalment) is a line of its own unless the client says otherwise.
 */
export function planContent(
  charges: readonly PricedCharge[],
  currency: string,
  termsOf: TermsOf,
  profile: ArithmeticProfile,
): PlannedContent {
  assert(
    charges.every((charge) => charge.currency === currency),
    'A document has one currency',
  )
  const known = charges.map((charge) => ({ charge, terms: termsOf(charge) }))
  const keys = keysOf(known)
  const groups = groupBy(known, (one) => textOfGroup(one, keys))
  const lines: PlannedLine[] = []
  const members: ChargeKey[] = []
  for (const text of [...groups.keys()].sort()) {
    const group = groups.get(text)!
    const own = group.map((one) => one.charge)
    const lineNo = cancelsOut(own) ? 0 : lines.length + 1
    for (const charge of own) members.push({ workId: charge.workId, seq: charge.seq, lineNo })
    if (lineNo !== 0) lines.push(planLine(lineNo, own, group[0]!.terms, { currency, profile, keys }))
  }
  const netMinor = lines.reduce((sum, line) => sum + line.amountMinor, 0n)
  const taxMinor = predictTax(lines, currency, profile)
  const stopped = known.map(({ terms }) => terms.stopped ?? null).find((code) => code !== null) ?? null
  return { lines, members, netMinor, taxMinor, totalMinor: netMinor + taxMinor, stopped }
}

type Known = { readonly charge: PricedCharge; readonly terms: LineTerms }

/** The keys of the client's lines, as many of them as its most lines allow. A document has one client and contract. */
function keysOf(known: readonly Known[]): readonly LineKey[] {
  const apart = known[0]?.terms.apart
  if (apart === undefined) return []
  const { keys, most } = apart
  // Tax sets lines apart whatever the client wants.
  const textOf = ({ terms }: Known, key: LineKey | '-tax') =>
    key === '-tax' ? textOfTax(terms) : (terms.apart?.texts[key] ?? null)
  if (most === null) return keys
  const wanted: readonly (LineKey | '-tax')[] = ['-tax', ...keys]
  return keysWithin<Known, LineKey | '-tax'>(known, wanted, most, textOf).filter((key) => key !== '-tax')
}

function textOfTax({ taxCode, taxRate, note }: LineTerms): string {
  return JSON.stringify([taxCode ?? '', taxRate, note ?? ''])
}

function textOfGroup({ charge, terms }: Known, keys: readonly LineKey[]): string {
  const { projectId, laborCategory, lineId, band, purchaseOrder } = charge
  const { taxCode, apart } = terms
  const own = charge.rate === null ? charge.workId : ''
  const places = [projectId, laborCategory ?? '', taxCode ?? '', own, lineId, band, purchaseOrder]
  const parts = apart === undefined ? places : keys.map((key) => apart.texts[key])
  return JSON.stringify([...parts, textOfTax(terms)])
}

type Shown = {
  readonly currency: string
  readonly profile: ArithmeticProfile
  readonly keys: readonly LineKey[]
}

function planLine(
  lineNo: number,
  group: readonly PricedCharge[],
  terms: LineTerms,
  { currency, profile, keys }: Shown,
): PlannedLine {
  const hours = sumHours(group)
  const amountMinor = sumMinor(group)
  const rates = new Set(group.map((charge) => charge.rate))
  const rate = rates.size === 1 ? group[0]!.rate : null
  const { note } = terms
  const text = terms.called(group, keys)
  const description = note ? `${text}. ${note}` : text
  return {
    lineNo,
    projectId: common(group.map((charge) => charge.projectId)),
    laborCategory: common(group.map((charge) => charge.laborCategory)),
    hours: formatDecimal(hours),
    ...tellLine({ description, hours, amount: { minor: amountMinor, currency }, rate }, profile),
    amountMinor,
    taxCode: terms.taxCode,
    taxRate: terms.taxRate,
  }
}

function common(list: readonly (string | null)[]): string | null {
  return new Set(list).size === 1 ? list[0]! : null
}

export function sumMinor(charges: readonly PricedCharge[]): bigint {
  return charges.reduce((sum, charge) => sum + charge.amountMinor, 0n)
}

export function sumHours(charges: readonly PricedCharge[]): Decimal {
  return charges.reduce((sum, charge) => addDecimal(sum, decimal(charge.hours)), decimal('0'))
}

export function groupBy<T>(items: readonly T[], keyOfItem: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>()
  for (const item of items) {
    const key = keyOfItem(item)
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [item])
    else group.push(item)
  }
  return groups
}
