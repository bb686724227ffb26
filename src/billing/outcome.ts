/**
 * What posting tells billing: the states of a document in the ERP, and whether its sums are the predicted
 * ones.
 */
import { markDocumentCharges, setDifferenceState, unplaceCharges } from '../charging/placement.ts'
import { type PricedCharge, readDocumentCharges } from '../charging/reads.ts'
import { lockWorkCharges } from '../charging/work-charges.ts'
import type { FoundDocument } from '../connectors/sdk/target.ts'
import type { CaseCode } from '../kernel/error-catalogue.ts'
import { assert } from '../kernel/errors.ts'
import { formatMoney } from '../kernel/money.ts'
import { noteChanges } from '../log/changes.ts'
import { statement } from '../store/statement.ts'
import type { Tx } from '../store/transaction.ts'
import { type BillingDocument, lockDocument } from './document.ts'
import { openDocumentCase, resolveDocumentCases, unknownInErp } from './document-cases.ts'
import { creditedChange, documentChange, tellDocument } from './tell.ts'

const setSending = statement(
  'billing.set_sending',
  'update documents set sending = $3 where cell = $1 and document_id = $2',
)
const setFound = statement(
  'billing.set_found',
  `update documents set status = case when status = 'planned' then 'drafted' else status end, sending = null,
     sent_version = $3, erp_external_id = $4, erp_content_digest = $5, erp_net_minor = $6, erp_tax_minor = $7,
     erp_total_minor = $8
   where cell = $1 and document_id = $2`,
)
const setIssued = statement(
  'billing.set_issued',
  `update documents set status = 'issued', sending = null, blocked = null, erp_external_id = $3,
     erp_content_digest = $4, erp_number = $5, erp_ledger_on = $6, erp_net_minor = $7, erp_tax_minor = $8,
     erp_total_minor = $9, issued_at = $10
   where cell = $1 and document_id = $2`,
)
const setBlocked = statement(
  'billing.set_blocked',
  'update documents set blocked = $3, sending = $4 where cell = $1 and document_id = $2',
)
const setDiscarded = statement(
  'billing.set_discarded',
  `update documents set status = 'discarded', sending = null, blocked = null
   where cell = $1 and document_id = $2`,
)
const setForgotten = statement(
  'billing.set_forgotten',
  `update documents set status = 'planned', sending = null, blocked = null, sent_version = null, erp_external_id = null,
     erp_content_digest = null, erp_net_minor = null, erp_tax_minor = null, erp_total_minor = null,
     released_by = null, released_at = null
   where cell = $1 and document_id = $2`,
)
const moveRun = statement(
  'billing.move_run',
  `update billing_runs r set state = case when exists (select from documents d where d.cell = $1
       and d.run_id = $2 and d.status = 'planned') then 'drafting' else 'drafted' end
   where r.cell = $1 and r.run_id = $2 and r.state in ('frozen', 'drafting')`,
)

async function locked(tx: Tx, cell: number, documentId: string): Promise<BillingDocument> {
  const document = await lockDocument(tx, cell, documentId)
  assert(document !== null, 'Posting speaks of a document that billing does not have')
  return document
}

/** Where its charges stand while no write of it is under way: what is released is on its way, and bound. */
function whileUnsent({ status }: BillingDocument): 'draft' | 'in_flight' {
  return status === 'release_requested' ? 'in_flight' : 'draft'
}

/** Before a write is sent, in the transaction that claims it: from here its content stands still. */
export async function documentInFlight(tx: Tx, cell: number, documentId: string): Promise<void> {
  const document = await locked(tx, cell, documentId)
  assert(document.status !== 'issued' && document.status !== 'discarded', 'What is done is not sent again')
  await tx.query(setSending, [cell, documentId, 'in_flight'])
  await markDocumentCharges(tx, cell, documentId, 'in_flight')
}

export async function documentInDoubt(tx: Tx, cell: number, documentId: string): Promise<void> {
  const document = await locked(tx, cell, documentId)
  assert(document.status !== 'issued' && document.status !== 'discarded', 'What is done is not in doubt')
  await tx.query(setSending, [cell, documentId, 'in_doubt'])
  await markDocumentCharges(tx, cell, documentId, 'in_doubt')
}

