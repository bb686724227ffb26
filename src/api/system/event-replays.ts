import { Type } from 'typebox'
import { reject } from '../../kernel/errors.ts'
import { askReplay } from '../../outbound/ask-replay.ts'
import { cancelReplays, listReplays } from '../../outbound/replays.ts'
import type { Api, ApiDeps } from '../deps.ts'
import { instant, nullable, object, position, uuid } from '../wire.ts'
import { eventTypeText, kindsOf, replay, replayAnswer, subjectText } from './event-shape.ts'
import { decide, known } from './event-subscriptions.ts'

const tags = ['events']
const params = object({ subscriptionId: uuid })
const mostReplays = 100

/** Delivering again what was delivered before. */
export function eventReplayRoutes(app: Api, deps: ApiDeps): void {
  const { store, cell } = deps
  app.get(
    '/event-subscriptions/:subscriptionId/replays',
    {
      config: { permission: 'event.read' },
      schema: {
        tags,
        summary: 'The last replays of a subscription, newest first',
        params,
        response: { 200: object({ items: Type.Array(replay) }) },
      },
    },
    async (request) => {
      const { subscriptionId } = await known(deps, request.params.subscriptionId)
      return { items: (await listReplays(store, cell, subscriptionId, mostReplays)).map(replayAnswer) }
    },
  )
  app.post(
    '/event-subscriptions/:subscriptionId/replays',
    {
      config: { permission: 'event.manage', idempotency: 'optional' },
      schema: {
        tags,
        summary: 'Deliver a range again, by number of the change or by time; the cursor does not move',
        params,
        body: object({
          from: Type.Optional(position),
          until: Type.Optional(position),
          fromAt: Type.Optional(instant),
          untilAt: Type.Optional(instant),
          types: Type.Optional(nullable(Type.Array(eventTypeText, { minItems: 1, maxItems: 100 }))),
          subject: Type.Optional(nullable(subjectText)),
        }),
        response: { 202: object({ replayId: uuid, from: position, until: position }) },
      },
    },
    async (request, reply) => {
      const { subscriptionId } = request.params
      const { from, until, fromAt, untilAt, types, subject } = request.body
      const wanted = {
        from: from === undefined ? null : BigInt(from),
        until: until === undefined ? null : BigInt(until),
        fromAt: fromAt === undefined ? null : new Date(fromAt),
        untilAt: untilAt === undefined ? null : new Date(untilAt),
        kinds: kindsOf(types ?? null, '/types'),
        subject: subject ?? null,
      }
      const made = await decide(
        deps,
        request,
        'event_subscription.replay_requested',
        (tx, by) => askReplay(tx, deps.outbound, subscriptionId, wanted, by),
        (done) => ({ about: subscriptionId, body: { ...request.body, replayId: done.replayId } }),
      )
      const { replayId } = made
      return reply.code(202).send({ replayId, from: String(made.from), until: String(made.until) })
    },
  )
  app.post(
    '/event-subscriptions/:subscriptionId/replays/:replayId/cancel',
    {
      config: { permission: 'event.manage' },
      schema: {
        tags,
        summary: 'Stop a replay; what it delivered stays delivered',
        params: object({ subscriptionId: uuid, replayId: uuid }),
        response: { 200: object({ cancelled: Type.Boolean() }) },
      },
    },
    async (request) => {
      const { subscriptionId, replayId } = request.params
      return decide(
        deps,
        request,
        'event_subscription.replay_cancelled',
        async (tx) => {
          const cancelled = (await cancelReplays(tx, cell, subscriptionId, replayId)) === 1
          return cancelled ? { cancelled } : reject('CONFLICT', 'No such replay is running.')
        },
        () => ({ about: subscriptionId, body: { replayId } }),
      )
    },
  )
}
