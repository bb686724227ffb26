import { readDocumentCharges } from '../charging/reads.ts'
import { loadMasters } from '../masterdata/masters.ts'
import { statement } from '../store/statement.ts'
import type { Tx } from '../store/transaction.ts'
import { termsOfDocument } from './document-terms.ts'
import { lockDocumentsOf } from './document.ts'
import { taxStops } from './document-cases.ts'
import { isUntouched, rewriteDocument } from './rewrite.ts'
import type { BillingSettings } from './settings.ts'

const selectStopped = statement<{ documentId: string }>(
  'billing.read_stopped_by_tax',
  `select document_id as "documentId" from documents
   where cell = $1 and status in ('planned', 'drafted') and blocked = any($2::text[])
     and ($3::uuid is null or document_id > $3)
   order by document_id limit $4`,
)

/**
 * Rewrites documents that were stopped because nobody could say their tax, as soon as master data can. Looked at again
 * and again, so that no wake-up is lost. Returns how many go on, and after which one the next look begins.
 */
export async function retryTaxStops(
  tx: Tx,
  cell: number,
  settings: BillingSettings,
  page: { readonly limit: number; readonly after: string | null; readonly at: Date },
): Promise<{ cured: number; after: string | null }> {
  const stopped = (await tx.query(selectStopped, [cell, taxStops, page.after, page.limit])).rows
  const after = stopped.length < page.limit ? null : stopped.at(-1)!.documentId
  if (stopped.length === 0) return { cured: 0, after }
  const ids = stopped.map((one) => one.documentId)
  const masters = await loadMasters(tx, cell)
  let cured = 0
  for (const document of await lockDocumentsOf(tx, cell, ids)) {
    if (!isUntouched(document) || !taxStops.some((code) => code === document.blocked)) continue
    const period = { from: document.periodFrom, until: document.periodUntil }
    const members = await readDocumentCharges(tx, cell, document.documentId)
    const terms = await termsOfDocument(tx, cell, masters, document, period, members)
    if (members.some((one) => (terms(one).stopped ?? null) !== null)) continue
    await rewriteDocument(tx, cell, settings, masters, document, [], page.at)
    cured += 1
  }
  return { cured, after }
}
