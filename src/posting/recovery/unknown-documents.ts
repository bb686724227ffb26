/**
 * Documents in the ERP that this database does not know: they were made after the backup. Their client is not billed
 * until each is adopted with the work that it bills, removed, or declared foreign.
 */
import { adoptDocument, adoptToDiscard } from '../../billing/adopt.ts'
import { readDocumentsOf } from '../../billing/document.ts'
import { type BillingHold, endHold, giveBackUnsent, holdBilling } from '../../billing/holds.ts'
import type { DecidedBy } from '../../billing/release.ts'
import { openCases, resolveCases } from '../../cases/open.ts'
import { isRejection, type Rejection, reject } from '../../kernel/errors.ts'
import { recordDecision } from '../../log/decisions.ts'
import type { Tx } from '../../store/transaction.ts'
import { finishPosting, insertPosting } from '../document-books.ts'
import { amountsDigest } from '../due-document.ts'
import { everyCompany } from '../lane.ts'
import type { RecoveryDeps } from './deps.ts'
import { foundDocuments, lockFoundDocuments, standDocumentAs, type StoredDocument } from './found.ts'

/** Who decides where nobody had to. */
const recoveryPrincipal = 'rule:recovery'

export type DecidingDeps = Pick<RecoveryDeps, 'cell' | 'newId' | 'clock' | 'billing'>

function holdOf(one: StoredDocument): BillingHold {
  const { reference, connectionId, clientId, legalEntity } = one
  return { reference, connectionId, clientId, legalEntity }
}

async function openCase(tx: Tx, deps: DecidingDeps, one: StoredDocument, why: string): Promise<void> {
  const { found } = one
  const opened = {
    caseId: deps.newId(),
    code: 'ERP_DOCUMENT_UNKNOWN' as const,
    subjectKind: 'batch' as const,
    subjectId: one.reference,
    outcome: 'bill' as const,
    waitsOn: `reference:${one.reference}`,
    seenPosition: 0n,
    hours: null,
    moneyMinor: one.netMinor,
    currency: one.currency,
    clientId: one.clientId,
    projectId: null,
    detail: {
      connectionId: one.connectionId,
      externalId: one.externalId,
      state: one.state,
      number: found.number ?? '',
      why,
    },
    payloadPosition: null,
  }
  await openCases(tx, deps.cell, [opened], deps.clock.now())
}

/** The trail of a document that somebody else wrote: located, never sent by this database. */
async function leaveTrail(tx: Tx, deps: DecidingDeps, one: StoredDocument, at: Date): Promise<void> {
  const posting = {
    documentId: one.documentId!,
    step: 'create' as const,
    version: 1,
    digest: amountsDigest(one.found),
    fence: 0n,
    externalId: one.externalId,
    connectionId: one.connectionId,
    company: one.legalEntity ?? everyCompany,
    at,
  }
  const key = await insertPosting(tx, deps.cell, posting)
  const answer = 'Read back from the ERP and adopted.'
  await finishPosting(tx, deps.cell, key, { state: 'located', externalId: one.externalId, answer })
}

async function settle(
  tx: Tx,
  deps: DecidingDeps,
  one: StoredDocument,
  to: { standing: 'adopted' | 'discarded' | 'foreign' | 'over'; resolution: string } & DecidedBy & {
      reason: string
    },
): Promise<void> {
  const { standing, resolution, principal, reason, at } = to
  await standDocumentAs(tx, deps.cell, one, { standing, by: principal, reason, at })
  await endHold(tx, deps.cell, one.reference)
  const codes = ['ERP_DOCUMENT_UNKNOWN'] as const
  await resolveCases(tx, deps.cell, 'batch', [one.reference], codes, resolution, at, principal)
}

async function adopt(
  tx: Tx,
  deps: DecidingDeps,
  one: StoredDocument,
  workIds: readonly string[] | null,
  by: DecidedBy & { readonly reason: string },
): Promise<{ adopted: true } | Rejection> {
  if (one.documentId === null)
    return reject('CONFLICT', 'Its reference names no document of this installation.')
  if (one.state === 'cancelled') return reject('CONFLICT', 'It is cancelled in the ERP.')
  const unknown = { ...one, documentId: one.documentId }
  const done = await adoptDocument(tx, deps.cell, deps.billing, unknown, { ...by, workIds })
  if (isRejection(done)) return done
  await leaveTrail(tx, deps, one, by.at)
  await settle(tx, deps, one, { standing: 'adopted', resolution: 'Adopted.', ...by })
  return { adopted: true }
}

class Undone extends Error {}

