/** What becomes of a charge that came after its work was billed: into the draft, the next run, or before a person. */
import { setDifferenceState } from '../charging/placement.ts'
import { type PricedCharge, readOpenDifferences } from '../charging/reads.ts'
import { lockWorkCharges, readWorkCharges } from '../charging/work-charges.ts'
import { writeCharges } from '../charging/write.ts'
import { decimal, formatDecimal, negateDecimal } from '../kernel/decimal.ts'
import { noteChanges } from '../log/changes.ts'
import { loadMasters } from '../masterdata/masters.ts'
import { statement } from '../store/statement.ts'
import type { Tx } from '../store/transaction.ts'
import { lockDocumentsOf } from './document.ts'
import { type Judgement, judgeWork, type Verdict } from './judge.ts'
import { groupBy } from './plan.ts'
import { rewriteDocument } from './rewrite.ts'
import type { BillingSettings } from './settings.ts'
import { adjustmentChange } from './tell.ts'

/**
 * Settles pending differences, a work's all at once, and returns how many found their place. Waiting ones
 * stay pending and are looked at again in the next round.
 */
export async function settleDifferences(
  tx: Tx,
  cell: number,
  settings: BillingSettings,
  limit: number,
  at: Date,
): Promise<number> {
  const open = await readOpenDifferences(tx, cell, limit)
  if (open.length === 0) return 0
  const { works, documents } = await lockStandings(
    tx,
    cell,
    open.map((one) => one.workId),
  )
  const rewrites = new Map<string, PricedCharge[]>()
  let settled = 0
  for (const charges of works) {
    for (const [charge, verdict] of await inParts(tx, cell, charges, judgeWork(charges, documents))) {
      if (verdict.to === 'wait') continue
      settled += 1
      // It was told as proposed, and is asked of nobody any more; what is left of it is told anew.
      if (charge.state === 'proposed')
        await noteChanges(tx, cell, at, [
          adjustmentChange('adjustment.declined', charge, charge.correctsDocument),
        ])
      if (verdict.to === 'draft')
        rewrites.set(verdict.documentId, [...(rewrites.get(verdict.documentId) ?? []), charge])
      else if (verdict.to === 'proposed') {
        await setDifferenceState(tx, cell, [charge], 'proposed', verdict.documentId)
        await noteChanges(tx, cell, at, [adjustmentChange('adjustment.proposed', charge, verdict.documentId)])
      } else await setDifferenceState(tx, cell, [charge], verdict.to)
    }
  }
  if (rewrites.size > 0) {
    const masters = await loadMasters(tx, cell)
    for (const [documentId, differences] of rewrites)
      await rewriteDocument(tx, cell, settings, masters, documents.get(documentId)!, differences, at)
  }
  // All that was looked at waits: what comes behind it is not kept waiting too.
  if (settled === 0 && open.length === limit) return settleDifferences(tx, cell, settings, limit * 4, at)
  return settled
}

/** What the runs of these documents drafted beside them for other orders of the same contracts. */
const selectBeside = statement<{ documentId: string }>(
  'billing.drafts_beside',
  `select distinct b.document_id as "documentId" from documents d
     join documents b on b.cell = d.cell and b.contract_id = d.contract_id and b.run_id = d.run_id
   where d.cell = $1 and d.document_id = any($2::uuid[]) and b.purchase_order is not null and b.kind = 'invoice'
     and b.status in ('planned', 'drafted')`,
)

/** Documents are locked before charges, as posting does, so that neither waits for the other in a circle. */
async function lockStandings(tx: Tx, cell: number, workIds: readonly string[]) {
  const seen = await readWorkCharges(tx, cell, workIds)
  const ids = seen.flatMap((charge) => charge.documentId ?? [])
  const moves = seen.some((one) => one.state === 'pending' && one.purchaseOrder !== null)
  if (moves && ids.length > 0)
    ids.push(...(await tx.query(selectBeside, [cell, ids])).rows.map((row) => row.documentId))
  const documents = new Map((await lockDocumentsOf(tx, cell, ids)).map((one) => [one.documentId, one]))
  const works = groupBy(await lockWorkCharges(tx, cell, workIds), (charge) => charge.workId)
  // Placed by somebody else between the two reads: looked at in the next round.
  const known = [...works.values()].filter((charges) =>
    charges.every((charge) => charge.documentId === null || documents.has(charge.documentId)),
  )
  return { works: known, documents }
}

/**
 * A difference that several places share is written again in parts: an opposite row takes it back, and both stay
 * behind as a pair that nets to nothing. Charges are never changed.
 */
async function inParts(
  tx: Tx,
  cell: number,
  charges: readonly PricedCharge[],
  judgements: readonly Judgement[],
): Promise<[PricedCharge, Verdict][]> {
  const told: [PricedCharge, Verdict][] = []
  const written: PricedCharge[] = []
  let seq = charges.at(-1)?.seq ?? 0
  const write = (charge: PricedCharge, hours: string, amountMinor: bigint) => {
    seq += 1
    const row = { ...charge, seq, hours, amountMinor, state: 'pending' as const, correctsDocument: null }
    written.push(row)
    return row
  }
  for (const { charge, parts } of judgements) {
    if (parts.length === 1) {
      told.push([charge, parts[0]!.verdict])
      continue
    }
    const back = formatDecimal(negateDecimal(decimal(charge.hours)))
    told.push([charge, { to: 'priced' }], [write(charge, back, -charge.amountMinor), { to: 'priced' }])
    for (const part of parts) told.push([write(charge, part.hours, part.amountMinor), part.verdict])
  }
  await writeCharges(tx, cell, written)
  return told
}
