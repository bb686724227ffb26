import { Type } from 'typebox'
import { data, dayText, type EventKind, id, money, nullable } from './parts.ts'

const run = data({
  documents: Type.Integer(),
  periodFrom: dayText,
  periodUntil: dayText,
  client: nullable(id),
  contract: nullable(id),
  legalEntity: nullable(id),
})
const document = data({
  kind: Type.Enum(['invoice', 'credit']),
  run: id,
  version: Type.Integer(),
  status: Type.String(),
  client: id,
  contract: id,
  /** The client's order that it is billed on; absent in what was told by earlier releases. */
  purchaseOrder: Type.Optional(nullable(id)),
  legalEntity: id,
  connection: id,
  reference: id,
  net: money,
  /** The ERP's own, once it has one. */
  number: nullable(Type.String()),
  /** The invoice that a credit corrects. */
  corrects: nullable(id),
  /** Why: the code of a case where one stops the document. */
  code: nullable(Type.String()),
})
const credited = data({ credit: id, amount: money, number: nullable(Type.String()) })

const of = (title: string): EventKind => ({ subject: 'document', version: 1, title, data: document })

export const documentKinds = {
  'billing-run.frozen': {
    subject: 'billing-run',
    version: 1,
    title: 'A billing run froze charges on documents',
    data: run,
  },
  'document.planned': of('Charges were frozen on a document that the ERP does not have yet'),
  'document.drafted': of('Exactly one draft stands in the ERP, in this version'),
  'document.release-requested': of('A person or a rule asked for the document to be issued'),
  'document.issued': of('The ERP issued the document'),
  'document.discard-requested': of('The draft is to be removed from the ERP'),
  'document.discarded': of('The document is over and its charges wait for another run'),
  'document.changed-in-erp': of('The document in the ERP is not the one that was written, or is gone'),
  'document.credited': {
    subject: 'document',
    version: 1,
    title: 'A credit that corrects this invoice was issued',
    data: credited,
  },
} as const satisfies Record<string, EventKind>
