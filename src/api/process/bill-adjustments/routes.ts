import { Type } from 'typebox'
import {
  listAdjustments,
  type AdjustmentProposal,
  worksOfAdjustment,
} from '../../../charging/bill-adjustments/books.ts'
import { proposeAdjustment } from '../../../charging/bill-adjustments/decide.ts'
import { adjustmentStates } from '../../../charging/bill-adjustments/words.ts'
import { readWorksOf } from '../../../charging/work-reads.ts'
import { isRejection } from '../../../kernel/errors.ts'
import { openPayload } from '../../../log/payloads.ts'
import type { FastifyRequest } from 'fastify'
import type { Api, ApiDeps } from '../../deps.ts'
import { callerOf } from '../../guard.ts'
import { finishWithin } from '../../idempotent.ts'
import { cursorOf, pageOf, pageQuery, readPage } from '../../paging.ts'
import { Refusal, refuseRejection } from '../../problem.ts'
import { nullable, object, oneOf, text, uuid } from '../../wire.ts'
import { decisionRoutes } from './decisions.ts'
import { adjustmentOr404, prepare, type Prepared, prepareTakeBack } from './prepare.ts'
import {
  adjustmentOf,
  adjustmentShape,
  askedShape,
  effectOf,
  outlookShape,
  shareShape,
  takeBackShape,
} from './shape.ts'

const tags = ['bill adjustments']
const params = object({ adjustmentId: uuid })
const leftOutShown = 20

/** Write-ups, write-downs and write-offs of priced work, and what of them is taken back. */
export function billAdjustmentRoutes(app: Api, deps: ApiDeps): void {
  askRoutes(app, deps)
  takeBackRoutes(app, deps)
  readRoutes(app, deps)
  decisionRoutes(app, deps)
}

function outlookOf({ sizes, effect, leftOut }: Prepared) {
  return {
    works: sizes.size,
    effect: effectOf(effect),
    leftOut: leftOut.slice(0, leftOutShown).map((one) => ({ ...one })),
    leftOutCount: leftOut.length,
  }
}

type Proposed = Pick<AdjustmentProposal, 'what' | 'takesBack' | 'reason'> & { readonly note: string | null }

async function keep(deps: ApiDeps, request: FastifyRequest, prepared: Prepared, proposed: Proposed) {
  const { asked, on, sizes, effect } = prepared
  const author = callerOf(request).reference
  return deps.store.transaction(async (tx) => {
    const kept = await proposeAdjustment(tx, deps, {
      ...{ adjustmentId: deps.newId(), ...asked, ...proposed, adjustedOn: on, author },
      ...{ proposedAt: deps.clock.now(), sizes, effect },
    })
    if (isRejection(kept)) throw refuseRejection(kept)
    const answer = adjustmentOf(kept, author)
    await finishWithin(tx, deps, request, 201, answer)
    return answer
  })
}

function askRoutes(app: Api, deps: ApiDeps): void {
  app.post(
    '/bill-adjustments/dry-run',
    {
      config: { permission: 'bill_adjustment.propose' },
      schema: {
        tags,
        summary: 'What writing work up, down or off would change in money; nothing is kept',
        body: askedShape,
        response: { 200: outlookShape },
      },
    },
    async (request) => outlookOf(await prepare(deps, request.body)),
  )
  app.post(
    '/bill-adjustments',
    {
      config: { permission: 'bill_adjustment.propose', idempotency: 'required' },
      schema: {
        tags,
        summary: 'Propose to write work up, down or off; it waits until somebody else decides',
        body: askedShape,
        response: { 201: adjustmentShape },
      },
    },
    async (request, reply) => {
      const { what, reason, note = null } = request.body
      const prepared = await prepare(deps, request.body)
      return reply
        .code(201)
        .send(await keep(deps, request, prepared, { what, takesBack: null, reason, note }))
    },
  )
}

