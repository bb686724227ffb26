import { hash } from 'node:crypto'
import { Type } from 'typebox'
import { workIdOf } from '../../charging/lane.ts'
import { directConnection, directRecord, directStream } from '../../connectors/direct/connector.ts'
import type { SourceRecord } from '../../connectors/sdk/connector.ts'
import type { ReceiveResult, Stream } from '../../intake/receive.ts'
import { receiveRecords, receiveRound } from '../../intake/receive.ts'
import type { TimeEntryPayload } from '../../model/time-entry-payload.ts'
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

function streamOf(deps: ApiDeps, principal: string): Stream {
  return {
    connectionId: directConnection,
    stream: directStream,
    carries: 'work',
    principal,
    receivedAt: deps.clock.now(),
  }
}

function answerOf(deps: ApiDeps, result: ReceiveResult) {
  return {
    sourceId: result.sourceId,
    workId: workIdOf(deps.namespace, directConnection, directStream, result.sourceId),
    outcome: result.outcome,
    revision: result.revision,
    position: result.position === null ? null : String(result.position),
  }
}

async function dryReceive(deps: ApiDeps, principal: string, payloads: readonly TimeEntryPayload[]) {
  const records = payloads.map(directRecord)
  const incoming = records.map((record) => ({ ...record, digest: hash('sha256', record.bytes, 'buffer') }))
  const round = await rolledBack(deps.store, (tx) =>
    receiveRound(tx, deps.receiver, streamOf(deps, principal), incoming),
  )
  return round.results.map((result) => ({ ...answerOf(deps, result), position: null }))
}

/** Two statements about one entry in one call contradict each other; the caller has to say which holds. */
function refuseTwins(payloads: readonly TimeEntryPayload[]): void {
  const seen = new Map<string, number>()
  for (const [index, payload] of payloads.entries()) {
    const before = seen.get(payload.sourceId)
    if (before !== undefined) {
      const message = `is the same as /entries/${before}/sourceId`
      throw new Refusal('SCHEMA_VIOLATION', `/entries/${index}/sourceId ${message}.`, {
        parts: [part('SCHEMA_VIOLATION', `/entries/${index}/sourceId`, message)],
      })
    }
    seen.set(payload.sourceId, index)
  }
}

/** Work through our own API: acknowledged once it is committed and flushed. */
export function timeEntryRoutes(app: Api, deps: ApiDeps): void {
  const receive = (principal: string, records: readonly SourceRecord[]) =>
    receiveRecords(deps.receiver, streamOf(deps, principal), records)
  const coalescer = new Coalescer(receive, mostPerFlush, deps.limits.waitingEntries)
  const permission = 'work.write'
  const tags = ['time entries']
  const entries = object({
    entries: Type.Array(timeEntryPayload, { minItems: 1, maxItems: deps.limits.bulkEntries }),
  })
  const results = object({ results: Type.Array(received) })

  app.post(
    '/time-entries',
    {
      config: { permission, idempotency: 'optional' },
      schema: {
        tags,
        summary: 'Send one entry; 201 when it is a new revision, 200 when it was known',
        body: timeEntryPayload,
        response: { 200: received, 201: received },
      },
    },
    async (request, reply) => {
      const result = await coalescer.submit(callerOf(request).reference, directRecord(request.body))
      return reply.code(result.outcome === 'accepted' ? 201 : 200).send(answerOf(deps, result))
    },
  )
  app.post(
    '/time-entries/bulk',
    {
      config: { permission, idempotency: 'required' },
      schema: { tags, summary: 'Send many entries', body: entries, response: { 200: results } },
    },
    async (request) => {
      refuseTwins(request.body.entries)
      const answer = (done: readonly ReceiveResult[]) => ({
        results: done.map((result) => answerOf(deps, result)),
      })
      const stream = streamOf(deps, callerOf(request).reference)
      const records = request.body.entries.map(directRecord)
      const done = await receiveRecords(deps.receiver, stream, records, [], (tx, results) =>
        finishWithin(tx, deps, request, 200, answer(results)),
      )
      return answer(done)
    },
  )
  app.post(
    '/time-entries/dry-run',
    {
      config: { permission },
      schema: {
        tags,
        summary: 'What sending the entry would do; nothing is kept',
        body: timeEntryPayload,
        response: { 200: received },
      },
    },
    async (request) => (await dryReceive(deps, callerOf(request).reference, [request.body]))[0]!,
  )
  app.post(
    '/time-entries/bulk/dry-run',
    {
      config: { permission },
      schema: {
        tags,
        summary: 'What sending the entries would do; nothing is kept',
        body: entries,
        response: { 200: results },
      },
    },
    async (request) => {
      refuseTwins(request.body.entries)
      return { results: await dryReceive(deps, callerOf(request).reference, request.body.entries) }
    },
  )
  app.delete(
    '/time-entries/:sourceId',
    {
      config: { permission },
      schema: {
        tags,
        summary: 'Say that an entry was deleted at its source',
        params: object({ sourceId }),
        response: { 200: received },
      },
    },
    async (request) => {
      const stream = streamOf(deps, callerOf(request).reference)
      const done = await receiveRecords(deps.receiver, stream, [], [request.params.sourceId])
      if (done[0]!.outcome === 'unknown')
        throw new Refusal('NOT_FOUND', 'No entry with this source id came before.')
      return answerOf(deps, done[0]!)
    },
  )
}
