/** What the data of events is made of. Ids, states, days and money: never names, descriptions or rates of pay. */
import { type TProperties, Type } from 'typebox'

export const id = Type.String({ minLength: 1, maxLength: 300 })
export const dayText = Type.String({ format: 'date' })
export const decimalText = Type.String({ pattern: '^-?\\d{1,30}(\\.\\d{1,18})?$' })
export const money = Type.Object(
  { amount: decimalText, currency: Type.String({ pattern: '^[A-Z]{3}$' }) },
  { additionalProperties: false },
)
export const nullable = <T extends Parameters<typeof Type.Union>[0][number]>(schema: T) =>
  Type.Union([schema, Type.Null()])

/** A later version of the product may add a property: receivers ignore what they do not know. */
export function data<P extends TProperties>(properties: P) {
  return Type.Object(properties)
}

export type EventKind = {
  /** What the subject is; the CloudEvents subject is `<subject>/<id>`. */
  readonly subject: string
  /** Raised when a property changes its meaning or goes away; the older version is then sent beside it. */
  readonly version: number
  readonly title: string
  readonly data: ReturnType<typeof data>
}
