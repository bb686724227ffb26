/** One write of one document: claimed, sent, and its outcome recorded, each in a fenced transaction. */
import { type BillingDocument, lockDocument } from '../billing/document.ts'
import { documentBlocked, documentInDoubt, documentInFlight, documentNotSent } from '../billing/outcome.ts'
import type { FoundDocument } from '../connectors/sdk/target.ts'
import type { Tx } from '../store/transaction.ts'
import { type Failure, failureOf, plainWords, settleAt } from './answer.ts'
import type { PostingDeps, TargetLink } from './deps.ts'
import {
  doubtPosting,
  finishPosting,
  insertPosting,
  markPostingSent,
  type PostingKey,
  type Step,
} from './document-books.ts'
import type { DueDocument } from './due-document.ts'
import { fenced, type Lane, noteAnswer, noteFailure } from './lane.ts'
import { pauseMs } from './limits.ts'
import type { Obstacle } from './one-draft.ts'
import { fencedSend, isSoon } from './sending.ts'

export type DocumentEnd = 'done' | 'blocked' | 'later' | 'in_doubt'
export type Written = { readonly found: FoundDocument | null } | { readonly obstacle: Obstacle }
type Write = {
  readonly due: DueDocument
  /** Over the amounts that are sent; for steps without content, those of the document as it stands. */
  readonly digest: string
  readonly call: () => Promise<Written>
  /** Tells billing what was written. */
  readonly record: (tx: Tx, found: FoundDocument | null) => Promise<void>
}

const statuses: Readonly<Record<Step, readonly BillingDocument['status'][]>> = {
  create: ['planned'],
  update: ['drafted', 'release_requested'],
  post: ['release_requested'],
  discard: ['discard_requested'],
}

/** Locks the document. Null when it moved on since it was read: then the next round sees what is due. */
async function lockDue(tx: Tx, deps: PostingDeps, due: DueDocument): Promise<BillingDocument | null> {
  const { documentId, version } = due
  const document = await lockDocument(tx, deps.cell, documentId)
  const same =
    document !== null &&
    document.version === version &&
    document.blocked === null &&
    document.sending === null &&
    statuses[due.step].includes(document.status)
  return same ? document : null
}

/** Stops a document before anything was sent. */
export async function blockDue(
  deps: PostingDeps,
  lane: Lane,
  due: DueDocument,
  obstacle: Obstacle,
): Promise<DocumentEnd> {
  const { code, detail } = obstacle
  await fenced(deps, lane, async (tx) => {
    const document = await lockDue(tx, deps, due)
    if (document === null) return
    await documentBlocked(tx, deps.cell, document.documentId, code, detail, deps.clock.now())
  })
  return 'blocked'
}

/** Claims the document: from this commit its content stands still until the outcome is known. */
export async function claimDocument(
  tx: Tx,
  deps: PostingDeps,
  lane: Lane,
  due: DueDocument,
  digest: string,
): Promise<PostingKey | null> {
  const document = await lockDue(tx, deps, due)
  if (document === null) return null
  await documentInFlight(tx, deps.cell, document.documentId)
  return insertPosting(tx, deps.cell, {
    documentId: document.documentId,
    step: due.step,
    version: document.version,
    digest,
    fence: lane.fence,
    externalId: document.erpExternalId,
    connectionId: document.connectionId,
    company: document.legalEntity,
    at: deps.clock.now(),
  })
}

async function recordDoubt(
  deps: PostingDeps,
  lane: Lane,
  link: TargetLink,
  key: PostingKey,
  answer: string,
): Promise<DocumentEnd> {
  const lookAt = settleAt(link.target.profile, deps.clock.now())
  await fenced(deps, lane, async (tx) => {
    if (await doubtPosting(tx, deps.cell, key, lookAt, answer))
      await documentInDoubt(tx, deps.cell, key.documentId)
  })
  return 'in_doubt'
}

/** Causes that may pass without anybody here hearing of it: tried again by itself, and seldom. */
function retryAfterRefusalMs(deps: PostingDeps, code: string): number | null {
  if (code === 'PERIOD_CLOSED') return deps.limits.periodRetryMs
  return code === 'ERP_REFERENCE_MISSING' ? deps.limits.referenceRetryMs : null
}

/** What a case of a closed period waits on: the month of the ledger day. */
function periodKey(due: DueDocument, at: Date): string {
  return `period:${due.legalEntity}/${(due.accountingOn ?? at.toISOString()).slice(0, 7)}`
}

