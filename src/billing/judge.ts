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
 * person declined is taken back, or made up for, before anything else: nobody was billed for it.
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
  let standing = charges.filter((charge) => charge.state !== 'pending' && charge.state !== 'included')
  const ordered = [...pending].sort(
    (a, b) => Number(isReduction(b)) - Number(isReduction(a)) || a.seq - b.seq,
  )
  return ordered.map((charge) => {
    const judgement = isReduction(charge)
      ? judgeReduction(charge, standing, documents)
      : judgeIncrease(charge, standing, documents)
    standing = [...standing, ...judgement.parts.map((part) => placedAs(charge, part))]
    return judgement
  })
}

function whole(charge: PricedCharge, verdict: Verdict): Judgement {
  return { charge, parts: [{ verdict, hours: charge.hours, amountMinor: charge.amountMinor }] }
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

function judgeReduction(
  charge: PricedCharge,
  standing: readonly PricedCharge[],
  documents: Documents,
): Judgement {
  const same = standing.filter((one) => textOfBill(one) === textOfBill(charge))
  const holdings = [
    ...declinedOf(same).filter((one) => one.minor > 0n),
    ...draftsOf(same, documents),
    ...pricedOf(same),
    ...invoicesOf(same, documents),
  ]
  const covering = holdings.find((one) => one.minor + charge.amountMinor >= 0n)
  if (covering) return whole(charge, covering.verdict)
  return takeFrom(charge, holdings, restOf(same, holdings))
}

/** Takes from one place after the other what each holds, and puts what is left to `rest`. */
function takeFrom(charge: PricedCharge, holdings: readonly Holding[], rest: Verdict): Judgement {
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
  return { charge, parts }
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
  const issued = same.find(isIssued) ?? standing.find(isIssued)
  if (issued) return { to: 'proposed', documentId: issued.correctsDocument ?? issued.documentId! }
  const draft = same.find((one) => {
    const document = one.documentId === null ? undefined : documents.get(one.documentId)!
    return document?.kind === 'invoice' && charge.workOn < document.periodUntil
  })
  return draft ? { to: 'draft', documentId: draft.documentId! } : { to: 'priced' }
}
