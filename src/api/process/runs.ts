import { type Static, Type } from 'typebox'
import { dryRun } from '../../billing/dry-run.ts'
import { listRuns, readRun } from '../../billing/reads.ts'
import { releaseRun } from '../../billing/release.ts'
import { startRun } from '../../billing/run.ts'
import { day } from '../../kernel/dates.ts'
import { isRejection } from '../../kernel/errors.ts'
import { readHead } from '../../log/read.ts'
import type { Api, ApiDeps } from '../deps.ts'
import { rolledBack } from '../dry-run.ts'
import { callerOf } from '../guard.ts'
import { finishWithin } from '../idempotent.ts'
import { knownMasters } from '../known-masters.ts'
import { cursorOf, pageOf, pageQuery, readPage } from '../paging.ts'
import { Refusal, part, refuseRejection } from '../problem.ts'
import {
  dayText,
  decimalText,
  id,
  money,
  moneyOnWire,
  nullable,
  object,
  position,
  text,
  uuid,
} from '../wire.ts'
import {
  documentOf,
  documentShape,
  dryDocumentOf,
  dryDocumentShape,
  runOf,
  runShape,
} from './document-shape.ts'
import { idCursor } from './id-cursor.ts'

const wantedRun = object({
  selection: object({
    clientId: Type.Optional(id),
    contractId: Type.Optional(id),
    legalEntity: Type.Optional(id),
  }),
  period: object({ from: dayText, until: dayText }),
  cutOff: nullable(position),
})
type WantedRun = Static<typeof wantedRun>

const mostPosition = 2n ** 63n - 1n

function requestOf(deps: ApiDeps, wanted: WantedRun, principal: string) {
  const cutOff = wanted.cutOff === null ? null : BigInt(wanted.cutOff)
  if (cutOff !== null && cutOff > mostPosition) refuseCutOff('is no position of the log')
  return {
    selection: wanted.selection,
    period: { from: day(wanted.period.from), until: day(wanted.period.until) },
    cutOff,
    principal,
    at: deps.clock.now(),
  }
}

function refuseCutOff(message: string): never {
  throw new Refusal('SCHEMA_VIOLATION', `/cutOff ${message}.`, {
    parts: [part('SCHEMA_VIOLATION', '/cutOff', message)],
  })
}

function refusePeriod(wanted: WantedRun): void {
  if (wanted.period.from < wanted.period.until) return
  const message = 'is exclusive and comes after from'
  throw new Refusal('SCHEMA_VIOLATION', `/period/until ${message}.`, {
    parts: [part('SCHEMA_VIOLATION', '/period/until', message)],
  })
}

/** A run freezes what is priced into drafts; it issues nothing. */
export function runRoutes(app: Api, deps: ApiDeps): void {
  const tags = ['runs']
  app.post(
    '/runs',
    {
      config: { permission: 'run.start', idempotency: 'required' },
      schema: {
        tags,
        summary: 'Freeze what is priced into documents; repeated, it finds nothing new',
        body: wantedRun,
        response: { 201: object({ runId: uuid, documents: Type.Integer() }) },
      },
    },
    async (request, reply) => {
      refusePeriod(request.body)
      const wanted = requestOf(deps, request.body, callerOf(request).reference)
      const answer = await deps.store.transaction(async (tx) => {
        const done = await startRun(tx, deps.cell, deps.billing, wanted)
        if (isRejection(done)) throw refuseRejection(done)
        const made = { runId: done.runId, documents: done.documents }
        await finishWithin(tx, deps, request, 201, made)
        return made
      })
      return reply.code(201).send(answer)
    },
  )
  dryRunRoute(app, deps)
  readRoutes(app, deps)
  releaseRoute(app, deps)
}

function dryRunRoute(app: Api, deps: ApiDeps): void {
  const held = object({
    clientId: text,
    contractId: text,
    purchaseOrder: nullable(text),
    legalEntity: text,
    code: text,
    net: money,
    hours: decimalText,
  })
  app.post(
    '/runs/dry-run',
    {
      config: { permission: 'run.start' },
      schema: {
        tags: ['runs'],
        summary: 'The pre-bills that the same run would freeze now',
        body: wantedRun,
        response: { 200: object({ documents: Type.Array(dryDocumentShape), held: Type.Array(held) }) },
      },
    },
    async (request) => {
      refusePeriod(request.body)
      const wanted = requestOf(deps, request.body, callerOf(request).reference)
      const masters = await knownMasters(deps)
      const found = await rolledBack(deps.store, (tx) => dryRun(tx, deps.cell, deps.billing, wanted))
      return {
        documents: found.documents.map((each) => dryDocumentOf(each, masters)),
        held: found.held.map((each) => ({
          clientId: each.key.clientId,
          contractId: each.key.contractId,
          purchaseOrder: each.key.purchaseOrder,
          legalEntity: each.key.legalEntity,
          code: each.code,
          net: moneyOnWire({ minor: each.netMinor, currency: each.key.currency }),
          hours: each.hours,
        })),
      }
    },
  )
}

function readRoutes(app: Api, deps: ApiDeps): void {
  const tags = ['runs']
  app.get(
    '/runs',
    {
      config: { permission: 'document.read' },
      schema: {
        tags,
        summary: 'Runs, newest first',
        querystring: object(pageQuery),
        response: { 200: pageOf(runShape) },
      },
    },
    async (request) => {
      const page = readPage(request.query, deps.limits)
      const after = idCursor(page.after)
      const rows = await listRuns(deps.store, deps.cell, { after, limit: page.limit + 1 })
      const items = rows.slice(0, page.limit)
      const more = rows.length > page.limit
      return { items: items.map(runOf), nextCursor: cursorOf(more ? items.at(-1)!.runId : null) }
    },
  )
  app.get(
    '/runs/:runId',
    {
      config: { permission: 'document.read' },
      schema: {
        tags,
        summary: 'A run with its documents',
        params: object({ runId: uuid }),
        response: { 200: object({ run: runShape, documents: Type.Array(documentShape), head: position }) },
      },
    },
    async (request) => {
      const found = await readRun(deps.store, deps.cell, request.params.runId)
      if (found === null) throw new Refusal('NOT_FOUND', 'There is no such run.')
      const masters = await knownMasters(deps)
      const head = await readHead(deps.store, deps.cell)
      return {
        run: runOf(found.run),
        documents: found.documents.map((each) => documentOf(each, masters)),
        head: String(head.position),
      }
    },
  )
}

function releaseRoute(app: Api, deps: ApiDeps): void {
  app.post(
    '/runs/:runId/release',
    {
      config: { permission: 'document.release', idempotency: 'required' },
      schema: {
        tags: ['runs'],
        summary: 'Release every document of the run in the version that was read, or none',
        params: object({ runId: uuid }),
        body: object({
          documents: Type.Array(object({ documentId: uuid, version: Type.Integer({ minimum: 1 }) }), {
            minItems: 1,
            maxItems: 1000,
          }),
        }),
        response: { 200: object({ released: Type.Integer() }) },
      },
    },
    async (request) => {
      const expectedVersions = Object.fromEntries(
        request.body.documents.map(({ documentId, version }) => [documentId, version]),
      )
      const by = { principal: callerOf(request).reference, at: deps.clock.now(), expectedVersions }
      return deps.store.transaction(async (tx) => {
        const done = await releaseRun(tx, deps.cell, deps.billing, request.params.runId, by)
        if (isRejection(done)) throw refuseRejection(done)
        const answer = { released: done.released }
        await finishWithin(tx, deps, request, 200, answer)
        return answer
      })
    },
  )
}
