/** Holds the documents that this database knows against the ERP's, and takes over how far they are there. */
import { type BillingDocument, lockDocument, readDocumentsOf, readLinesOf } from '../../billing/document.ts'
import {
  documentBlocked,
  documentDiscarded,
  documentDrafted,
  documentIssued,
  documentNotSent,
  documentUnblocked,
} from '../../billing/outcome.ts'
import { takeWaitingDifferences } from '../../billing/late-differences.ts'
import { listDocuments } from '../../billing/reads.ts'
import type { FoundDocument } from '../../connectors/sdk/target.ts'
import { statement } from '../../store/statement.ts'
import type { Tx } from '../../store/transaction.ts'
import { sentContents } from '../document-books.ts'
import { amountsDigest } from '../due-document.ts'
import type { Obstacle } from '../one-draft.ts'
import type { RecoveryDeps } from './deps.ts'
import { foundDocuments, standDocumentAs, type StoredDocument } from './found.ts'
import { inRecovery } from './stage.ts'

const open: readonly BillingDocument['status'][] = [
  'planned',
  'drafted',
  'release_requested',
  'discard_requested',
]

const closeOpen = statement(
  'posting.closeOpenPostings',
  `update document_postings set state = $3, external_id = coalesce($4, external_id), next_look_at = null,
     answer = 'Settled by what was read back from the ERP.'
   where cell = $1 and document_id = $2 and state in ('claimed', 'sent', 'in_doubt', 'manual')`,
)

async function digestOf(tx: Tx, cell: number, document: BillingDocument): Promise<string> {
  const { documentId, currency } = document
  const lines = (await readLinesOf(tx, cell, [documentId])).get(documentId) ?? []
  const amounts = lines.map((line) => ({ amount: { minor: line.amountMinor, currency } }))
  return amountsDigest({ currency, lines: amounts })
}

/** The version whose amounts stand in the ERP; null when it is none that this database knows. */
async function versionThere(
  tx: Tx,
  cell: number,
  document: BillingDocument,
  found: FoundDocument,
): Promise<number | null> {
  const there = amountsDigest(found)
  if (there === (await digestOf(tx, cell, document))) return document.version
  const sent = await sentContents(tx, cell, document.documentId)
  return sent.find((one) => one.digest === there && one.version <= document.version)?.version ?? null
}

type Standing = { readonly tx: Tx; readonly deps: RecoveryDeps; readonly document: BillingDocument }

async function block(standing: Standing, obstacle: Obstacle): Promise<void> {
  const { tx, deps, document } = standing
  await tx.query(closeOpen, [deps.cell, document.documentId, 'absent', null])
  await documentNotSent(tx, deps.cell, document.documentId)
  const { code, detail } = obstacle
  await documentBlocked(tx, deps.cell, document.documentId, code, detail, deps.clock.now())
}

async function absent(standing: Standing): Promise<void> {
  const { tx, deps, document } = standing
  const { documentId } = document
  if (document.erpExternalId !== null && document.status !== 'discard_requested')
    return block(standing, { code: 'ERP_DOCUMENT_VANISHED', detail: { state: 'gone' } })
  await tx.query(closeOpen, [deps.cell, documentId, 'absent', null])
  await documentNotSent(tx, deps.cell, documentId)
  if (document.status === 'discard_requested')
    await documentDiscarded(tx, deps.cell, documentId, { at: deps.clock.now() })
}

async function draft(standing: Standing, found: FoundDocument): Promise<void> {
  const { tx, deps, document } = standing
  const { cell } = deps
  const { documentId } = document
  const version = await versionThere(tx, cell, document, found)
  const unchanged = found.contentDigest === document.erpContentDigest
  if (version === null && !unchanged) {
    const detail = { state: 'draft', net: String(found.net.minor), externalId: found.externalId }
    return block(standing, { code: 'ERP_DOCUMENT_CHANGED', detail })
  }
  await tx.query(closeOpen, [cell, documentId, 'located', found.externalId])
  await documentNotSent(tx, cell, documentId)
  if (document.status === 'discard_requested' || (unchanged && document.status !== 'planned')) return
  const drafted = {
    version: version ?? document.sentVersion ?? document.version,
    found,
    at: deps.clock.now(),
  }
  await documentDrafted(tx, cell, documentId, drafted)
}

async function issued(standing: Standing, found: FoundDocument): Promise<void> {
  const { tx, deps, document } = standing
  const { cell } = deps
  const { documentId } = document
  const whole = (await versionThere(tx, cell, document, found)) === document.version
  if (!whole || document.status === 'discard_requested') {
    const detail = { state: 'issued', number: found.number ?? '', net: String(found.net.minor) }
    return block(standing, { code: 'ERP_DOCUMENT_CHANGED', detail })
  }
  await tx.query(closeOpen, [cell, documentId, 'located', found.externalId])
  await documentNotSent(tx, cell, documentId)
  await documentIssued(tx, cell, documentId, { found, at: deps.clock.now() })
}

