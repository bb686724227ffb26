/** A document with something to write, made ready for the target. */
import type { BillingDocument } from '../billing/document.ts'
import type { DocumentToWrite } from '../billing/to-write.ts'
import type { DraftDocument, FoundDocument } from '../connectors/sdk/target.ts'
import { canonicalJson } from '../kernel/canonical-json.ts'
import { digestText } from '../kernel/digest.ts'
import type { Money } from '../kernel/money.ts'
import type { Tx } from '../store/transaction.ts'
import type { PostingDeps } from './deps.ts'
import { resolveReferences, type Wanted } from './references.ts'

/** What is due, with the document as it stood when it was read. */
export type DueDocument = DocumentToWrite & { readonly document: BillingDocument }

/**
 * Over the currency and every line's amount, in any order. Equal for what was sent and what is found when nobody
 * touched the money, however the target spells texts and orders lines.
 */
export function amountsDigest(content: { currency: string; lines: readonly { amount: Money }[] }): string {
  const amounts = content.lines.map((line) => `${line.amount.minor} ${line.amount.currency}`).sort()
  return digestText(canonicalJson([content.currency, amounts]))
}

export function hasAmountsOf(found: FoundDocument, digest: string): boolean {
  return amountsDigest(found) === digest
}

/** The draft as the target takes it, or the first name the target does not know. */
export async function draftOf(
  tx: Tx,
  deps: PostingDeps,
  due: DocumentToWrite,
): Promise<DraftDocument | { missing: Wanted }> {
  const wanted: Wanted[] = [
    { kind: 'legal_entity', recordId: due.legalEntity },
    { kind: 'client', recordId: due.clientId },
    ...due.lines.flatMap((line): Wanted[] =>
      line.projectId === null ? [] : [{ kind: 'project', recordId: line.projectId }],
    ),
  ]
  const references = await resolveReferences(tx, deps.cell, due.connectionId, wanted)
  const missing = wanted.find((one) => references.find(one.kind, one.recordId) === null)
  if (missing !== undefined) return { missing }
  const { reference, kind, currency, description, accountingOn, corrects } = due
  return {
    reference,
    kind,
    currency,
    description,
    accountingOn,
    corrects,
    company: references.find('legal_entity', due.legalEntity)!,
    client: references.find('client', due.clientId)!,
    lines: due.lines.map(({ projectId, ...line }) => ({
      ...line,
      project: projectId === null ? null : references.find('project', projectId),
    })),
  }
}

/** Which sums the target does not share with the prediction; null when all known ones agree. */
export function sumsThatDiffer(
  document: Pick<BillingDocument, 'currency' | 'netMinor' | 'taxMinor' | 'totalMinor'>,
  found: FoundDocument,
): Readonly<Record<string, string>> | null {
  const { currency, netMinor, taxMinor, totalMinor } = document
  const differs = (predicted: bigint, there: Money | null) =>
    there !== null && (there.minor !== predicted || there.currency !== currency)
  const detail: Record<string, string> = {}
  if (differs(netMinor, found.net)) detail.net = `${netMinor} ${found.net.minor}`
  if (differs(taxMinor, found.tax)) detail.tax = `${taxMinor} ${found.tax?.minor}`
  if (differs(totalMinor, found.total)) detail.total = `${totalMinor} ${found.total?.minor}`
  return Object.keys(detail).length === 0 ? null : { ...detail, currency, erpCurrency: found.currency }
}
