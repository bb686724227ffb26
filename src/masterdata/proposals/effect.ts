import { type Static, Type } from 'typebox'

/** What a proposal would change in money, by what was known at a position. One amount per currency. */
export const effectShape = Type.Object(
  {
    asOf: Type.String({ pattern: '^\\d{1,19}$' }),
    amounts: Type.Array(
      Type.Object(
        {
          amount: Type.String({ pattern: '^-?\\d{1,30}(\\.\\d{1,18})?$' }),
          currency: Type.String({ pattern: '^[A-Z]{3}$' }),
        },
        { additionalProperties: false },
      ),
    ),
    /** Documents and works that would come to something else. */
    documents: Type.Integer(),
    works: Type.Integer(),
  },
  { additionalProperties: false },
)
export type Effect = Static<typeof effectShape>