/** Brings one open document to where it stands in the ERP, or stops it with a case. */
async function settleKnown(standing: Standing, there: readonly StoredDocument[]): Promise<void> {
  const live = there.filter((one) => one.state !== 'cancelled').map((one) => one.found)
  const [one, ...others] = live
  if (others.length > 0) {
    const detail = { externalIds: live.map((each) => each.externalId).join(' ') }
    return block(standing, { code: 'ERP_DUPLICATE_REFERENCE', detail })
  }
  if (one === undefined) return absent(standing)
  return one.state === 'draft' ? draft(standing, one) : issued(standing, one)
}

async function openDocuments(tx: Tx, cell: number, connectionId: string): Promise<BillingDocument[]> {
  const all: BillingDocument[] = []
  for (const status of open)
    for (let after: string | null = null; ; ) {
      const page: BillingDocument[] = await listDocuments(tx, cell, { status }, { after, limit: 1_000 })
      all.push(...page.filter((one) => one.connectionId === connectionId))
      after = page.at(-1)?.documentId ?? null
      if (page.length < 1_000) break
    }
  return all.sort((a, b) => (a.documentId < b.documentId ? -1 : 1))
}

class Undone extends Error {}

/**
 * Stopped because the ERP was further, and now the work that made the difference came in again: with what waited taken
 * in it says what stands there. Otherwise nothing was changed. Returns how many go on.
 */
export async function takeOverLate(deps: RecoveryDeps): Promise<number> {
  const { cell, store } = deps
  const known = await store.transaction((tx) => foundDocuments(tx, cell, null, ['known']))
  let settled = 0
  for (const one of known.filter((each) => each.state !== 'cancelled'))
    settled += await store
      .transaction((tx) => tryLate(tx, deps, one))
      .catch((error: unknown) => {
        if (error instanceof Undone) return 0
        throw error
      })
  return settled
}

async function tryLate(tx: Tx, deps: RecoveryDeps, one: StoredDocument): Promise<number> {
  const { cell, billing, clock } = deps
  const at = clock.now()
  const { documentId, found } = one
  const stopped = documentId === null ? null : await lockDocument(tx, cell, documentId)
  if (stopped?.blocked !== 'ERP_DOCUMENT_CHANGED' || !open.includes(stopped.status)) return 0
  await documentUnblocked(tx, cell, documentId!, { at, resolution: 'The work that it bills came in again.' })
  const free = (await lockDocument(tx, cell, documentId!))!
  const document = await takeWaitingDifferences(tx, cell, billing, free, at)
  const fits = document !== null && (await versionThere(tx, cell, document, found)) === document.version
  if (!fits || document.status === 'discard_requested') throw new Undone()
  const standing = { tx, deps, document }
  await (found.state === 'draft' ? draft(standing, found) : issued(standing, found))
  return 1
}

/**
 * Every open document of the target, each in a transaction of its own; then what the ERP holds and this database does
 * not know is what is left. Repeated, it changes nothing.
 */
export async function matchDocuments(deps: RecoveryDeps, epoch: number, connectionId: string): Promise<void> {
  const { cell, store } = deps
  const at = deps.clock.now()
  const found = await store.transaction((tx) => foundDocuments(tx, cell, connectionId, ['found', 'known']))
  const byId = Map.groupBy(found, (one) => one.documentId ?? '')
  for (const listed of await store.transaction((tx) => openDocuments(tx, cell, connectionId)))
    await inRecovery(deps, epoch, 'matching', async (tx) => {
      const document = await lockDocument(tx, cell, listed.documentId)
      if (document === null || !open.includes(document.status)) return
      await settleKnown({ tx, deps, document }, byId.get(document.documentId) ?? [])
    })
  await inRecovery(deps, epoch, 'matching', async (tx) => {
    const ids = [...byId.keys()].filter((id) => id !== '')
    const known = await readDocumentsOf(tx, cell, ids)
    // What was over here and stands there is as unknown as what was never here.
    const ours = new Set(known.filter((one) => one.status !== 'discarded').map((one) => one.documentId))
    for (const one of found) {
      const standing = one.documentId !== null && ours.has(one.documentId) ? 'known' : one.standing
      const over = standing === 'found' && one.state === 'cancelled'
      if (standing !== one.standing || over)
        await standDocumentAs(tx, cell, one, { standing: over ? 'over' : standing, at })
    }
  })
}
