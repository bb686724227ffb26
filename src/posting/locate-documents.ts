/** Unanswered writes of documents: look, twice where nothing is found, then decide. */
import { type BillingDocument, readDocumentsOf } from '../billing/document.ts'
import {
  documentBlocked,
  documentDiscarded,
  documentDrafted,
  documentIssued,
  documentNotSent,
  documentUpdated,
} from '../billing/outcome.ts'
import { ConnectorFault } from '../connectors/sdk/fault.ts'
import type { FoundDocument } from '../connectors/sdk/target.ts'
import type { Tx } from '../store/transaction.ts'
import { lookFailure } from './answer.ts'
import type { PostingDeps, TargetLink } from './deps.ts'
import {
  doubtfulPostings,
  finishPosting,
  lookAgainForDocument,
  type StoredPosting,
} from './document-books.ts'
import { touched } from './document-steps.ts'
import { hasAmountsOf } from './due-document.ts'
import { fenced, type Lane, noteAnswer, noteFailure } from './lane.ts'
import { looksBeforeAbsent } from './locate-costs.ts'
import { exactlyOneDraft, type Obstacle } from './one-draft.ts'
import { resolveReferences } from './references.ts'

type Doubt = { readonly posting: StoredPosting; readonly document: BillingDocument }
type Sight =
  /** The write went through. */
  | { readonly saw: 'done'; readonly found: FoundDocument | null }
  /** Nothing of it is there, or not yet. */
  | { readonly saw: 'nothing' }
  /** Something is there that only a person can judge. */
  | { readonly saw: 'obstacle'; readonly obstacle: Obstacle }
  /** The draft stands there, changed by somebody: what was written did not become of it. */
  | { readonly saw: 'edited'; readonly obstacle: Obstacle }

async function lookForCreated(deps: PostingDeps, link: TargetLink, doubt: Doubt): Promise<Sight> {
  const { document, posting } = doubt
  const wanted = { kind: 'legal_entity' as const, recordId: document.legalEntity }
  const references = await deps.store.transaction((tx) =>
    resolveReferences(tx, deps.cell, document.connectionId, [wanted]),
  )
  const company = references.find(wanted.kind, wanted.recordId)
  // Where one cannot look, nothing is proven: neither that it is there nor that it is not.
  if (company === null) throw new ConnectorFault('config', 'none', `No id for ${document.legalEntity} there.`)
  const one = await exactlyOneDraft(link, company, document.reference, null)
  if (one.is === 'none') return { saw: 'nothing' }
  if (one.is === 'blocked') return { saw: 'obstacle', obstacle: one.obstacle }
  if (one.found.state === 'draft' && hasAmountsOf(one.found, posting.digest))
    return { saw: 'done', found: one.found }
  const erpContentDigest = null
  return { saw: 'obstacle', obstacle: touched({ erpContentDigest }, one.found)! }
}

async function lookAtDocument(link: TargetLink, doubt: Doubt): Promise<Sight> {
  const { document, posting } = doubt
  const found = await link.target.readDocument(link.context, document.erpExternalId ?? '')
  const gone = found === null || found.state === 'cancelled'
  if (posting.step === 'discard' && gone) return { saw: 'done', found: null }
  if (posting.step === 'post' && found?.state === 'issued') return { saw: 'done', found }
  const obstacle = touched(document, found)
  if (obstacle === null) return { saw: 'nothing' }
  const rewritten =
    posting.step === 'update' && found?.state === 'draft' && hasAmountsOf(found, posting.digest)
  if (rewritten) return { saw: 'done', found }
  return found?.state === 'draft' ? { saw: 'edited', obstacle } : { saw: 'obstacle', obstacle }
}

async function recordDone(
  tx: Tx,
  deps: PostingDeps,
  doubt: Doubt,
  found: FoundDocument | null,
): Promise<void> {
  const { documentId, step, version } = doubt.posting
  const at = deps.clock.now()
  const state = 'located' as const
  if (!(await finishPosting(tx, deps.cell, doubt.posting, { state, externalId: found?.externalId ?? null })))
    return
  if (step === 'create') await documentDrafted(tx, deps.cell, documentId, { version, found: found!, at })
  else if (step === 'update') await documentUpdated(tx, deps.cell, documentId, { version, found: found!, at })
  else if (step === 'post') await documentIssued(tx, deps.cell, documentId, { found: found!, at })
  else await documentDiscarded(tx, deps.cell, documentId, { at })
}

