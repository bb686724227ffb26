/** Pure: where a charge belongs that came after its work was billed. */
import { isAside } from '../charging/difference.ts'
import type { PricedCharge } from '../charging/reads.ts'
import { addDecimal, type Decimal, decimal, formatDecimal, isZero, negateDecimal } from '../kernel/decimal.ts'
import type { BillingDocument } from './document.ts'
import { groupBy, keyOf, sumHours, sumMinor, textOfLine } from './plan.ts'
import { isUntouched } from './rewrite.ts'

export type Verdict =
  | { readonly to: 'wait' | 'priced' | 'declined' }
  | { readonly to: 'draft' | 'proposed'; readonly documentId: string }
type Part = {
  readonly verdict: Verdict
  readonly hours: string
  readonly amountMinor: bigint
  /** Seq of the undecided increase that it takes back. */
  readonly takesBack?: number
}
/** More than one part where no single place holds the whole difference. */
export type Judgement = { readonly charge: PricedCharge; readonly parts: readonly Part[] }

type Documents = ReadonlyMap<string, BillingDocument>

/**
 * Judges a work's pending differences, the reductions first. What was never issued is reduced in its draft or before
 * its run; what was issued waits for a person, and so does more money on work that was issued before. What a
 * person declined is taken back, or made up for, before anything else: nobody was billed for it. An increase that
 * still waits for a person goes with what takes it back, and is judged with it: left beside it, each could be
 * approved without the other, and the credit would take more than its invoice holds.
 */
export function judgeWork(charges: readonly PricedCharge[], documents: Documents): Judgement[] {
  const pending = charges.filter((charge) => charge.state === 'pending')
  const unsettled = charges.some((charge) => {
    const document = charge.documentId === null ? undefined : documents.get(charge.documentId)!
    return document !== undefined && document.status !== 'issued' && !isUntouched(document)
  })
  if (unsettled) return pending.map((charge) => whole(charge, { to: 'wait' }))
  const undone = undoneBefore(charges)
  if (undone !== null) return undone.map((charge) => whole(charge, { to: 'priced' }))
  const open = openIncreases(charges)
  let standing = charges.filter((one) => one.state !== 'pending' && !isAside(one.state) && !open.has(one.seq))
  const judgements: Judgement[] = []
  const judged = (charge: PricedCharge, parts: readonly Part[], placed: readonly Part[]) => {
    judgements.push({ charge, parts })
    standing = [...standing, ...placed.map((part) => placedAs(charge, part))]
  }
  for (const charge of pending.filter(isReduction)) {
    const { parts } = judgeReduction(charge, standing, [...open.values()], documents)
    for (const { takesBack, hours, amountMinor } of parts)
      if (takesBack !== undefined) open.set(takesBack, plus(open.get(takesBack)!, hours, amountMinor))
    // What takes back an increase and what it takes are nothing together: neither stands anywhere.
    const placed = parts.filter((part) => part.takesBack === undefined)
    judged(charge, parts, placed)
  }
  for (const charge of charges) {
    const left = open.get(charge.seq) ?? charge
    const isNew = charge.state === 'pending' && !isReduction(charge)
    if (!isNew && left === charge) continue
    const parts = isNew
      ? judgeIncrease(left, standing, documents).parts
      : [partOf(left, { to: 'proposed', documentId: charge.correctsDocument! })]
    judged(charge, left === charge ? parts : withTakenBack(charge, left, parts), parts)
  }
  return judgements
}

/** Increases that nobody decided, by their seq. */
function openIncreases(charges: readonly PricedCharge[]): Map<number, PricedCharge> {
  const waits = (one: PricedCharge) =>
    one.amountMinor > 0n &&
    (one.state === 'pending' || (one.state === 'proposed' && one.correctsDocument !== null))
  return new Map(charges.filter(waits).map((one) => [one.seq, one]))
}

function plus(charge: PricedCharge, hours: string, amountMinor: bigint): PricedCharge {
  return {
    ...charge,
    hours: formatDecimal(addDecimal(decimal(charge.hours), decimal(hours))),
    amountMinor: charge.amountMinor + amountMinor,
  }
}

function partOf({ hours, amountMinor }: PricedCharge, verdict: Verdict): Part {
  return { verdict, hours, amountMinor }
}

/** What was taken back of an increase is never billed; what is left of it goes where `parts` say. */
function withTakenBack(charge: PricedCharge, left: PricedCharge, parts: readonly Part[]): Part[] {
  const hours = formatDecimal(addDecimal(decimal(charge.hours), negateDecimal(decimal(left.hours))))
  const taken = {
    verdict: { to: 'declined' as const },
    hours,
    amountMinor: charge.amountMinor - left.amountMinor,
  }
  return left.amountMinor === 0n && isZero(decimal(left.hours)) ? [taken] : [taken, ...parts]
}

function whole(charge: PricedCharge, verdict: Verdict): Judgement {
  return { charge, parts: [partOf(charge, verdict)] }
}

