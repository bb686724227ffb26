import { Type } from 'typebox'
import type { BillingDocument } from '../../billing/document.ts'
import type { DryDocument } from '../../billing/dry-run.ts'
import type { BillingRun, PreBillLine } from '../../billing/reads.ts'
import { documentStatuses } from '../../billing/document.ts'
import type { DocumentMember } from '../../charging/work-charges.ts'
import type { Masters } from '../../masterdata/masters.ts'
import { nameOf } from '../known-masters.ts'
import {
  dayText,
  decimalText,
  instant,
  money,
  moneyOfColumns,
  moneyOnWire,
  nullable,
  object,
  oneOf,
  position,
  text,
  uuid,
} from '../wire.ts'

export const runShape = object({
  runId: uuid,
  selection: Type.Record(text, text),
  period: object({ from: dayText, until: dayText }),
  cutOff: position,
  state: text,
  requestedBy: text,
  requestedAt: instant,
  documents: Type.Integer(),
})

export function runOf(run: BillingRun) {
  return {
    runId: run.runId,
    selection: { ...run.selection },
    period: { from: run.periodFrom, until: run.periodUntil },
    cutOff: String(run.cutOff),
    state: run.state,
    requestedBy: run.requestedBy,
    requestedAt: run.requestedAt.toISOString(),
    documents: run.documents,
  }
}

const named = object({ id: text, name: nullable(text) })
const totals = { net: money, tax: money, total: money }

export const documentShape = object({
  documentId: uuid,
  runId: uuid,
  kind: oneOf(['invoice', 'credit']),
  status: oneOf(documentStatuses),
  sending: nullable(oneOf(['in_flight', 'in_doubt'])),
  blocked: nullable(text),
  version: Type.Integer(),
  sentVersion: nullable(Type.Integer()),
  reference: text,
  legalEntity: named,
  client: named,
  contract: named,
  /** The client's order that it is billed on. */
  purchaseOrder: nullable(text),
  connectionId: text,
  period: object({ from: dayText, until: dayText }),
  accountingOn: nullable(dayText),
  ...totals,
  correctsDocument: nullable(uuid),
  erp: object({
    externalId: nullable(text),
    number: nullable(text),
    ledgerOn: nullable(dayText),
    net: nullable(money),
    tax: nullable(money),
    total: nullable(money),
  }),
  createdAt: instant,
  releasedBy: nullable(text),
  releasedAt: nullable(instant),
  issuedAt: nullable(instant),
})

export function documentOf(each: BillingDocument, masters: Masters) {
  const { currency } = each
  const inCurrency = (minor: bigint) => moneyOnWire({ minor, currency })
  return {
    documentId: each.documentId,
    runId: each.runId,
    kind: each.kind,
    status: each.status,
    sending: each.sending,
    blocked: each.blocked,
    version: each.version,
    sentVersion: each.sentVersion,
    reference: each.reference,
    legalEntity: { id: each.legalEntity, name: nameOf(masters, 'legal_entity', each.legalEntity) },
    client: { id: each.clientId, name: nameOf(masters, 'client', each.clientId) },
    contract: { id: each.contractId, name: nameOf(masters, 'contract', each.contractId) },
    purchaseOrder: each.purchaseOrder,
    connectionId: each.connectionId,
    period: { from: each.periodFrom, until: each.periodUntil },
    accountingOn: each.accountingOn,
    net: inCurrency(each.netMinor),
    tax: inCurrency(each.taxMinor),
    total: inCurrency(each.totalMinor),
    correctsDocument: each.correctsDocument,
    erp: {
      externalId: each.erpExternalId,
      number: each.erpNumber,
      ledgerOn: each.erpLedgerOn,
      net: moneyOfColumns(each.erpNetMinor, currency),
      tax: moneyOfColumns(each.erpTaxMinor, currency),
      total: moneyOfColumns(each.erpTotalMinor, currency),
    },
    createdAt: each.createdAt.toISOString(),
    releasedBy: each.releasedBy,
    releasedAt: each.releasedAt?.toISOString() ?? null,
    issuedAt: each.issuedAt?.toISOString() ?? null,
  }
}

const member = object({
  workId: uuid,
  seq: Type.Integer(),
  revision: Type.Integer(),
  workOn: dayText,
  worker: nullable(named),
  connectionId: text,
  sourceId: text,
  hours: decimalText,
  rate: nullable(decimalText),
  amount: money,
})
const lineShape = object({
  lineNo: Type.Integer(),
  description: text,
  project: nullable(named),
  laborCategory: nullable(text),
  hours: decimalText,
  quantity: decimalText,
  unitPrice: decimalText,
  amount: money,
  taxCode: nullable(text),
  taxRate: decimalText,
  members: Type.Array(member),
})

export function memberOf(each: DocumentMember, masters: Masters) {
  return {
    workId: each.workId,
    seq: each.seq,
    revision: each.revision,
    workOn: each.workOn,
    worker:
      each.workerId === null ? null : { id: each.workerId, name: nameOf(masters, 'worker', each.workerId) },
    connectionId: each.connectionId,
    sourceId: each.sourceId,
    hours: each.hours,
    rate: each.rate,
    amount: moneyOnWire({ minor: each.amountMinor, currency: each.currency }),
  }
}

export function lineOf(line: PreBillLine, currency: string, masters: Masters) {
  return {
    lineNo: line.lineNo,
    description: line.description,
    project:
      line.projectId === null
        ? null
        : { id: line.projectId, name: nameOf(masters, 'project', line.projectId) },
    laborCategory: line.laborCategory,
    hours: line.hours,
    quantity: line.quantity,
    unitPrice: line.unitPrice,
    amount: moneyOnWire({ minor: line.amountMinor, currency }),
    taxCode: line.taxCode,
    taxRate: line.taxRate,
    members: line.members.map((each) => memberOf(each, masters)),
  }
}

export const preBillShape = object({
  document: documentShape,
  lines: Type.Array(lineShape),
  cancelled: Type.Array(member),
  earlier: Type.Array(
    object({
      documentId: uuid,
      kind: text,
      status: text,
      number: nullable(text),
      purchaseOrder: nullable(text),
      ledgerOn: nullable(dayText),
      net: money,
    }),
  ),
})

export const dryDocumentShape = object({
  legalEntity: named,
  client: named,
  contract: named,
  purchaseOrder: nullable(text),
  connectionId: text,
  beyondLimit: Type.Boolean(),
  ...totals,
  lines: Type.Array(lineShape),
})

export function dryDocumentOf(each: DryDocument, masters: Masters) {
  const { currency } = each
  return {
    legalEntity: { id: each.legalEntity, name: nameOf(masters, 'legal_entity', each.legalEntity) },
    client: { id: each.clientId, name: nameOf(masters, 'client', each.clientId) },
    contract: { id: each.contractId, name: nameOf(masters, 'contract', each.contractId) },
    purchaseOrder: each.purchaseOrder,
    connectionId: each.connectionId,
    beyondLimit: each.beyondLimit,
    net: moneyOnWire({ minor: each.netMinor, currency }),
    tax: moneyOnWire({ minor: each.taxMinor, currency }),
    total: moneyOnWire({ minor: each.totalMinor, currency }),
    lines: each.lines.map((line) => lineOf(line, currency, masters)),
  }
}
