import createClient from 'openapi-fetch'
import { ProblemError, problemOf } from './problem.ts'
import type { paths } from './schema.d.ts'

export const api = createClient<paths>({ baseUrl: '/', credentials: 'same-origin' })

type Answer<T> = { data?: T; error?: unknown; response: Response }

/** The data of an answer; a refusal is thrown as a ProblemError. */
export async function taken<T>(asked: Promise<Answer<T>>): Promise<T> {
  const { data, error, response } = await asked
  if (!response.ok) throw new ProblemError(problemOf(error, response.status))
  return data as T
}

/** A key of our own for a call that moves money; the same one when the same call is repeated. */
export function newIdempotencyKey(): string {
  // randomUUID exists only on https and localhost; installations inside a firm are often on neither.
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  return `console-${[...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')}`
}
