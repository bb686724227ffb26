import { placeCharges, setDifferenceState, unplaceCharges } from '../charging/placement.ts'
import { type PricedCharge, readDocumentCharges } from '../charging/reads.ts'
import type { Masters } from '../masterdata/masters.ts'
import { statement } from '../store/statement.ts'
import type { Tx } from '../store/transaction.ts'
import { termsOfDocument } from './document-terms.ts'
import { type BillingDocument, replaceContent } from './document.ts'
import {
  isBeyondLimit,
  judgedPerVersion,
  openDocumentCase,
  resolveDocumentCases,
  unknownInErp,
} from './document-cases.ts'
import { giveBack } from './outcome.ts'
import { cancelsOut, planContent } from './plan.ts'
import type { BillingSettings } from './settings.ts'
import { tellDocument } from './tell.ts'

const requestDiscard = statement(
  'billing.request_discard',
  `update documents set status = 'discard_requested', blocked = null where cell = $1 and document_id = $2`,
)

/**
 * True while the hub alone decides what the document says: not sent for issue, nothing unanswered or
 * edited.
 */
export function isUntouched(document: BillingDocument): boolean {
  if (document.status !== 'planned' && document.status !== 'drafted') return false
  return document.sending === null && (document.blocked === null || !unknownInErp.includes(document.blocked))
}

/**
 * Takes differences into an untouched document, which the caller has locked: all members are placed anew
 * and the version goes up, so that posting brings the ERP's draft to it. A document left empty is
 * discarded instead.
 */
export async function rewriteDocument(
  tx: Tx,
  cell: number,
  settings: BillingSettings,
  masters: Masters,
  document: BillingDocument,
  differences: readonly PricedCharge[],
  at: Date,
): Promise<void> {
  const { documentId } = document
  const members = [...(await readDocumentCharges(tx, cell, documentId)), ...differences]
  if (cancelsOut(members)) {
    // While its draft still stands in the ERP the differences wait: a run in between would bill them alone.
    const ended = await withdraw(tx, cell, document, at)
    if (ended === 'discarded') await setDifferenceState(tx, cell, differences, 'priced')
    return
  }
  await setDifferenceState(tx, cell, differences, 'priced')
  await unplaceCharges(tx, cell, documentId)
  const period = { from: document.periodFrom, until: document.periodUntil }
  const profile = settings.profileOf(document.connectionId)
  const terms = await termsOfDocument(tx, cell, masters, document, period, members)
  const content = planContent(members, document.currency, terms, profile)
  const judged = document.blocked !== null && judgedPerVersion.includes(document.blocked)
  const beyond = isBeyondLimit(settings, document.currency, content.netMinor)
  const stopped = content.stopped ?? (beyond ? 'DOCUMENT_BEYOND_LIMIT' : null)
  const blocked = stopped ?? (judged ? null : document.blocked)
  await replaceContent(tx, cell, documentId, document.version + 1, content, blocked)
  await placeCharges(tx, cell, content.members, documentId)
  if (judged) await resolveDocumentCases(tx, cell, documentId, [document.blocked as never], 'rewritten', at)
  if (stopped !== null)
    await openDocumentCase(tx, cell, { ...document, netMinor: content.netMinor }, stopped, {}, at)
}

/**
 * Ends a document that is not issued: at once while the ERP has nothing of it, otherwise after posting
 * removed its draft.
 */
export async function withdraw(
  tx: Tx,
  cell: number,
  document: BillingDocument,
  at: Date,
): Promise<'discarded' | 'requested'> {
  if (document.erpExternalId === null) {
    await giveBack(tx, cell, document, at)
    return 'discarded'
  }
  await tx.query(requestDiscard, [cell, document.documentId])
  const asked = { ...document, status: 'discard_requested' as const }
  await tellDocument(tx, cell, at, 'document.discard-requested', asked)
  await resolveDocumentCases(tx, cell, document.documentId, null, 'discarded', at)
  return 'requested'
}
