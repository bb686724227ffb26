/** Drafts, changes, issues and removals of documents, one round per call. */
import { readDocumentsOf } from '../billing/document.ts'
import { documentInDoubt, documentNotSent } from '../billing/outcome.ts'
import { documentsToWrite } from '../billing/to-write.ts'
import { lookFailure, settleAt } from './answer.ts'
import type { PostingDeps, TargetLink } from './deps.ts'
import {
  doubtPosting,
  finishPosting,
  latestPostings,
  restingDocuments,
  type StoredPosting,
  unfinishedPostings,
} from './document-books.ts'
import { unblockCured } from './document-cures.ts'
import { createDocument, discardDocument, postDocument, updateDocument } from './document-steps.ts'
import type { DocumentEnd } from './document-write.ts'
import type { DueDocument } from './due-document.ts'
import { everyCompany, fenced, holdLane, type Lane, LaneLost, mayCall, noteFailure } from './lane.ts'
import { heldByOrder, noteDrained } from './orders.ts'
import { type LaneStanding, roundOn } from './round.ts'
import { targetLink } from './target-link.ts'

type DocumentRound = {
  readonly standing: LaneStanding
  readonly done: number
  readonly blocked: number
  /** Not sent, or no longer due: a later round looks again. */
  readonly later: number
  readonly inDoubt: number
  /** Blocked documents whose cause is gone. */
  readonly cured: number
}
const emptyRound = { done: 0, blocked: 0, later: 0, inDoubt: 0, cured: 0 }

/** As in the cost lane: what is unfinished when a round starts was left behind by its owner's end. */
async function recover(deps: PostingDeps, lane: Lane, link: TargetLink): Promise<void> {
  const { cell, clock } = deps
  await fenced(deps, lane, async (tx) => {
    for (const posting of await unfinishedPostings(tx, cell, lane.key)) {
      if (posting.state === 'claimed') {
        const answer = 'Its runner ended before sending.'
        await finishPosting(tx, cell, posting, { state: 'absent', answer })
        await documentNotSent(tx, cell, posting.documentId)
        continue
      }
      const lookAt = settleAt(link.target.profile, clock.now())
      await doubtPosting(tx, cell, posting, lookAt, 'Its runner ended before the answer.')
      await documentInDoubt(tx, cell, posting.documentId)
    }
  })
}

type Listed = { readonly due: DueDocument; readonly attempts: number }

async function listDue(deps: PostingDeps, lane: Lane): Promise<Listed[]> {
  const { cell, limits } = deps
  const { connectionId, company } = lane.key
  return fenced(deps, lane, async (tx) => {
    const now = deps.clock.now()
    for (const [id, untilMs] of lane.setAside) if (untilMs <= now.getTime()) lane.setAside.delete(id)
    const except = [...(await restingDocuments(tx, cell, lane.key, now)), ...lane.setAside.keys()]
    const narrow = company === everyCompany ? { except } : { except, legalEntity: company }
    const due = await documentsToWrite(tx, cell, connectionId, limits.documentsPerRound, narrow)
    const ids = due.map((one) => one.documentId)
    const documents = new Map((await readDocumentsOf(tx, cell, ids)).map((one) => [one.documentId, one]))
    const latest = await latestPostings(tx, cell, ids)
    return due.map((one) => ({
      due: { ...one, document: documents.get(one.documentId)! },
      attempts: attemptsOf(latest, one),
    }))
  })
}

function attemptsOf(latest: readonly StoredPosting[], due: Pick<DueDocument, 'documentId' | 'step'>): number {
  return latest.find((one) => one.documentId === due.documentId && one.step === due.step)?.attempt ?? 0
}

function step(deps: PostingDeps, lane: Lane, link: TargetLink, listed: Listed): Promise<DocumentEnd> {
  const run = { deps, lane, link, due: listed.due }
  switch (listed.due.step) {
    case 'create':
      return createDocument(run, listed.attempts)
    case 'update':
      return updateDocument(run)
    case 'post':
      return postDocument(run)
    case 'discard':
      return discardDocument(run)
  }
}

/** A look that fails before anything was sent leaves the document as it was. */
async function stepOrRest(
  deps: PostingDeps,
  lane: Lane,
  link: TargetLink,
  listed: Listed,
): Promise<DocumentEnd> {
  try {
    return await step(deps, lane, link, listed)
  } catch (thrown) {
    const failure = lookFailure(thrown)
    const { afterMs, answer } = failure
    const { documentId } = listed.due
    deps.log('a document could not be looked at', { documentId, answer })
    lane.setAside.set(documentId, deps.clock.now().getTime() + deps.limits.setAsideMs)
    await noteFailure(deps, lane, afterMs, failure)
    return 'later'
  }
}

async function work(deps: PostingDeps, lane: Lane): Promise<DocumentRound> {
  const link = await targetLink(deps, lane.key.connectionId)
  if (!lane.clean) await recover(deps, lane, link)
  lane.clean = true
  const hold = await heldByOrder(deps, lane)
  if (hold !== null) return { standing: hold, ...emptyRound }
  if (!(await mayCall(deps, lane))) return { standing: 'resting', ...emptyRound }
  const round = { ...emptyRound, cured: await unblockCured(deps, lane) }
  const probing = lane.breaker.state === 'probing'
  const due = await listDue(deps, lane)
  if (due.length === 0) noteDrained(deps, lane)
  for (const listed of due.slice(0, probing ? 1 : undefined)) {
    lane.clean = false
    const end = await stepOrRest(deps, lane, link, listed)
    lane.clean = true
    if (end === 'done') round.done += 1
    else if (end === 'blocked') round.blocked += 1
    else if (end === 'in_doubt') round.inDoubt += 1
    else round.later += 1
    if (deps.clock.now().getTime() < lane.restsUntilMs) break
    // A window may close, or a person stop the flow, in the middle of a round.
    if ((await heldByOrder(deps, lane)) !== null) break
    // A long round renews its lease; a lane lost meanwhile ends the round here.
    if (!(await holdLane(deps, lane))) throw new LaneLost(lane.key)
  }
  return { standing: 'held', ...round }
}

/** One round of a document lane: take or renew it, recover, unblock what is cured, then write what is due. */
export async function runDocumentLane(deps: PostingDeps, lane: Lane): Promise<DocumentRound> {
  return roundOn(deps, lane, emptyRound, () => work(deps, lane))
}