/** The write provably did not happen and nothing stops another: it is due again. */
export async function documentNotSent(tx: Tx, cell: number, documentId: string): Promise<void> {
  const document = await locked(tx, cell, documentId)
  if (document.sending === null) return
  await tx.query(setSending, [cell, documentId, null])
  await markDocumentCharges(tx, cell, documentId, whileUnsent(document))
}

type Drafted = { readonly version: number; readonly found: FoundDocument; readonly at: Date }

/**
 * Exactly one draft stands in the ERP, with the content of `version`. Its sums are compared with the
 * prediction.
 */
export async function documentDrafted(
  tx: Tx,
  cell: number,
  documentId: string,
  drafted: Drafted,
): Promise<void> {
  const document = await locked(tx, cell, documentId)
  assert(document.status !== 'issued' && document.status !== 'discarded', 'What is done has no draft')
  const { found } = drafted
  await tx.query(setFound, [
    cell,
    documentId,
    drafted.version,
    found.externalId,
    found.contentDigest,
    found.net.minor,
    found.tax?.minor ?? null,
    found.total?.minor ?? null,
  ])
  await markDocumentCharges(tx, cell, documentId, whileUnsent(document))
  await tx.query(moveRun, [cell, document.runId])
  const status = document.status === 'planned' ? 'drafted' : document.status
  await tellDocument(tx, cell, drafted.at, 'document.drafted', {
    ...document,
    status,
    version: drafted.version,
  })
  if (drafted.version !== document.version) return
  const detail = differenceOf(document, found)
  if (detail !== null) await documentBlocked(tx, cell, documentId, 'ERP_TOTAL_DIFFERS', detail, drafted.at)
  else if (document.blocked === 'ERP_TOTAL_DIFFERS')
    await documentUnblocked(tx, cell, documentId, { at: drafted.at, resolution: 'totals agree' })
}

/** The draft was rewritten in the ERP. */
export const documentUpdated = documentDrafted

/** Which predicted sums the ERP does not share; null when all known ones agree. */
function differenceOf(document: BillingDocument, found: FoundDocument): Record<string, string> | null {
  const { currency } = document
  const detail: Record<string, string> = {}
  const compare = (name: string, predicted: bigint, there: { minor: bigint; currency: string } | null) => {
    if (there === null || (there.minor === predicted && there.currency === currency)) return
    detail[`${name}Predicted`] = formatMoney({ minor: predicted, currency })
    detail[`${name}InErp`] = formatMoney(there)
  }
  compare('net', document.netMinor, found.net)
  compare('tax', document.taxMinor, found.tax)
  compare('total', document.totalMinor, found.total)
  return Object.keys(detail).length === 0 ? null : { ...detail, currency, erpCurrency: found.currency }
}

/** Issued: number, ledger date and legal tax are the ERP's, and its members are pinned. */
export async function documentIssued(
  tx: Tx,
  cell: number,
  documentId: string,
  { found, at }: { readonly found: FoundDocument; readonly at: Date },
): Promise<void> {
  const document = await locked(tx, cell, documentId)
  assert(document.status !== 'discarded', 'What was discarded is not issued')
  if (document.status === 'issued') return
  await tx.query(setIssued, [
    cell,
    documentId,
    found.externalId,
    found.contentDigest,
    found.number,
    found.ledgerOn,
    found.net.minor,
    found.tax?.minor ?? null,
    found.total?.minor ?? null,
    at,
  ])
  await markDocumentCharges(tx, cell, documentId, 'issued')
  const issued = { ...document, status: 'issued' as const, erpNumber: found.number }
  await noteChanges(tx, cell, at, [documentChange('document.issued', issued), ...creditedChange(issued)])
  await resolveDocumentCases(tx, cell, documentId, null, 'issued', at)
  const detail = differenceOf(document, found)
  if (detail !== null) await documentBlocked(tx, cell, documentId, 'ERP_TOTAL_DIFFERS', detail, at)
}

const changedInErp: readonly CaseCode[] = ['ERP_DOCUMENT_CHANGED', 'ERP_DOCUMENT_VANISHED']

