import type { TSchema } from 'typebox'
import { Compile } from 'typebox/compile'
import type { ErrorCode } from '../kernel/error-catalogue.ts'
import { explain } from './explain.ts'
import type { ProblemPart } from './problem.ts'
import { Refusal, part } from './problem.ts'

const places: Readonly<Record<string, string>> = {
  querystring: 'query:',
  params: 'path:',
  headers: 'header:',
}

// The most telling fault names the problem as a whole.
const precedence: readonly ErrorCode[] = ['DECIMAL_AS_NUMBER', 'UNKNOWN_FIELD', 'SCHEMA_VIOLATION']

function refusalOf(parts: readonly ProblemPart[]): Refusal {
  const code = precedence.find((wanted) => parts.some((each) => each.code === wanted)) ?? 'SCHEMA_VIOLATION'
  const first = parts.find((each) => each.code === code)!
  const rest = parts.length > 1 ? ` (and ${parts.length - 1} more)` : ''
  return new Refusal(code, `${first.pointer === '' ? 'The body' : first.pointer} ${first.message}${rest}.`, {
    parts,
  })
}

/** The refusal of a value that broke its schema. */
function refuseInvalid(schema: TSchema, value: unknown, httpPart: string): Refusal {
  const place = places[httpPart]
  const parts = explain(schema, value).map((each) =>
    place === undefined ? each : { ...each, pointer: place + each.pointer.slice(1) },
  )
  if (parts.length === 0) parts.push(part('SCHEMA_VIOLATION', '', 'breaks the schema'))
  return refusalOf(parts)
}

/** Compiled by the first call that needs it: a start would otherwise wait for every schema of every route. */
function lazily(schema: TSchema): (value: unknown) => boolean {
  let compiled: ReturnType<typeof Compile> | null = null
  return (value) => {
    compiled ??= Compile(schema)
    return compiled.Check(value)
  }
}

/** Fastify's validators: nothing is coerced, nothing removed, nothing filled in. */
export function compileValidator(about: { schema: unknown; httpPart?: string | undefined }) {
  const schema = about.schema as TSchema
  const fits = lazily(schema)
  return (value: unknown) =>
    fits(value) ? { value } : { error: refuseInvalid(schema, value, about.httpPart ?? 'body') }
}

/**
 * Fastify's serializers: what a route answers is checked against what it declares, because a silently dropped or
 * converted field would be a lie of the documentation. `onMismatch` throws in tests and logs in production.
 */
export function compileSerializer(onMismatch: (message: string) => void) {
  return (about: { schema: unknown; method: string; url: string }) => {
    const schema = about.schema as TSchema
    const fits = lazily(schema)
    return (value: unknown) => {
      const text = JSON.stringify(value)
      if (fits(value)) return text
      const plain: unknown = JSON.parse(text)
      if (!fits(plain)) {
        const first = explain(schema, plain)[0]
        onMismatch(
          `${about.method} ${about.url} answers otherwise than declared: ` +
            `${first?.pointer ?? ''} ${first?.message ?? 'breaks the schema'}`,
        )
      }
      return text
    }
  }
}
