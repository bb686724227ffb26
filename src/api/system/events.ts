import { Type } from 'typebox'
import { isRejection } from '../../kernel/errors.ts'
import { readFeed } from '../../outbound/feed.ts'
import type { Cursor } from '../../outbound/read.ts'
import type { Api, ApiDeps } from '../deps.ts'
import { cursorOf, readPage } from '../paging.ts'
import { Refusal, part, refuseRejection } from '../problem.ts'
import { object, text } from '../wire.ts'
import { cloudEvent, describedType, eventTypeText, kindsOf, subjectText, typeAnswers } from './event-shape.ts'

function readCursor(after: string | null): Cursor | null {
  if (after === null) return null
  const match = /^(\d{1,18})\.(\d{1,9})$/.exec(after)
  if (match !== null) return { number: BigInt(match[1]!), index: Number(match[2]) }
  throw new Refusal('SCHEMA_VIOLATION', 'query:after is not a cursor of this feed.', {
    parts: [part('SCHEMA_VIOLATION', 'query:after', 'is not a cursor of this feed')],
  })
}

/** Events for those who fetch instead of being called. */
export function eventRoutes(app: Api, deps: ApiDeps): void {
  const tags = ['events']
  app.get(
    '/event-types',
    {
      config: { permission: 'event.read' },
      schema: {
        tags,
        summary: 'Every type of event with the JSON Schema of its data',
        response: { 200: object({ items: Type.Array(describedType) }) },
      },
    },
    async () => ({ items: typeAnswers() }),
  )
  app.get(
    '/events',
    {
      config: { permission: 'event.read' },
      schema: {
        tags,
        summary:
          'The next events in the order of their commits; keep `next` and ask again with it as `after`',
        querystring: object({
          after: Type.Optional(Type.String({ pattern: '^[A-Za-z0-9_-]{1,800}$' })),
          limit: Type.Optional(Type.String({ pattern: '^[1-9]\\d{0,3}$' })),
          type: Type.Optional(eventTypeText),
          subject: Type.Optional(subjectText),
        }),
        response: { 200: object({ items: Type.Array(cloudEvent), next: text }) },
      },
    },
    async (request) => {
      const { after, limit, type, subject } = request.query
      const page = readPage({ ...(limit ? { limit } : {}), ...(after ? { cursor: after } : {}) }, deps.limits)
      const batch = await readFeed(deps.store, deps.outbound.origin, {
        after: readCursor(page.after),
        kinds: kindsOf(type === undefined ? null : [type], 'query:type'),
        subject: subject ?? null,
        limit: page.limit,
      })
      if (isRejection(batch)) throw refuseRejection(batch)
      return {
        items: batch.events.map((placed) => ({ ...placed.event })),
        next: cursorOf(`${batch.end.number}.${batch.end.index}`)!,
      }
    },
  )
}
