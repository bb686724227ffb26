/** What was decided before: documents with the work that each line bills, and what became of them. */
import { type Static, Type } from 'typebox'
import { day, decimal, id, list, oneOf, strict } from './text.ts'

export const member = Type.Object(
  { work: id, quantity: Type.Optional(decimal), amount: decimal, part: Type.Optional(id) },
  strict,
)
export const existingDocument = Type.Object(
  {
    id,
    contract: Type.Optional(id),
    client: Type.Optional(id),
    /** The order of the client on which it was billed. */
    purchaseOrder: Type.Optional(id),
    on: day,
    status: oneOf(['draft', 'issued', 'cancelled']),
    lines: Type.Array(Type.Object({ id, amount: decimal, members: list(member) }, strict), {
      maxItems: 100_000,
    }),
    learned: Type.Optional(Type.Integer({ minimum: 0 })),
  },
  strict,
)
export type Member = Static<typeof member>
export type ExistingDocument = Static<typeof existingDocument>
