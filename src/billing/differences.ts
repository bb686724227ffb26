/**
 * What becomes of a charge that came after its work was billed: into the draft, into the next run, or
 * before a person.
 */
import { setDifferenceState } from '../charging/placement.ts'
import { type PricedCharge, readOpenDifferences } from '../charging/reads.ts'
import { lockWorkCharges, readWorkCharges } from '../charging/work-charges.ts'
import { decimal, isZero } from '../kernel/decimal.ts'
import { loadMasters } from '../masterdata/masters.ts'
import type { Tx } from '../store/transaction.ts'
import { type BillingDocument, lockDocumentsOf } from './document.ts'
import { groupBy, keyOf, sumHours, sumMinor, textOfLine } from './plan.ts'
import { isUntouched, rewriteDocument } from './rewrite.ts'
import type { BillingSettings } from './settings.ts'

/** What to do with one difference. */
export type Verdict =
  | { readonly to: 'wait' }
  | { readonly to: 'priced' }
  | { readonly to: 'draft'; readonly documentId: string }
  | { readonly to: 'proposed'; readonly documentId: string }

/**
 * Settles pending differences, a work's all at once, and returns how many found their place. Waiting ones
 * stay pending and are looked at again in the next round.
 */
export async function settleDifferences(
  tx: Tx,
  cell: number,
  settings: BillingSettings,
  limit: number,
  at: Date,
): Promise<number> {
  const open = await readOpenDifferences(tx, cell, limit)
  if (open.length === 0) return 0
  const { works, documents } = await lockStandings(
    tx,
    cell,
    open.map((one) => one.workId),
  )
  const rewrites = new Map<string, PricedCharge[]>()
  let settled = 0
  for (const charges of works) {
    for (const [charge, verdict] of judgeWork(charges, documents)) {
      if (verdict.to === 'wait') continue
      settled += 1
      if (verdict.to === 'draft')
        rewrites.set(verdict.documentId, [...(rewrites.get(verdict.documentId) ?? []), charge])
      else if (verdict.to === 'proposed')
        await setDifferenceState(tx, cell, [charge], 'proposed', verdict.documentId)
      else await setDifferenceState(tx, cell, [charge], 'priced')
    }
  }
  if (rewrites.size > 0) {
    const masters = await loadMasters(tx, cell)
    for (const [documentId, differences] of rewrites)
      await rewriteDocument(tx, cell, settings, masters, documents.get(documentId)!, differences, at)
  }
  // All that was looked at waits: what comes behind it is not kept waiting too.
  if (settled === 0 && open.length === limit) return settleDifferences(tx, cell, settings, limit * 4, at)
  return settled
}

/** Documents are locked before charges, as posting does, so that neither waits for the other in a circle. */
async function lockStandings(tx: Tx, cell: number, workIds: readonly string[]) {
  const seen = await readWorkCharges(tx, cell, workIds)
  const ids = seen.flatMap((charge) => (charge.documentId === null ? [] : [charge.documentId]))
  const documents = new Map((await lockDocumentsOf(tx, cell, ids)).map((one) => [one.documentId, one]))
  const works = groupBy(await lockWorkCharges(tx, cell, workIds), (charge) => charge.workId)
  // Placed by somebody else between the two reads: looked at in the next round.
  const known = [...works.values()].filter((charges) =>
    charges.every((charge) => charge.documentId === null || documents.has(charge.documentId)),
  )
  return { works: known, documents }
}

/** Where the money of one work stands, as verdicts are given one after another. */
type Standing = { placed: PricedCharge[]; priced: PricedCharge[] }

/**
 * Verdicts for a work's pending differences, the reductions first: what was never issued is reduced in its
 * draft or before its run; what was issued waits for a person, and so does more money on work that was
 * issued before.
 */
export function judgeWork(
  charges: readonly PricedCharge[],
  documents: ReadonlyMap<string, BillingDocument>,
): [PricedCharge, Verdict][] {
  const pending = charges.filter((charge) => charge.state === 'pending')
  const placed = charges.filter((charge) => charge.documentId !== null)
  const priced = charges.filter((charge) => charge.state === 'priced')
  const unsettled = placed.some((charge) => {
    const document = documents.get(charge.documentId!)!
    return document.status !== 'issued' && !isUntouched(document)
  })
  if (unsettled) return pending.map((charge) => [charge, { to: 'wait' }])
  const undone = undoneBefore(charges)
  if (undone !== null) return undone.map((charge) => [charge, { to: 'priced' }])
  const standing: Standing = { placed: [...placed], priced: [...priced] }
  const ordered = [...pending].sort(
    (a, b) => Number(isReduction(b)) - Number(isReduction(a)) || a.seq - b.seq,
  )
  const verdicts = ordered.map((charge): [PricedCharge, Verdict] => {
    const verdict = isReduction(charge)
      ? judgeReduction(charge, standing, documents)
      : judgeIncrease(charge, standing, documents)
    if (verdict.to === 'draft') standing.placed.push({ ...charge, documentId: verdict.documentId })
    if (verdict.to === 'priced') standing.priced.push(charge)
    return [charge, verdict]
  })
  return [...verdicts, ...reopenDeclined(charges, verdicts)]
}

