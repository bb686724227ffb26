import { hash } from 'node:crypto'
import { type TObject, Type } from 'typebox'
import { workIdOf } from '../../charging/lane.ts'
import { directConnection, directRecord, faultOfBody } from '../../connectors/direct/connector.ts'
import type { SourceRecord } from '../../connectors/sdk/connector.ts'
import type { ReceiveResult, Stream } from '../../intake/receive.ts'
import { receiveRecords, receiveRound } from '../../intake/receive.ts'
import {
  expensePayload,
  subcontractorPayload,
  usagePayload,
  type WorkPayload,
  type WorkStream,
} from '../../model/spending-payload.ts'
import { timeEntryPayload } from '../../model/time-entry-payload.ts'
import type { Api, ApiDeps } from '../deps.ts'
import { rolledBack } from '../dry-run.ts'
import { callerOf } from '../guard.ts'
import { finishWithin } from '../idempotent.ts'
import { Refusal, part } from '../problem.ts'
import { nullable, object, oneOf, position, uuid } from '../wire.ts'
import { Coalescer } from './coalesce.ts'

const sourceId = Type.String({ minLength: 1, maxLength: 200 })
const received = object({
  sourceId,
  workId: uuid,
  outcome: oneOf(['accepted', 'duplicate', 'superseded', 'contradiction', 'unknown']),
  revision: Type.Integer(),
  position: nullable(position),
})
const mostPerFlush = 1000

/** What a stream of work is called: in paths, and in sentences. */
type Door = {
  readonly stream: WorkStream
  readonly path: string
  readonly tag: string
  readonly one: string
  readonly many: string
  readonly payload: TObject
}

const doors: readonly Door[] = [
  {
    ...{ stream: 'time_entries', path: '/time-entries', tag: 'time entries' },
    ...{ one: 'entry', many: 'entries', payload: timeEntryPayload },
  },
  {
    ...{ stream: 'expenses', path: '/expenses', tag: 'expenses' },
    ...{ one: 'expense', many: 'expenses', payload: expensePayload },
  },
  {
    ...{ stream: 'subcontractor_work', path: '/subcontractor-work', tag: "subcontractors' work" },
    ...{ one: "subcontractor's work", many: "pieces of subcontractors' work", payload: subcontractorPayload },
  },
  {
    ...{ stream: 'usage', path: '/usage', tag: 'usage' },
    ...{ one: 'usage', many: 'records of usage', payload: usagePayload },
  },
]

function streamOf(deps: ApiDeps, stream: WorkStream, principal: string): Stream {
  return {
    connectionId: directConnection,
    stream,
    carries: 'work',
    principal,
    receivedAt: deps.clock.now(),
  }
}

function answerOf(deps: ApiDeps, stream: WorkStream, result: ReceiveResult) {
  return {
    sourceId: result.sourceId,
    workId: workIdOf(deps.namespace, directConnection, stream, result.sourceId),
    outcome: result.outcome,
    revision: result.revision,
    position: result.position === null ? null : String(result.position),
  }
}

async function dryReceive(
  deps: ApiDeps,
  stream: WorkStream,
  principal: string,
  payloads: readonly WorkPayload[],
) {
  const records = payloads.map(directRecord)
  const incoming = records.map((record) => ({ ...record, digest: hash('sha256', record.bytes, 'buffer') }))
  const round = await rolledBack(deps.store, (tx) =>
    receiveRound(tx, deps.receiver, streamOf(deps, stream, principal), incoming),
  )
  return round.results.map((result) => ({ ...answerOf(deps, stream, result), position: null }))
}

/** Two statements about one entry in one call contradict each other; the caller has to say which holds. */
function refuseTwins(payloads: readonly WorkPayload[]): void {
  const seen = new Map<string, number>()
  for (const [index, payload] of payloads.entries()) {
    const before = seen.get(payload.sourceId)
    if (before !== undefined)
      throw refusalAt(`/entries/${index}/sourceId`, `is the same as /entries/${before}/sourceId`)
    seen.set(payload.sourceId, index)
  }
}

