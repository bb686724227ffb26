/** What people order for the posting of a connection: stop it, let it go on, say when it may go and how fast. */
import { Type } from 'typebox'
import { setLimits } from '../../egress/limit-settings.ts'
import { day } from '../../kernel/dates.ts'
import { recordDecision } from '../../log/decisions.ts'
import { readConnection } from '../../masterdata/connections.ts'
import {
  pausePosting,
  readSchedules,
  resumePosting,
  scheduleFaults,
  setSchedule,
  type StoredSchedule,
  type Stream,
} from '../../posting/orders.ts'
import type { Tx } from '../../store/transaction.ts'
import type { Api, ApiDeps } from '../deps.ts'
import { callerOf } from '../guard.ts'
import { part, Refusal } from '../problem.ts'
import { dayText, instant, nullable, object, oneOf, text } from '../wire.ts'

const params = object({ connectionId: Type.String({ pattern: '^[a-z0-9][a-z0-9_-]{0,62}$' }) })
const stream = oneOf(['cost', 'documents'])
const reason = Type.String({ minLength: 3, maxLength: 500 })
const limit = (most: number) => nullable(Type.Integer({ minimum: 1, maximum: most }))
const time = Type.String({ maxLength: 5 })
const moment = Type.String({ maxLength: 16 })
const scheduleParts = {
  stream,
  validFrom: dayText,
  mode: oneOf(['real_time', 'batch', 'window']),
  everyMinutes: nullable(Type.Integer({ minimum: 1, maximum: 1440 })),
  timeZone: Type.String({ minLength: 1, maxLength: 60 }),
  windows: Type.Array(
    object({ days: Type.Array(Type.Integer(), { maxItems: 7 }), from: time, until: time }),
    {
      maxItems: 30,
    },
  ),
  blackouts: Type.Array(
    object({ from: moment, until: moment, why: Type.String({ minLength: 1, maxLength: 200 }) }),
    { maxItems: 400 },
  ),
  reason,
}
const schedule = object({ ...scheduleParts, by: text, at: instant })

const both: readonly Stream[] = ['cost', 'documents']

type Order = {
  readonly what: string
  readonly connectionId: string
  readonly principal: string
  readonly body: object
}

/** One order of a person: the connection is known, and the log says who ordered what. */
function ordered<T>(deps: ApiDeps, order: Order, work: (tx: Tx, at: Date) => Promise<T>): Promise<T> {
  const at = deps.clock.now()
  const { what, connectionId: about, principal, body } = order
  return deps.store.transaction(async (tx) => {
    if ((await readConnection(tx, deps.cell, about)) === null)
      throw new Refusal('NOT_FOUND', 'There is no such connection.')
    const done = await work(tx, at)
    await recordDecision(tx, deps.cell, deps.vault, { what, about, principal, body, at })
    return done
  })
}

export function postingOrderRoutes(app: Api, deps: ApiDeps): void {
  pauseRoutes(app, deps)
  scheduleRoutes(app, deps)
  app.put(
    '/connections/:connectionId/limits',
    {
      config: { permission: 'connection.manage' },
      schema: {
        tags: ['connections'],
        summary: 'Set limits in place of those that the connector declares; null keeps the declared one',
        params,
        body: object({
          ...{ perSecond: limit(10_000), perMinute: limit(100_000), perDay: limit(100_000_000) },
          ...{ concurrency: limit(64), reason },
        }),
        response: { 200: object({ connectionId: text }) },
      },
    },
    async (request) => {
      const { connectionId } = request.params
      const principal = callerOf(request).reference
      const { body } = request
      await ordered(deps, { what: 'connection.limits_set', connectionId, principal, body }, (tx, at) =>
        setLimits(tx, deps.cell, { ...body, connectionId, setBy: principal, setAt: at }),
      )
      deps.connectionChanged(connectionId)
      return { connectionId }
    },
  )
}

