type Search = Record<string, unknown>

/** The named parameters of an address that are text, and nothing else of it. */
export function textsOf<const Names extends readonly string[]>(search: Search, names: Names) {
  const found: Partial<Record<Names[number], string>> = {}
  for (const name of names) {
    const value = search[name]
    if (typeof value === 'string' && value !== '') found[name as Names[number]] = value
    // The address writes a number without quotes; an id may well look like one.
    if (typeof value === 'number') found[name as Names[number]] = String(value)
  }
  return found
}

/** What an address or a query holds of it: only what is set. */
export function withoutBlank<T extends object>(values: T): { [K in keyof T]?: NonNullable<T[K]> } {
  const set = Object.entries(values).filter(
    ([, value]) => value !== undefined && value !== null && value !== '',
  )
  return Object.fromEntries(set) as { [K in keyof T]?: NonNullable<T[K]> }
}
