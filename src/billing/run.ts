import { placeCharges, setDifferenceState } from '../charging/placement.ts'
import { type PricedCharge, readPriced } from '../charging/reads.ts'
import { lockWorkCharges } from '../charging/work-charges.ts'
import { formatDecimal } from '../kernel/decimal.ts'
import { type Rejection, reject } from '../kernel/errors.ts'
import { lastDay, type Period } from '../kernel/periods.ts'
import { recordDecision } from '../log/decisions.ts'
import { noteChanges } from '../log/changes.ts'
import { readHead } from '../log/read.ts'
import { loadMasters, type Masters } from '../masterdata/masters.ts'
import { routeOf } from '../masterdata/reads.ts'
import { statement } from '../store/statement.ts'
import type { Tx } from '../store/transaction.ts'
import { insertDocument, type NewDocument, readDocumentsOf } from './document.ts'
import { type HeldGroup, isBeyondLimit, openDocumentCase, tellRunCases } from './document-cases.ts'
import { holdOn, listHolds } from './holds.ts'
import {
  cancelsOut,
  type DocumentKey,
  groupByDocument,
  keyOf,
  type PlannedContent,
  planContent,
  sumHours,
  sumMinor,
} from './plan.ts'
import { termsOfDocument } from './document-terms.ts'
import { ordersOf } from './orders.ts'
import { type BillingSettings, referenceOf } from './settings.ts'
import { documentChange } from './tell.ts'
import { accountingDay, isOnHold } from './terms.ts'

export type RunSelection = {
  readonly clientId?: string
  readonly contractId?: string
  readonly legalEntity?: string
}
export type RunRequest = {
  readonly selection: RunSelection
  readonly period: Period
  /** Position up to which charges are taken; null: everything known now. */
  readonly cutOff: bigint | null
  readonly principal: string
  readonly at: Date
}
type PlannedDocument = {
  readonly key: DocumentKey
  readonly connectionId: string
  readonly content: PlannedContent
  readonly charges: readonly PricedCharge[]
}
type RunPlan = { readonly documents: readonly PlannedDocument[]; readonly held: readonly HeldGroup[] }