function placedAs(charge: PricedCharge, { verdict, hours, amountMinor }: Part): PricedCharge {
  const moved = { ...charge, hours, amountMinor }
  if (verdict.to === 'draft') return { ...moved, state: 'draft', documentId: verdict.documentId }
  if (verdict.to === 'proposed') return { ...moved, state: 'proposed', correctsDocument: verdict.documentId }
  return { ...moved, state: verdict.to === 'declined' ? 'declined' : 'priced' }
}

/** Differences that cancel each other before anybody decided: nothing is left to ask. */
function undoneBefore(charges: readonly PricedCharge[]): PricedCharge[] | null {
  const open = charges.filter((charge) => charge.state === 'pending' || charge.state === 'proposed')
  const groups = groupBy(open, (charge) =>
    JSON.stringify([textOfBill(charge), textOfLine(charge), charge.workOn]),
  )
  const cancels = [...groups.values()].every((group) => sumMinor(group) === 0n && isZero(sumHours(group)))
  return cancels && open.length > 1 ? open : null
}

function isReduction(charge: PricedCharge): boolean {
  return charge.amountMinor < 0n || (charge.amountMinor === 0n && decimal(charge.hours).coefficient < 0n)
}

/** Who is billed under which contract and on which order: what invoices and their credits share. */
function textOfBill(charge: PricedCharge): string {
  return JSON.stringify({ ...keyOf(charge), correctsDocument: null })
}

/** A place that holds money of the work, from which a reduction can take. */
type Holding = {
  readonly verdict: Verdict
  readonly hours: Decimal
  readonly minor: bigint
  readonly takesBack?: number
}

function holding(verdict: Verdict, charges: readonly PricedCharge[]): Holding {
  return { verdict, hours: sumHours(charges), minor: sumMinor(charges) }
}

function judgeReduction(
  charge: PricedCharge,
  standing: readonly PricedCharge[],
  open: readonly PricedCharge[],
  documents: Documents,
): Judgement {
  const isSame = (one: PricedCharge) => textOfBill(one) === textOfBill(charge)
  const same = standing.filter(isSame)
  const waiting = open.filter(isSame)
  const holdings = [
    ...declinedOf(same).filter((one) => one.minor > 0n),
    ...increasesOf(waiting.filter((one) => one.state === 'proposed')),
    ...draftsOf(same, documents),
    ...pricedOf(same),
    ...invoicesOf(same, documents),
    ...increasesOf(waiting.filter((one) => one.state === 'pending')),
  ]
  const covering = holdings.find((one) => one.minor + charge.amountMinor >= 0n)
  if (covering === undefined) return takeFrom(charge, holdings)
  return { charge, parts: [{ ...partOf(charge, covering.verdict), ...taking(covering) }] }
}

function taking({ takesBack }: Holding): { takesBack?: number } {
  return takesBack === undefined ? {} : { takesBack }
}

/** Takes from one place after the other what each holds; what is left the newest place takes. */
function takeFrom(charge: PricedCharge, holdings: readonly Holding[]): Judgement {
  const parts: Part[] = []
  let left = charge.amountMinor
  let hours = decimal(charge.hours)
  for (const held of holdings) {
    if (left === 0n || held.minor <= 0n) continue
    const takesAll = held.minor <= -left
    const taken = takesAll ? held.minor : -left
    const takenHours = takesAll ? held.hours : negateDecimal(hours)
    const amounts = { hours: formatDecimal(negateDecimal(takenHours)), amountMinor: -taken }
    parts.push({ verdict: held.verdict, ...amounts, ...taking(held) })
    left += taken
    hours = addDecimal(hours, takenHours)
  }
  const rest = holdings.find((one) => one.verdict.to !== 'declined')?.verdict ?? { to: 'priced' }
  if (left !== 0n || !isZero(hours))
    parts.push({ verdict: rest, hours: formatDecimal(hours), amountMinor: left })
  return { charge, parts }
}

function declinedOf(same: readonly PricedCharge[]): Holding[] {
  const declined = same.filter((one) => one.state === 'declined')
  return declined.length === 0 ? [] : [holding({ to: 'declined' }, declined)]
}

function increasesOf(waiting: readonly PricedCharge[]): Holding[] {
  return waiting
    .filter((one) => one.amountMinor > 0n)
    .map((one) => ({ ...holding({ to: 'declined' }, [one]), takesBack: one.seq }))
}

function draftsOf(same: readonly PricedCharge[], documents: Documents): Holding[] {
  const drafted = same.filter((one) => {
    const document = one.documentId === null ? undefined : documents.get(one.documentId)!
    return document !== undefined && document.status !== 'issued' && document.kind === 'invoice'
  })
  const groups = [...groupBy(drafted, (one) => one.documentId!)]
  return groups.map(([documentId, charges]) => holding({ to: 'draft', documentId }, charges))
}

