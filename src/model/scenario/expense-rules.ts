/** What of an expense or a subcontractor's bill the client pays. */
import { type Static, Type } from 'typebox'
import { strict } from './text.ts'

export const expenseRules = Type.Object({}, strict)
export type ExpenseRules = Static<typeof expenseRules>
