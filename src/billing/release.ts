import type { CaseCode } from '../kernel/error-catalogue.ts'
import { type Rejection, reject } from '../kernel/errors.ts'
import { parseMoney } from '../kernel/money.ts'
import { lastDay } from '../kernel/periods.ts'
import { lockClientGroups } from '../charging/groups/marks.ts'
import { markDocumentCharges } from '../charging/placement.ts'
import { outdatedDocuments } from '../charging/work-charges.ts'
import { recordDecision } from '../log/decisions.ts'
import { loadMasters, type Masters } from '../masterdata/masters.ts'
import { statement } from '../store/statement.ts'
import type { Tx } from '../store/transaction.ts'
import { type BillingDocument, lockDocument, lockDocumentsOf, readDocumentsOf } from './document.ts'
import { withdraw } from './rewrite.ts'
import { tellDocument } from './tell.ts'
import type { BillingSettings } from './settings.ts'
import { isOnHold } from './terms.ts'

export type DecidedBy = { readonly principal: string; readonly at: Date }
/** `expectedVersion` is the version that the person read. */
type ReleaseRequest = DecidedBy & { readonly expectedVersion: number }

/** Who releases what stays below the limit of its contract. */
export const rulePrincipal = 'rule:release_below'

const setReleased = statement(
  'billing.set_released',
  `update documents set status = 'release_requested', released_by = $3, released_at = $4
   where cell = $1 and document_id = $2`,
)
const selectRunDocuments = statement<{ documentId: string }>(
  'billing.select_run_documents',
  `select document_id as "documentId" from documents
   where cell = $1 and run_id = $2 and status <> 'discarded' order by document_id`,
)
const selectReleasable = statement<{ documentId: string }>(
  'billing.select_releasable',
  `select document_id as "documentId" from documents
   where cell = $1 and status = 'drafted' and kind = 'invoice' and blocked is null and sending is null
     and sent_version = version and ($2::uuid is null or document_id > $2)
   order by document_id limit $3`,
)

/**
 * Asks for a document to be issued. Refused with DOCUMENT_CHANGED when it is not the version that was
 * read, with RUN_NOT_RELEASABLE while it is not ready. Released twice, it is released once.
 */
export async function releaseDocument(
  tx: Tx,
  cell: number,
  settings: BillingSettings,
  documentId: string,
  request: ReleaseRequest,
): Promise<Rejection | { released: true }> {
  const [document = null] = await lockToRelease(tx, cell, [documentId])
  if (document === null) return reject('NOT_FOUND', 'There is no such document.')
  if (document.version !== request.expectedVersion) return changed(document)
  if (isReleased(document)) return { released: true }
  const obstacle = obstacleOf(document, await loadMasters(tx, cell))
  if (obstacle !== null) return notReleasable([[document, obstacle]])
  await writeRelease(tx, cell, settings, document, request)
  return { released: true }
}

type Releasable = BillingDocument & {
  /** Part of its work gave its room to other work, and the draft does not say so yet. */
  readonly outdated: boolean
}

/**
 * Groups of clients before documents, as runs lock them. What is released keeps the room it has; were it settled
 * meanwhile, the same room might go to other work.
 */
async function lockToRelease(tx: Tx, cell: number, ids: readonly string[]): Promise<Releasable[]> {
  const clients = (await readDocumentsOf(tx, cell, ids)).map((one) => one.clientId)
  await lockClientGroups(tx, cell, [...new Set(clients)])
  const documents = await lockDocumentsOf(tx, cell, ids)
  const outdated = await outdatedDocuments(tx, cell, ids)
  return documents.map((one) => ({ ...one, outdated: outdated.has(one.documentId) }))
}

function isReleased(document: BillingDocument): boolean {
  return document.status === 'release_requested' || document.status === 'issued'
}

function changed(document: BillingDocument): Rejection {
  const message =
    'The document changed after it was read. Read it again, and release the version you have read.'
  return reject('DOCUMENT_CHANGED', message, { detail: { version: String(document.version) } })
}

const notCurrent = 'draft_not_current'

/** Why a document cannot be issued now: a status, a case's code, or what is under way; null when it can. */
function obstacleOf(document: Releasable, masters: Masters): string | null {
  if (document.blocked !== null) return document.blocked
  if (document.sending !== null) return document.sending
  if (document.status !== 'drafted') return document.status
  if (document.sentVersion !== document.version || document.outdated) return notCurrent
  const on = lastDay({ from: document.periodFrom, until: document.periodUntil })
  const held: CaseCode = 'CLIENT_ON_HOLD'
  return isOnHold(masters, document.clientId, on) ? held : null
}

function notReleasable(obstacles: readonly (readonly [BillingDocument, string])[]): Rejection {
  const detail = Object.fromEntries(obstacles.map(([document, why]) => [document.documentId, why]))
  const message = obstacles.every(([, why]) => why === notCurrent)
    ? 'Work on it changed, and the draft in the ERP is being rewritten. Read the new version, and release that.'
    : 'Not everything is ready to be issued. Settle what is listed first.'
  return reject('RUN_NOT_RELEASABLE', message, { detail })
}

