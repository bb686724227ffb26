/** VAT, GST and sales tax as data with dates; nothing here decides for an authority, it predicts. */
import { type Static, Type } from 'typebox'
import { day, id, list, oneOf, percent, positive, strict, text, valid } from './text.ts'

/** ISO 3166-1 alpha-2 of a country, or ISO 3166-2 of a part of one: "DE", "US-TX". */
export const place = Type.String({
  pattern: '^[A-Z]{2}(-[A-Z0-9]{1,3})?$',
  description: 'ISO 3166: a country "DE" or a part of one "US-TX"',
})

const taxTreatments = ['charge', 'zero', 'exempt', 'reverse_charge', 'outside_scope'] as const

/** Several entries of one id are its versions; of those that are live the one learned last counts. */
export const taxCodeTerms = {
  name: Type.Optional(text),
  /** Percent of the charge that is taxable, where the law taxes a part of it. Default: 100. */
  share: Type.Optional(positive),
  /** A code that is added to the document, or one that the client keeps back and pays itself. Default: added. */
  kind: Type.Optional(oneOf(['added', 'withheld'])),
  /** Where a rule finds it by place; left out, only its id finds it. */
  place: Type.Optional(place),
  /** The classes of service that it is for; left out, all that no other code of the place names. */
  serviceClasses: list(id, 1_000),
  /** Further levies beside the rate, each rounded by itself and shown by itself. */
  levies: list(
    Type.Object(
      {
        id,
        rate: percent,
        /** On what it is reckoned: the taxable amount, or that with the tax of the rate. Default: net. */
        on: Type.Optional(oneOf(['net', 'net_and_tax'])),
      },
      strict,
    ),
    10,
  ),
  /** A sentence that the document carries. */
  note: Type.Optional(text),
} as const
export const taxCode = Type.Object(
  {
    id,
    /** Percent of the taxable amount. */
    rate: percent,
    ...taxCodeTerms,
    ...valid,
  },
  strict,
)

/** Countries that a law takes together, with the days on which they belong to it. */
export const taxAreaTerms = { places: Type.Array(place, { maxItems: 300 }) } as const
export const taxArea = Type.Object({ id, ...taxAreaTerms, ...valid }, strict)

/** Rules are asked in their order, exceptions before what is general; the first one that fits decides. */
export const taxRuleTerms = {
  /** Places or areas of the seller's establishment; left out, any. So with the others. */
  seller: list(id, 300),
  buyer: list(id, 300),
  performedIn: list(id, 300),
  /** Whether seller and buyer are in one country. */
  sameCountry: Type.Optional(Type.Boolean()),
  buyerStatus: Type.Optional(oneOf(['business', 'consumer'])),
  /** What the check of the buyer's tax id came to. */
  taxId: list(oneOf(['valid', 'invalid', 'pending', 'none']), 4),
  serviceClasses: list(id, 1_000),
  treatment: oneOf(taxTreatments),
  /** Whose tax is charged. Default: the buyer's place. */
  place: Type.Optional(oneOf(['seller', 'buyer', 'performance'])),
  /** Left out for `charge`: the code of the place and service class. */
  code: Type.Optional(id),
  /** A code of kind withheld. */
  withhold: Type.Optional(id),
  note: Type.Optional(text),
} as const
export const taxRule = Type.Object({ id, ...taxRuleTerms, ...valid }, strict)

/** Where a legal entity sells from, and how long it trusts a check of a buyer's tax id. */
export const sellerTax = Type.Object(
  {
    place: Type.Optional(place),
    taxId: Type.Optional(id),
    /** The day whose tax data count: that of the document, or of each work on it. Default: document. */
    taxDate: Type.Optional(oneOf(['document', 'work'])),
    /** Days after which a check of a tax id counts as pending again; left out, it never does. */
    idCheckValidDays: Type.Optional(Type.Integer({ minimum: 1, maximum: 3_660 })),
    /** Whether a pending check of a foreign buyer's id keeps its documents back. Default: true. */
    pendingIdBlocks: Type.Optional(Type.Boolean()),
  },
  strict,
)

export const clientTax = Type.Object(
  {
    place: Type.Optional(place),
    /** Default: business where a tax id is said, otherwise consumer. */
    status: Type.Optional(oneOf(['business', 'consumer'])),
    taxId: Type.Optional(id),
    /** What an authority's register said of the id. An id without a check is pending. */
    check: Type.Optional(
      Type.Object({ result: oneOf(['valid', 'invalid', 'pending']), on: Type.Optional(day) }, strict),
    ),
    /** A certificate that frees the buyer from tax, for all or some classes of service. */
    exemption: Type.Optional(
      Type.Object({ reason: text, serviceClasses: list(id, 1_000), ...valid }, strict),
    ),
    /** A code of kind withheld that this buyer keeps back. */
    withhold: Type.Optional(id),
  },
  strict,
)
export type TaxCode = Static<typeof taxCode>
export type TaxArea = Static<typeof taxArea>
export type TaxRule = Static<typeof taxRule>
export type SellerTax = Static<typeof sellerTax>
export type ClientTax = Static<typeof clientTax>