/** A case stops the document. An issued one stays issued: the case is a break to be answered by a person. */
export async function documentBlocked(
  tx: Tx,
  cell: number,
  documentId: string,
  code: CaseCode,
  detail: Readonly<Record<string, string>>,
  at: Date,
): Promise<void> {
  const document = await locked(tx, cell, documentId)
  const unanswered = document.sending !== null && unknownInErp.includes(code)
  await tx.query(setBlocked, [cell, documentId, code, unanswered ? 'in_doubt' : null])
  if (document.sending !== null)
    await markDocumentCharges(tx, cell, documentId, unanswered ? 'in_doubt' : whileUnsent(document))
  await openDocumentCase(tx, cell, document, code, detail, at)
  if (changedInErp.includes(code) && document.blocked !== code)
    await tellDocument(tx, cell, at, 'document.changed-in-erp', document, code)
}

/** The case is cured or a person resumed it: what was due before is due again. */
export async function documentUnblocked(
  tx: Tx,
  cell: number,
  documentId: string,
  how: { readonly at: Date; readonly resolution: string; readonly by?: string },
): Promise<void> {
  const document = await locked(tx, cell, documentId)
  if (document.blocked === null) return
  await tx.query(setBlocked, [cell, documentId, null, document.sending])
  await resolveDocumentCases(
    tx,
    cell,
    documentId,
    [document.blocked as CaseCode],
    how.resolution,
    how.at,
    how.by,
  )
}

/**
 * A person decided about a document that is gone from the ERP: its case is closed, and where it is to be sent again
 * it stands as if it had never been there, and is released anew.
 */
export async function documentForgotten(
  tx: Tx,
  cell: number,
  documentId: string,
  how: { readonly at: Date; readonly resolution: string; readonly by: string; readonly again: boolean },
): Promise<void> {
  const document = await locked(tx, cell, documentId)
  assert(document.status !== 'issued', 'What has a number is corrected, never sent again')
  if (how.again) {
    await tx.query(setForgotten, [cell, documentId])
    await markDocumentCharges(tx, cell, documentId, 'draft')
  }
  const codes: CaseCode[] = ['ERP_DOCUMENT_VANISHED', 'ERP_DOCUMENT_MISSING']
  await resolveDocumentCases(tx, cell, documentId, codes, how.resolution, how.at, how.by)
}

/** The draft is gone from the ERP, as asked: its members wait for the next run. */
export async function documentDiscarded(
  tx: Tx,
  cell: number,
  documentId: string,
  { at }: { readonly at: Date },
): Promise<void> {
  const document = await locked(tx, cell, documentId)
  if (document.status === 'discarded') return
  assert(document.status === 'discard_requested', 'Only what was asked to be discarded goes back')
  await giveBack(tx, cell, document, at)
}

/** Members back to priced; the document is over. Only where nothing of it stands in the ERP. */
export async function giveBack(tx: Tx, cell: number, document: BillingDocument, at: Date): Promise<void> {
  const members = await readDocumentCharges(tx, cell, document.documentId)
  // Its last write may be unanswered still, where it is known by other means that nothing of it stands.
  await markDocumentCharges(tx, cell, document.documentId, 'draft')
  await unplaceCharges(tx, cell, document.documentId)
  await freeDifferences(tx, cell, members)
  await tx.query(setDiscarded, [cell, document.documentId])
  await tx.query(moveRun, [cell, document.runId])
  await resolveDocumentCases(tx, cell, document.documentId, null, 'discarded', at)
  await tellDocument(tx, cell, at, 'document.discarded', { ...document, status: 'discarded' })
}

/**
 * Differences of works that stand on no document any more go with them: a run must not see the one without
 * the other.
 */
async function freeDifferences(tx: Tx, cell: number, members: readonly PricedCharge[]): Promise<void> {
  const charges = await lockWorkCharges(
    tx,
    cell,
    members.map((one) => one.workId),
  )
  const bound = new Set(charges.filter((one) => one.documentId !== null).map((one) => one.workId))
  const free = charges.filter((one) => one.state === 'pending' && !bound.has(one.workId))
  if (free.length > 0) await setDifferenceState(tx, cell, free, 'priced')
}