/** What has its shape and contradicts itself is told to who sends it, not found later. */
function refuseFaults(
  stream: WorkStream,
  payloads: readonly WorkPayload[],
  at: (index: number) => string,
): void {
  if (stream === 'time_entries') return
  for (const [index, payload] of payloads.entries()) {
    const fault = faultOfBody(stream, payload)
    if (fault !== null) throw refusalAt(`${at(index)}${fault.field}`, fault.why)
  }
}

function refusalAt(pointer: string, why: string): Refusal {
  return new Refusal('SCHEMA_VIOLATION', `${pointer} ${why}.`, {
    parts: [part('SCHEMA_VIOLATION', pointer, why)],
  })
}

/** Work through our own API: acknowledged once it is committed and flushed. */
export function workIntakeRoutes(app: Api, deps: ApiDeps): void {
  for (const door of doors) doorRoutes(app, deps, door)
}

function doorRoutes(app: Api, deps: ApiDeps, { stream, path, tag, one, many, payload }: Door): void {
  const receive = (principal: string, records: readonly SourceRecord[]) =>
    receiveRecords(deps.receiver, streamOf(deps, stream, principal), records)
  const coalescer = new Coalescer(receive, mostPerFlush, deps.limits.waitingEntries)
  const permission = 'work.write'
  const tags = [tag]
  const entries = object({ entries: Type.Array(payload, { minItems: 1, maxItems: deps.limits.bulkEntries }) })
  const results = object({ results: Type.Array(received) })
  const single = (body: unknown): WorkPayload => {
    refuseFaults(stream, [body as WorkPayload], () => '')
    return body as WorkPayload
  }
  const several = (body: unknown): readonly WorkPayload[] => {
    const payloads = (body as { entries: readonly WorkPayload[] }).entries
    refuseTwins(payloads)
    refuseFaults(stream, payloads, (index) => `/entries/${index}`)
    return payloads
  }

  app.post(
    path,
    {
      config: { permission, idempotency: 'optional' },
      schema: {
        tags,
        summary: `Send one ${one}; 201 when it is a new revision, 200 when it was known`,
        body: payload,
        response: { 200: received, 201: received },
      },
    },
    async (request, reply) => {
      const record = directRecord(single(request.body))
      const result = await coalescer.submit(callerOf(request).reference, record)
      return reply.code(result.outcome === 'accepted' ? 201 : 200).send(answerOf(deps, stream, result))
    },
  )
  app.post(
    `${path}/bulk`,
    {
      config: { permission, idempotency: 'required' },
      schema: { tags, summary: `Send many ${many}`, body: entries, response: { 200: results } },
    },
    async (request) => {
      const records = several(request.body).map(directRecord)
      const answer = (done: readonly ReceiveResult[]) => ({
        results: done.map((result) => answerOf(deps, stream, result)),
      })
      const known = streamOf(deps, stream, callerOf(request).reference)
      const done = await receiveRecords(deps.receiver, known, records, [], (tx, results) =>
        finishWithin(tx, deps, request, 200, answer(results)),
      )
      return answer(done)
    },
  )
  app.post(
    `${path}/dry-run`,
    {
      config: { permission },
      schema: {
        tags,
        summary: `What sending the ${one} would do; nothing is kept`,
        body: payload,
        response: { 200: received },
      },
    },
    async (request) =>
      (await dryReceive(deps, stream, callerOf(request).reference, [single(request.body)]))[0]!,
  )
  app.post(
    `${path}/bulk/dry-run`,
    {
      config: { permission },
      schema: {
        tags,
        summary: `What sending the ${many} would do; nothing is kept`,
        body: entries,
        response: { 200: results },
      },
    },
    async (request) => ({
      results: await dryReceive(deps, stream, callerOf(request).reference, several(request.body)),
    }),
  )
  app.delete(
    `${path}/:sourceId`,
    {
      config: { permission },
      schema: {
        tags,
        summary: `Say that the ${one} was deleted at its source`,
        params: object({ sourceId }),
        response: { 200: received },
      },
    },
    async (request) => {
      const known = streamOf(deps, stream, callerOf(request).reference)
      const done = await receiveRecords(deps.receiver, known, [], [request.params.sourceId])
      if (done[0]!.outcome === 'unknown')
        throw new Refusal('NOT_FOUND', `No ${one} with this source id came before.`)
      return answerOf(deps, stream, done[0]!)
    },
  )
}