/** Tries one without a person. What stands in its way is told on its case. */
async function tryOne(deps: RecoveryDeps, one: StoredDocument): Promise<boolean> {
  const at = deps.clock.now()
  const by = {
    principal: recoveryPrincipal,
    at,
    reason: 'One selection of work gives its lines to the cent.',
  }
  let why = ''
  try {
    return await deps.store.transaction(async (tx) => {
      const locked = (await lockFoundDocuments(tx, deps.cell, one.reference)).filter(
        (each) => each.state !== 'cancelled' && (each.standing === 'held' || each.standing === 'found'),
      )
      if (locked.length === 0) return false
      if (locked.length > 1) why = 'The reference stands more than once in the ERP.'
      else {
        const done = await adopt(tx, deps, locked[0]!, null, by)
        if (!isRejection(done)) return true
        why = done.message
      }
      throw new Undone()
    })
  } catch (error) {
    if (!(error instanceof Undone)) throw error
    await holdOne(deps, one, why)
    return false
  }
}

/** Nothing of its client is billed from this commit on; what was frozen and never sent goes back. */
async function holdOne(deps: RecoveryDeps, one: StoredDocument, why: string): Promise<void> {
  const at = deps.clock.now()
  await deps.store.transaction(async (tx) => {
    const [locked] = await lockFoundDocuments(tx, deps.cell, one.reference)
    if (locked === undefined || !['found', 'held'].includes(locked.standing)) return
    if (locked.standing === 'held' && locked.whyHeld === why) return
    await holdBilling(tx, deps.cell, holdOf(locked), at)
    await giveBackUnsent(tx, deps.cell, holdOf(locked), at)
    await standDocumentAs(tx, deps.cell, locked, { standing: 'held', why, at })
    await openCase(tx, deps, locked, why)
  })
}

/**
 * Holds what is unknown and adopts what fits, oldest first. Called in recovery and, as long as something is held,
 * after it: what the sources send again later may make it fit. Returns how many were settled.
 */
export async function settleUnknownDocuments(deps: RecoveryDeps): Promise<number> {
  const { cell, store } = deps
  const unknown = await store.transaction((tx) => foundDocuments(tx, cell, null, ['found', 'held']))
  // Held first: what is frozen and unsent may be what one of them bills.
  for (const one of unknown) if (one.standing === 'found') await holdOne(deps, one, 'It was just found.')
  let settled = 0
  for (const one of unknown) if (await tryOne(deps, one)) settled += 1
  return settled + (await followDiscards(deps))
}

/** A draft that was to be removed is settled once posting has removed it. */
async function followDiscards(deps: RecoveryDeps): Promise<number> {
  const { cell, store } = deps
  const waiting = await store.transaction((tx) => foundDocuments(tx, cell, null, ['discarding']))
  let settled = 0
  for (const one of waiting)
    settled += await store.transaction(async (tx) => {
      const [document] = await readDocumentsOf(tx, cell, [one.documentId!])
      if (document?.status !== 'discarded') return 0
      const by = { principal: one.decidedBy ?? recoveryPrincipal, reason: one.reason ?? '' }
      const at = deps.clock.now()
      await settle(tx, deps, one, { standing: 'discarded', resolution: 'Removed from the ERP.', at, ...by })
      return 1
    })
  return settled
}

export type Answer =
  | { readonly answer: 'adopt'; readonly workIds: readonly string[] | null }
  | { readonly answer: 'discard' }
  | { readonly answer: 'foreign' }

/** A person's decision, with its reason, recorded in the log. */
export async function answerUnknownDocument(
  tx: Tx,
  deps: DecidingDeps,
  reference: string,
  answer: Answer,
  by: DecidedBy & { readonly reason: string },
): Promise<{ settled: 'adopted' | 'discarding' | 'foreign' } | Rejection> {
  const rows = await lockFoundDocuments(tx, deps.cell, reference)
  if (rows.length === 0) return reject('NOT_FOUND', 'The ERP was not found to hold such a document.')
  const held = rows.filter((each) => each.standing === 'held')
  if (held.length === 0) return reject('CONFLICT', 'This document is settled.')
  if (answer.answer === 'foreign') {
    for (const one of held)
      await settle(tx, deps, one, { standing: 'foreign', resolution: 'Not of this installation.', ...by })
    await recordDecision(tx, deps.cell, deps.billing.vault, {
      what: 'document.declared_foreign',
      about: reference,
      principal: by.principal,
      body: { externalIds: held.map((one) => one.externalId), reason: by.reason },
      at: by.at,
    })
    return { settled: 'foreign' }
  }
  const [one, ...others] = held
  if (others.length > 0)
    return reject('CONFLICT', 'It stands more than once in the ERP. Remove all but one there.')
  if (answer.answer === 'adopt') {
    const done = await adopt(tx, deps, one!, answer.workIds, by)
    return isRejection(done) ? done : { settled: 'adopted' }
  }
  if (one!.documentId === null)
    return reject('CONFLICT', 'Its reference names no document of this installation. Remove it in the ERP.')
  const unknown = { ...one!, documentId: one!.documentId }
  const done = await adoptToDiscard(tx, deps.cell, deps.billing, unknown, by)
  if (isRejection(done)) return done
  const to = { standing: 'discarding' as const, by: by.principal, reason: by.reason, at: by.at }
  await standDocumentAs(tx, deps.cell, one!, to)
  return { settled: 'discarding' }
}
