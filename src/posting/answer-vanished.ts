/**
 * A person says what becomes of a document that is gone from the ERP. Only after the locator looked: while anything
 * with its reference stands there, neither answer is taken.
 */
import { lockDocument, readDocumentsOf } from '../billing/document.ts'
import { documentForgotten, giveBack } from '../billing/outcome.ts'
import { type Rejection, reject } from '../kernel/errors.ts'
import type { Tx } from '../store/transaction.ts'
import type { PostingDeps } from './deps.ts'
import { resolveReferences } from './references.ts'
import { targetLink } from './target-link.ts'

type Fate =
  /** It is drafted once more, and has to be released once more. */
  | 'send_again'
  /** Its members go back to the pool. */
  | 'drop'

const code = 'ERP_DOCUMENT_VANISHED'

export async function answerVanished(
  deps: PostingDeps,
  documentId: string,
  fate: Fate,
  by: string,
  also: (tx: Tx) => Promise<unknown> = async () => undefined,
): Promise<Rejection | { answered: true }> {
  const { store, cell } = deps
  const [document] = await store.transaction((tx) => readDocumentsOf(tx, cell, [documentId]))
  if (document?.blocked !== code) return reject('CONFLICT', 'This document is not missing.')
  if (document.status === 'issued')
    return reject(
      'CONFLICT',
      'It was issued and has a number: it is corrected by a credit, never sent again.',
    )
  const standing = await standingAt(deps, document)
  if (standing === null)
    return reject('CONFLICT', 'The ERP has no id for its legal entity, so it cannot be looked for.')
  if (standing.length > 0)
    return reject('CONFLICT', `The ERP holds it as ${standing.join(', ')}: it is not gone.`)
  return store.transaction(async (tx) => {
    const now = await lockDocument(tx, cell, documentId)
    if (now === null || now.blocked !== code || now.status !== document.status)
      return reject('CONFLICT', 'Somebody else answered meanwhile.')
    const at = deps.clock.now()
    const resolution = fate === 'drop' ? 'Dropped; its entries are billed again.' : 'It is sent again.'
    await documentForgotten(tx, cell, documentId, { at, resolution, by, again: fate === 'send_again' })
    if (fate === 'drop') await giveBack(tx, cell, now, at)
    await also(tx)
    return { answered: true }
  })
}

/** Ids of what still carries its reference or its id; null where one cannot look. */
async function standingAt(
  deps: PostingDeps,
  document: { connectionId: string; legalEntity: string; reference: string; erpExternalId: string | null },
): Promise<string[] | null> {
  const { target, context } = await targetLink(deps, document.connectionId)
  const references = await deps.store.transaction((tx) =>
    resolveReferences(tx, deps.cell, document.connectionId, [
      { kind: 'legal_entity', recordId: document.legalEntity },
    ]),
  )
  const company = references.find('legal_entity', document.legalEntity)
  if (company === null) return null
  const located = await target.locateDocuments(context, document.reference, company)
  const known =
    document.erpExternalId === null ? null : await target.readDocument(context, document.erpExternalId)
  const all = [...located, ...(known === null ? [] : [known])]
  return [...new Set(all.filter((one) => one.state !== 'cancelled').map((one) => one.externalId))]
}
