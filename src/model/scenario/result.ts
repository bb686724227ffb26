/** What `hourbridge price` answers. Amounts and quantities are decimal texts; money stands beside its currency. */
import { type Static, Type } from 'typebox'
import { oneOf, strict } from './text.ts'

const t = Type.String()
const nullable = Type.Union([Type.String(), Type.Null()])
const open = { additionalProperties: true } as const

/** The buckets of the bill outcome that a calculation can tell; what an ERP says of them is not its business. */
const pieceBuckets = [
  'none',
  'non_billable',
  'included',
  'written_off',
  'held',
  'parked',
  'priced',
  'draft',
  'in_flight',
  'in_doubt',
  'issued',
  'credited',
] as const

const resultPiece = Type.Object(
  {
    /** Counted within its work, in the order in which the work was split. */
    id: t,
    quantity: t,
    unit: t,
    /** Null where no rate was asked for or none was found. */
    rate: nullable,
    /** Of an hour, day or unit with its bands: the rate, where no band takes the piece. */
    price: Type.Optional(nullable),
    amount: t,
    currency: t,
    bucket: oneOf(pieceBuckets),
    contract: nullable,
    line: nullable,
    band: nullable,
    /** The limit, lot or purchase order that it fills or waits for. */
    limit: nullable,
    /** The client's order on which it is billed. */
    purchaseOrder: nullable,
    /** Why it stands in its bucket, where that is no matter of course. */
    reason: nullable,
    /** The document that bills it, or will. */
    document: nullable,
  },
  open,
)
const resultWork = Type.Object(
  {
    id: t,
    revision: Type.Integer(),
    on: t,
    actual: t,
    /** The unit of `actual`; `unit` is that of what is billed. */
    actualUnit: Type.Optional(t),
    billed: t,
    unit: t,
    amount: t,
    currency: nullable,
    /** Worth at the rates of its cards, whatever is billed. */
    standardValue: nullable,
    cost: nullable,
    costCurrency: nullable,
    pieces: Type.Array(resultPiece),
    /** Causes that hold it, by their case codes. */
    held: Type.Array(t),
    story: Type.Array(t),
  },
  open,
)
const resultLine = Type.Object(
  {
    id: t,
    text: t,
    quantity: t,
    unitPrice: t,
    amount: t,
    taxCode: nullable,
    members: Type.Array(
      Type.Object(
        {
          work: t,
          piece: t,
          quantity: t,
          amount: t,
          /** The issued document whose difference this is. */
          corrects: Type.Optional(t),
        },
        open,
      ),
    ),
  },
  open,
)
const resultDocument = Type.Object(
  {
    id: t,
    kind: t,
    client: nullable,
    legalEntity: nullable,
    contract: nullable,
    purchaseOrder: nullable,
    currency: t,
    on: t,
    lines: Type.Array(resultLine),
    net: t,
    tax: t,
    total: t,
    taxes: Type.Array(Type.Object({ code: nullable, rate: t, net: t, tax: t }, open)),
    /** Of a credit note: the document that it corrects, and for each of its lines the one that it gives back. */
    corrects: Type.Optional(t),
    creditedLines: Type.Optional(Type.Array(t)),
  },
  open,
)
const proposal = Type.Object(
  {
    id: t,
    document: nullable,
    work: t,
    contract: nullable,
    quantity: t,
    amount: t,
    currency: t,
    /** What changed, in words. */
    cause: t,
    /** How it is shown once accepted: one line of the change, or the old value credited and the new one billed. */
    style: oneOf(['difference', 'credit_and_rebill']),
    /** What the document bills of the work, and what it would bill instead. */
    billed: t,
    instead: t,
    /** What is taken back and what is billed, net; of a difference one of them is zero. */
    credit: t,
    rebill: t,
    /** The same with the tax of the original document. */
    creditTotal: t,
    rebillTotal: t,
    tax: t,
    total: t,
  },
  open,
)
const figures = Type.Object({ net: t, tax: t, total: t }, open)
/** A document that was there before, with what is credited of it and what is left. */
const standingDocument = Type.Object(
  {
    id: t,
    kind: t,
    status: t,
    currency: t,
    billed: figures,
    credited: figures,
    left: figures,
    /** A draft is kept as it was, made anew with other figures, or has nothing left to bill. */
    draft: Type.Union([oneOf(['kept', 'made_anew', 'empty']), Type.Null()]),
  },
  open,
)
/** A credit that somebody asked for, and whether it could be made. */
const askedCredit = Type.Object(
  { id: t, document: t, made: Type.Boolean(), code: nullable, reason: nullable },
  open,
)
/** What a target is told of unbilled work that changed: the record taken back, and made anew. */
const repost = Type.Object({ id: t, reversal: t, record: t, net: t, quantity: t, currency: t }, open)
const records = Type.Record(Type.String(), Type.Unknown())
export const result = Type.Object(
  {
    title: t,
    engine: t,
    asOf: t,
    knownAt: Type.Union([Type.Integer(), Type.Null()]),
    work: Type.Array(resultWork),
    /** Contracts with what of their terms is used, left, waiting and due. */
    contracts: Type.Array(Type.Object({ id: t, lines: Type.Array(Type.Object({ id: t }, open)) }, open)),
    /** Ceilings of clients and budgets across contracts, and how full they are. */
    limits: Type.Array(Type.Object({ id: t }, open)),
    proposals: Type.Array(proposal),
    /** Documents that were there before. */
    existing: Type.Array(standingDocument),
    credits: Type.Array(askedCredit),
    reposts: Type.Array(repost),
    /** Reports that do not count: repeated, superseded, or contradicting what was reported first. */
    setAside: Type.Array(Type.Object({ id: t, revision: Type.Integer(), reason: t }, open)),
    documents: Type.Array(resultDocument),
    /** Payments of issued documents in the currency of the ledger, with what exchange made of them. */
    payments: Type.Array(records),
    payroll: Type.Array(records),
    journals: Type.Array(records),
    books: records,
  },
  strict,
)
export type PieceBucket = (typeof pieceBuckets)[number]
export type ResultPiece = Static<typeof resultPiece>
export type ResultWork = Static<typeof resultWork>
export type ResultLine = Static<typeof resultLine>
export type ResultDocument = Static<typeof resultDocument>
export type StandingDocument = Static<typeof standingDocument>
export type AskedCreditResult = Static<typeof askedCredit>
export type Repost = Static<typeof repost>
export type Proposal = Static<typeof proposal>
export type Result = Static<typeof result>
