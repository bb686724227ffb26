/**
 * Takes a document that stands in the ERP into the books of billing, with its own id and the work that it bills. For
 * databases that are older than the ERP: the document was made by the installation as it was before.
 */
import { placeCharges, setDifferenceState } from '../charging/placement.ts'
import { type PricedCharge, readPriced, readProposedOf, readReported } from '../charging/reads.ts'
import type { FoundDocument } from '../connectors/sdk/target.ts'
import { day } from '../kernel/dates.ts'
import { isRejection, type Rejection, reject } from '../kernel/errors.ts'
import { formatMoney } from '../kernel/money.ts'
import { recordDecision } from '../log/decisions.ts'
import { readHead } from '../log/read.ts'
import { loadMasters, type Masters } from '../masterdata/masters.ts'
import { routeOf } from '../masterdata/reads.ts'
import { statement } from '../store/statement.ts'
import type { Tx } from '../store/transaction.ts'
import { splitByNet } from './adjustments.ts'
import { insertDocument, readDocumentsOf } from './document.ts'
import { type Fit, fitOfWorks, type Fitting, fits } from './fit.ts'
import { documentDrafted, documentIssued } from './outcome.ts'
import { ordersOf } from './orders.ts'
import type { PlannedContent } from './plan.ts'
import type { DecidedBy } from './release.ts'
import { insertRun, leaveBehind } from './run.ts'
import type { BillingSettings } from './settings.ts'
import { accountingDay, termsFrom } from './terms.ts'

type Unknown = {
  readonly documentId: string
  readonly connectionId: string
  readonly clientId: string | null
  readonly legalEntity: string | null
  readonly found: FoundDocument
}
/** Null `workIds`: only where one selection alone gives the same lines. */
type Adoption = DecidedBy & { readonly workIds: readonly string[] | null; readonly reason: string }

const setDiscard = statement(
  'billing.adopt_for_discard',
  `update documents set status = 'discard_requested' where cell = $1 and document_id = $2`,
)
const farFuture = day('2900-01-01')

function isCredit(found: FoundDocument): boolean {
  return (
    found.net.minor < 0n || (found.net.minor === 0n && found.lines.some((line) => line.amount.minor < 0n))
  )
}

/**
 * What could be on it, the likelier first: for an invoice what is priced, then also the increases that wait for a
 * person, who may have approved them; for a credit the reductions that do.
 */
async function candidates(tx: Tx, cell: number, unknown: Unknown): Promise<PricedCharge[][]> {
  const { clientId, legalEntity } = unknown
  const head = await readHead(tx, cell)
  const selection = { clientId: clientId ?? undefined, legalEntity: legalEntity ?? undefined }
  const priced = await readPriced(tx, cell, { ...selection, until: farFuture, cutOff: head.position })
  const [reductions, increases] = splitByNet(await readProposedOf(tx, cell, { clientId, legalEntity }))
  if (isCredit(unknown.found))
    return [[...priced.filter((one) => one.correctsDocument !== null), ...reductions]]
  const invoiced = priced.filter((one) => one.correctsDocument === null)
  const approved = increases.map((one) => ({ ...one, correctsDocument: null }))
  return approved.length === 0 ? [invoiced] : [invoiced, [...invoiced, ...approved]]
}

function lastOf(charges: readonly PricedCharge[]): string {
  return charges.reduce((last, one) => (one.workOn > last ? one.workOn : last), '0001-01-01')
}

async function belongsThere(tx: Tx, cell: number, unknown: Unknown, fit: Fit): Promise<boolean> {
  const { key } = fit
  if (key.correctsDocument === null)
    return (await routeOf(tx, cell, key.legalEntity, 'bill')) === unknown.connectionId
  const [invoice] = await readDocumentsOf(tx, cell, [key.correctsDocument])
  return invoice?.connectionId === unknown.connectionId
}

async function chooseFit(
  tx: Tx,
  cell: number,
  fitting: Fitting,
  unknown: Unknown,
  workIds: readonly string[] | null,
): Promise<Fit | Rejection> {
  const { found } = unknown
  if (workIds !== null) {
    const fit = fitOfWorks(fitting, workIds)
    if (fit === null)
      return reject('CONFLICT', 'The named work does not wait to be billed on one document of this client.')
    if (fit.content.netMinor === found.net.minor) return fit
    const ours = formatMoney({ minor: fit.content.netMinor, currency: found.currency })
    return reject(
      'CONFLICT',
      `The named work is worth ${ours}, the document in the ERP ${formatMoney(found.net)}.`,
    )
  }
  const all: Fit[] = []
  for (const fit of fits(fitting)) if (await belongsThere(tx, cell, unknown, fit)) all.push(fit)
  if (all.length === 1) return all[0]!
  return reject(
    'CONFLICT',
    all.length === 0
      ? 'No work that waits to be billed gives the lines of this document.'
      : `${all.length} selections of work give the lines of this document.`,
  )
}

/**
 * Adopts it: the same id, its charges pinned as drafted or issued. Refused with CONFLICT when no selection, or more
 * than one, gives its lines; then nothing was changed.
 */
