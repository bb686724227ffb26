/**
 * Reads back what stands in the ERP: open drafts and recently issued documents. What changed, vanished or was
 * cancelled there is a break with a case; a draft that is again what was written goes on.
 */
import { type BillingDocument, type DocumentStatus, lockDocument } from '../billing/document.ts'
import { documentBlocked, documentUnblocked } from '../billing/outcome.ts'
import { listDocuments } from '../billing/reads.ts'
import type { FoundDocument } from '../connectors/sdk/target.ts'
import { lookFailure } from './answer.ts'
import type { PostingDeps, TargetLink } from './deps.ts'
import { touched } from './document-steps.ts'
import {
  everyCompany,
  fenced,
  holdLane,
  type Lane,
  LaneLost,
  mayCall,
  noteAnswer,
  noteFailure,
} from './lane.ts'
import type { Obstacle } from './one-draft.ts'
import { targetLink } from './target-link.ts'

const watched: readonly DocumentStatus[] = ['drafted', 'release_requested', 'discard_requested', 'issued']
const breaks: readonly string[] = ['ERP_DOCUMENT_CHANGED', 'ERP_DOCUMENT_VANISHED']

type WatchRound = { readonly read: number; readonly broken: number; readonly restored: number }

function breakOf(document: BillingDocument, found: FoundDocument | null): Obstacle | null {
  const gone = found === null || found.state === 'cancelled'
  if (document.status === 'discard_requested' && gone) return null
  if (document.status !== 'issued') {
    // Issued there while it was to be issued here: the document lane takes that over.
    const takenOver = document.status === 'release_requested' && found?.state === 'issued'
    return takenOver ? null : touched(document, found)
  }
  if (found === null || found.state === 'cancelled') return touched(document, found)
  const same = found.state === 'issued' && found.contentDigest === document.erpContentDigest
  const detail = { state: found.state, net: String(found.net.minor) }
  return same ? null : { code: 'ERP_DOCUMENT_CHANGED', detail }
}

/** The same document as when it was read back: nothing was written or decided in between. */
function unmoved(before: BillingDocument, now: BillingDocument | null): boolean {
  if (now === null || now.sending !== null) return false
  const fields = ['status', 'blocked', 'version', 'sentVersion', 'erpExternalId', 'erpContentDigest'] as const
  return fields.every((field) => now[field] === before[field])
}

async function compare(
  deps: PostingDeps,
  lane: Lane,
  link: TargetLink,
  document: BillingDocument,
): Promise<'same' | 'broken' | 'restored'> {
  const found = await link.target.readDocument(link.context, document.erpExternalId ?? '')
  const obstacle = breakOf(document, found)
  const known = document.blocked !== null && breaks.includes(document.blocked)
  if (obstacle === null ? !known : obstacle.code === document.blocked) return 'same'
  const { documentId } = document
  const at = deps.clock.now()
  return fenced(deps, lane, async (tx) => {
    if (!unmoved(document, await lockDocument(tx, deps.cell, documentId))) return 'same'
    if (obstacle === null) {
      const resolution = 'The document in the ERP is again what was written.'
      await documentUnblocked(tx, deps.cell, documentId, { at, resolution })
      return 'restored'
    }
    await documentBlocked(tx, deps.cell, documentId, obstacle.code, obstacle.detail, at)
    return 'broken'
  })
}

function isWatched(deps: PostingDeps, lane: Lane, document: BillingDocument): boolean {
  const { connectionId, company } = lane.key
  if (document.connectionId !== connectionId || document.erpExternalId === null) return false
  if (company !== everyCompany && document.legalEntity !== company) return false
  return document.sending === null && !isOld(deps, document)
}

function isOld(deps: PostingDeps, document: BillingDocument): boolean {
  const since = deps.clock.now().getTime() - deps.limits.watchIssuedMs
  return document.issuedAt !== null && document.issuedAt.getTime() < since
}

/** The next documents of the round, and where it goes on; null when all of them were read. */
async function nextPage(deps: PostingDeps, lane: Lane) {
  const at = lane.watchAt ?? { status: 0, after: null }
  const status = watched[at.status]!
  const page = { after: at.after, limit: deps.limits.watchPerRound }
  const found = await deps.store.transaction((tx) => listDocuments(tx, deps.cell, { status }, page))
  const last = found.at(-1)
  const more = found.length === page.limit && last !== undefined && !isOld(deps, last)
  const next = more
    ? { status: at.status, after: last.documentId }
    : at.status + 1 < watched.length
      ? { status: at.status + 1, after: null }
      : null
  return { documents: found.filter((one) => isWatched(deps, lane, one)), next }
}

async function work(deps: PostingDeps, lane: Lane): Promise<WatchRound> {
  const round = { read: 0, broken: 0, restored: 0 }
  const link = await targetLink(deps, lane.key.connectionId)
  const { documents, next } = await nextPage(deps, lane)
  for (const document of documents) {
    try {
      const end = await compare(deps, lane, link, document)
      round.read += 1
      if (end !== 'same') round[end] += 1
    } catch (thrown) {
      const failure = lookFailure(thrown)
      const { afterMs, answer } = failure
      deps.log('a document could not be read back', { documentId: document.documentId, answer })
      // The round goes on behind it, so that one document cannot hold up the reading back of all.
      lane.watchAt = { status: lane.watchAt?.status ?? 0, after: document.documentId }
      await noteFailure(deps, lane, afterMs, failure)
      return round
    }
  }
  if (documents.length > 0) await noteAnswer(deps, lane)
  lane.watchAt = next
  if (next === null) lane.watchDueMs = deps.clock.now().getTime() + deps.limits.watchEveryMs
  return round
}

/** Reads back one page; a whole round starts again after `watchEveryMs`. */
export async function watchDocuments(deps: PostingDeps, lane: Lane): Promise<WatchRound> {
  const nothing = { read: 0, broken: 0, restored: 0 }
  if (deps.clock.now().getTime() < lane.watchDueMs) return nothing
  if (!(await holdLane(deps, lane))) return nothing
  try {
    return (await mayCall(deps, lane)) ? await work(deps, lane) : nothing
  } catch (error) {
    if (!(error instanceof LaneLost)) throw error
    lane.fence = null
    return nothing
  }
}
