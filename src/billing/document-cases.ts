import { freeCaseId, type NewCase, openCases, resolveCases, resolveCured } from '../cases/open.ts'
import type { CaseCode } from '../kernel/error-catalogue.ts'
import { HOURBRIDGE_NAMESPACE, uuidV5 } from '../kernel/ids.ts'
import { parseMoney } from '../kernel/money.ts'
import type { Tx } from '../store/transaction.ts'
import type { BillingDocument } from './document.ts'
import type { DocumentKey } from './plan.ts'
import type { BillingSettings } from './settings.ts'

/**
 * Codes under which nobody knows for sure what stands in the ERP: content stands still until a person
 * decided.
 */
export const unknownInErp: readonly string[] = [
  'ERP_DOCUMENT_CHANGED',
  'ERP_DOCUMENT_VANISHED',
  'ERP_DUPLICATE_REFERENCE',
  'POSTING_IN_DOUBT',
]
/** A tax that cannot be decided yet. */
export const taxStops = ['TAX_UNDECIDED', 'TAX_ID_PENDING'] as const
/** Codes that judge one version of the content: a new version is judged again. */
export const judgedPerVersion: readonly string[] = [
  'DOCUMENT_BEYOND_LIMIT',
  'ERP_TOTAL_DIFFERS',
  'ERP_WOULD_REFUSE',
  ...taxStops,
]

function caseIdOf(tx: Tx, cell: number, subject: string, code: string, at: Date): Promise<string> {
  const name = `case ${subject} ${code} ${at.toISOString()}`
  return freeCaseId(tx, cell, (n) => uuidV5(HOURBRIDGE_NAMESPACE, n === 0 ? name : `${name} ${n}`))
}

type CaseDocument = Pick<
  BillingDocument,
  'documentId' | 'clientId' | 'currency' | 'netMinor' | 'connectionId'
>

export async function openDocumentCase(
  tx: Tx,
  cell: number,
  document: CaseDocument,
  code: CaseCode,
  detail: Readonly<Record<string, string>>,
  at: Date,
): Promise<void> {
  await openCases(
    tx,
    cell,
    [
      {
        caseId: await caseIdOf(tx, cell, document.documentId, code, at),
        code,
        subjectKind: 'document',
        subjectId: document.documentId,
        outcome: 'bill',
        // A cause outside the document is named by its own key, so that its cure is found by it.
        waitsOn: detail.waitsOn ?? `document:${document.documentId}`,
        seenPosition: 0n,
        hours: null,
        moneyMinor: document.netMinor,
        currency: document.currency,
        clientId: document.clientId,
        projectId: null,
        detail,
        payloadPosition: null,
      },
    ],
    at,
  )
}

export async function resolveDocumentCases(
  tx: Tx,
  cell: number,
  documentId: string,
  codes: readonly CaseCode[] | null,
  resolution: string,
  at: Date,
  by?: string,
): Promise<void> {
  await resolveCases(tx, cell, 'document', [documentId], codes, resolution, at, by)
}

export type HeldGroup = {
  readonly key: DocumentKey
  readonly netMinor: bigint
  readonly hours: string
  readonly code: CaseCode
}

/**
 * What a run leaves out, as one case per cause and order: a client on hold, a legal entity that no ERP takes. What
 * stops them no more, and what was billed, is cured.
 */
export async function tellRunCases(
  tx: Tx,
  cell: number,
  held: readonly HeldGroup[],
  billed: readonly DocumentKey[],
  at: Date,
): Promise<void> {
  const cases: NewCase[] = []
  for (const { key, netMinor, hours, code } of held) {
    const waitsOn = code === 'ERP_REFERENCE_MISSING' ? `route:${key.legalEntity}` : `client:${key.clientId}`
    const subjectId = subjectOf(waitsOn, key)
    const { clientId: client, contractId: contract, legalEntity, purchaseOrder } = key
    cases.push({
      caseId: await caseIdOf(tx, cell, subjectId, code, at),
      code,
      subjectKind: 'batch' as const,
      subjectId,
      outcome: 'bill' as const,
      waitsOn,
      seenPosition: 0n,
      hours,
      moneyMinor: netMinor,
      currency: key.currency,
      clientId: key.clientId,
      projectId: null,
      detail: { client, contract, legalEntity, ...(purchaseOrder === null ? {} : { purchaseOrder }) },
      payloadPosition: null,
    })
  }
  const isHeld = new Set(cases.map((one) => one.subjectId))
  const ended = billed.flatMap(subjectsOf).filter((one) => !isHeld.has(one))
  await resolveCases(tx, cell, 'batch', ended, null, 'billed', at)
  const looked = held.flatMap(({ key }) => subjectsOf(key))
  await resolveCured(tx, cell, 'batch', looked, ['bill'], cases, at)
  await openCases(tx, cell, cases, at)
}

function subjectOf(waitsOn: string, { contractId, currency, purchaseOrder }: DocumentKey): string {
  const order = purchaseOrder === null ? '' : `/${purchaseOrder}`
  return `billing/${waitsOn}/${contractId}/${currency}${order}`
}

/** With those of the contract as a whole, which cases were of before its orders were told apart. */
function subjectsOf(key: DocumentKey): string[] {
  const whole = { ...key, purchaseOrder: null }
  return [`client:${key.clientId}`, `route:${key.legalEntity}`].flatMap((waitsOn) => [
    subjectOf(waitsOn, key),
    subjectOf(waitsOn, whole),
  ])
}

/** True when the amount is so large that a person looks before anything is sent. */
export function isBeyondLimit(settings: BillingSettings, currency: string, netMinor: bigint): boolean {
  const text = settings.mostPerDocument[currency] ?? settings.mostPerDocument['*']
  const most = text === undefined ? null : parseMoney(text, currency)
  return most !== null && (netMinor < 0n ? -netMinor : netMinor) > most.minor
}
