/**
 * SQL with a name: PostgreSQL parses and plans it once per connection. The name belongs to one text only, so
 * it is built as `folder.what`.
 */
export type Statement<Row> = { readonly name: string; readonly text: string; readonly row?: Row }

export type Row = Record<string, unknown>

const nameLimit = 63

export function statement<R extends object = Row>(name: string, text: string): Statement<R> {
  if (name.length > nameLimit)
    throw new TypeError(`The name of the statement ${name} is over ${nameLimit} bytes.`)
  return { name, text }
}
