/** What was decided before: documents with the work that each line bills, and what became of them. */
import { type Static, Type } from 'typebox'
import { currency, day, decimal, id, learned, list, oneOf, percent, positive, strict, text } from './text.ts'

/** What of one work a line bills. On a credit note both figures are below zero. */
const member = Type.Object(
  {
    work: id,
    /**
     * In the unit of the work. Left out on an invoice: all that is left of the work; on a credit note: none, so
     * that only money is given back and no time is opened again.
     */
    quantity: Type.Optional(decimal),
    amount: decimal,
    /** The band, or the number of the piece, that is billed. Default: the pieces in their order. */
    part: Type.Optional(id),
    /** The issued document whose difference this is. */
    corrects: Type.Optional(id),
  },
  strict,
)
const existingLine = Type.Object(
  {
    id,
    amount: decimal,
    taxCode: Type.Optional(id),
    /** As it was when the document was issued. Default: the rate of the tax code on the document's day. */
    taxRate: Type.Optional(percent),
    /** On a credit note: the line of the corrected document that it gives back. */
    credits: Type.Optional(id),
    /** On a credit note: whether what it names may be billed again. Default: true. */
    reopens: Type.Optional(Type.Boolean()),
    members: list(member),
  },
  strict,
)
/** A document as known from a position on; of one id the version learned last counts. */
export const existingDocument = Type.Object(
  {
    id,
    /** Default: invoice. */
    kind: Type.Optional(oneOf(['invoice', 'credit_note'])),
    contract: Type.Optional(id),
    client: Type.Optional(id),
    /** The order of the client on which it was billed. */
    purchaseOrder: Type.Optional(id),
    /** Default: the currency of its contract. */
    currency: Type.Optional(currency),
    on: day,
    /**
     * A draft is made anew. What was sent, or of which it is not known whether it arrived, is left alone until that
     * is known. Issued lines are pinned. A cancelled document releases what it billed, once.
     */
    status: oneOf(['draft', 'in_flight', 'in_doubt', 'issued', 'cancelled']),
    /** On a credit note: the document that it corrects. */
    corrects: Type.Optional(id),
    taxCode: Type.Optional(id),
    /** Default: document. */
    taxPer: Type.Optional(oneOf(['document', 'line'])),
    lines: Type.Array(existingLine, { maxItems: 100_000 }),
    /** What it came to with tax. Default: the sum of its lines. */
    total: Type.Optional(decimal),
    learned,
  },
  strict,
)
/** A credit that a person asks for. It names what it gives back by exactly one of amount, share or members. */
export const credit = Type.Object(
  {
    id,
    document: id,
    /** Default: the day of the question. */
    on: Type.Optional(day),
    reason: Type.Optional(text),
    /** Default: every line in full. */
    lines: list(
      Type.Object(
        {
          line: id,
          /** Net, above zero. */
          amount: Type.Optional(positive),
          /** Of the line's amount, "29/30". */
          share: Type.Optional(Type.String({ pattern: '^\\d{1,9}/[1-9]\\d{0,8}$' })),
          /** Work with the quantity that is given back and may be billed again. Default: all that is left. */
          members: list(
            Type.Object(
              { work: id, quantity: Type.Optional(positive), amount: Type.Optional(positive) },
              strict,
            ),
          ),
        },
        strict,
      ),
    ),
  },
  strict,
)
/** A person's answer to a proposed difference. */
export const decision = Type.Object(
  {
    work: id,
    /** The document of the proposal; left out for one on a new document. */
    document: Type.Optional(id),
    decision: oneOf(['accepted', 'declined']),
    /** As it was proposed: what changes afterwards is proposed again. */
    amount: decimal,
    quantity: Type.Optional(decimal),
    by: Type.Optional(text),
    /** Documents learned later may have carried it out already. */
    learned,
  },
  strict,
)
/** A record of unbilled work as it stands in the books of a target: posted, and not yet on a document. */
export const postedRecord = Type.Object(
  { work: id, contract: Type.Optional(id), quantity: decimal, amount: decimal, learned },
  strict,
)
export type Member = Static<typeof member>
export type ExistingLine = Static<typeof existingLine>
export type ExistingDocument = Static<typeof existingDocument>
export type AskedCredit = Static<typeof credit>
export type Decision = Static<typeof decision>
