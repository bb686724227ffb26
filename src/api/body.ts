import { Refusal, part } from './problem.ts'

const utf8 = new TextDecoder('utf-8', { fatal: true })

// PostgreSQL cannot store the character NUL, and half a surrogate pair has no UTF-8.
function isStorable(text: string): boolean {
  return text.isWellFormed() && !text.includes('\u0000')
}

/** How deep a body may nest; our schemas need five. */
const bodyDepth = 32

function refuseDeep(value: unknown, depth: number): void {
  if (depth > bodyDepth) {
    const message = `nests deeper than ${bodyDepth} levels`
    throw new Refusal('SCHEMA_VIOLATION', `The body ${message}.`, {
      parts: [part('SCHEMA_VIOLATION', '', message)],
    })
  }
  if (typeof value !== 'object' || value === null) return
  for (const item of Object.values(value)) {
    if (typeof item === 'object') refuseDeep(item, depth + 1)
  }
}

function refuseUnstorableTexts(value: unknown, pointer: string): void {
  if (typeof value === 'string') {
    if (!isStorable(value)) refuseText(pointer)
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, item] of Object.entries(value)) {
      if (!isStorable(key)) refuseText(pointer)
      refuseUnstorableTexts(item, `${pointer}/${key}`)
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
  refuseDeep(value, 0)
  // What is valid UTF-8 can hold neither of the two except by an escape.
  if (bytes.includes('\\u')) refuseUnstorableTexts(value, '')
  return value
}