async function recordRefusal(
  deps: PostingDeps,
  lane: Lane,
  due: DueDocument,
  key: PostingKey,
  refusal: Extract<Failure, { kind: 'refused' }>,
): Promise<DocumentEnd> {
  const at = deps.clock.now()
  const { code, answer } = refusal
  const waitMs = retryAfterRefusalMs(deps, code)
  const retryAt = waitMs === null ? null : new Date(at.getTime() + waitMs)
  await fenced(deps, lane, async (tx) => {
    if (!(await finishPosting(tx, deps.cell, key, { state: 'rejected', code, answer, retryAt }))) return
    const waitsOn = code === 'PERIOD_CLOSED' ? { waitsOn: periodKey(due, at) } : {}
    const detail = { step: key.step, answer: answer.slice(0, 2_000), ...waitsOn }
    await documentBlocked(tx, deps.cell, key.documentId, code, detail, at)
  })
  await noteAnswer(deps, lane)
  return 'blocked'
}

async function recordUnsent(
  deps: PostingDeps,
  lane: Lane,
  key: PostingKey,
  answer: string,
  waitMs: number,
): Promise<DocumentEnd> {
  const retryAt = new Date(deps.clock.now().getTime() + waitMs)
  await fenced(deps, lane, async (tx) => {
    if (await finishPosting(tx, deps.cell, key, { state: 'rejected', answer, retryAt }))
      await documentNotSent(tx, deps.cell, key.documentId)
  })
  return 'later'
}

async function recordFailure(
  deps: PostingDeps,
  lane: Lane,
  link: TargetLink,
  due: DueDocument,
  key: PostingKey,
  thrown: unknown,
): Promise<DocumentEnd> {
  const failure = failureOf(thrown)
  if (failure.kind === 'refused') return recordRefusal(deps, lane, due, key, failure)
  if (failure.kind === 'again') {
    const waitMs = Math.max(failure.afterMs ?? 0, pauseMs(deps.limits, key.attempt))
    const end = await recordUnsent(deps, lane, key, failure.answer, waitMs)
    await noteFailure(deps, lane, failure.afterMs, { words: plainWords(thrown), limited: failure.limited })
    return end
  }
  // A taken key: the document is there already, by an attempt whose answer never came. The locator finds it.
  const end = await recordDoubt(deps, lane, link, key, failure.answer)
  if (failure.kind === 'unknown') await noteFailure(deps, lane, null, { words: plainWords(thrown) })
  return end
}

async function recordWritten(
  deps: PostingDeps,
  lane: Lane,
  key: PostingKey,
  write: Write,
  written: Written,
): Promise<DocumentEnd> {
  const at = deps.clock.now()
  await fenced(deps, lane, async (tx) => {
    if ('obstacle' in written) {
      const { code, detail } = written.obstacle
      if (await finishPosting(tx, deps.cell, key, { state: 'manual', code }))
        await documentBlocked(tx, deps.cell, key.documentId, code, detail, at)
      return
    }
    const externalId = written.found?.externalId ?? null
    if (await finishPosting(tx, deps.cell, key, { state: 'confirmed', externalId }))
      await write.record(tx, written.found)
  })
  await noteAnswer(deps, lane)
  return 'obstacle' in written ? 'blocked' : 'done'
}

/** Sends one write and records what came of it. Throws LaneLost when another runner took the lane. */
export async function performWrite(
  deps: PostingDeps,
  lane: Lane,
  link: TargetLink,
  write: Write,
): Promise<DocumentEnd> {
  const key = await fenced(deps, lane, (tx) => claimDocument(tx, deps, lane, write.due, write.digest))
  if (key === null) return 'later'
  const at = deps.clock.now()
  const sent = { at, settleAt: settleAt(link.target.profile, at), fence: lane.fence }
  if (!(await fencedSend(deps, lane, (tx) => markPostingSent(tx, deps.cell, key, sent)))) return 'later'
  // A runner that slept through its lease may find the write already taken for lost and repeated.
  if (!isSoon(deps, at)) return recordUnsent(deps, lane, key, 'Not sent: the runner was held up.', 0)
  let written: Written
  try {
    written = await write.call()
  } catch (thrown) {
    return recordFailure(deps, lane, link, write.due, key, thrown)
  }
  return recordWritten(deps, lane, key, write, written)
}
