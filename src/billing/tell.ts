/** What outside systems are told of documents: ids, states and sums. */
import { formatMoney } from '../kernel/money.ts'
import { type Change, noteChanges } from '../log/changes.ts'
import type { EventKindName } from '../model/events/kinds.ts'
import type { Tx } from '../store/transaction.ts'
import type { PricedCharge } from '../charging/reads.ts'
import type { BillingDocument } from './document.ts'

type Told = Pick<
  BillingDocument,
  | 'documentId'
  | 'kind'
  | 'runId'
  | 'version'
  | 'status'
  | 'clientId'
  | 'contractId'
  | 'purchaseOrder'
  | 'legalEntity'
  | 'connectionId'
  | 'reference'
  | 'currency'
  | 'netMinor'
  | 'erpNumber'
  | 'correctsDocument'
>

const money = (minor: bigint, currency: string) => ({ amount: formatMoney({ minor, currency }), currency })

/** The document as it stands after the change; `code` names the case where one stops it. */
export function documentChange(kind: EventKindName, document: Told, code: string | null = null): Change {
  return {
    kind,
    subjectId: document.documentId,
    data: {
      kind: document.kind,
      run: document.runId,
      version: document.version,
      status: document.status,
      client: document.clientId,
      contract: document.contractId,
      purchaseOrder: document.purchaseOrder,
      legalEntity: document.legalEntity,
      connection: document.connectionId,
      reference: document.reference,
      net: money(document.netMinor, document.currency),
      number: document.erpNumber,
      corrects: document.correctsDocument,
      code,
    },
  }
}

export async function tellDocument(
  tx: Tx,
  cell: number,
  at: Date,
  kind: EventKindName,
  document: Told,
  code: string | null = null,
): Promise<void> {
  await noteChanges(tx, cell, at, [documentChange(kind, document, code)])
}

/** An issued credit is told of the invoice as well. */
export function creditedChange(credit: Told): Change[] {
  if (credit.correctsDocument === null) return []
  const amount = money(credit.netMinor, credit.currency)
  const data = { credit: credit.documentId, amount, number: credit.erpNumber }
  return [{ kind: 'document.credited', subjectId: credit.correctsDocument, data }]
}

export function adjustmentChange(
  kind: 'adjustment.proposed' | 'adjustment.approved' | 'adjustment.declined',
  charge: Pick<PricedCharge, 'workId' | 'seq' | 'amountMinor' | 'currency'>,
  invoice: string | null,
): Change {
  const { workId: work, seq } = charge
  const amount = money(charge.amountMinor, charge.currency)
  return { kind, subjectId: `${work}-${seq}`, data: { work, seq, invoice, amount } }
}
