import { Type } from 'typebox'
import { listItems, listReplays, type Replay, readReplay } from '../../charging/replay/books.ts'
import {
  cancelReplay,
  defaultWorksPerSecond,
  requestReplay,
  startReplay,
} from '../../charging/replay/request.ts'
import { isRejection } from '../../kernel/errors.ts'
import type { Api, ApiDeps } from '../deps.ts'
import { callerOf } from '../guard.ts'
import { finishWithin } from '../idempotent.ts'
import { cursorOf, pageOf, pageQuery, readPage } from '../paging.ts'
import { Refusal, refuseRejection } from '../problem.ts'
import { object, oneOf, uuid } from '../wire.ts'
import { idCursor } from './id-cursor.ts'
import { itemOf, itemShape, replayOf, replayShape, selectionShape } from './replay-shape.ts'

const tags = ['replays']
const params = object({ replayId: uuid })

async function replayOr404(deps: ApiDeps, replayId: string): Promise<Replay> {
  const found = await readReplay(deps.store, deps.cell, replayId)
  if (found === null) throw new Refusal('NOT_FOUND', 'There is no such replay.')
  return found
}

/** Work understood and decided again: first announced, then done by whoever starts what was announced. */
export function replayRoutes(app: Api, deps: ApiDeps): void {
  const { store, cell, vault } = deps
  app.post(
    '/replays',
    {
      config: { permission: 'replay.run', idempotency: 'required' },
      schema: {
        tags,
        summary:
          'Ask for a dry run: what understanding and deciding this work again would create, change or skip',
        body: selectionShape,
        response: { 202: replayShape },
      },
    },
    async (request, reply) => {
      const by = { principal: callerOf(request).reference, at: deps.clock.now() }
      const answer = await store.transaction(async (tx) => {
        const asked = await requestReplay(tx, cell, vault, deps.newId(), request.body, by)
        if (isRejection(asked)) throw refuseRejection(asked)
        const shaped = replayOf(asked)
        await finishWithin(tx, deps, request, 202, shaped)
        return shaped
      })
      return reply.code(202).send(answer)
    },
  )
  readRoutes(app, deps)
  actRoutes(app, deps)
}

function readRoutes(app: Api, deps: ApiDeps): void {
  const { store, cell } = deps
  app.get(
    '/replays',
    {
      config: { permission: 'replay.read' },
      schema: {
        tags,
        summary: 'Replays and dry runs, newest first',
        querystring: object(pageQuery),
        response: { 200: pageOf(replayShape) },
      },
    },
    async (request) => {
      const page = readPage(request.query, deps.limits)
      const rows = await listReplays(store, cell, { after: idCursor(page.after), limit: page.limit + 1 })
      const items = rows.slice(0, page.limit)
      const more = rows.length > page.limit
      return { items: items.map(replayOf), nextCursor: cursorOf(more ? items.at(-1)!.replayId : null) }
    },
  )
  app.get(
    '/replays/:replayId',
    {
      config: { permission: 'replay.read' },
      schema: {
        tags,
        summary: 'One replay: what was announced, how far it is, what was written',
        params,
        response: { 200: replayShape },
      },
    },
    async (request) => replayOf(await replayOr404(deps, request.params.replayId)),
  )
  app.get(
    '/replays/:replayId/works',
    {
      config: { permission: 'replay.read' },
      schema: {
        tags,
        summary: 'The works of a replay with what becomes of each outcome, and why',
        params,
        querystring: object({
          ...pageQuery,
          action: Type.Optional(oneOf(['create', 'change', 'stamp', 'skip'])),
          state: Type.Optional(oneOf(['planned', 'done', 'overtaken', 'skipped'])),
        }),
        response: { 200: pageOf(itemShape) },
      },
    },
    async (request) => {
      const { replayId } = await replayOr404(deps, request.params.replayId)
      const page = readPage(request.query, deps.limits)
      const { action, state } = request.query
      const after = idCursor(page.after)
      const rows = await listItems(store, cell, replayId, { action, state }, { after, limit: page.limit + 1 })
      const items = rows.slice(0, page.limit)
      const more = rows.length > page.limit
      return { items: items.map(itemOf), nextCursor: cursorOf(more ? items.at(-1)!.workId : null) }
    },
  )
}

function actRoutes(app: Api, deps: ApiDeps): void {
  const { store, cell, vault } = deps
  app.post(
    '/replays/:replayId/start',
    {
      config: { permission: 'replay.run', idempotency: 'required' },
      schema: {
        tags,
        summary: 'Do what this dry run announced; it is refused as a whole when the answer moved meanwhile',
        params,
        body: object({ worksPerSecond: Type.Optional(Type.Integer({ minimum: 1, maximum: 100_000 })) }),
        response: { 202: replayShape },
      },
    },
    async (request, reply) => {
      const by = { principal: callerOf(request).reference, at: deps.clock.now() }
      const pace = request.body.worksPerSecond ?? defaultWorksPerSecond
      const answer = await store.transaction(async (tx) => {
        const started = await startReplay(tx, cell, vault, request.params.replayId, pace, by)
        if (isRejection(started)) throw refuseRejection(started)
        const shaped = replayOf(started)
        await finishWithin(tx, deps, request, 202, shaped)
        return shaped
      })
      return reply.code(202).send(answer)
    },
  )
  app.post(
    '/replays/:replayId/cancel',
    {
      config: { permission: 'replay.run' },
      schema: {
        tags,
        summary: 'End a replay after the chunk under way; what was written stays',
        params,
        response: { 200: replayShape },
      },
    },
    async (request) => {
      const by = { principal: callerOf(request).reference, at: deps.clock.now() }
      return store.transaction(async (tx) => {
        const ended = await cancelReplay(tx, cell, vault, request.params.replayId, by)
        if (isRejection(ended)) throw refuseRejection(ended)
        return replayOf(ended)
      })
    },
  )
}