const addRun = statement(
  'billing.add_run',
  `insert into billing_runs (cell, run_id, selection, period_from, period_until, cut_off, state, requested_by, requested_at)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
)

/**
 * Freezes what is priced into documents, in this one transaction: the charges are locked, so that of two
 * runs at once each charge joins one. What nets to nothing stays where it is. Repeated, it finds nothing
 * new and is empty.
 */
export async function startRun(
  tx: Tx,
  cell: number,
  settings: BillingSettings,
  request: RunRequest,
): Promise<{ runId: string; documents: number } | Rejection> {
  const refused = refuse(request)
  if (refused) return refused
  // What arrived is allocated before it is frozen; a run up to an earlier position takes what was written by then.
  await settings.settleGroups(tx, request.selection.clientId ?? null)
  const cutOff = request.cutOff ?? (await readHead(tx, cell)).position
  const masters = await loadMasters(tx, cell)
  const plan = await planRun(tx, cell, settings, masters, request, cutOff)
  const runId = settings.newId()
  const state = plan.documents.length === 0 ? 'empty' : 'frozen'
  await insertRun(tx, cell, runId, request, cutOff, state)
  await writeDocuments(tx, cell, settings, masters, runId, request, plan.documents)
  const billed = plan.documents.map((one) => one.key)
  await tellRunCases(tx, cell, plan.held, billed, request.at)
  const { period, selection } = request
  const data = {
    documents: plan.documents.length,
    periodFrom: period.from,
    periodUntil: period.until,
    client: selection.clientId ?? null,
    contract: selection.contractId ?? null,
    legalEntity: selection.legalEntity ?? null,
  }
  await noteChanges(tx, cell, request.at, [{ kind: 'billing-run.frozen', subjectId: runId, data }])
  await recordDecision(tx, cell, settings.vault, {
    what: 'run.started',
    about: runId,
    principal: request.principal,
    body: { ...describe(request), cutOff: String(cutOff), documents: plan.documents.length },
    at: request.at,
  })
  return { runId, documents: plan.documents.length }
}

function refuse(request: RunRequest): Rejection | null {
  if (request.period.from < request.period.until) return null
  return reject('SCHEMA_VIOLATION', 'The period ends before it begins. Give a first day and a later end.', {
    field: '/period',
  })
}

function describe(request: RunRequest) {
  return { selection: request.selection, from: request.period.from, until: request.period.until }
}

export async function insertRun(
  tx: Tx,
  cell: number,
  runId: string,
  request: RunRequest,
  cutOff: bigint,
  state: 'frozen' | 'empty',
): Promise<void> {
  const { selection, period, principal, at } = request
  const values = [JSON.stringify(selection), period.from, period.until, cutOff, state, principal, at]
  await tx.query(addRun, [cell, runId, ...values])
}

/**
 * What a run would freeze now: the same computation, without a write. The charges are locked all the same.
 */
export async function planRun(
  tx: Tx,
  cell: number,
  settings: BillingSettings,
  masters: Masters,
  request: Pick<RunRequest, 'selection' | 'period'>,
  cutOff: bigint,
): Promise<RunPlan> {
  const priced = await readPriced(tx, cell, { ...request.selection, until: request.period.until, cutOff })
  const holds = await listHolds(tx, cell)
  const documents: PlannedDocument[] = []
  const held: HeldGroup[] = []
  const on = lastDay(request.period)
  const orderOf = await ordersOf(tx, cell, masters, priced, on)
  for (const { key, charges } of groupByDocument(priced, orderOf)) {
    if (cancelsOut(charges)) continue
    const connectionId = await connectionOf(tx, cell, key)
    const onHold = isOnHold(masters, key.clientId, on)
    const unknown = holdOn(holds, key) !== null
    if (onHold || unknown || connectionId === null) {
      const code = unknown ? 'ERP_DOCUMENT_UNKNOWN' : onHold ? 'CLIENT_ON_HOLD' : 'ERP_REFERENCE_MISSING'
      held.push({ key, code, ...netOf(charges) })
      continue
    }
    const terms = await termsOfDocument(tx, cell, masters, key, request.period, charges)
    const content = planContent(charges, key.currency, terms, settings.profileOf(connectionId))
    if (content.stopped === null) documents.push({ key, connectionId, content, charges })
    else held.push({ key, code: content.stopped, ...netOf(charges) })
  }
  return { documents, held }
}

function netOf(charges: readonly PricedCharge[]): { netMinor: bigint; hours: string } {
  return { netMinor: sumMinor(charges), hours: formatDecimal(sumHours(charges)) }
}

/** What stands in the row of a document that nobody has sent yet. */
const fresh = { version: 1, status: 'planned', erpNumber: null } as const

/** Mints the documents' ids and places their members, in the caller's transaction. */
export async function writeDocuments(
  tx: Tx,
  cell: number,
  settings: BillingSettings,
  masters: Masters,
  runId: string,
  request: Pick<RunRequest, 'period' | 'at'>,
  documents: readonly PlannedDocument[],
): Promise<string[]> {
  const ids: string[] = []
  for (const { key, connectionId, content } of documents) {
    const documentId = settings.newId()
    const beyond = isBeyondLimit(settings, key.currency, content.netMinor)
    const made: NewDocument = {
      documentId,
      runId,
      kind: key.correctsDocument === null ? 'invoice' : 'credit',
      key,
      connectionId,
      reference: referenceOf(settings, documentId),
      blocked: beyond ? 'DOCUMENT_BEYOND_LIMIT' : null,
      periodFrom: request.period.from,
      periodUntil: request.period.until,
      accountingOn: accountingDay(masters, key.legalEntity, request.period),
      createdAt: request.at,
      content,
    }
    await insertDocument(tx, cell, made)
    await noteChanges(tx, cell, request.at, [
      documentChange('document.planned', { ...made, ...key, ...fresh, netMinor: content.netMinor }),
    ])
    await placeCharges(tx, cell, content.members, documentId)
    if (beyond) {
      const document = { documentId, connectionId, ...key, netMinor: content.netMinor }
      await openDocumentCase(tx, cell, document, 'DOCUMENT_BEYOND_LIMIT', {}, request.at)
    }
    ids.push(documentId)
  }
  await leaveBehind(
    tx,
    cell,
    documents.flatMap((one) => one.charges),
  )
  return ids
}

/** A credit goes where the invoice that it corrects stands. */
async function connectionOf(tx: Tx, cell: number, key: DocumentKey): Promise<string | null> {
  if (key.correctsDocument === null) return routeOf(tx, cell, key.legalEntity, 'bill')
  return (await readDocumentsOf(tx, cell, [key.correctsDocument]))[0]?.connectionId ?? null
}

/**
 * What is priced of the same works in the same document's name, but lies behind the cut-off or was written while
 * this run waited for its locks, is from now on a difference to that document: left priced, a reduction would
 * become an invoice of its own in the next run.
 */
export async function leaveBehind(tx: Tx, cell: number, frozen: readonly PricedCharge[]): Promise<void> {
  const works = new Set(frozen.map(textOfWork))
  const rest = await lockWorkCharges(
    tx,
    cell,
    frozen.map((charge) => charge.workId),
  )
  const behind = rest.filter((charge) => charge.state === 'priced' && works.has(textOfWork(charge)))
  if (behind.length > 0) await setDifferenceState(tx, cell, behind, 'pending')
}

function textOfWork(charge: PricedCharge): string {
  return JSON.stringify([charge.workId, keyOf(charge)])
}
