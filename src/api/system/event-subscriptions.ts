import { Type } from 'typebox'
import { isRejection, type Rejection } from '../../kernel/errors.ts'
import { recordDecision } from '../../log/decisions.ts'
import { listDeliveries } from '../../outbound/deliveries.ts'
import { change, enable, rotateSecret, subscribe, unsubscribe } from '../../outbound/manage.ts'
import { listSubscriptions, readSubscription } from '../../outbound/subscriptions.ts'
import { trySubscription } from '../../outbound/try.ts'
import type { Tx } from '../../store/transaction.ts'
import type { Api, ApiDeps } from '../deps.ts'
import { callerOf } from '../guard.ts'
import { cursorOf, pageOf, pageQuery, readPage } from '../paging.ts'
import { Refusal, refuseRejection } from '../problem.ts'
import { instant, nullable, object, oneOf, position, text, uuid } from '../wire.ts'
import {
  delivery,
  deliveryAnswer,
  eventTypeText,
  kindsOf,
  subscription,
  subscriptionAnswer,
} from './event-shape.ts'

const tags = ['events']
const permission = 'event.manage' as const
const params = object({ subscriptionId: uuid })
const name = Type.String({ minLength: 1, maxLength: 200 })
const url = Type.String({ pattern: '^(https?|nats|tls)://', maxLength: 500 })
const types = nullable(Type.Array(eventTypeText, { minItems: 1, maxItems: 100, uniqueItems: true }))
const secretText = Type.String({ minLength: 1, maxLength: 4000 })
const forNats = {
  subjectPrefix: Type.Optional(
    Type.String({ pattern: '^[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+){0,7}$', maxLength: 100 }),
  ),
  stream: Type.Optional(Type.String({ pattern: '^[A-Za-z0-9_-]{1,60}$' })),
  createsStream: Type.Optional(
    Type.Boolean({ description: 'Create the stream where none of this name exists' }),
  ),
  credentials: Type.Optional(
    object({
      user: Type.Optional(secretText),
      password: Type.Optional(secretText),
      token: Type.Optional(secretText),
    }),
  ),
}
const tried = object({
  eventId: text,
  result: oneOf(['accepted', 'refused', 'unavailable', 'gone']),
  status: nullable(Type.Integer()),
  message: nullable(text),
})

type By = { readonly principal: string; readonly at: Date }

/** Does something to a subscription and keeps who did it, in one transaction. */
export async function decide<T extends object>(
  deps: ApiDeps,
  request: Parameters<typeof callerOf>[0],
  what: string,
  work: (tx: Tx, by: By) => Promise<Rejection | T>,
  tell: (done: T) => { about: string; body: unknown },
): Promise<T> {
  const by = { principal: callerOf(request).reference, at: deps.clock.now() }
  return deps.store.transaction(async (tx) => {
    const done = await work(tx, by)
    if (isRejection(done)) throw refuseRejection(done)
    await recordDecision(tx, deps.cell, deps.vault, { what, ...by, ...tell(done) })
    return done
  })
}

export async function known(deps: ApiDeps, id: string) {
  const found = await readSubscription(deps.store, deps.cell, id)
  if (found === null) throw new Refusal('NOT_FOUND', 'There is no such subscription.')
  return found
}

/** Who is told of events. Secrets are told once and never come out again. */
export function eventSubscriptionRoutes(app: Api, deps: ApiDeps): void {
  readRoutes(app, deps)
  createRoute(app, deps)
  changeRoutes(app, deps)
  secretRoute(app, deps)
  testRoute(app, deps)
}

function readRoutes(app: Api, deps: ApiDeps): void {
  app.get(
    '/event-subscriptions',
    {
      config: { permission: 'event.read' },
      schema: {
        tags,
        summary: 'All subscriptions, how far they are and what stops them',
        response: { 200: object({ items: Type.Array(subscription) }) },
      },
    },
    async () => ({ items: (await listSubscriptions(deps.store, deps.cell)).map(subscriptionAnswer) }),
  )
  app.get(
    '/event-subscriptions/:subscriptionId',
    {
      config: { permission: 'event.read' },
      schema: { tags, summary: 'One subscription', params, response: { 200: subscription } },
    },
    async (request) => subscriptionAnswer(await known(deps, request.params.subscriptionId)),
  )
  app.get(
    '/event-subscriptions/:subscriptionId/deliveries',
    {
      config: { permission: 'event.read' },
      schema: {
        tags,
        summary: 'What became of deliveries, newest first: accepted ones by runs, each failure by itself',
        params,
        querystring: object(pageQuery),
        response: { 200: pageOf(delivery) },
      },
    },
    async (request) => {
      const { subscriptionId } = await known(deps, request.params.subscriptionId)
      const page = readPage(request.query, deps.limits)
      const after = page.after === null || /^[0-9a-f-]{36}$/.test(page.after) ? page.after : null
      const rows = await listDeliveries(deps.store, deps.cell, subscriptionId, { ...page, after })
      const last = rows.length < page.limit ? null : rows.at(-1)!.deliveryId
      return { items: rows.map(deliveryAnswer), nextCursor: cursorOf(last) }
    },
  )
}

