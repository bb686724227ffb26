/** Work as it was reported, one revision after the other. */
import { type Static, Type } from 'typebox'
import { adjustment } from './adjustments.ts'
import { spending } from './expense-rules.ts'
import { reportedKind } from './kinds.ts'
import { clock, currency, day, decimal, id, list, oneOf, strict, text } from './text.ts'

export const work = Type.Object(
  {
    id,
    /** Default: 1. The highest revision that is known counts. */
    revision: Type.Optional(Type.Integer({ minimum: 1 })),
    /** Default: time. */
    kind: Type.Optional(reportedKind),
    on: day,
    worker: Type.Optional(id),
    project: Type.Optional(id),
    task: Type.Optional(id),
    contract: Type.Optional(id),
    line: Type.Optional(id),
    assignment: Type.Optional(id),
    laborCategory: Type.Optional(id),
    region: Type.Optional(id),
    /** Exactly one of hours, minutes, seconds, or begin with end; for an expense its quantity, default 1. */
    hours: Type.Optional(decimal),
    minutes: Type.Optional(decimal),
    seconds: Type.Optional(decimal),
    begin: Type.Optional(clock),
    end: Type.Optional(clock),
    quantity: Type.Optional(decimal),
    /** Default: approved. */
    approval: Type.Optional(oneOf(['approved', 'submitted', 'rejected', 'withdrawn', 'deleted'])),
    /** Default: true. */
    billable: Type.Optional(Type.Boolean()),
    /** Cost of an expense or subcontractor as paid, in its own currency. */
    amount: Type.Optional(decimal),
    currency: Type.Optional(currency),
    /** Its own price of an hour, as the source says; counts where the precedence names the level `entry`. */
    rate: Type.Optional(decimal),
    /** Time that is paid, or left unpaid, without being worked: no client is billed for it. Default: worked. */
    absence: Type.Optional(oneOf(['holiday', 'leave', 'unpaid'])),
    /** What the worker is paid for an hour of it, where that is not the usual rate. */
    payRate: Type.Optional(decimal),
    /** Where it was worked, by whose overtime rules it is paid. Default: the worker's state. */
    payState: Type.Optional(id),
    ...spending,
    adjustments: list(adjustment, 100),
    note: Type.Optional(text),
    /** The day on which this revision was entered; a time lock looks at it. Default: the day of the question. */
    enteredOn: Type.Optional(day),
    /** Entered by somebody who may pass a time lock. Default: false. */
    override: Type.Optional(Type.Boolean()),
    /** The day on which a correction of a closed period, which waited, was let go. */
    releasedOn: Type.Optional(day),
    learned: Type.Optional(Type.Integer({ minimum: 0 })),
  },
  strict,
)
export type ReportedWork = Static<typeof work>
