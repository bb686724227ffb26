/** Ceilings: not-to-exceed amounts and hours, and purchase orders. */
import { type Static, Type } from 'typebox'
import { strict } from './text.ts'

export const limit = Type.Object({}, strict)
export const purchaseOrder = Type.Object({}, strict)
export type Limit = Static<typeof limit>
export type PurchaseOrder = Static<typeof purchaseOrder>