function createRoute(app: Api, deps: ApiDeps): void {
  app.post(
    '/event-subscriptions',
    {
      config: { permission },
      schema: {
        tags,
        summary: 'Subscribe a webhook or a NATS stream; the signing secret is shown in this answer only',
        body: object({
          name,
          kind: oneOf(['webhook', 'nats']),
          url,
          types: Type.Optional(types),
          after: Type.Optional(position),
          ...forNats,
        }),
        response: { 201: object({ subscription, secret: nullable(text) }) },
      },
    },
    async (request, reply) => {
      const { subjectPrefix, stream, createsStream, credentials, ...rest } = request.body
      const wanted = {
        name: rest.name,
        kind: rest.kind,
        url: rest.url,
        kinds: kindsOf(rest.types ?? null, '/types'),
        nats: given({ subjectPrefix, stream, createsStream }),
        credentials: credentials ?? {},
        after: rest.after === undefined ? null : BigInt(rest.after),
      }
      const made = await decide(
        deps,
        request,
        'event_subscription.created',
        (tx, by) => subscribe(tx, deps.outbound, wanted, by),
        (done) => ({
          about: done.subscriptionId,
          body: { ...rest, credentials: Object.keys(credentials ?? {}) },
        }),
      )
      const found = await known(deps, made.subscriptionId)
      return reply.code(201).send({ subscription: subscriptionAnswer(found), secret: made.secret })
    },
  )
}

/** Without what was not given: `undefined` must not take the place of what is there. */
function given<T extends object>(values: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>
  }
}

function changeRoutes(app: Api, deps: ApiDeps): void {
  app.patch(
    '/event-subscriptions/:subscriptionId',
    {
      config: { permission },
      schema: {
        tags,
        summary: 'Change a subscription, pause it or let it go on',
        params,
        body: object({
          name: Type.Optional(name),
          url: Type.Optional(url),
          types: Type.Optional(types),
          state: Type.Optional(oneOf(['active', 'paused'])),
          ...forNats,
        }),
        response: { 200: subscription },
      },
    },
    async (request) => {
      const { subscriptionId } = request.params
      const { subjectPrefix, stream, createsStream, credentials, ...rest } = request.body
      const changes = {
        ...given({ name: rest.name, url: rest.url, state: rest.state, credentials }),
        ...(rest.types === undefined ? {} : { kinds: kindsOf(rest.types, '/types') }),
        nats: given({ subjectPrefix, stream, createsStream }),
      }
      await decide(
        deps,
        request,
        'event_subscription.changed',
        (tx, by) => change(tx, deps.outbound, subscriptionId, changes, by),
        () => ({ about: subscriptionId, body: { ...rest, credentials: Object.keys(credentials ?? {}) } }),
      )
      return subscriptionAnswer(await known(deps, subscriptionId))
    },
  )
  app.post(
    '/event-subscriptions/:subscriptionId/enable',
    {
      config: { permission },
      schema: {
        tags,
        summary: 'Tell a repaired receiver again; it goes on where it stopped',
        params,
        response: { 200: subscription },
      },
    },
    async (request) => {
      const { subscriptionId } = request.params
      await decide(
        deps,
        request,
        'event_subscription.enabled',
        (tx, by) => enable(tx, deps.outbound, subscriptionId, by),
        () => ({ about: subscriptionId, body: {} }),
      )
      return subscriptionAnswer(await known(deps, subscriptionId))
    },
  )
  app.delete(
    '/event-subscriptions/:subscriptionId',
    {
      config: { permission },
      schema: {
        tags,
        summary: 'End a subscription; what it was not told is forgotten',
        params,
        response: { 200: subscription },
      },
    },
    async (request) => {
      const { subscriptionId } = request.params
      const gone = await decide(
        deps,
        request,
        'event_subscription.removed',
        (tx, by) => unsubscribe(tx, deps.outbound, subscriptionId, by),
        (done) => ({ about: subscriptionId, body: { name: done.name, url: done.url } }),
      )
      return subscriptionAnswer(gone)
    },
  )
}

function secretRoute(app: Api, deps: ApiDeps): void {
  app.post(
    '/event-subscriptions/:subscriptionId/rotate-secret',
    {
      config: { permission },
      schema: {
        tags,
        summary:
          'A new signing secret, shown in this answer only; the old one stays valid for a day beside it',
        params,
        response: { 200: object({ secret: text, previousUntil: instant }) },
      },
    },
    async (request) => {
      const { subscriptionId } = request.params
      const made = await decide(
        deps,
        request,
        'event_subscription.secret_rotated',
        (tx, by) => rotateSecret(tx, deps.outbound, subscriptionId, by),
        () => ({ about: subscriptionId, body: {} }),
      )
      return { secret: made.secret, previousUntil: made.previousUntil.toISOString() }
    },
  )
}

function testRoute(app: Api, deps: ApiDeps): void {
  app.post(
    '/event-subscriptions/:subscriptionId/test',
    {
      config: { permission },
      schema: {
        tags,
        summary: 'Send one test event now and tell what the receiver answered',
        params,
        response: { 200: tried },
      },
    },
    async (request) => {
      const done = await trySubscription(deps.outbound, request.params.subscriptionId)
      if (isRejection(done)) throw refuseRejection(done)
      const { eventId, outcome } = done
      const message = outcome.result === 'accepted' ? null : outcome.message
      return { eventId, result: outcome.result, status: outcome.status, message }
    },
  )
}
