/** The smallest parts of a scenario. Amounts, rates and quantities are decimal texts, never binary numbers. */
import { type TLiteral, type TSchema, type TUnion, Type } from 'typebox'

export const strict = { additionalProperties: false } as const
export const id = Type.String({ minLength: 1, maxLength: 120, description: "the firm's own code" })
export const day = Type.String({ format: 'date', pattern: '^(?!0000)\\d{4}-\\d{2}-\\d{2}$' })
/** Local time of a day, with seconds where they count. */
export const clock = Type.String({ pattern: '^([01]\\d|2[0-3]):[0-5]\\d(:[0-5]\\d)?$' })
export const decimal = Type.String({
  pattern: '^-?\\d{1,15}(\\.\\d{1,9})?$',
  description: 'a decimal, "7.5"',
})
export const positive = Type.String({
  pattern: '^\\d{1,15}(\\.\\d{1,9})?$',
  description: 'zero or more, "7.5"',
})
export const percent = Type.String({
  pattern: '^-?\\d{1,4}(\\.\\d{1,9})?$',
  description: 'percent: "19" is 19 %',
})
export const currency = Type.String({ pattern: '^[A-Z]{3}$', description: 'ISO 4217' })
export const text = Type.String({ minLength: 1, maxLength: 500 })

type Choice<Words extends readonly string[]> = TUnion<{ -readonly [I in keyof Words]: TLiteral<Words[I]> }>

/** A choice among words. */
export function oneOf<const Words extends readonly [string, ...string[]]>(words: Words): Choice<Words> {
  return Type.Union(words.map((word) => Type.Literal(word))) as unknown as Choice<Words>
}

/** Position of the log at which something became known; a scenario is asked as known at a position. */
export const learned = Type.Optional(Type.Integer({ minimum: 0, description: 'known from this position on' }))

/** Members of everything that is valid for a time: both days are included; left out, they are open. */
export const valid = { from: Type.Optional(day), to: Type.Optional(day), learned } as const

export const list = <T extends TSchema>(items: T, most = 100_000) =>
  Type.Optional(Type.Array(items, { maxItems: most }))
