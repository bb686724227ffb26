/** What `hourbridge price` answers. Amounts and quantities are decimal texts; money stands beside its currency. */
import { type Static, Type } from 'typebox'
import { oneOf, strict } from './text.ts'

const t = Type.String()
const nullable = Type.Union([Type.String(), Type.Null()])
const open = { additionalProperties: true } as const

/** The buckets of the bill outcome that a calculation can tell; what an ERP says of them is not its business. */
export const pieceBuckets = [
  'none',
  'non_billable',
  'included',
  'written_off',
  'held',
  'parked',
  'priced',
  'draft',
  'issued',
  'credited',
] as const

export const resultPiece = Type.Object(
  {
    /** Counted within its work, in the order in which the work was split. */
    id: t,
    quantity: t,
    unit: t,
    /** Null where no rate was asked for or none was found. */
    rate: nullable,
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
  },
  open,
)
export const resultWork = Type.Object(
  {
    id: t,
    revision: Type.Integer(),
    on: t,
    actual: t,
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
export const resultLine = Type.Object(
  {
    id: t,
    text: t,
    quantity: t,
    unitPrice: t,
    amount: t,
    taxCode: nullable,
    members: Type.Array(Type.Object({ work: t, piece: t, quantity: t, amount: t }, open)),
  },
  open,
)
export const resultDocument = Type.Object(
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
  },
  open,
)
export const proposal = Type.Object(
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
  },
  open,
)
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
    documents: Type.Array(resultDocument),
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
export type Proposal = Static<typeof proposal>
export type Result = Static<typeof result>
