/** The fields of a kind as the columns of a table: nested ones by dots, items of a list of objects row by row. */
import type { MasterKind } from '../../model/master-records.ts'
import { branches, type Shape, shapeOf } from './kinds.ts'

export type Column = {
  readonly name: string
  readonly path: readonly string[]
  /** The list of objects whose items this column belongs to: each row holds one item. */
  readonly list: string | null
  /** Several values in one cell, with "|" between them. */
  readonly many: boolean
  readonly shape: Shape
}

/** Fields that no table can hold, because they nest too deep. */
export const onlyInYaml: Readonly<Partial<Record<MasterKind, readonly string[]>>> = { contract: ['terms'] }

export function columnsOf(kind: MasterKind): Column[] {
  const found: Column[] = []
  collect(shapeOf(kind), [], null, onlyInYaml[kind] ?? [], found)
  return found
}

function collect(
  shape: Shape,
  path: readonly string[],
  list: string | null,
  left: readonly string[],
  found: Column[],
): void {
  for (const [name, member] of Object.entries(shape.properties ?? {})) {
    if (path.length === 0 && left.includes(name)) continue
    const at = [...path, name]
    const [first] = branches(member)
    const item = first?.items
    const itemIsObject = item !== undefined && branches(item).some((one) => one.properties !== undefined)
    if (first?.properties !== undefined) collect(first, at, list, [], found)
    else if (itemIsObject && list === null) collect(branches(item)[0]!, at, at.join('.'), [], found)
    else if (!itemIsObject)
      found.push({ name: at.join('.'), path: at, list, many: item !== undefined, shape: item ?? member })
  }
}

/** The value at a path; of a list's column, the item's own path. */
export function valueAt(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (found, name) =>
      typeof found === 'object' && found !== null ? (found as Record<string, unknown>)[name] : undefined,
    value,
  )
}

export function putAt(into: Record<string, unknown>, path: readonly string[], value: unknown): void {
  let place = into
  for (const name of path.slice(0, -1)) {
    place[name] ??= {}
    place = place[name] as Record<string, unknown>
  }
  place[path.at(-1)!] = value
}
