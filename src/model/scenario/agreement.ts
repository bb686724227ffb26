/**
 * A contract: what it covers, and the parts its terms are put together from. A kind of contract is a set of
 * parts, so that several kinds stand side by side in one contract.
 */
import { type Static, Type } from 'typebox'
import { advance } from './advances.ts'
import { bandRules } from './bands.ts'
import { billConversion } from './currency-rules.ts'
import { documentRules } from './document-rules.ts'
import { expenseRules } from './expense-rules.ts'
import { fee, milestone, minimum, retainage } from './fees.ts'
import { reportedKind } from './kinds.ts'
import { limit, purchaseOrder } from './limits.ts'
import { retainer } from './lots.ts'
import { discount, priceRules } from './price-rules.ts'
import { quantityRules } from './quantity.ts'
import { subscription } from './subscriptions.ts'
import { place } from './tax.ts'
import { currency, id, list, oneOf, strict, text, valid } from './text.ts'

const contractLine = Type.Object(
  {
    id,
    name: Type.Optional(text),
    /** What of the contract's work falls on this line; left out: whatever no narrower line takes. */
    covers: Type.Optional(
      Type.Object(
        {
          kinds: list(reportedKind, 10),
          projects: list(id, 10_000),
          tasks: list(id, 10_000),
          laborCategories: list(id, 1_000),
        },
        strict,
      ),
    ),
    /**
     * What becomes of the work: billed at its price, covered by a fee of the line, drawn from what was bought
     * ahead, or nobody's to pay. Default: priced.
     */
    work: Type.Optional(oneOf(['priced', 'included', 'drawn_down', 'non_billable'])),
    quantity: Type.Optional(quantityRules),
    bands: Type.Optional(bandRules),
    price: Type.Optional(priceRules),
    expenses: Type.Optional(expenseRules),
    fee: Type.Optional(fee),
    milestones: list(milestone, 1_000),
    subscription: Type.Optional(subscription),
    retainer: Type.Optional(retainer),
    minimum: Type.Optional(minimum),
    retainage: Type.Optional(retainage),
    discounts: list(discount, 100),
    limits: list(limit, 100),
    taxCode: Type.Optional(id),
    /** What kind of service a tax rule sees. */
    serviceClass: Type.Optional(id),
    /** Where it is performed, where that decides the tax. */
    performedIn: Type.Optional(place),
  },
  { ...strict, title: 'ContractLine' },
)
/** What a contract says beside its parties: how rates become the currency it bills, its lines, and what binds all of them. */
export const agreementTerms = {
  /** The currency of the rates, where it is another one. Default: the contract's. */
  rateCurrency: Type.Optional(currency),
  conversion: Type.Optional(billConversion),
  lines: Type.Array(contractLine, { minItems: 1, maxItems: 1_000 }),
  limits: list(limit, 100),
  purchaseOrders: list(purchaseOrder, 1_000),
  advances: list(advance, 1_000),
  discounts: list(discount, 100),
  minimum: Type.Optional(minimum),
  documents: Type.Optional(documentRules),
  /** How a change of something issued is shown. Default: difference. */
  corrections: Type.Optional(oneOf(['difference', 'credit_and_rebill'])),
} as const
/** One version of a contract; versions of one id differ in their days or in when they became known. */
export const agreement = Type.Object(
  {
    id,
    name: Type.Optional(text),
    client: Type.Optional(id),
    legalEntity: Type.Optional(id),
    currency,
    region: Type.Optional(id),
    projects: list(id, 10_000),
    ...agreementTerms,
    ...valid,
  },
  strict,
)
export type ContractLine = Static<typeof contractLine>
export type Agreement = Static<typeof agreement>
