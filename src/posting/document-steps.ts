/** The four writes of a document. Each looks first, and stops at what it does not expect. */
import { documentDiscarded, documentDrafted, documentIssued, documentUpdated } from '../billing/outcome.ts'
import { periodState } from '../charging/resolve.ts'
import { ConnectorFault } from '../connectors/sdk/fault.ts'
import type { DraftDocument, FoundDocument } from '../connectors/sdk/target.ts'
import type { PostingDeps, TargetLink } from './deps.ts'
import { finishPosting, sentContents } from './document-books.ts'
import { blockDue, claimDocument, type DocumentEnd, performWrite, type Written } from './document-write.ts'
import { amountsDigest, type DueDocument, draftOf, sumsThatDiffer } from './due-document.ts'
import { fenced, type Lane } from './lane.ts'
import { unfitDraft } from './fitness.ts'
import { currentMasters } from './known-masters.ts'
import { exactlyOneDraft, type Obstacle } from './one-draft.ts'
import { referenceKey, type Wanted } from './references.ts'

type StepRun = {
  readonly deps: PostingDeps
  readonly lane: Lane
  readonly link: TargetLink
  readonly due: DueDocument
}

function missingReference(due: DueDocument, missing: Wanted): Obstacle {
  const waitsOn = referenceKey(due.connectionId, missing)
  const { kind, recordId } = missing
  return {
    code: 'ERP_REFERENCE_MISSING',
    detail: { connectionId: due.connectionId, kind, recordId, waitsOn },
  }
}

/** Null when the draft is what we last wrote; otherwise why it is not ours to write any more. */
export function touched(
  due: Pick<DueDocument, 'erpContentDigest'>,
  found: FoundDocument | null,
): Obstacle | null {
  if (found === null) return { code: 'ERP_DOCUMENT_VANISHED', detail: { state: 'gone' } }
  if (found.state === 'cancelled') return { code: 'ERP_DOCUMENT_VANISHED', detail: { state: 'cancelled' } }
  if (found.state === 'issued')
    return { code: 'ERP_DOCUMENT_CHANGED', detail: { state: 'issued', number: found.number ?? '' } }
  if (found.contentDigest === due.erpContentDigest) return null
  return { code: 'ERP_DOCUMENT_CHANGED', detail: { state: 'draft', net: String(found.net.minor) } }
}

/**
 * What follows a create is part of it: until exactly one draft is seen, nobody knows how many there are. A
 * failure here therefore counts as unknown, whatever the connector says about it.
 */
async function confirmOne(link: TargetLink, draft: DraftDocument, created: FoundDocument): Promise<Written> {
  if (link.target.profile.documentKey !== 'drafts') return { found: created }
  try {
    const one = await exactlyOneDraft(link, draft.company, draft.reference, null)
    if (one.is === 'blocked') return { obstacle: one.obstacle }
    // A locator that lags behind has not seen it yet.
    return { found: one.is === 'one' ? one.found : created }
  } catch (cause) {
    throw new ConnectorFault('in_doubt', 'unknown', 'Created, but not confirmed as the only one.', { cause })
  }
}

/** A draft of an earlier attempt is taken over instead of making a second one. */
async function adopt(run: StepRun, found: FoundDocument, digest: string): Promise<DocumentEnd> {
  const { deps, lane, due } = run
  const seen = amountsDigest(found)
  const contents = await deps.store.transaction((tx) => sentContents(tx, deps.cell, due.documentId))
  const sent = seen === digest ? due : contents.find((one) => one.digest === seen)
  if (sent === undefined) {
    const detail = { state: found.state, externalId: found.externalId, net: String(found.net.minor) }
    return blockDue(deps, lane, due, { code: 'ERP_DOCUMENT_CHANGED', detail })
  }
  return fenced(deps, lane, async (tx) => {
    const key = await claimDocument(tx, deps, lane, due, digest)
    if (key === null) return 'later'
    await finishPosting(tx, deps.cell, key, { state: 'located', externalId: found.externalId })
    const drafted = { version: sent.version, found, at: deps.clock.now() }
    await documentDrafted(tx, deps.cell, due.documentId, drafted)
    return 'done'
  })
}

async function draftFor(run: StepRun): Promise<DraftDocument | Obstacle> {
  const { deps, due } = run
  const draft = await deps.store.transaction((tx) => draftOf(tx, deps, due))
  if ('missing' in draft) return missingReference(due, draft.missing)
  const unfit = unfitDraft(draft, run.link.target.profile)
  if (unfit === null) return draft
  return { code: 'ERP_WOULD_REFUSE', detail: { connectionId: due.connectionId, what: unfit.what } }
}

/** A ledger that is known to be closed on the document's day is not asked. Null: open, or nobody said. */
async function closedPeriod(run: StepRun): Promise<Obstacle | null> {
  const { deps, due } = run
  const { legalEntity } = due
  const on = due.accountingOn ?? deps.clock.now().toISOString().slice(0, 10)
  const masters = await deps.store.transaction((tx) => currentMasters(tx, deps))
  if (periodState(masters, legalEntity, on) !== 'closed') return null
  const period = on.slice(0, 7)
  const waitsOn = `period:${legalEntity}/${period}`
  return { code: 'PERIOD_CLOSED', detail: { legalEntity, period, accountingOn: on, waitsOn } }
}

