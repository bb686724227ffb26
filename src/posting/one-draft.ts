/** The rule before anything is posted: exactly one draft carries the document's reference. */
import type { FoundDocument, TargetReference } from '../connectors/sdk/target.ts'
import type { CaseCode } from '../kernel/error-catalogue.ts'
import type { TargetLink } from './deps.ts'

export type Obstacle = { readonly code: CaseCode; readonly detail: Readonly<Record<string, string>> }
type OneDraft =
  | { readonly is: 'none' }
  | { readonly is: 'one'; readonly found: FoundDocument }
  | { readonly is: 'blocked'; readonly obstacle: Obstacle }

/** Targets number upwards: of two ids the shorter, then the smaller one was given first. */
function byAge(a: FoundDocument, b: FoundDocument): number {
  const numeric = /^\d+$/.test(a.externalId) && /^\d+$/.test(b.externalId)
  if (numeric && a.externalId.length !== b.externalId.length) return a.externalId.length - b.externalId.length
  return a.externalId < b.externalId ? -1 : a.externalId > b.externalId ? 1 : 0
}

function several(located: readonly FoundDocument[]): OneDraft {
  const list = located.map((one) => `${one.externalId} ${one.state} ${one.number ?? ''}`.trim()).join(', ')
  const detail = { documents: list.slice(0, 1_000) }
  return { is: 'blocked', obstacle: { code: 'ERP_DUPLICATE_REFERENCE', detail } }
}

/**
 * Looks for everything that carries the reference. Of several equal drafts the known or oldest one stays and the
 * others are discarded; drafts hold no number, so no gap is left. A draft that differs may be somebody's work and
 * an issued document is never touched: both are left to a person.
 */
export async function exactlyOneDraft(
  link: TargetLink,
  company: TargetReference,
  reference: string,
  known: string | null,
): Promise<OneDraft> {
  const { target, context } = link
  const located = (await target.locateDocuments(context, reference, company))
    .filter((one) => one.state !== 'cancelled')
    .sort(byAge)
  const kept = located.find((one) => one.externalId === known) ?? located[0]
  if (kept === undefined) return { is: 'none' }
  const extras = located.filter((one) => one !== kept)
  const untouched = (one: FoundDocument) => one.state === 'draft' && one.contentDigest === kept.contentDigest
  if (!extras.every(untouched)) return several(located)
  for (const extra of extras) await target.discardDraft(context, extra.externalId)
  return { is: 'one', found: kept }
}
