import { isObject, type Json } from './json.ts'

const mostPointers = 50

/**
 * JSON pointers of members that the mapping does not know, each once, sorted. In `known` and in the answer `*`
 * stands for any position of a list; a known pointer that ends in `/**` knows everything below it.
 */
export function drift(value: Json, known: ReadonlySet<string>): readonly string[] {
  const found = new Set<string>()
  walk(value, '', known, found)
  return [...found].sort().slice(0, mostPointers)
}

function walk(value: Json, path: string, known: ReadonlySet<string>, found: Set<string>): void {
  if (found.size >= mostPointers || known.has(`${path}/**`)) return
  if (Array.isArray(value)) {
    for (const item of value) walk(item, `${path}/*`, known, found)
    return
  }
  if (!isObject(value)) return
  for (const [name, member] of Object.entries(value)) {
    const pointer = `${path}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`
    if (known.has(pointer) || known.has(`${pointer}/**`)) walk(member, pointer, known, found)
    else found.add(pointer)
  }
}