/** `attempts`: how often it was tried before. Only the very first attempt may trust that nothing stands there. */
export async function createDocument(run: StepRun, attempts: number): Promise<DocumentEnd> {
  const { deps, lane, link, due } = run
  const draft = await draftFor(run)
  if ('code' in draft) return blockDue(deps, lane, due, draft)
  const digest = amountsDigest(draft)
  if (attempts > 0 && link.target.profile.documentKey !== 'none') {
    const one = await exactlyOneDraft(link, draft.company, draft.reference, null)
    if (one.is === 'blocked') return blockDue(deps, lane, due, one.obstacle)
    if (one.is === 'one') return adopt(run, one.found, digest)
  }
  return performWrite(deps, lane, link, {
    due,
    digest,
    call: async () => confirmOne(link, draft, await link.target.createDraft(link.context, draft)),
    record: (tx, found) => {
      const drafted = { version: due.version, found: found!, at: deps.clock.now() }
      return documentDrafted(tx, deps.cell, due.documentId, drafted)
    },
  })
}

export async function updateDocument(run: StepRun): Promise<DocumentEnd> {
  const { deps, lane, link, due } = run
  const draft = await draftFor(run)
  if ('code' in draft) return blockDue(deps, lane, due, draft)
  const externalId = due.erpExternalId ?? ''
  const obstacle = touched(due, await link.target.readDocument(link.context, externalId))
  if (obstacle !== null) return blockDue(deps, lane, due, obstacle)
  return performWrite(deps, lane, link, {
    due,
    digest: amountsDigest(draft),
    call: async () => ({ found: await link.target.updateDraft(link.context, externalId, draft) }),
    record: (tx, found) => {
      const updated = { version: due.version, found: found!, at: deps.clock.now() }
      return documentUpdated(tx, deps.cell, due.documentId, updated)
    },
  })
}

/** The draft as it stands now, alone under its reference, or what speaks against posting it. */
async function readyToPost(run: StepRun, draft: DraftDocument): Promise<FoundDocument | Obstacle> {
  const { link, due } = run
  const externalId = due.erpExternalId ?? ''
  if (link.target.profile.documentKey === 'drafts') {
    const one = await exactlyOneDraft(link, draft.company, due.reference, externalId)
    if (one.is === 'blocked') return one.obstacle
    if (one.is === 'one' && one.found.externalId !== externalId)
      return { code: 'ERP_DOCUMENT_VANISHED', detail: { expected: externalId, found: one.found.externalId } }
  }
  const found = await link.target.readDocument(link.context, externalId)
  if (found?.state === 'issued' && found.contentDigest === due.erpContentDigest) return found
  const obstacle = touched(due, found)
  if (obstacle !== null || found === null) return obstacle!
  const differs = sumsThatDiffer(due.document, found)
  return differs === null ? found : { code: 'ERP_TOTAL_DIFFERS', detail: differs }
}

/** Somebody issued the released draft in the ERP itself: there is nothing left to send. */
async function takeOverIssued(run: StepRun, found: FoundDocument): Promise<DocumentEnd> {
  const { deps, lane, due } = run
  return fenced(deps, lane, async (tx) => {
    const key = await claimDocument(tx, deps, lane, due, amountsDigest(found))
    if (key === null) return 'later'
    await finishPosting(tx, deps.cell, key, { state: 'located', externalId: found.externalId })
    await documentIssued(tx, deps.cell, due.documentId, { found, at: deps.clock.now() })
    return 'done'
  })
}

export async function postDocument(run: StepRun): Promise<DocumentEnd> {
  const { deps, lane, link, due } = run
  // What is issued is what was released: a draft of an older version is brought up to it first.
  if (due.document.sentVersion !== due.version)
    return updateDocument({ ...run, due: { ...due, step: 'update' } })
  const closed = await closedPeriod(run)
  if (closed !== null) return blockDue(deps, lane, due, closed)
  const draft = await draftFor(run)
  if ('code' in draft) return blockDue(deps, lane, due, draft)
  const ready = await readyToPost(run, draft)
  if ('code' in ready) return blockDue(deps, lane, due, ready)
  if (ready.state === 'issued') return takeOverIssued(run, ready)
  return performWrite(deps, lane, link, {
    due,
    digest: amountsDigest(ready),
    call: async () => ({ found: await link.target.postDocument(link.context, ready.externalId) }),
    record: (tx, found) =>
      documentIssued(tx, deps.cell, due.documentId, { found: found!, at: deps.clock.now() }),
  })
}

export async function discardDocument(run: StepRun): Promise<DocumentEnd> {
  const { deps, lane, link, due } = run
  const externalId = due.erpExternalId ?? ''
  const found = await link.target.readDocument(link.context, externalId)
  const gone = found === null || found.state === 'cancelled'
  const obstacle = gone ? null : touched(due, found)
  if (obstacle !== null) return blockDue(deps, lane, due, obstacle)
  return performWrite(deps, lane, link, {
    due,
    digest: found === null ? '' : amountsDigest(found),
    call: async () => {
      if (!gone) await link.target.discardDraft(link.context, externalId)
      return { found: null }
    },
    record: (tx) => documentDiscarded(tx, deps.cell, due.documentId, { at: deps.clock.now() }),
  })
}
