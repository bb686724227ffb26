import { countChargesOnDocuments, type LineSum, sumDocumentLines } from '../charging/trace.ts'
import { compareDecimal, decimal } from '../kernel/decimal.ts'
import { type CheckResult, invariant, offendersShown } from '../store/invariant.ts'
import { statement } from '../store/statement.ts'
import type { Tx } from '../store/transaction.ts'
import { type BillingDocument, readDocumentsOf, readLinesOf } from './document.ts'
import type { PlannedLine } from './plan.ts'

const totalsAddUp = invariant(
  'documents_are_the_sum_of_their_lines',
  `select d.document_id, d.net_minor, d.tax_minor, d.total_minor,
     coalesce((select sum(l.amount_minor) from document_lines l where l.cell = $1
       and l.document_id = d.document_id and l.version = d.version), 0) as lines
   from documents d where d.cell = $1`,
  `select document_id || ': net ' || net_minor || ', lines ' || lines || ', total ' || total_minor from looked
   where net_minor <> lines or total_minor <> net_minor + tax_minor`,
)

const oneErpDocument = invariant(
  'no_erp_document_belongs_to_two',
  `select connection_id, erp_external_id, count(*) as n from documents
   where cell = $1 and erp_external_id is not null and status <> 'discarded' group by 1, 2`,
  `select connection_id || ' ' || erp_external_id || ': ' || n || ' documents' from looked where n > 1`,
)

const creditsWithinInvoice = invariant(
  'credits_stay_within_their_invoice',
  `select i.document_id, i.net_minor, sum(c.net_minor) as credited from documents i
     join documents c on c.cell = $1 and c.corrects_document = i.document_id and c.status <> 'discarded'
   where i.cell = $1 group by 1, 2`,
  `select document_id || ': ' || net_minor || ' with credits of ' || credited from looked
   where net_minor + credited < 0`,
)

const issuedWasReleased = invariant(
  'what_is_issued_has_its_number_and_was_released',
  `select document_id, erp_number, erp_external_id, released_by from documents where cell = $1 and status = 'issued'`,
  `select document_id::text from looked
   where erp_number is null or erp_external_id is null or released_by is null`,
)

const draftIsKnown = invariant(
  'every_draft_is_known_in_the_erp_once',
  `select document_id, status, erp_external_id, sent_version, version from documents
   where cell = $1 and status in ('drafted', 'release_requested')`,
  `select document_id || ': ' || status || ', sent version ' || coalesce(sent_version::text, 'none') from looked
   where erp_external_id is null or sent_version is null or sent_version > version
     or (status = 'release_requested' and sent_version <> version)`,
)

export const billingChecks = [
  totalsAddUp,
  oneErpDocument,
  creditsWithinInvoice,
  issuedWasReleased,
  draftIsKnown,
] as const

const pageIds = statement<{ id: string }>(
  'billing.page_document_ids',
  `select document_id as id from documents where cell = $1 and ($2::uuid is null or document_id > $2)
   order by document_id limit $3`,
)
const pageSize = 500

/**
 * Every line is the sum of its charges and nothing else stands on it; every charge on a document is on one
 * that exists, in its name and in its state.
 */
export async function checkLines(tx: Tx, cell: number): Promise<CheckResult> {
  const offenders: string[] = []
  let counted = 0
  let members = 0
  for (let after: string | null = null; ; ) {
    const ids: string[] = (await tx.query(pageIds, [cell, after, pageSize])).rows.map((row) => row.id)
    if (ids.length === 0) break
    const lines = await readLinesOf(tx, cell, ids)
    const sums = await sumDocumentLines(tx, cell, ids)
    for (const document of await readDocumentsOf(tx, cell, ids)) {
      const own = sums.filter((sum) => sum.documentId === document.documentId)
      members += own.reduce((count, sum) => count + sum.members, 0)
      counted += own.length
      offenders.push(...offencesOf(document, lines.get(document.documentId) ?? [], own))
    }
    after = ids.at(-1)!
  }
  const placed = await countChargesOnDocuments(tx, cell)
  if (placed !== members) offenders.push(`${placed - members} charges stand on documents that do not exist`)
  return {
    name: 'lines_are_the_sum_of_their_charges',
    ok: offenders.length === 0,
    counted,
    broken: offenders.length,
    detail: offenders.slice(0, offendersShown),
  }
}

const statesOf: Readonly<Record<BillingDocument['status'], readonly string[]>> = {
  planned: ['draft', 'in_flight', 'in_doubt'],
  drafted: ['draft', 'in_flight', 'in_doubt'],
  release_requested: ['in_flight', 'in_doubt'],
  discard_requested: ['draft', 'in_flight', 'in_doubt'],
  issued: ['issued'],
  discarded: [],
}

function offencesOf(
  document: BillingDocument,
  lines: readonly PlannedLine[],
  sums: readonly LineSum[],
): string[] {
  const { documentId, status } = document
  const key = [document.legalEntity, document.clientId, document.contractId, document.currency].join('|')
  const offences: string[] = []
  for (const sum of sums) {
    const at = `${documentId} line ${sum.lineNo}`
    if (sum.states.some((state) => !statesOf[status].includes(state)))
      offences.push(`${at}: ${status} with charges ${sum.states.join(', ')}`)
    if (sum.keys.some((one) => one !== key)) offences.push(`${at}: charges of ${sum.keys.join(' and ')}`)
    // One without an order may bill several together: it was made before they were apart, or its client wants that.
    if (document.purchaseOrder !== null && sum.orders.some((one) => one !== document.purchaseOrder))
      offences.push(`${at}: on order ${document.purchaseOrder} with charges of ${sum.orders.join(' and ')}`)
    const line = lines.find((one) => one.lineNo === sum.lineNo)
    const stated = { hours: line?.hours ?? '0', amountMinor: line?.amountMinor ?? 0n }
    if (
      stated.amountMinor !== sum.amountMinor ||
      compareDecimal(decimal(stated.hours), decimal(sum.hours)) !== 0
    )
      offences.push(
        `${at}: ${stated.hours} h ${stated.amountMinor}, charges ${sum.hours} h ${sum.amountMinor}`,
      )
  }
  if (status === 'discarded') return offences
  for (const line of lines)
    if (!sums.some((sum) => sum.lineNo === line.lineNo))
      offences.push(`${documentId} line ${line.lineNo}: no charges`)
  return offences
}
