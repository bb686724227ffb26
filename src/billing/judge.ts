/** Pure: where a charge belongs that came after its work was billed. */
import type { PricedCharge } from '../charging/reads.ts'
import { addDecimal, type Decimal, decimal, formatDecimal, isZero, negateDecimal } from '../kernel/decimal.ts'
import type { BillingDocument } from './document.ts'
import { groupBy, keyOf, sumHours, sumMinor, textOfLine } from './plan.ts'
import { isUntouched } from './rewrite.ts'

export type Verdict =
  | { readonly to: 'wait' | 'priced' | 'declined' }
  | { readonly to: 'draft' | 'proposed'; readonly documentId: string }
export type Part = { readonly verdict: Verdict; readonly hours: string; readonly amountMinor: bigint }
/** More than one part where no single place holds the whole difference. */
export type Judgement = { readonly charge: PricedCharge; readonly parts: readonly Part[] }

type Documents = ReadonlyMap<string, BillingDocument>

/**
 * Judges a work's pending differences, the reductions first. What was never issued is reduced in its draft or before
 * its run; what was issued waits for a person, and so does more money on work that was issued before. What a
 * person declined is taken back, or made up for, before anything else: nobody was billed for it. A reduction that takes
 * back what is only proposed makes the proposal smaller: by itself it would become an invoice below nothing.
 */
export function judgeWork(charges: readonly PricedCharge[], documents: Documents): Judgement[] {
  const pending = charges.filter((charge) => charge.state === 'pending')
  const unsettled = charges.some((charge) => {
    const document = charge.documentId === null ? undefined : documents.get(charge.documentId)!
    return document !== undefined && document.status !== 'issued' && !isUntouched(document)
  })
  if (unsettled) return pending.map((charge) => whole(charge, { to: 'wait' }))
  const undone = undoneBefore(charges)
  const judged: Judged = new Map(undone.map((charge) => [charge, partsOf(charge, { to: 'priced' })]))
  const standing = () =>
    charges.filter((charge) => !undone.includes(charge)).flatMap((charge) => standingOf(charge, judged))
  const open = pending.filter((charge) => !undone.includes(charge)).sort((a, b) => a.seq - b.seq)
  const uncovered: PricedCharge[] = []
  for (const charge of open.filter(isReduction)) {
    const same = standing().filter((one) => textOfBill(one) === textOfBill(charge))
    const parts = coveredReduction(charge, same, holdingsOf(same, documents))
    if (parts === null) uncovered.push(charge)
    else judged.set(charge, parts)
  }
  for (const charge of open)
    if (!isReduction(charge)) judged.set(charge, judgeIncrease(charge, standing(), documents))
  for (const charge of uncovered) {
    const same = standing().filter((one) => textOfBill(one) === textOfBill(charge))
    for (const [one, parts] of uncoveredReduction(charge, same, documents, charges, judged))
      judged.set(one, parts)
  }
  return [...judged].map(([charge, parts]) => ({ charge, parts }))
}

type Judged = Map<PricedCharge, readonly Part[]>

function whole(charge: PricedCharge, verdict: Verdict): Judgement {
  return { charge, parts: partsOf(charge, verdict) }
}

function partsOf(charge: PricedCharge, verdict: Verdict): Part[] {
  return [{ verdict, hours: charge.hours, amountMinor: charge.amountMinor }]
}

/** Where a charge stands: by its judgement, or as it was. */
function standingOf(charge: PricedCharge, judged: Judged): PricedCharge[] {
  const parts = judged.get(charge)
  if (parts !== undefined) return parts.map((part) => placedAs(charge, part))
  return charge.state === 'pending' || charge.state === 'included' ? [] : [charge]
}

function placedAs(charge: PricedCharge, { verdict, hours, amountMinor }: Part): PricedCharge {
  const moved = { ...charge, hours, amountMinor }
  if (verdict.to === 'draft') return { ...moved, state: 'draft', documentId: verdict.documentId }
  if (verdict.to === 'proposed') return { ...moved, state: 'proposed', correctsDocument: verdict.documentId }
  return { ...moved, state: verdict.to === 'declined' ? 'declined' : 'priced', correctsDocument: null }
}

