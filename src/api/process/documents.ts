import { Type } from 'typebox'
import { documentStatuses } from '../../billing/document.ts'
import type { DocumentFilter } from '../../billing/reads.ts'
import { listDocuments, readDocument } from '../../billing/reads.ts'
import { discardDocument, releaseDocument } from '../../billing/release.ts'
import { isRejection } from '../../kernel/errors.ts'
import type { Api, ApiDeps } from '../deps.ts'
import { callerOf } from '../guard.ts'
import { finishWithin } from '../idempotent.ts'
import { knownMasters } from '../known-masters.ts'
import { cursorOf, pageOf, pageQuery, readPage } from '../paging.ts'
import { Refusal, refuseRejection } from '../problem.ts'
import { id, moneyOnWire, object, oneOf, uuid } from '../wire.ts'
import { documentOf, documentShape, lineOf, memberOf, preBillShape } from './document-shape.ts'
import { idCursor } from './id-cursor.ts'

const params = object({ documentId: uuid })
const version = object({ version: Type.Integer({ minimum: 1, maximum: 2_147_483_647 }) })

/** Pre-bills and what became of them. */
export function documentRoutes(app: Api, deps: ApiDeps): void {
  const tags = ['documents']
  app.get(
    '/documents',
    {
      config: { permission: 'document.read' },
      schema: {
        tags,
        summary: 'Documents, newest first',
        querystring: object({
          ...pageQuery,
          runId: Type.Optional(uuid),
          clientId: Type.Optional(id),
          contractId: Type.Optional(id),
          legalEntity: Type.Optional(id),
          status: Type.Optional(oneOf(documentStatuses)),
          blocked: Type.Optional(oneOf(['true', 'false'])),
        }),
        response: { 200: pageOf(documentShape) },
      },
    },
    async (request) => {
      const { limit: _, cursor: __, blocked, ...rest } = request.query
      const page = readPage(request.query, deps.limits)
      const filter: DocumentFilter = {
        ...rest,
        ...(blocked === undefined ? {} : { blocked: blocked === 'true' }),
      }
      const wanted = { after: idCursor(page.after), limit: page.limit + 1 }
      const rows = await listDocuments(deps.store, deps.cell, filter, wanted)
      const items = rows.slice(0, page.limit)
      const masters = await knownMasters(deps)
      return {
        items: items.map((each) => documentOf(each, masters)),
        nextCursor: cursorOf(rows.length > page.limit ? items.at(-1)!.documentId : null),
      }
    },
  )
  app.get(
    '/documents/:documentId',
    {
      config: { permission: 'document.read' },
      schema: {
        tags,
        summary:
          'The pre-bill: every line with the entries behind it, and what the contract was billed before',
        params,
        response: { 200: preBillShape },
      },
    },
    async (request) => preBillOf(deps, request.params.documentId),
  )
  actRoutes(app, deps)
}

async function preBillOf(deps: ApiDeps, documentId: string) {
  const masters = await knownMasters(deps)
  const found = await deps.store.transaction((tx) => readDocument(tx, deps.cell, documentId), {
    isolation: 'repeatable read',
    readOnly: true,
  })
  if (found === null) throw new Refusal('NOT_FOUND', 'There is no such document.')
  const { currency } = found.document
  return {
    document: documentOf(found.document, masters),
    lines: found.lines.map((line) => lineOf(line, currency, masters)),
    cancelled: found.cancelled.map((each) => memberOf(each, masters)),
    earlier: found.earlier.map((each) => ({
      documentId: each.documentId,
      kind: each.kind,
      status: each.status,
      number: each.number,
      purchaseOrder: each.purchaseOrder,
      ledgerOn: each.ledgerOn,
      net: moneyOnWire({ minor: each.netMinor, currency: each.currency }),
    })),
  }
}

function actRoutes(app: Api, deps: ApiDeps): void {
  const tags = ['documents']
  app.post(
    '/documents/:documentId/release',
    {
      config: { permission: 'document.release', idempotency: 'required' },
      schema: {
        tags,
        summary: 'Release the version that was read, to be issued to the client',
        params,
        body: version,
        response: { 200: object({ released: Type.Literal(true) }) },
      },
    },
    async (request) => {
      const by = { principal: callerOf(request).reference, at: deps.clock.now() }
      const wanted = { ...by, expectedVersion: request.body.version }
      return deps.store.transaction(async (tx) => {
        const done = await releaseDocument(tx, deps.cell, deps.billing, request.params.documentId, wanted)
        if (isRejection(done)) throw refuseRejection(done)
        await finishWithin(tx, deps, request, 200, { released: true })
        return { released: true as const }
      })
    },
  )
  app.post(
    '/documents/:documentId/discard',
    {
      config: { permission: 'run.start', idempotency: 'required' },
      schema: {
        tags,
        summary: 'End a document that was not released; its entries wait for the next run',
        params,
        body: version,
        response: { 200: object({ discarded: oneOf(['discarded', 'requested']) }) },
      },
    },
    async (request) => {
      const by = { principal: callerOf(request).reference, at: deps.clock.now() }
      const wanted = { ...by, expectedVersion: request.body.version }
      return deps.store.transaction(async (tx) => {
        const done = await discardDocument(tx, deps.cell, deps.billing, request.params.documentId, wanted)
        if (isRejection(done)) throw refuseRejection(done)
        const answer = { discarded: done.discarded }
        await finishWithin(tx, deps, request, 200, answer)
        return answer
      })
    },
  )
}
