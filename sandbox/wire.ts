/** What every front speaks: a request that was read whole, and a reply that is sent after the commit. */
import type { Books } from './books/open.ts'
import type { Refusal } from './books/refusal.ts'

export type Incoming = {
  readonly method: string
  readonly path: string
  readonly query: URLSearchParams
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly body: string
}
export type Reply = {
  readonly status: number
  readonly body: string
  readonly headers?: Readonly<Record<string, string>>
  /** The work is done and the connection is cut without a word. */
  readonly cut?: boolean
}
export type World = {
  readonly books: Books
  readonly now: () => Date
  readonly pause: (ms: number) => Promise<void>
  /** Companies with a write under way, where a second one collides. */
  readonly locked: Set<string>
  /** Moment of the next change: never before the latest one. */
  readonly stamp: () => string
  /** Called after a commit that changed time entries. */
  readonly announce: (ids: readonly string[]) => void
  /** Called when a reader has come to the end of the feed of time entries. */
  readonly feedRead: () => void
}

export function json(status: number, value: unknown, headers: Record<string, string> = {}): Reply {
  return { status, body: JSON.stringify(value), headers: { 'content-type': 'application/json', ...headers } }
}

export function empty(status: number, headers: Record<string, string> = {}): Reply {
  return { status, body: '', headers }
}

/** The plain wire's spelling of a refusal. */
export function refusalReply(refusal: Refusal): Reply {
  const status = refusal.code.startsWith('UNKNOWN_') && refusal.field === 'id' ? 404 : statusOf(refusal.code)
  return json(status, { code: refusal.code, message: refusal.message, field: refusal.field })
}

function statusOf(code: string): number {
  return [
    'KEY_REUSED',
    'STALE',
    'DUPLICATE',
    'NOT_DRAFT',
    'PERIOD_CLOSED',
    'PERIOD_MISSING',
    'COMPANY_LOCKED',
  ].includes(code)
    ? 409
    : 422
}

/** An object, or null for anything else: malformed JSON, lists, bare values. */
export function objectOf(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null
  } catch {
    return null
  }
}

export function header(incoming: Incoming, name: string): string | null {
  const value = incoming.headers[name]
  return typeof value === 'string' ? value : null
}

/** Of a parameter; what is no whole number counts as not said. */
export function wholeOf(text: string | null, otherwise: number): number {
  return text !== null && /^\d{1,9}$/.test(text) ? Number(text) : otherwise
}
