/**
 * A person looked in the ERP and says whether an unanswered write is there. Only for writes that the product gave
 * up proving (`manual`); the caller keeps the decision with its author in the log.
 */
import { lockDocument, readDocumentsOf } from '../billing/document.ts'
import { documentDrafted, documentNotSent, documentUnblocked } from '../billing/outcome.ts'
import { resolveCases } from '../cases/open.ts'
import type { FoundDocument } from '../connectors/sdk/target.ts'
import { isRejection, type Rejection, reject } from '../kernel/errors.ts'
import { statement } from '../store/statement.ts'
import type { Tx } from '../store/transaction.ts'
import { undecidedMembers } from './cost-books.ts'
import { worksAbsent, worksAccepted } from './cost-settle.ts'
import type { PostingDeps } from './deps.ts'
import { latestPostings } from './document-books.ts'
import { targetLink } from './target-link.ts'

const answerBatch = statement<{ operation: 'write' | 'remove' }>(
  'posting.answerCostBatch',
  `update cost_batches set state = $3, answer = $4 where cell = $1 and batch_id = $2 and state = 'manual'
   returning operation`,
)
const answerPosting = statement(
  'posting.answerDocumentPosting',
  `update document_postings set state = $4, answer = $5, external_id = coalesce($6, external_id)
   where cell = $1 and document_id = $2 and step = 'create' and attempt = $3 and state = 'manual'`,
)

const noDoubt = () => reject('CONFLICT', 'Nobody asked about this write, or it was answered before.')

/** Refused with CONFLICT when the call is not one that waits for a person. */
export function answerCostDoubt(
  deps: PostingDeps,
  batchId: string,
  there: boolean,
  by: string,
  also: (tx: Tx) => Promise<unknown> = async () => undefined,
): Promise<Rejection | { answered: true }> {
  return deps.store.transaction(async (tx) => {
    const values = [deps.cell, batchId, there ? 'located' : 'absent', `Answered by ${by}.`]
    const batch = (await tx.query(answerBatch, values)).rows[0]
    if (batch === undefined) return noDoubt()
    const members = await undecidedMembers(tx, deps.cell, batchId)
    const { operation } = batch
    if (there) {
      const accepted = members.map((member) => ({ member, externalId: null }))
      await worksAccepted(tx, deps, { batchId, operation }, accepted)
    } else await worksAbsent(tx, deps, batchId, members)
    const resolution = there ? 'It is there.' : 'It is not there and is sent again.'
    await resolveCases(
      tx,
      deps.cell,
      'batch',
      [batchId],
      ['POSTING_IN_DOUBT'],
      resolution,
      deps.clock.now(),
      by,
    )
    await also(tx)
    return { answered: true }
  })
}

/** `externalId`: the ERP's id of the draft that was found; null when none is there, and it is created again. */
export async function answerDocumentDoubt(
  deps: PostingDeps,
  documentId: string,
  externalId: string | null,
  by: string,
  also: (tx: Tx) => Promise<unknown> = async () => undefined,
): Promise<Rejection | { answered: true }> {
  const [document] = await deps.store.transaction((tx) => readDocumentsOf(tx, deps.cell, [documentId]))
  if (document === undefined) return reject('NOT_FOUND', 'There is no such document.')
  let found: FoundDocument | null = null
  if (externalId !== null) {
    const { target, context } = await targetLink(deps, document.connectionId)
    found = await target.readDocument(context, externalId)
    if (found === null || found.state !== 'draft' || found.currency !== document.currency)
      return reject('CONFLICT', `The ERP has no draft ${externalId} that could be this document.`)
  }
  return deps.store.transaction(async (tx) => {
    const recorded = await recordAnswer(tx, deps, documentId, found, by)
    if (!isRejection(recorded)) await also(tx)
    return recorded
  })
}

async function recordAnswer(
  tx: Tx,
  deps: PostingDeps,
  documentId: string,
  found: FoundDocument | null,
  by: string,
): Promise<Rejection | { answered: true }> {
  const { cell } = deps
  const at = deps.clock.now()
  const document = await lockDocument(tx, cell, documentId)
  const last = (await latestPostings(tx, cell, [documentId])).find((one) => one.step === 'create')
  if (document?.blocked !== 'POSTING_IN_DOUBT' || last === undefined) return noDoubt()
  const state = found === null ? 'absent' : 'located'
  const values = [cell, documentId, last.attempt, state, `Answered by ${by}.`, found?.externalId ?? null]
  if ((await tx.query(answerPosting, values)).rowCount === 0) return noDoubt()
  const resolution = found === null ? 'It is not there and is created again.' : 'It is there.'
  await documentUnblocked(tx, cell, documentId, { at, resolution, by })
  if (found === null) await documentNotSent(tx, cell, documentId)
  else await documentDrafted(tx, cell, documentId, { version: last.version, found, at })
  return { answered: true }
}