function takeBackRoutes(app: Api, deps: ApiDeps): void {
  app.post(
    '/bill-adjustments/:adjustmentId/take-back/dry-run',
    {
      config: { permission: 'bill_adjustment.propose' },
      schema: {
        tags,
        summary: 'What taking an approved adjustment back would change in money; nothing is kept',
        params,
        body: takeBackShape,
        response: { 200: outlookShape },
      },
    },
    async (request) => {
      const standing = await adjustmentOr404(deps, request.params.adjustmentId)
      return outlookOf(await prepareTakeBack(deps, standing, request.body))
    },
  )
  app.post(
    '/bill-adjustments/:adjustmentId/take-back',
    {
      config: { permission: 'bill_adjustment.propose', idempotency: 'required' },
      schema: {
        tags,
        summary: 'Propose to take an approved adjustment back; that waits until somebody else decides too',
        params,
        body: takeBackShape,
        response: { 201: adjustmentShape },
      },
    },
    async (request, reply) => {
      const standing = await adjustmentOr404(deps, request.params.adjustmentId)
      const { reason, note = null } = request.body
      const prepared = await prepareTakeBack(deps, standing, request.body)
      const proposed = { what: 'take_back', takesBack: standing.adjustmentId, reason, note } as const
      return reply.code(201).send(await keep(deps, request, prepared, proposed))
    },
  )
}

function readRoutes(app: Api, deps: ApiDeps): void {
  const { store, cell } = deps
  app.get(
    '/bill-adjustments',
    {
      config: { permission: 'work.read' },
      schema: {
        tags,
        summary: 'Write-ups, write-downs and write-offs and what became of them, newest first',
        querystring: object({
          ...pageQuery,
          state: Type.Optional(oneOf(adjustmentStates)),
          workId: Type.Optional(uuid),
        }),
        response: { 200: pageOf(adjustmentShape) },
      },
    },
    async (request) => {
      const { state, workId } = request.query
      const page = readPage(request.query, deps.limits)
      const before = positionCursor(page.after)
      const rows = await listAdjustments(store, cell, { state, workId }, { before, limit: page.limit + 1 })
      const items = rows.slice(0, page.limit)
      const caller = callerOf(request).reference
      return {
        items: items.map((one) => adjustmentOf(one, caller)),
        nextCursor: cursorOf(rows.length > page.limit ? String(items.at(-1)!.position) : null),
      }
    },
  )
  app.get(
    '/bill-adjustments/:adjustmentId',
    {
      config: { permission: 'work.read' },
      schema: {
        tags,
        summary: 'One of them with the share of each work, and what was said about it',
        params,
        querystring: object(pageQuery),
        response: {
          200: object({
            adjustment: adjustmentShape,
            /** What people said; null where nothing was said, it was erased, or the caller may not read it. */
            note: nullable(text),
            decisionNote: nullable(text),
            items: Type.Array(shareShape),
            nextCursor: nullable(text),
          }),
        },
      },
    },
    async (request) => {
      const one = await adjustmentOr404(deps, request.params.adjustmentId)
      const page = readPage(request.query, deps.limits)
      const wanted = { after: workCursor(page.after), limit: page.limit + 1 }
      const rows = await worksOfAdjustment(store, cell, one.adjustmentId, wanted)
      const items = rows.slice(0, page.limit)
      const works = await readWorksOf(
        store,
        cell,
        items.map((each) => each.workId),
      )
      const { reference, permissions } = callerOf(request)
      const reads = ['bill_adjustment.propose', 'bill_adjustment.decide', 'payload.read'] as const
      const may = reads.some((permission) => permissions.has(permission))
      return {
        adjustment: adjustmentOf(one, reference),
        note: may && one.noted ? await noteAt(deps, one.position) : null,
        decisionNote: may && one.decisionNoted ? await noteAt(deps, one.decidedPosition!) : null,
        items: items.flatMap(({ workId, size, takenBackPosition }) => {
          const work = works.get(workId)
          if (work === undefined) return []
          const { sourceId, workOn } = work
          return [{ workId, sourceId, workOn, size, takenBack: takenBackPosition !== null }]
        }),
        nextCursor: cursorOf(rows.length > page.limit ? items.at(-1)!.workId : null),
      }
    },
  )
}

async function noteAt({ store, cell, vault }: ApiDeps, position: bigint): Promise<string | null> {
  const bytes = await openPayload(store, cell, vault, position)
  if (bytes === null) return null
  return (JSON.parse(bytes.toString('utf8')) as { note?: string | null }).note ?? null
}

function positionCursor(after: string | null): bigint | null {
  if (after === null) return null
  if (/^\d{1,18}$/.test(after)) return BigInt(after)
  throw new Refusal('SCHEMA_VIOLATION', 'query:cursor is not a cursor of this list.')
}

function workCursor(after: string | null): string | null {
  if (after === null || /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(after)) return after
  throw new Refusal('SCHEMA_VIOLATION', 'query:cursor is not a cursor of this list.')
}
