/** Which exchange rate is used for what, and of which day. */
import { Type } from 'typebox'
import { currency, decimal, id, oneOf, strict } from './text.ts'

const type = Type.Optional(id)
const maximumAgeDays = Type.Optional(
  Type.Integer({ minimum: 0, description: 'days that a rate stays good for; left out, any number' }),
)

/** From the currency of the rates to the one that the contract bills in. */
export const billConversion = Type.Object(
  {
    /** Default: spot. */
    type,
    /** Default: invoice_date, the day of the document or of the question. `fixed` takes `rate`. */
    date: Type.Optional(oneOf(['invoice_date', 'work_date', 'fixed'])),
    /** One unit of the currency of the rates in the currency of the contract. */
    rate: Type.Optional(decimal),
    maximumAgeDays,
  },
  strict,
)

/** To the currency of a ledger, for the whole firm. */
export const currencyRules = Type.Object(
  {
    /** The currency that all legal entities are added up in. */
    group: Type.Optional(currency),
    /** Type of the rate of each purpose. Default: spot. */
    costType: type,
    documentType: type,
    accrualType: type,
    paymentType: type,
    /** The day of the rate that unbilled work is accrued at. Default: work_date. */
    accrualDate: Type.Optional(oneOf(['work_date', 'month_end'])),
    /** The currency that two others meet in where no rate stands between them. */
    pivot: Type.Optional(currency),
    maximumAgeDays,
  },
  strict,
)
