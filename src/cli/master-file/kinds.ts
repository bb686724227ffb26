import { type MasterKind, masterSchemas } from '../../model/master-records.ts'

/** What a schema says of a value, as far as files need it. */
export type Shape = {
  readonly type?: string
  readonly const?: unknown
  readonly format?: string
  readonly pattern?: string
  readonly anyOf?: readonly Shape[]
  readonly items?: Shape
  readonly properties?: Readonly<Record<string, Shape>>
  readonly required?: readonly string[]
}

export function shapeOf(kind: MasterKind): Shape {
  return masterSchemas[kind] as Shape
}

export function isKind(text: string): text is MasterKind {
  return Object.hasOwn(masterSchemas, text)
}

/** "Exchange rates", "rates-2027" and "tax_code" as kinds; null where the name means none. */
export function kindOfName(name: string): MasterKind | null {
  const words = name
    .trim()
    .toLowerCase()
    .split(/[^a-z]+/)
    .filter((word) => word !== '')
  for (let most = words.length; most > 0; most -= 1) {
    const said = words.slice(0, most).join('_')
    for (const one of [said, said.replace(/s$/, ''), said.replace(/ies$/, 'y')]) if (isKind(one)) return one
  }
  return null
}

/** The shapes behind a choice, without null. */
export function branches(shape: Shape): readonly Shape[] {
  return (shape.anyOf ?? [shape]).filter((one) => one.type !== 'null')
}

export function isNullable(shape: Shape): boolean {
  return (shape.anyOf ?? []).some((one) => one.type === 'null')
}

/** Fills in what a record may lack: null where nothing may be said, and no items. Nothing else is guessed. */
export function filled(shape: Shape, value: unknown): unknown {
  if (Array.isArray(value)) {
    const items = branches(shape).find((one) => one.items !== undefined)?.items
    return items === undefined ? value : value.map((item) => filled(items, item))
  }
  if (typeof value !== 'object' || value === null) return value
  const object = branches(shape).find((one) => one.properties !== undefined)
  if (object === undefined) return value
  const given = value as Record<string, unknown>
  const made: Record<string, unknown> = {}
  for (const [name, item] of Object.entries(given)) {
    const member = object.properties?.[name]
    made[name] = member === undefined ? item : filled(member, item)
  }
  for (const name of object.required ?? []) {
    const member = object.properties![name]!
    if (made[name] !== undefined) continue
    if (isNullable(member)) made[name] = null
    else if (member.type === 'array') made[name] = []
  }
  return made
}
