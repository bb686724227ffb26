/** Foreign JSON, read so that a number keeps its text: it never passes through a double. */
import { isLosslessNumber, LosslessNumber, parse } from 'lossless-json'
import { formatDecimal, parseDecimal } from '../../kernel/decimal.ts'

export type Json = null | boolean | string | LosslessNumber | readonly Json[] | JsonObject
type JsonObject = { readonly [name: string]: Json }

/** Undefined when the bytes are not one JSON value in UTF-8, or one nested beyond reason. */
export function readJson(bytes: Uint8Array | string): Json | undefined {
  try {
    const text = typeof bytes === 'string' ? bytes : new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    // Of a name that stands twice the last value counts, as with other readers.
    return parse(text, null, {
      parseNumber: (number) => new LosslessNumber(number),
      onDuplicateKey: ({ newValue }) => newValue,
    }) as Json
  } catch {
    return undefined
  }
}

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !isLosslessNumber(value)
}

/** Follows own members and list positions; undefined where the path leaves the value. */
export function at(value: Json | undefined, ...path: readonly (string | number)[]): Json | undefined {
  let current = value
  for (const step of path) {
    if (typeof step === 'number') current = Array.isArray(current) ? current[step] : undefined
    else current = isObject(current) && Object.hasOwn(current, step) ? current[step] : undefined
  }
  return current
}

export function list(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? value : []
}

/** The text of a string that is not empty; null for anything else. */
export function textOf(value: Json | undefined): string | null {
  return typeof value === 'string' && value !== '' ? value : null
}

/** An id, whether the source writes it as number or as text. */
export function idOf(value: Json | undefined): string | null {
  if (isLosslessNumber(value)) return /^-?\d+$/.test(value.value) ? value.value : null
  return textOf(value)
}

const exponent = /^(-?)(\d+)(?:\.(\d+))?[eE]([+-]?\d{1,3})$/

/** A number, or text that is one, as canonical plain decimal text; null for anything else. */
export function numberOf(value: Json | undefined): string | null {
  const text = isLosslessNumber(value) ? value.value : textOf(value)
  if (text === null) return null
  const found = parseDecimal(plain(text))
  return found === null ? null : formatDecimal(found)
}

function plain(text: string): string {
  const match = exponent.exec(text)
  if (match === null) return text
  const [, sign = '', whole = '', fraction = '', power = '0'] = match
  const point = whole.length + Number(power)
  if (Math.abs(point) > 40) return text
  const digits = (whole + fraction).padEnd(Math.max(point, 0), '0')
  if (point <= 0) return `${sign}0.${'0'.repeat(-point)}${digits}`
  return point >= digits.length
    ? `${sign}${digits}`
    : `${sign}${digits.slice(0, point)}.${digits.slice(point)}`
}

/**
 * As JavaScript has it, for a member that is spelled as we spell it ourselves: there every amount is text, and a number
 * is a small whole one. Undefined where another number stands.
 */
export function ownSpelling(value: Json): unknown {
  if (isLosslessNumber(value)) return /^-?\d{1,9}$/.test(value.value) ? Number(value.value) : undefined
  if (Array.isArray(value)) return value.map(ownSpelling)
  if (!isObject(value)) return value
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, ownSpelling(each)]))
}

/** One spelling per content: members sorted, no white space, numbers with the digits they came with. */
export function canonicalText(value: Json): string {
  if (isLosslessNumber(value)) return value.value
  if (Array.isArray(value)) return `[${value.map(canonicalText).join(',')}]`
  if (!isObject(value)) return JSON.stringify(value)
  const members: string[] = []
  for (const name of Object.keys(value).sort()) {
    members.push(`${JSON.stringify(name)}:${canonicalText(value[name]!)}`)
  }
  return `{${members.join(',')}}`
}

export function canonicalBytes(value: Json): Uint8Array {
  return new TextEncoder().encode(canonicalText(value))
}
