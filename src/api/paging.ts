import type { TSchema } from 'typebox'
import { Type } from 'typebox'
import type { ApiLimits } from './limits.ts'
import { Refusal, part } from './problem.ts'
import { nullable, object } from './wire.ts'

/** The query of every list. Numbers come as text here, because nothing of a query is converted silently. */
export const pageQuery = {
  limit: Type.Optional(Type.String({ pattern: '^[1-9]\\d{0,3}$', description: 'Items of the page' })),
  cursor: Type.Optional(
    Type.String({ pattern: '^[A-Za-z0-9_-]{1,800}$', description: 'The `nextCursor` of the page before' }),
  ),
}

type Page = { readonly limit: number; readonly after: string | null }

export function pageOf<T extends TSchema>(item: T) {
  return object({ items: Type.Array(item), nextCursor: nullable(Type.String()) })
}

function refuse(name: string, message: string): never {
  throw new Refusal('SCHEMA_VIOLATION', `query:${name} ${message}.`, {
    parts: [part('SCHEMA_VIOLATION', `query:${name}`, message)],
  })
}

/** What the modules' lists take: how many, and behind which sort key. */
export function readPage(query: { limit?: string; cursor?: string }, limits: ApiLimits): Page {
  const limit = query.limit === undefined ? limits.pageItemsDefault : Number(query.limit)
  if (limit > limits.pageItems) refuse('limit', `is at most ${limits.pageItems}`)
  if (query.cursor === undefined) return { limit, after: null }
  const after = Buffer.from(query.cursor, 'base64url').toString('utf8')
  const genuine = after.startsWith('c1:') && Buffer.from(after, 'utf8').toString('base64url') === query.cursor
  if (!genuine || after.includes('\u0000')) refuse('cursor', 'is not a cursor of this list')
  return { limit, after: after.slice(3) }
}

/** Opaque on the wire, so that what a list sorts by may change. */
export function cursorOf(after: string | null): string | null {
  return after === null ? null : Buffer.from(`c1:${after}`, 'utf8').toString('base64url')
}
