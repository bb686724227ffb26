/**
 * Documents stopped by a cause that master data can show as gone: a closed period, a name the ERP did not know.
 * Looked at again and again (level, not edge), so that no wake-up is lost.
 */
import type { BillingDocument } from '../billing/document.ts'
import { documentUnblocked } from '../billing/outcome.ts'
import { listDocuments } from '../billing/reads.ts'
import { periodState } from '../charging/resolve.ts'
import { externalIdOf } from '../masterdata/reads.ts'
import type { Tx } from '../store/transaction.ts'
import type { PostingDeps } from './deps.ts'
import { restingDocuments } from './document-books.ts'
import { currentMasters } from './known-masters.ts'
import { everyCompany, fenced, type Lane } from './lane.ts'

const curable = ['PERIOD_CLOSED', 'ERP_REFERENCE_MISSING']

function ofLane(lane: Lane, document: BillingDocument): boolean {
  const { connectionId, company } = lane.key
  if (document.connectionId !== connectionId || document.blocked === null) return false
  return (company === everyCompany || document.legalEntity === company) && curable.includes(document.blocked)
}

async function namesKnown(tx: Tx, deps: PostingDeps, document: BillingDocument): Promise<boolean> {
  const wanted = [
    ['legal_entity', document.legalEntity],
    ['client', document.clientId],
  ] as const
  for (const [kind, recordId] of wanted) {
    const found = await externalIdOf(tx, deps.cell, document.connectionId, kind, [recordId])
    if (!found.has(recordId)) return false
  }
  return true
}

/**
 * Unblocks what may go on. A period that master data does not call closed is tried again after a pause even
 * when nothing was heard of its opening: the ERP has the last word.
 */
export async function unblockCured(deps: PostingDeps, lane: Lane): Promise<number> {
  const { cell, clock, limits } = deps
  const now = clock.now()
  if (now.getTime() < lane.curesDueMs) return 0
  lane.curesDueMs = now.getTime() + limits.curesEveryMs
  return fenced(deps, lane, async (tx) => {
    const page = { after: null, limit: limits.documentsScanned }
    const blocked = (await listDocuments(tx, cell, { blocked: true }, page)).filter((one) =>
      ofLane(lane, one),
    )
    if (blocked.length === 0) return 0
    const masters = await currentMasters(tx, deps)
    const resting = new Set(await restingDocuments(tx, cell, lane.key, now))
    let cured = 0
    for (const document of blocked) {
      const { documentId, legalEntity, accountingOn } = document
      const on = accountingOn ?? now.toISOString().slice(0, 10)
      const period = document.blocked === 'PERIOD_CLOSED'
      // What the ERP itself refused rests before it is tried again, whatever is known here.
      const gone =
        !resting.has(documentId) &&
        (period ? periodState(masters, legalEntity, on) !== 'closed' : await namesKnown(tx, deps, document))
      if (!gone) continue
      const resolution = period ? 'The period is open.' : 'The ERP knows the names.'
      await documentUnblocked(tx, cell, documentId, { at: now, resolution })
      cured += 1
    }
    return cured
  })
}