async function recordObstacle(tx: Tx, deps: PostingDeps, doubt: Doubt, obstacle: Obstacle): Promise<void> {
  const { posting } = doubt
  const { code, detail } = obstacle
  if (await finishPosting(tx, deps.cell, posting, { state: 'manual', code }))
    await documentBlocked(
      tx,
      deps.cell,
      posting.documentId,
      code,
      { ...detail, step: posting.step },
      deps.clock.now(),
    )
}

/**
 * After every look the draft stands there, neither removed nor posted, but edited: the write did not happen, and the
 * document waits for whoever edited it. From here on it is read back like every other.
 */
async function recordEdited(tx: Tx, deps: PostingDeps, doubt: Doubt, obstacle: Obstacle): Promise<void> {
  const { posting } = doubt
  const { code, detail } = obstacle
  if (!(await finishPosting(tx, deps.cell, posting, { state: 'absent', code }))) return
  await documentNotSent(tx, deps.cell, posting.documentId)
  const told = { ...detail, step: posting.step }
  await documentBlocked(tx, deps.cell, posting.documentId, code, told, deps.clock.now())
}

/** Nothing found after every look. Only where a second write cannot make a second document is it due again. */
async function recordAbsent(tx: Tx, deps: PostingDeps, link: TargetLink, doubt: Doubt): Promise<void> {
  const { posting, document } = doubt
  if (posting.step === 'create' && link.target.profile.documentKey === 'none') {
    const detail = { reference: document.reference }
    await recordObstacle(tx, deps, doubt, { code: 'POSTING_IN_DOUBT', detail })
    return
  }
  if (await finishPosting(tx, deps.cell, posting, { state: 'absent' }))
    await documentNotSent(tx, deps.cell, posting.documentId)
}

async function decide(deps: PostingDeps, lane: Lane, link: TargetLink, doubt: Doubt): Promise<boolean> {
  const { posting } = doubt
  const create = posting.step === 'create'
  const sight = create ? await lookForCreated(deps, link, doubt) : await lookAtDocument(link, doubt)
  const looks = posting.looks + 1
  const again = (sight.saw === 'nothing' || sight.saw === 'edited') && looks < looksBeforeAbsent
  await fenced(deps, lane, async (tx) => {
    if (sight.saw === 'done') return recordDone(tx, deps, doubt, sight.found)
    if (sight.saw === 'obstacle') return recordObstacle(tx, deps, doubt, sight.obstacle)
    if (!again && sight.saw === 'edited') return recordEdited(tx, deps, doubt, sight.obstacle)
    if (!again) return recordAbsent(tx, deps, link, doubt)
    const next = new Date(deps.clock.now().getTime() + deps.limits.secondLookMs)
    return lookAgainForDocument(tx, deps.cell, posting, looks, next)
  })
  return !again
}

async function dueDoubts(deps: PostingDeps, lane: Lane): Promise<Doubt[]> {
  const { cell, clock, limits } = deps
  return fenced(deps, lane, async (tx) => {
    const due = await doubtfulPostings(tx, cell, lane.key, clock.now(), limits.doubtsPerRound)
    const documents = await readDocumentsOf(
      tx,
      cell,
      due.map((one) => one.documentId),
    )
    const byId = new Map(documents.map((one) => [one.documentId, one]))
    return due.flatMap((posting) => {
      const document = byId.get(posting.documentId)
      return document === undefined ? [] : [{ posting, document }]
    })
  })
}

/** Returns how many writes are no longer in doubt. A look that fails proves nothing and is not counted. */
export async function resolveDocuments(deps: PostingDeps, lane: Lane, link: TargetLink): Promise<number> {
  let resolved = 0
  for (const doubt of await dueDoubts(deps, lane)) {
    try {
      if (await decide(deps, lane, link, doubt)) resolved += 1
      await noteAnswer(deps, lane)
    } catch (thrown) {
      const failure = lookFailure(thrown)
      deps.log('a locator failed', { documentId: doubt.posting.documentId, answer: failure.answer })
      // Not counted as a look, and not in the way of the next ones.
      const later = new Date(deps.clock.now().getTime() + deps.limits.setAsideMs)
      await fenced(deps, lane, (tx) =>
        lookAgainForDocument(tx, deps.cell, doubt.posting, doubt.posting.looks, later),
      )
      await noteFailure(deps, lane, failure.afterMs, failure)
      return resolved
    }
  }
  return resolved
}
