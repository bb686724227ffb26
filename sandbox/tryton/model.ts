/** What a model of the simulated Tryton is: rows with typed values, and what can be done to them. */
import type { World } from '../wire.ts'
import type { Value } from './values.ts'

export type TrytonRow = { readonly id: number } & { readonly [field: string]: Value }
export type Context = Readonly<Record<string, unknown>>
export type Caller = {
  readonly world: World
  readonly login: string
  readonly userId: number
  readonly admin: boolean
}
export type Values = Readonly<Record<string, unknown>>

export type Model = {
  /** As its messages call it. */
  readonly label: string
  /** The model behind a field that holds an id, for dotted names. */
  readonly relations: Readonly<Record<string, string>>
  /** Every row; where a domain asks for one key, reading that one is enough. */
  readonly rows: (world: World, key: KeyHint | null, context: Context) => TrytonRow[]
  /** The field that `rows` can be asked by. */
  readonly keyField?: string
  /** True where the search sees a new row only after the lag. */
  readonly lags?: boolean
  readonly create?: (caller: Caller, values: Values, context: Context) => number
  readonly write?: (caller: Caller, id: number, values: Values, context: Context) => void
  readonly remove?: (caller: Caller, id: number) => void
  readonly buttons?: Readonly<
    Record<string, (caller: Caller, ids: readonly number[], context: Context) => void>
  >
  readonly adminButtons?: boolean
}
export type KeyHint = { readonly field: string; readonly values: readonly unknown[] }
