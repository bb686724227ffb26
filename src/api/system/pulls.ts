import { Type } from 'typebox'
import { listDrift } from '../../intake/drift.ts'
import { hastenPull, listPulls } from '../../intake/schedule.ts'
import { readConnection } from '../../masterdata/connections.ts'
import type { Api, ApiDeps } from '../deps.ts'
import { Refusal } from '../problem.ts'
import { instant, nullable, object, text } from '../wire.ts'

const pull = object({
  connectionId: text,
  stream: text,
  dueAt: instant,
  lastSuccessAt: nullable(instant),
  lastError: nullable(text),
  failures: Type.Integer(),
  lastControl: Type.Unknown(),
})

const drift = object({
  connectionId: text,
  stream: text,
  pointer: text,
  firstPosition: text,
  lastPosition: text,
})

/** When each stream was last read, what it said, and reading it now. */
export function pullRoutes(app: Api, deps: ApiDeps): void {
  const { store, cell } = deps
  app.get(
    '/pulls',
    {
      config: { permission: 'connection.read' },
      schema: {
        tags: ['connections'],
        summary: 'The state of every stream that is pulled',
        response: { 200: object({ items: Type.Array(pull) }) },
      },
    },
    async () => ({
      items: (await listPulls(store, cell)).map((row) => ({
        connectionId: row.connection_id,
        stream: row.stream,
        dueAt: row.due_at.toISOString(),
        lastSuccessAt: row.last_success_at?.toISOString() ?? null,
        lastError: row.last_error,
        failures: row.failures,
        lastControl: row.last_control,
      })),
    }),
  )
  app.get(
    '/drift',
    {
      config: { permission: 'connection.read' },
      schema: {
        tags: ['connections'],
        summary: 'Fields that sources send and no mapping knows; the payloads were taken all the same',
        response: { 200: object({ items: Type.Array(drift) }) },
      },
    },
    async () => ({
      items: (await listDrift(store, cell)).map((row) => ({
        connectionId: row.connection_id,
        stream: row.stream,
        pointer: row.pointer,
        firstPosition: String(row.first_position),
        lastPosition: String(row.last_position),
      })),
    }),
  )
  app.post(
    '/connections/:connectionId/pull',
    {
      config: { permission: 'connection.manage' },
      schema: {
        tags: ['connections'],
        summary: 'Pull now; `full` reads everything of the window again and compares',
        params: object({ connectionId: text }),
        body: object({
          stream: nullable(Type.String({ minLength: 1, maxLength: 100 })),
          full: Type.Boolean(),
        }),
        response: { 202: object({ asked: Type.Literal(true) }) },
      },
    },
    async (request, reply) => {
      const { connectionId } = request.params
      if ((await readConnection(store, cell, connectionId)) === null) {
        throw new Refusal('NOT_FOUND', 'There is no such connection.')
      }
      const { stream, full } = request.body
      await hastenPull(store, cell, connectionId, stream, deps.clock.now(), full)
      return reply.code(202).send({ asked: true as const })
    },
  )
}
