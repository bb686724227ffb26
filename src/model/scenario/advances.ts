/** Money paid ahead: an advance that invoices draw on, or a wallet. */
import { type Static, Type } from 'typebox'
import { day, decimal, id, learned, list, oneOf, positive, strict } from './text.ts'

export const advance = Type.Object(
  {
    id,
    amount: positive,
    /** The day of its own invoice; left out with `dueOn`, it was invoiced before. */
    invoicedOn: Type.Optional(day),
    paidOn: Type.Optional(day),
    /** The day on which its invoice falls due to be made by this calculation. */
    dueOn: Type.Optional(day),
    /** From when documents may draw on it. Default: invoiced. */
    usableFrom: Type.Optional(oneOf(['invoiced', 'paid'])),
    /** The last day on which a document may draw on it; the oldest expiry is drawn first. */
    to: Type.Optional(day),
    /**
     * Drawn from what is due with tax, as something paid before; or from the net, so that tax is charged on the
     * rest only because the advance itself was taxed. Default: total.
     */
    appliesTo: Type.Optional(oneOf(['total', 'net'])),
    /** The most that one document draws, in percent of what it could draw from. Default: 100. */
    atMostPercent: Type.Optional(positive),
    taxCode: Type.Optional(id),
    /** What issued documents drew from it. */
    applied: list(Type.Object({ document: id, on: day, amount: positive }, strict), 10_000),
    /** What the client asks back. It is given as far as that is left on its day, or refused as a whole. */
    refunds: list(Type.Object({ id, on: day, amount: positive }, strict), 1_000),
    learned,
  },
  strict,
)
export type Advance = Static<typeof advance>

/** Money that came in for a document. */
export const payment = Type.Object({ id, document: id, on: day, amount: decimal, learned }, strict)
export type Payment = Static<typeof payment>
