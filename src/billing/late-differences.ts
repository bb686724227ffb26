import { readDocumentCharges } from '../charging/reads.ts'
import { lockWorkCharges } from '../charging/work-charges.ts'
import { loadMasters } from '../masterdata/masters.ts'
import type { Tx } from '../store/transaction.ts'
import { type BillingDocument, lockDocument } from './document.ts'
import { keyOf } from './plan.ts'
import { isUntouched, rewriteDocument } from './rewrite.ts'
import type { BillingSettings } from './settings.ts'

/**
 * Takes the differences of a document's works into it that waited while it was stopped, as if they had come before.
 * The caller has locked and unblocked it. Returns it as it then is.
 */
export async function takeWaitingDifferences(
  tx: Tx,
  cell: number,
  settings: BillingSettings,
  document: BillingDocument,
  at: Date,
): Promise<BillingDocument | null> {
  const { documentId } = document
  if (!isUntouched(document)) return document
  const members = await readDocumentCharges(tx, cell, documentId)
  const works = [...new Set(members.map((one) => one.workId))]
  const keys = new Set(members.map((one) => JSON.stringify(keyOf(one))))
  const waiting = (await lockWorkCharges(tx, cell, works)).filter(
    (one) => one.state === 'pending' && keys.has(JSON.stringify(keyOf(one))),
  )
  if (waiting.length === 0) return document
  await rewriteDocument(tx, cell, settings, await loadMasters(tx, cell), document, waiting, at)
  return lockDocument(tx, cell, documentId)
}
