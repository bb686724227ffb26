/** Two bodies of a record beside each other, field by field. */

export type FieldDifference = {
  /** JSON pointer; in a list the place in the new one, and of what is gone the place in the old one. */
  readonly pointer: string
  /** Left out where there was none, or is none any more. */
  readonly old?: unknown
  readonly new?: unknown
}

type Plain = Readonly<Record<string, unknown>>

export function fieldDifferences(old: unknown, now: unknown): FieldDifference[] {
  const found: FieldDifference[] = []
  compare(old, now, '', found)
  return found
}

function compare(old: unknown, now: unknown, pointer: string, found: FieldDifference[]): void {
  if (old === undefined && now === undefined) return
  if (isPlain(old) && isPlain(now)) {
    compareFields(old, now, pointer, found)
    return
  }
  const key = Array.isArray(old) && Array.isArray(now) ? keyOfItems([...old, ...now]) : null
  if (key !== null) {
    compareItems(old as Plain[], now as Plain[], key, pointer, found)
    return
  }
  if (spelled(old) === spelled(now)) return
  found.push({
    pointer,
    ...(old === undefined ? {} : { old }),
    ...(now === undefined ? {} : { new: now }),
  })
}

function compareFields(old: Plain, now: Plain, pointer: string, found: FieldDifference[]): void {
  for (const name of [...new Set([...Object.keys(old), ...Object.keys(now)])].sort())
    compare(old[name], now[name], `${pointer}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`, found)
}

/** What tells the items of a list apart, where every one of them has it. */
function keyOfItems(items: readonly unknown[]): string | null {
  if (items.length === 0 || !items.every(isPlain)) return null
  return ['id', 'number', 'on'].find((name) => items.every((item) => item[name] !== undefined)) ?? null
}

function compareItems(
  old: readonly Plain[],
  now: readonly Plain[],
  key: string,
  pointer: string,
  found: FieldDifference[],
): void {
  const keys = (items: readonly Plain[]) => items.map((item) => spelled(item[key]))
  const [before, after] = [keys(old), keys(now)]
  const isClear = new Set(before).size === before.length && new Set(after).size === after.length
  if (!isClear) {
    if (spelled(old) !== spelled(now)) found.push({ pointer, old, new: now })
    return
  }
  const kept = after.filter((one) => before.includes(one))
  // Where the order says which comes first, an item that moved is a change of the list.
  if (kept.join('\n') !== before.filter((one) => after.includes(one)).join('\n'))
    found.push({ pointer, old: old.map((item) => item[key]), new: now.map((item) => item[key]) })
  for (const [at, item] of old.entries())
    if (!after.includes(before[at]!)) found.push({ pointer: `${pointer}/${at}`, old: item })
  for (const [at, item] of now.entries()) {
    const was = before.indexOf(after[at]!)
    compare(was < 0 ? undefined : old[was], item, `${pointer}/${at}`, found)
  }
}

function isPlain(value: unknown): value is Plain {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function spelled(value: unknown): string {
  return JSON.stringify(value, (_, one) =>
    isPlain(one) ? Object.fromEntries(Object.entries(one).sort(([a], [b]) => (a < b ? -1 : 1))) : one,
  )
}
