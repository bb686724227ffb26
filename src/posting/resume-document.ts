/** A person says that a stopped document may go on. */
import type { BillingDocument } from '../billing/document.ts'
import { documentUnblocked } from '../billing/outcome.ts'
import type { Tx } from '../store/transaction.ts'
import { lookAnewForDocument } from './document-books.ts'

/** Causes after which trying again is safe: every write looks first at what stands in the ERP. */
const triedAgain: readonly string[] = [
  'ERP_REJECTED',
  'ERP_REFERENCE_MISSING',
  'ERP_PARTY_INACTIVE',
  'PERIOD_CLOSED',
  'CLIENT_ON_HOLD',
  'DOCUMENT_BEYOND_LIMIT',
  'ERP_TOTAL_DIFFERS',
  'ERP_WOULD_REFUSE',
  'ERP_DUPLICATE_REFERENCE',
]
/** Causes that a person removes in the ERP. Nothing is sent until the locator has found the write, or found that it never was. */
const lookedAtAgain: readonly string[] = ['ERP_DOCUMENT_CHANGED', 'ERP_DUPLICATE_REFERENCE']

/**
 * Lets a stopped document go on, and says what follows; null where nobody can tell by trying what stands in the ERP.
 * An unanswered write is never repeated by it: what was written is looked for once more.
 */
export async function resumeDocument(
  tx: Tx,
  cell: number,
  document: BillingDocument,
  by: { readonly principal: string; readonly at: Date },
): Promise<string | null> {
  const { blocked, documentId, sending, status } = document
  if (blocked === null || status === 'issued') return null
  const looks =
    sending === 'in_doubt' &&
    lookedAtAgain.includes(blocked) &&
    (await lookAnewForDocument(tx, cell, documentId, by.at))
  if (!looks && (sending !== null || !triedAgain.includes(blocked))) return null
  await documentUnblocked(tx, cell, documentId, { at: by.at, resolution: 'resumed', by: by.principal })
  return looks
    ? 'What was written is looked for in the ERP again; if the cause is still there, the case comes back.'
    : 'The document goes on; if the cause is still there, the case comes back.'
}