export async function adoptDocument(
  tx: Tx,
  cell: number,
  settings: BillingSettings,
  unknown: Unknown,
  how: Adoption,
): Promise<{ readonly adopted: Fit } | Rejection> {
  const { documentId, connectionId, found } = unknown
  if ((await readDocumentsOf(tx, cell, [documentId])).length > 0)
    return reject('CONFLICT', 'This database has a document of that id.')
  const masters = await loadMasters(tx, cell)
  let fit: Fit | Rejection | null = null
  for (const charges of await candidates(tx, cell, unknown)) {
    const reported = await readReported(
      tx,
      cell,
      charges.map((one) => one.workId),
    )
    const fitting: Fitting = {
      found,
      charges,
      profile: settings.profileOf(connectionId),
      sourceOf: (workId) => reported.get(workId)?.connectionId ?? '',
      termsFor: (period) => termsFrom(masters, period, reported),
      orderOf: await ordersOf(tx, cell, masters, charges, lastOf(charges)),
    }
    fit = await chooseFit(tx, cell, fitting, unknown, how.workIds)
    if (!isRejection(fit)) break
  }
  if (fit === null || isRejection(fit)) return fit ?? reject('CONFLICT', 'No work waits to be billed.')
  const proposed = fit.charges.filter((one) => one.state === 'proposed')
  if (proposed.length > 0)
    await setDifferenceState(tx, cell, proposed, 'priced', fit.key.correctsDocument ?? undefined)
  await insertAdopted(tx, cell, settings, masters, unknown, fit, how)
  await placeCharges(tx, cell, fit.content.members, documentId)
  await leaveBehind(tx, cell, fit.charges)
  if (found.state === 'issued') await documentIssued(tx, cell, documentId, { found, at: how.at })
  else await documentDrafted(tx, cell, documentId, { version: 1, found, at: how.at })
  await recordDecision(tx, cell, settings.vault, {
    what: 'document.adopted',
    about: documentId,
    principal: how.principal,
    body: {
      reference: found.reference,
      state: found.state,
      netMinor: String(found.net.minor),
      currency: found.currency,
      works: [...new Set(fit.content.members.map((one) => one.workId))],
      reason: how.reason,
    },
    at: how.at,
  })
  return { adopted: fit }
}

async function insertAdopted(
  tx: Tx,
  cell: number,
  settings: BillingSettings,
  masters: Masters,
  unknown: Unknown,
  fit: Pick<Fit, 'key' | 'period' | 'content'>,
  by: DecidedBy,
): Promise<void> {
  const { documentId, connectionId, found } = unknown
  const runId = settings.newId()
  const selection = { contractId: fit.key.contractId }
  const request = { selection, period: fit.period, cutOff: null, principal: by.principal, at: by.at }
  await insertRun(tx, cell, runId, request, (await readHead(tx, cell)).position, 'frozen')
  await insertDocument(tx, cell, {
    documentId,
    runId,
    kind: fit.key.correctsDocument === null ? 'invoice' : 'credit',
    key: fit.key,
    connectionId,
    reference: found.reference,
    blocked: null,
    periodFrom: fit.period.from,
    periodUntil: fit.period.until,
    accountingOn: accountingDay(masters, fit.key.legalEntity, fit.period),
    createdAt: by.at,
    content: fit.content,
  })
}

const nothing: PlannedContent = {
  ...{ lines: [], members: [], netMinor: 0n, taxMinor: 0n, totalMinor: 0n },
  stopped: null,
}

/**
 * Takes a draft in as a document without work that is to be removed: posting looks, removes it once, and locates what
 * it does not hear of, as with any other.
 */
export async function adoptToDiscard(
  tx: Tx,
  cell: number,
  settings: BillingSettings,
  unknown: Unknown,
  by: DecidedBy & { readonly reason: string },
): Promise<{ readonly requested: true } | Rejection> {
  const { documentId, found } = unknown
  if (found.state !== 'draft')
    return reject('CONFLICT', 'It is issued: credit it in the ERP, or adopt it with the work that it bills.')
  if ((await readDocumentsOf(tx, cell, [documentId])).length > 0)
    return reject('CONFLICT', 'This database has a document of that id.')
  const masters = await loadMasters(tx, cell)
  const legalEntity = unknown.legalEntity ?? masters.ids('legal_entity')[0] ?? ''
  const key = {
    ...{ legalEntity, clientId: unknown.clientId ?? '', contractId: '', currency: found.currency },
    ...{ correctsDocument: null, purchaseOrder: null },
  }
  const today = day(by.at.toISOString().slice(0, 10))
  const period = { from: day(`${today.slice(0, 7)}-01`), until: today }
  const whole = period.from < period.until ? period : { from: period.from, until: farFuture }
  await insertAdopted(tx, cell, settings, masters, unknown, { key, period: whole, content: nothing }, by)
  // Its sums were never predicted, so there is nothing to compare them with.
  const asFound = { ...found, net: { minor: 0n, currency: found.currency }, tax: null, total: null }
  await documentDrafted(tx, cell, documentId, { version: 1, found: asFound, at: by.at })
  await tx.query(setDiscard, [cell, documentId])
  await recordDecision(tx, cell, settings.vault, {
    what: 'document.discarded',
    about: documentId,
    principal: by.principal,
    body: { reference: found.reference, reason: by.reason },
    at: by.at,
  })
  return { requested: true }
}
