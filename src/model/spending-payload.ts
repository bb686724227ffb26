/** The bodies of expenses, subcontractors' work and usage on our own REST API. */
import { type Static, type TProperties, Type } from 'typebox'
import { type TimeEntryPayload, timeEntryPayload } from './time-entry-payload.ts'
import type { ReportedKind } from './understood.ts'

const strict = { additionalProperties: false } as const
const nullable = <T extends TProperties[string]>(schema: T) => Type.Union([schema, Type.Null()])
const code = Type.String({ minLength: 1, maxLength: 120 })
const currency = Type.String({ pattern: '^[A-Z]{3}$', description: 'ISO 4217' })
const dayText = Type.String({ format: 'date', pattern: '^(?!0000)\\d{4}-\\d{2}-\\d{2}$' })
// A JSON number is refused because it would lose digits.
const quantity = Type.String({ pattern: '^\\d{1,9}(\\.\\d{1,9})?$', description: 'Decimal as text' })
const amount = Type.String({ pattern: '^\\d{1,12}(\\.\\d{1,4})?$', description: 'Decimal as text' })
const signedAmount = Type.String({
  pattern: '^-?\\d{1,12}(\\.\\d{1,4})?$',
  description: 'Decimal as text, tax included; below zero where it was given back',
})
const percent = Type.String({ pattern: '^\\d{1,3}(\\.\\d{1,6})?$', description: 'Percent as text' })

const { hours, worker, ...common } = timeEntryPayload.properties
const approvalState = timeEntryPayload.properties.approval.properties.state
const taxInside = Type.Object(
  {
    /** Exactly one of the two is not null. */
    rate: nullable(percent),
    amount: nullable(amount),
    /** How much of the tax the firm gets back. */
    recoverablePercent: percent,
  },
  strict,
)

export const expensePayload = Type.Object(
  {
    ...common,
    worker,
    category: nullable(code),
    /** Of what is counted, such as kilometres; null for one piece. */
    quantity: nullable(quantity),
    amount: signedAmount,
    currency,
    /** Whether there is a receipt. */
    receipt: Type.Boolean(),
    /** Its day, whose exchange rate counts; null for the day of the work. */
    receiptOn: nullable(dayText),
    /** Tax that the amount contains; null for none. */
    tax: nullable(taxInside),
  },
  strict,
)

export const subcontractorPayload = Type.Object(
  {
    ...common,
    worker: nullable(worker),
    vendor: code,
    category: nullable(code),
    /** Null where only the bill is known. */
    hours: nullable(hours),
    quantity: nullable(quantity),
    /** What the vendor bills; null where it is not known yet. */
    amount: nullable(signedAmount),
    /** What the vendor takes for an hour or unit, where no amount is said. */
    unitCost: nullable(amount),
    /** Of amount and unit cost; null where neither is said. */
    currency: nullable(currency),
    tax: nullable(taxInside),
    /** Whether the vendor's bill is approved. */
    costApproval: approvalState,
  },
  strict,
)

export const usagePayload = Type.Object(
  {
    ...common,
    worker: nullable(worker),
    category: nullable(code),
    /** Units, as the contract prices them. */
    quantity,
  },
  strict,
)

export type ExpensePayload = Static<typeof expensePayload>
export type SubcontractorPayload = Static<typeof subcontractorPayload>
export type UsagePayload = Static<typeof usagePayload>

/** The streams of our own connection, each with the kind of work that it carries. */
export const workStreams = {
  time_entries: 'time_entry',
  expenses: 'expense',
  subcontractor_work: 'subcontractor',
  usage: 'usage',
} as const satisfies Record<string, ReportedKind>
export type WorkStream = keyof typeof workStreams
export type WorkPayload = TimeEntryPayload | ExpensePayload | SubcontractorPayload | UsagePayload