/** A reduction of the whole work also takes back what was declined of it: so both are decided together. */
function reopenDeclined(
  charges: readonly PricedCharge[],
  verdicts: readonly [PricedCharge, Verdict][],
): [PricedCharge, Verdict][] {
  return verdicts.flatMap(([charge, verdict]) => {
    if (verdict.to !== 'proposed' || !isReduction(charge)) return []
    const declined = charges.filter((one) => one.state === 'declined' && sameBill(one, charge))
    return declined.map((one): [PricedCharge, Verdict] => [one, verdict])
  })
}

/** Differences that cancel each other before anybody decided: nothing is left to ask. */
function undoneBefore(charges: readonly PricedCharge[]): PricedCharge[] | null {
  const open = charges.filter((charge) => charge.state === 'pending' || charge.state === 'proposed')
  const groups = groupBy(open, (charge) =>
    JSON.stringify([{ ...keyOf(charge), correctsDocument: null }, textOfLine(charge), charge.workOn]),
  )
  const cancels = [...groups.values()].every((group) => sumMinor(group) === 0n && isZero(sumHours(group)))
  return cancels && open.length > 1 ? open : null
}

export function isReduction(charge: PricedCharge): boolean {
  return charge.amountMinor < 0n || (charge.amountMinor === 0n && decimal(charge.hours).coefficient < 0n)
}

function sameBill(a: PricedCharge, b: PricedCharge): boolean {
  const [one, two] = [keyOf(a), keyOf(b)]
  return (
    one.contractId === two.contractId &&
    one.clientId === two.clientId &&
    one.legalEntity === two.legalEntity &&
    one.currency === two.currency
  )
}

function judgeReduction(
  charge: PricedCharge,
  standing: Standing,
  documents: ReadonlyMap<string, BillingDocument>,
): Verdict {
  const same = standing.placed.filter((one) => sameBill(one, charge))
  const drafts = [...groupBy(same, (one) => one.documentId!)].filter(
    ([id]) => documents.get(id)!.status !== 'issued' && documents.get(id)!.kind === 'invoice',
  )
  const covers = (members: readonly PricedCharge[]) => sumMinor(members) + charge.amountMinor >= 0n
  const covering = drafts.find(([, members]) => covers(members))
  if (covering) return { to: 'draft', documentId: covering[0] }
  const waiting = standing.priced.filter((one) => sameBill(one, charge) && one.correctsDocument === null)
  if (waiting.length > 0 && covers(waiting)) return { to: 'priced' }
  const issued = issuedInvoices(same, documents)
  const coveringInvoice = issued.find(({ netMinor }) => netMinor + charge.amountMinor >= 0n) ?? issued[0]
  if (coveringInvoice) return { to: 'proposed', documentId: coveringInvoice.documentId }
  // Spread over drafts of which none holds enough of it: the first takes it and the sum is right.
  return drafts[0] ? { to: 'draft', documentId: drafts[0][0] } : { to: 'priced' }
}

/** The invoices that billed the work, newest first, with what is left of it after their credits. */
function issuedInvoices(
  same: readonly PricedCharge[],
  documents: ReadonlyMap<string, BillingDocument>,
): { documentId: string; netMinor: bigint }[] {
  const invoices = new Map<string, bigint>()
  for (const one of same) {
    const document = documents.get(one.documentId!)!
    const invoice = document.kind === 'credit' ? document.correctsDocument : document.documentId
    if (invoice !== null && (document.kind === 'credit' || document.status === 'issued'))
      invoices.set(invoice, (invoices.get(invoice) ?? 0n) + one.amountMinor)
  }
  return [...invoices].map(([documentId, netMinor]) => ({ documentId, netMinor })).reverse()
}

function judgeIncrease(
  charge: PricedCharge,
  standing: Standing,
  documents: ReadonlyMap<string, BillingDocument>,
): Verdict {
  const issued = standing.placed.find((one) => documents.get(one.documentId!)!.status === 'issued')
  if (issued) return { to: 'proposed', documentId: issued.documentId! }
  const draft = standing.placed.find((one) => {
    const document = documents.get(one.documentId!)!
    const fits = charge.workOn < document.periodUntil && document.kind === 'invoice'
    return fits && sameBill(one, charge)
  })
  return draft ? { to: 'draft', documentId: draft.documentId! } : { to: 'priced' }
}