/** Differences that cancel each other before anybody decided: nothing is left to ask. */
function undoneBefore(charges: readonly PricedCharge[]): PricedCharge[] {
  const open = charges.filter((charge) => charge.state === 'pending' || charge.state === 'proposed')
  return [...groupBy(open, textOfPlace).values()]
    .filter((group) => group.length > 1 && sumMinor(group) === 0n && isZero(sumHours(group)))
    .flat()
}

/** What may cancel each other whatever a run takes: the same line of the same bill, on the same day. */
function textOfPlace(charge: PricedCharge): string {
  return JSON.stringify([textOfBill(charge), textOfLine(charge), charge.workOn])
}

export function isReduction(charge: PricedCharge): boolean {
  return charge.amountMinor < 0n || (charge.amountMinor === 0n && decimal(charge.hours).coefficient < 0n)
}

/** Who is billed under which contract: what invoices and their credits share. */
function textOfBill(charge: PricedCharge): string {
  return JSON.stringify({ ...keyOf(charge), correctsDocument: null })
}

/** A place that holds money of the work, from which a reduction can take. */
type Holding = { readonly verdict: Verdict; readonly hours: Decimal; readonly minor: bigint }

function holding(verdict: Verdict, charges: readonly PricedCharge[]): Holding {
  return { verdict, hours: sumHours(charges), minor: sumMinor(charges) }
}

function holdingsOf(same: readonly PricedCharge[], documents: Documents): Holding[] {
  return [
    ...declinedOf(same).filter((one) => one.minor > 0n),
    ...draftsOf(same, documents),
    ...pricedOf(same),
    ...invoicesOf(same, documents),
  ]
}

/** Null when the places do not hold as much as is taken back. */
function coveredReduction(
  charge: PricedCharge,
  same: readonly PricedCharge[],
  holdings: readonly Holding[],
): Part[] | null {
  const covering = holdings.find((one) => one.minor + charge.amountMinor >= 0n)
  if (covering) return partsOf(charge, covering.verdict)
  const held = holdings.reduce((sum, one) => (one.minor > 0n ? sum + one.minor : sum), 0n)
  if (holdings.length === 0 || held + charge.amountMinor < 0n) return null
  return takeFrom(charge, holdings, restOf(same, holdings))
}

/** What no place holds is taken from increases that nobody decided yet. */
function uncoveredReduction(
  charge: PricedCharge,
  same: readonly PricedCharge[],
  documents: Documents,
  charges: readonly PricedCharge[],
  judged: Judged,
): Judged {
  const holdings = holdingsOf(same, documents)
  const covered = coveredReduction(charge, same, holdings)
  if (covered !== null) return new Map([[charge, covered]])
  const parts = takeFrom(charge, holdings, { to: 'priced' })
  const proposals = charges.filter((one) => textOfPlace(one) === textOfPlace(charge))
  const smaller = takeFromProposals(parts.at(-1)!, proposals, judged)
  return smaller === null
    ? new Map([[charge, takeFrom(charge, holdings, restOf(same, holdings))]])
    : smaller.set(charge, parts)
}

/**
 * Makes proposed increases smaller by `rest`: what they give is priced and cancels it, so that a person is asked for what
 * is left and no answer can leave the reduction alone. Null when they do not hold as much.
 */
