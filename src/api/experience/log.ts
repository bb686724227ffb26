import { Type } from 'typebox'
import { readNewest } from '../../log/read.ts'
import type { Api, ApiDeps } from '../deps.ts'
import { cursorOf, pageOf, pageQuery, readPage } from '../paging.ts'
import { Refusal, part } from '../problem.ts'
import { instant, position, object, text } from '../wire.ts'

const event = object({
  position,
  type: text,
  connectionId: text,
  stream: text,
  sourceId: text,
  revision: Type.Integer(),
  receivedAt: instant,
  principal: text,
})

function readCursor(after: string | null): bigint | null {
  if (after === null) return null
  if (/^[1-9]\d{0,17}$/.test(after)) return BigInt(after)
  throw new Refusal('SCHEMA_VIOLATION', 'query:cursor is not a cursor of this list.', {
    parts: [part('SCHEMA_VIOLATION', 'query:cursor', 'is not a cursor of this list')],
  })
}

/** What came in, was learned and was decided, by whom and when; without payloads. */
export function logRoutes(app: Api, deps: ApiDeps): void {
  app.get(
    '/log',
    {
      config: { permission: 'log.read' },
      schema: {
        tags: ['log'],
        summary: 'The log, newest first',
        querystring: object(pageQuery),
        response: { 200: pageOf(event) },
      },
    },
    async (request) => {
      const page = readPage(request.query, deps.limits)
      const rows = await readNewest(deps.store, deps.cell, readCursor(page.after), page.limit)
      const last = rows.at(-1)
      return {
        items: rows.map((row) => ({
          position: String(row.position),
          type: row.type,
          connectionId: row.connection_id,
          stream: row.stream,
          sourceId: row.source_id,
          revision: row.revision,
          receivedAt: row.received_at.toISOString(),
          principal: row.principal,
        })),
        nextCursor: cursorOf(last === undefined || last.position === 1n ? null : String(last.position)),
      }
    },
  )
}
