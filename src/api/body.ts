import { Refusal, part } from './problem.ts'

const utf8 = new TextDecoder('utf-8', { fatal: true })

// PostgreSQL cannot store the character NUL, and half a surrogate pair has no UTF-8.
function isStorable(text: string): boolean {
  return text.isWellFormed() && !text.includes('\u0000')
}

/** How deep a body may nest; our schemas need five. */
export const bodyDepth = 32

function inspect(value: unknown, pointer: string, depth: number): void {
  if (depth > bodyDepth) {
    const message = `nests deeper than ${bodyDepth} levels`
    throw new Refusal('SCHEMA_VIOLATION', `The body ${message}.`, {
      parts: [part('SCHEMA_VIOLATION', '', message)],
    })
  }
  if (typeof value === 'string') {
    if (!isStorable(value)) refuseText(pointer)
  } else if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) inspect(item, `${pointer}/${index}`, depth + 1)
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, item] of Object.entries(value)) {
      if (!isStorable(key)) refuseText(pointer)
      inspect(item, `${pointer}/${key}`, depth + 1)
    }
  }
}

function refuseText(pointer: string): never {
  const message = 'contains the character NUL or half a surrogate pair'
  throw new Refusal('SCHEMA_VIOLATION', `${pointer} ${message}.`, {
    parts: [part('SCHEMA_VIOLATION', pointer, message)],
  })
}

/** Text of a path, query or header that could not be stored. */
export function refuseUnstorable(text: string, place: string): void {
  if (!isStorable(text)) refuseText(place)
}

/** Reads the one JSON value of a body, strictly: UTF-8, no NUL, no half characters, bounded depth. */
export function readJson(bytes: Buffer): unknown {
  let value: unknown
  try {
    value = JSON.parse(utf8.decode(bytes))
  } catch (error) {
    const where =
      error instanceof SyntaxError ? /position \d+( \(line \d+ column \d+\))?/.exec(error.message) : null
    const detail =
      bytes.length === 0
        ? 'The body is empty.'
        : where === null
          ? 'The body is not one JSON value in UTF-8.'
          : `Reading the body stopped at ${where[0]}.`
    throw new Refusal('MALFORMED_JSON', detail)
  }
  inspect(value, '', 0)
  return value
}