function takeFromProposals(rest: Part, charges: readonly PricedCharge[], judged: Judged): Judged | null {
  const smaller: Judged = new Map()
  let left = -rest.amountMinor
  let hours = negateDecimal(decimal(rest.hours))
  for (const charge of charges) {
    const parts = judged.get(charge) ?? proposedBefore(charge)
    const proposed = parts.find((part) => part.verdict.to === 'proposed' && part.amountMinor > 0n)
    if (proposed === undefined) continue
    const takesAll = proposed.amountMinor < left
    const taken = takesAll ? proposed.amountMinor : left
    const takenHours = takesAll ? decimal(proposed.hours) : hours
    const kept = addDecimal(decimal(proposed.hours), negateDecimal(takenHours))
    const given: Part = { verdict: { to: 'priced' }, hours: formatDecimal(takenHours), amountMinor: taken }
    const stays = { ...proposed, hours: formatDecimal(kept), amountMinor: proposed.amountMinor - taken }
    const others = parts.filter((part) => part !== proposed)
    smaller.set(charge, [...others, given, ...(stays.amountMinor === 0n && isZero(kept) ? [] : [stays])])
    left -= taken
    hours = addDecimal(hours, negateDecimal(takenHours))
    if (left === 0n && isZero(hours)) return smaller
  }
  return null
}

function proposedBefore(charge: PricedCharge): Part[] {
  const documentId = charge.correctsDocument
  if (charge.state !== 'proposed' || documentId === null) return []
  return partsOf(charge, { to: 'proposed', documentId })
}

/** Takes from one place after the other what each holds, and puts what is left to `rest`. */
function takeFrom(charge: PricedCharge, holdings: readonly Holding[], rest: Verdict): Part[] {
  const parts: Part[] = []
  let left = charge.amountMinor
  let hours = decimal(charge.hours)
  for (const { verdict, ...held } of holdings) {
    if (left === 0n || held.minor <= 0n) continue
    const takesAll = held.minor <= -left
    const taken = takesAll ? held.minor : -left
    const takenHours = takesAll ? held.hours : negateDecimal(hours)
    parts.push({ verdict, hours: formatDecimal(negateDecimal(takenHours)), amountMinor: -taken })
    left += taken
    hours = addDecimal(hours, takenHours)
  }
  if (left !== 0n || !isZero(hours))
    parts.push({ verdict: rest, hours: formatDecimal(hours), amountMinor: left })
  return parts
}

/** An increase that still waits for a person is taken back beside it; otherwise the newest place takes what is left. */
function restOf(same: readonly PricedCharge[], holdings: readonly Holding[]): Verdict {
  const proposed = same.find((one) => one.state === 'proposed' && one.amountMinor > 0n)?.correctsDocument
  if (proposed) return { to: 'proposed', documentId: proposed }
  return holdings.find((one) => one.verdict.to !== 'declined')?.verdict ?? { to: 'priced' }
}

function declinedOf(same: readonly PricedCharge[]): Holding[] {
  const declined = same.filter((one) => one.state === 'declined')
  return declined.length === 0 ? [] : [holding({ to: 'declined' }, declined)]
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
): Part[] {
  const same = standing.filter((one) => textOfBill(one) === textOfBill(charge))
  const placed = placeOfIncrease(charge, standing, same, documents)
  const kept = declinedOf(same).find((one) => one.minor < 0n)
  if (kept === undefined) return partsOf(charge, placed)
  if (kept.minor + charge.amountMinor <= 0n) return partsOf(charge, kept.verdict)
  const hours = formatDecimal(addDecimal(decimal(charge.hours), kept.hours))
  return [
    { verdict: kept.verdict, hours: formatDecimal(negateDecimal(kept.hours)), amountMinor: -kept.minor },
    { verdict: placed, hours, amountMinor: charge.amountMinor + kept.minor },
  ]
}

function placeOfIncrease(
  charge: PricedCharge,
  standing: readonly PricedCharge[],
  same: readonly PricedCharge[],
  documents: Documents,
): Verdict {
  const isIssued = (one: PricedCharge) =>
    one.documentId !== null && documents.get(one.documentId)!.status === 'issued'
  const issued = same.find(isIssued) ?? standing.find(isIssued)
  if (issued) return { to: 'proposed', documentId: issued.correctsDocument ?? issued.documentId! }
  const draft = same.find((one) => {
    const document = one.documentId === null ? undefined : documents.get(one.documentId)!
    return document?.kind === 'invoice' && charge.workOn < document.periodUntil
  })
  return draft ? { to: 'draft', documentId: draft.documentId! } : { to: 'priced' }
}
