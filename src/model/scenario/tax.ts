/** VAT, GST and sales tax as data with dates; nothing here decides for an authority, it predicts. */
import { type Static, Type } from 'typebox'
import { id, percent, strict, text, valid } from './text.ts'

export const taxCode = Type.Object({ id, rate: percent, name: Type.Optional(text), ...valid }, strict)
export const sellerTax = Type.Object({}, strict)
export const clientTax = Type.Object({}, strict)
export type TaxCode = Static<typeof taxCode>
export type SellerTax = Static<typeof sellerTax>
export type ClientTax = Static<typeof clientTax>