async function writeRelease(
  tx: Tx,
  cell: number,
  settings: BillingSettings,
  document: BillingDocument,
  by: DecidedBy,
): Promise<void> {
  await tx.query(setReleased, [cell, document.documentId, by.principal, by.at])
  await markDocumentCharges(tx, cell, document.documentId, 'in_flight')
  const released = { ...document, status: 'release_requested' as const }
  await tellDocument(tx, cell, by.at, 'document.release-requested', released)
  await recordDecision(tx, cell, settings.vault, {
    what: 'document.released',
    about: document.documentId,
    principal: by.principal,
    body: { version: document.version, netMinor: String(document.netMinor), currency: document.currency },
    at: by.at,
  })
}

/**
 * Releases every document of a run or none of them. `expectedVersions` names each document that the person
 * read; one that is missing there counts as changed.
 */
export async function releaseRun(
  tx: Tx,
  cell: number,
  settings: BillingSettings,
  runId: string,
  request: DecidedBy & { readonly expectedVersions: Readonly<Record<string, number>> },
): Promise<Rejection | { released: number }> {
  const ids = (await tx.query(selectRunDocuments, [cell, runId])).rows.map((row) => row.documentId)
  if (ids.length === 0) return reject('NOT_FOUND', 'There is no such run, or it has no documents.')
  const documents = await lockToRelease(tx, cell, ids)
  const stale = documents.find((one) => request.expectedVersions[one.documentId] !== one.version)
  if (stale) return changed(stale)
  const masters = await loadMasters(tx, cell)
  const waiting = documents.filter((one) => !isReleased(one))
  const obstacles = waiting.flatMap((one) => {
    const why = obstacleOf(one, masters)
    return why === null ? [] : [[one, why] as const]
  })
  if (obstacles.length > 0) return notReleasable(obstacles)
  for (const document of waiting) await writeRelease(tx, cell, settings, document, request)
  return { released: waiting.length }
}

/**
 * Releases ready invoices whose net stays below their contract's limit, a page at a time: pass `after`
 * until it comes back null. Credits, and contracts without a limit, always wait for a person.
 */
export async function releaseByRule(
  tx: Tx,
  cell: number,
  settings: BillingSettings,
  page: { readonly at: Date; readonly limit: number; readonly after: string | null },
): Promise<{ released: number; after: string | null }> {
  const found = (await tx.query(selectReleasable, [cell, page.after, page.limit])).rows.map(
    (row) => row.documentId,
  )
  const after = found.length < page.limit ? null : found.at(-1)!
  if (found.length === 0) return { released: 0, after }
  const masters = await loadMasters(tx, cell)
  // Most wait for a person: nobody's work is locked for those.
  const below = (await readDocumentsOf(tx, cell, found)).filter((one) => isBelowLimit(one, masters))
  if (below.length === 0) return { released: 0, after }
  let released = 0
  for (const document of await lockToRelease(
    tx,
    cell,
    below.map((one) => one.documentId),
  )) {
    if (!isBelowLimit(document, masters) || obstacleOf(document, masters) !== null) continue
    await writeRelease(tx, cell, settings, document, { principal: rulePrincipal, at: page.at })
    released += 1
  }
  return { released, after }
}

function isBelowLimit(document: BillingDocument, masters: Masters): boolean {
  const on = lastDay({ from: document.periodFrom, until: document.periodUntil })
  const text = masters.at('contract', document.contractId, on)?.releaseBelow ?? null
  const limit = text === null ? null : parseMoney(text, document.currency)
  return limit !== null && document.netMinor > 0n && document.netMinor < limit.minor
}

/** Issued, or about to be. One that stopped before it was issued may be taken back, or nobody could ever free its work. */
function isOutOfReach(document: BillingDocument): boolean {
  return (
    document.status === 'issued' || (document.status === 'release_requested' && document.blocked === null)
  )
}

/**
 * Ends a document that is not released, or that stopped behind its release: its members go back to wait for a run once
 * no draft of it is left.
 */
export async function discardDocument(
  tx: Tx,
  cell: number,
  settings: BillingSettings,
  documentId: string,
  request: ReleaseRequest,
): Promise<Rejection | { discarded: 'discarded' | 'requested' }> {
  const document = await lockDocument(tx, cell, documentId)
  if (document === null) return reject('NOT_FOUND', 'There is no such document.')
  if (document.status === 'discarded') return { discarded: 'discarded' }
  if (document.status === 'discard_requested') return { discarded: 'requested' }
  if (document.version !== request.expectedVersion) return changed(document)
  const obstacle = document.sending ?? (isOutOfReach(document) ? document.status : null)
  if (obstacle !== null) return notReleasable([[document, obstacle]])
  const discarded = await withdraw(tx, cell, document, request.at)
  await recordDecision(tx, cell, settings.vault, {
    what: 'document.discarded',
    about: documentId,
    principal: request.principal,
    body: { version: document.version },
    at: request.at,
  })
  return { discarded }
}