function pricedOf(same: readonly PricedCharge[]): Holding[] {
  const priced = same.filter((one) => one.state === 'priced' && one.correctsDocument === null)
  return priced.length === 0 ? [] : [holding({ to: 'priced' }, priced)]
}

/** The invoices that billed the work, newest first, with what is left of it after credits made or proposed. */
function invoicesOf(same: readonly PricedCharge[], documents: Documents): Holding[] {
  const groups = new Map<string, PricedCharge[]>()
  for (const one of same) {
    const document = one.documentId === null ? undefined : documents.get(one.documentId)!
    const credited = document === undefined ? one.amountMinor < 0n : document.kind === 'credit'
    const issued = document?.status === 'issued' && document.kind === 'invoice'
    const invoice = issued ? one.documentId : credited ? one.correctsDocument : null
    if (invoice !== null) groups.set(invoice, [...(groups.get(invoice) ?? []), one])
  }
  return [...groups]
    .sort(([a], [b]) => (a < b ? 1 : -1))
    .map(([documentId, charges]) => holding({ to: 'proposed', documentId }, charges))
}

function judgeIncrease(
  charge: PricedCharge,
  standing: readonly PricedCharge[],
  documents: Documents,
): Judgement {
  const same = standing.filter((one) => textOfBill(one) === textOfBill(charge))
  const placed = placeOfIncrease(charge, standing, same, documents)
  const kept = declinedOf(same).find((one) => one.minor < 0n)
  if (kept === undefined) return whole(charge, placed)
  if (kept.minor + charge.amountMinor <= 0n) return whole(charge, kept.verdict)
  const hours = formatDecimal(addDecimal(decimal(charge.hours), kept.hours))
  return {
    charge,
    parts: [
      { verdict: kept.verdict, hours: formatDecimal(negateDecimal(kept.hours)), amountMinor: -kept.minor },
      { verdict: placed, hours, amountMinor: charge.amountMinor + kept.minor },
    ],
  }
}

function placeOfIncrease(
  charge: PricedCharge,
  standing: readonly PricedCharge[],
  same: readonly PricedCharge[],
  documents: Documents,
): Verdict {
  const isIssued = (one: PricedCharge) =>
    one.documentId !== null && documents.get(one.documentId)!.status === 'issued'
  const takes = (document: BillingDocument) =>
    document.kind === 'invoice' && charge.workOn < document.periodUntil && isUntouched(document)
  const documentsOf = (list: readonly PricedCharge[]) =>
    list.flatMap((one) => documents.get(one.documentId ?? '') ?? []).filter(takes)
  const issued = same.find(isIssued) ?? standing.find(isIssued)
  const isMore = issued !== undefined && !same.includes(issued) && !standing.some(isCreditAsked)
  // Of work that was cut at an order the other part was issued: this one grows where it stands, by itself.
  if (isMore && documentsOf(same).length > 0)
    return { to: 'draft', documentId: documentsOf(same)[0]!.documentId }
  if (issued) return { to: 'proposed', documentId: issued.correctsDocument ?? issued.documentId! }
  const own = documentsOf(standing)
  const draft =
    documentsOf(same)[0] ??
    own.find((one) => isOfSeveral(one, charge, standing)) ??
    [...documents.values()].filter(takes).find((one) => isBeside(one, charge, own))
  return draft ? { to: 'draft', documentId: draft.documentId } : { to: 'priced' }
}

/** What an invoice would give back, whatever a person said to it: work that moves is billed anew only by a person. */
function isCreditAsked({ state, amountMinor, correctsDocument }: PricedCharge): boolean {
  return amountMinor < 0n && (correctsDocument !== null || state === 'declined')
}

/** Who is billed under which contract, whatever the order: what documents of one contract share. */
function textOfContract(one: PricedCharge | BillingDocument): string {
  return JSON.stringify([one.legalEntity, one.clientId, one.contractId, one.currency])
}

/** A draft that bills several orders together: work that moves between them stays on it. */
function isOfSeveral(
  document: BillingDocument,
  charge: PricedCharge,
  standing: readonly PricedCharge[],
): boolean {
  const isOfAnother = ({ documentId, purchaseOrder }: PricedCharge) =>
    documentId === document.documentId && purchaseOrder !== null && purchaseOrder !== document.purchaseOrder
  return textOfContract(document) === textOfContract(charge) && standing.some(isOfAnother)
}

/** The draft of the order that the work moves to, made by the same run as one that it stands on. */
function isBeside(document: BillingDocument, charge: PricedCharge, own: readonly BillingDocument[]): boolean {
  const isOfContract = (one: BillingDocument) => textOfContract(one) === textOfContract(charge)
  return (
    charge.purchaseOrder !== null &&
    document.purchaseOrder === charge.purchaseOrder &&
    isOfContract(document) &&
    own.some((one) => one.runId === document.runId && isOfContract(one))
  )
}