function pauseRoutes(app: Api, deps: ApiDeps): void {
  const answer = object({ connectionId: text, streams: Type.Array(stream) })
  app.post(
    '/connections/:connectionId/pause',
    {
      config: { permission: 'posting.pause' },
      schema: {
        tags: ['connections'],
        summary:
          'Stop posting to a connection; what is under way ends, unanswered writes are still looked for',
        params,
        body: object({ stream: nullable(stream), reason }),
        response: { 200: answer },
      },
    },
    async (request) => {
      const { connectionId } = request.params
      const principal = callerOf(request).reference
      const { body } = request
      const streams = body.stream === null ? both : [body.stream]
      await ordered(deps, { what: 'posting.paused', connectionId, principal, body }, async (tx, at) => {
        const pause = { connectionId, reason: body.reason, pausedBy: principal, pausedAt: at }
        for (const one of streams) await pausePosting(tx, deps.cell, { ...pause, stream: one })
      })
      return { connectionId, streams: [...streams] }
    },
  )
  app.post(
    '/connections/:connectionId/resume',
    {
      config: { permission: 'posting.pause' },
      schema: {
        tags: ['connections'],
        summary: 'Let the posting of a connection go on',
        params,
        body: object({ stream: nullable(stream), reason }),
        response: { 200: answer },
      },
    },
    async (request) => {
      const { connectionId } = request.params
      const principal = callerOf(request).reference
      const { body } = request
      const streams = body.stream === null ? both : [body.stream]
      await ordered(deps, { what: 'posting.resumed', connectionId, principal, body }, (tx) =>
        resumePosting(tx, deps.cell, connectionId, streams),
      )
      return { connectionId, streams: [...streams] }
    },
  )
}

function scheduleRoutes(app: Api, deps: ApiDeps): void {
  app.get(
    '/connections/:connectionId/schedules',
    {
      config: { permission: 'connection.read' },
      schema: {
        tags: ['connections'],
        summary: 'When the flows of a connection go out, now, before and from later days on',
        params,
        response: { 200: object({ items: Type.Array(schedule) }) },
      },
    },
    async (request) => {
      const rows = await deps.store.transaction((tx) =>
        readSchedules(tx, deps.cell, request.params.connectionId),
      )
      return { items: rows.map(scheduleAnswer) }
    },
  )
  app.put(
    '/connections/:connectionId/schedules',
    {
      config: { permission: 'connection.manage' },
      schema: {
        tags: ['connections'],
        summary: 'Say when a flow goes out from a day on, and why; one of the same day is replaced',
        params,
        body: object(scheduleParts),
        response: { 200: schedule },
      },
    },
    async (request) => {
      const { connectionId } = request.params
      const { body } = request
      const parts = scheduleFaults(body).map((one) => part('SCHEMA_VIOLATION', one.pointer, one.message))
      const [first] = parts
      if (first !== undefined)
        throw new Refusal('SCHEMA_VIOLATION', `${first.pointer} ${first.message}.`, { parts })
      const setBy = callerOf(request).reference
      const kept = await ordered(
        deps,
        { what: 'posting.schedule_set', connectionId, principal: setBy, body },
        async (tx, setAt) => {
          const one = { ...body, validFrom: day(body.validFrom), connectionId, setBy, setAt }
          await setSchedule(tx, deps.cell, one)
          return one
        },
      )
      return scheduleAnswer(kept)
    },
  )
}

function scheduleAnswer(one: StoredSchedule) {
  return {
    stream: one.stream,
    validFrom: one.validFrom,
    mode: one.mode,
    everyMinutes: one.everyMinutes,
    timeZone: one.timeZone,
    windows: one.windows.map(({ days, from, until }) => ({ days: [...days], from, until })),
    blackouts: one.blackouts.map((each) => ({ ...each })),
    reason: one.reason,
    by: one.setBy,
    at: one.setAt.toISOString(),
  }
}
