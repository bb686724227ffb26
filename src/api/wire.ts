/** The parts that the answers of several routes are made of. Money and decimals are text, instants ISO. */
import { type TSchema, Type } from 'typebox'
import type { Money } from '../kernel/money.ts'
import { formatMoney } from '../kernel/money.ts'

export const strict = { additionalProperties: false } as const

export function object<P extends Record<string, TSchema>>(properties: P) {
  return Type.Object(properties, strict)
}

export function nullable<T extends TSchema>(schema: T) {
  return Type.Union([schema, Type.Null()])
}

export function oneOf<const V extends readonly string[]>(values: V) {
  return Type.Enum([...values] as V[number][])
}

export const text = Type.String()
export const id = Type.String({ minLength: 1, maxLength: 300 })
export const uuid = Type.String({ pattern: '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' })
/** A day that exists; the year 0000 does not, for PostgreSQL. */
export const dayText = Type.String({ format: 'date', pattern: '^(?!0000)\\d{4}-\\d{2}-\\d{2}$' })
export const monthText = Type.String({ pattern: '^\\d{4}-(0[1-9]|1[0-2])$' })
export const instant = Type.String({ format: 'date-time' })
/** A position of the log; text, because it may outgrow what a JSON number holds. */
export const position = Type.String({ pattern: '^\\d{1,19}$' })
export const decimalText = Type.String({ pattern: '^-?\\d{1,30}(\\.\\d{1,18})?$' })
export const money = object({ amount: decimalText, currency: Type.String({ pattern: '^[A-Z]{3}$' }) })

export function moneyOnWire(value: Money): { amount: string; currency: string } {
  return { amount: formatMoney(value), currency: value.currency }
}

/** From the database's columns; null where there is no amount. */
export function moneyOfColumns(
  minor: bigint | null,
  currency: string | null,
): { amount: string; currency: string } | null {
  return minor === null || currency === null ? null : moneyOnWire({ minor, currency })
}

const problemPart = object({ pointer: text, code: text, message: text, remedy: text })
export const problem = object({
  type: text,
  title: text,
  status: Type.Integer(),
  detail: text,
  code: text,
  remedy: text,
  traceId: text,
  errors: Type.Optional(Type.Array(problemPart)),
})
