import { type PricedCharge, readDocumentCharges, readReported } from '../charging/reads.ts'
import type { Period } from '../kernel/periods.ts'
import type { Masters } from '../masterdata/masters.ts'
import type { Tx } from '../store/transaction.ts'
import { readLinesOf } from './document.ts'
import type { DocumentKey, PlannedLine, TermsOf } from './plan.ts'
import { needsReports, termsFrom } from './terms.ts'

/**
 * What lines of a document are called and taxed with. A credit gives back the tax that its invoice charged, whatever
 * the rules say by now (RULES 4.18).
 */
export async function termsOfDocument(
  tx: Tx,
  cell: number,
  masters: Masters,
  { correctsDocument }: Pick<DocumentKey, 'correctsDocument'>,
  period: Period,
  charges: readonly PricedCharge[],
): Promise<TermsOf> {
  const works = needsReports(masters, charges, period) ? charges.map((one) => one.workId) : []
  const terms = termsFrom(masters, period, await readReported(tx, cell, works))
  if (correctsDocument === null) return terms
  const lines = (await readLinesOf(tx, cell, [correctsDocument])).get(correctsDocument) ?? []
  const byNumber = new Map(lines.map((line) => [line.lineNo, line]))
  const found = new Map<string, PlannedLine>()
  for (const charge of await readDocumentCharges(tx, cell, correctsDocument)) {
    const line = byNumber.get(charge.lineNo ?? 0)
    if (line === undefined) continue
    for (const name of namesOf(charge)) if (!found.has(name)) found.set(name, line)
  }
  return (charge) => {
    const own = terms(charge)
    const line = namesOf(charge).flatMap((name) => found.get(name) ?? [])[0]
    if (line === undefined) return own
    const { taxCode, taxRate } = line
    const same = own.taxCode === taxCode && own.taxRate === taxRate
    return { ...own, taxCode, taxRate, note: same ? (own.note ?? null) : null, stopped: null }
  }
}

/** The part of the work that a charge is, and the work. */
function namesOf({ workId, lineId, band, purchaseOrder }: PricedCharge): string[] {
  return [JSON.stringify([workId, lineId, band, purchaseOrder]), workId]
}
