/** The body of a time entry on our own REST API: what a source sends when it speaks our language. */
import { type Static, Type } from 'typebox'

const strict = { additionalProperties: false } as const
const code = Type.String({ minLength: 1, maxLength: 120 })
const optionalCode = Type.Union([code, Type.Null()])

/** Exact hours as text; a JSON number is refused because it would lose digits. */
const hours = Type.String({ pattern: '^\\d{1,4}(\\.\\d{1,9})?$', description: 'Decimal hours as text' })

const timeEntryApproval = Type.Object(
  {
    state: Type.Union([Type.Literal('submitted'), Type.Literal('approved'), Type.Literal('rejected')]),
    approver: optionalCode,
    approvedAt: Type.Union([Type.String({ format: 'date-time', maxLength: 40 }), Type.Null()]),
    level: optionalCode,
  },
  strict,
)

export const timeEntryPayload = Type.Object(
  {
    /** The source's own id of the entry; with the connection and stream it is the identity of the work. */
    sourceId: Type.String({ minLength: 1, maxLength: 200 }),
    /** The source's own version, where it has one: an older version after a newer one changes nothing. */
    version: Type.Optional(Type.String({ minLength: 1, maxLength: 100 })),
    worker: code,
    project: optionalCode,
    task: optionalCode,
    costCenter: optionalCode,
    laborCategory: optionalCode,
    serviceItem: optionalCode,
    workOn: Type.String({ format: 'date', pattern: '^(?!0000)\\d{4}-\\d{2}-\\d{2}$' }),
    hours,
    billable: Type.Boolean(),
    region: optionalCode,
    description: Type.String({ maxLength: 4000 }),
    approval: timeEntryApproval,
  },
  strict,
)

export type TimeEntryPayload = Static<typeof timeEntryPayload>
