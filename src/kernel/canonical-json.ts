import { assert, bug } from './errors.ts'

/** Deeper nesting than this is not data of ours, and would end in a stack overflow. */
const maxDepth = 64

/**
 * One spelling per value, after RFC 8785: members sorted by UTF-16 code units, no white space. A member that
 * is undefined is left out, as JSON does. Refused as a bug: bigint, NaN, infinities, undefined in a list,
 * functions, and objects that are not plain (a Date or a Map would silently become something else).
 */
export function canonicalJson(value: unknown): string {
  return write(value, 0)
}

function write(value: unknown, depth: number): string {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return JSON.stringify(value)
    case 'number':
      if (!Number.isFinite(value)) bug('JSON has no NaN and no infinity')
      return JSON.stringify(value)
    case 'object':
      return value === null ? 'null' : writeNested(value, depth)
    default:
      return bug(`A ${typeof value} has no spelling in JSON: spell amounts and positions as text`)
  }
}

function writeNested(value: object, depth: number): string {
  if (depth >= maxDepth) bug(`Nested deeper than ${maxDepth} levels, or in a circle`)
  if (Array.isArray(value)) {
    const items: string[] = []
    for (const item of value) items.push(write(item, depth + 1))
    return `[${items.join(',')}]`
  }
  const prototype = Object.getPrototypeOf(value)
  assert(prototype === Object.prototype || prototype === null, 'Only plain objects have a canonical spelling')
  const members: string[] = []
  const record = value as Record<string, unknown>
  for (const name of Object.keys(record).sort()) {
    const member = record[name]
    if (member !== undefined) members.push(`${JSON.stringify(name)}:${write(member, depth + 1)}`)
  }
  return `{${members.join(',')}}`
}
