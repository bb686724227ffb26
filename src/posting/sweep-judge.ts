/** What the ERP's books and ours say differently. Pure: the same lists give the same findings. */
import type { CostFound, FoundDocument } from '../connectors/sdk/target.ts'
import { compareDecimal, decimal } from '../kernel/decimal.ts'
import type { Day } from '../kernel/dates.ts'
import type { CaseCode } from '../kernel/error-catalogue.ts'

/** What the ERP should hold as cost of one work, as our own books have it. */
export type BookedCost = {
  readonly workId: string
  readonly key: string
  /** Null where the record was removed, or never accepted. */
  readonly booked: { readonly hours: string; readonly workOn: Day } | null
  /** A write of it is under way or unanswered: the books may differ until it is settled. */
  readonly open: boolean
}
type BookedDocument = {
  readonly documentId: string
  readonly reference: string
  readonly status: string
  readonly sending: string | null
  readonly blocked: string | null
  readonly externalId: string | null
  /** What the ERP showed when it was issued or written last. */
  readonly erpNetMinor: bigint | null
  readonly netMinor: bigint
  readonly currency: string
  readonly clientId: string
}
export type Finding = {
  readonly code: CaseCode
  readonly subjectKind: 'work' | 'document' | 'connection'
  readonly subjectId: string
  readonly hours: string | null
  readonly money: { readonly minor: bigint; readonly currency: string } | null
  readonly clientId: string | null
  readonly detail: Readonly<Record<string, string>>
}

const mostShown = 20
const shown = (ids: readonly string[]) => ids.slice(0, mostShown).join(' ')

/** The days that hold every one of the records. */
function daysOf(key: string, found: readonly CostFound[], booked: BookedCost['booked']) {
  const days = [...found.map((one) => one.workOn), ...(booked === null ? [] : [booked.workOn])].toSorted()
  return { key, from: days[0] ?? '', last: days.at(-1) ?? '' }
}

/** `known`: by key, every work that the window or a found record speaks of. */
export function judgeCosts(
  connectionId: string,
  known: ReadonlyMap<string, BookedCost>,
  found: readonly CostFound[],
): Finding[] {
  const byKey = Map.groupBy(found, (one) => one.key)
  const findings: Finding[] = []
  for (const key of new Set([...known.keys(), ...byKey.keys()])) {
    const work = known.get(key)
    const there = byKey.get(key) ?? []
    const code = judgeCost(work, there)
    if (code === null) continue
    const booked = work?.booked ?? null
    const records = { records: shown(there.map((one) => `${one.externalId}:${one.hours}@${one.workOn}`)) }
    const expected: Record<string, string> =
      booked === null ? {} : { hours: booked.hours, workOn: booked.workOn }
    findings.push({
      code,
      subjectKind: work === undefined ? 'connection' : 'work',
      subjectId: work?.workId ?? `${connectionId}/cost/${key}`,
      hours: booked?.hours ?? there[0]?.hours ?? null,
      money: null,
      clientId: null,
      detail: { connectionId, ...daysOf(key, there, booked), ...records, ...expected },
    })
  }
  return findings
}

function judgeCost(work: BookedCost | undefined, there: readonly CostFound[]): CaseCode | null {
  if (there.length > 1) return 'ERP_COST_TWICE'
  if (work?.open === true) return null
  const [one] = there
  const booked = work?.booked ?? null
  if (one === undefined) return booked === null ? null : 'ERP_COST_MISSING'
  if (booked === null) return 'ERP_COST_STRAY'
  const same = one.workOn === booked.workOn && compareDecimal(decimal(one.hours), decimal(booked.hours)) === 0
  return same ? null : 'ERP_COST_DIFFERS'
}

/** States of a document that stands in the ERP, unless somebody removed it there. */
const standing: readonly string[] = ['drafted', 'release_requested', 'issued']
/** What reading back and posting have told a person already. */
const toldElsewhere: readonly string[] = [
  'ERP_DOCUMENT_VANISHED',
  'ERP_DOCUMENT_CHANGED',
  'ERP_DUPLICATE_REFERENCE',
]

export function judgeDocuments(
  connectionId: string,
  known: readonly BookedDocument[],
  found: readonly FoundDocument[],
): Finding[] {
  const byReference = Map.groupBy(
    found.filter((one) => one.state !== 'cancelled'),
    (one) => one.reference,
  )
  const ours = new Map(known.map((one) => [one.reference, one]))
  const findings: Finding[] = []
  for (const reference of new Set([...ours.keys(), ...byReference.keys()])) {
    const document = ours.get(reference)
    const there = byReference.get(reference) ?? []
    const code = judgeDocument(document, there)
    if (code === null) continue
    const net = document?.netMinor ?? there[0]?.net.minor ?? 0n
    const list = there.map((one) => `${one.externalId}:${one.state}:${one.net.minor}`)
    findings.push({
      code,
      subjectKind: document === undefined ? 'connection' : 'document',
      subjectId: document?.documentId ?? `${connectionId}/document/${reference}`,
      hours: null,
      money: { minor: net, currency: document?.currency ?? there[0]?.currency ?? '' },
      clientId: document?.clientId ?? null,
      detail: { connectionId, reference, documents: shown(list), externalId: document?.externalId ?? '' },
    })
  }
  return findings
}

function judgeDocument(
  document: BookedDocument | undefined,
  there: readonly FoundDocument[],
): CaseCode | null {
  const quiet = document?.sending !== null && document !== undefined
  if (quiet || (document?.blocked != null && toldElsewhere.includes(document.blocked))) return null
  if (there.length > 1) return 'ERP_DOCUMENT_TWICE'
  const [one] = there
  if (document === undefined || document.status === 'discarded')
    return one === undefined ? null : 'ERP_DOCUMENT_STRAY'
  if (!standing.includes(document.status)) return null
  if (one === undefined) return 'ERP_DOCUMENT_MISSING'
  const expected = document.erpNetMinor ?? document.netMinor
  return document.status === 'issued' && one.net.minor !== expected ? 'ERP_DOCUMENT_DIFFERS' : null
}

export const sweepCodes: readonly CaseCode[] = [
  'ERP_COST_TWICE',
  'ERP_COST_STRAY',
  'ERP_COST_MISSING',
  'ERP_COST_DIFFERS',
  'ERP_DOCUMENT_TWICE',
  'ERP_DOCUMENT_STRAY',
  'ERP_DOCUMENT_MISSING',
  'ERP_DOCUMENT_DIFFERS',
]
