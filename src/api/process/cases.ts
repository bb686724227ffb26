import { Type } from 'typebox'
import type { Case } from '../../cases/reads.ts'
import { assignCase, listCases, readCase } from '../../cases/reads.ts'
import { readWork } from '../../charging/work-reads.ts'
import { isReported } from '../../charging/work.ts'
import { recordActOnWork } from '../../intake/decide.ts'
import { describeError } from '../../kernel/error-catalogue.ts'
import { isRejection } from '../../kernel/errors.ts'
import { recordDecision } from '../../log/decisions.ts'
import type { WorkCorrection } from '../../model/work-correction.ts'
import type { Api, ApiDeps } from '../deps.ts'
import { callerOf } from '../guard.ts'
import { knownMasters, nameOf } from '../known-masters.ts'
import { cursorOf, pageOf, pageQuery, readPage } from '../paging.ts'
import { Refusal, part, refuseRejection } from '../problem.ts'
import {
  decimalText,
  id,
  instant,
  money,
  moneyOfColumns,
  nullable,
  object,
  oneOf,
  position,
  text,
  uuid,
} from '../wire.ts'
import { answerCase, answers, answersOf } from './answer.ts'
import { resumeCase } from './resume.ts'

const caseShape = object({
  caseId: uuid,
  code: text,
  title: text,
  remedy: text,
  owner: text,
  assignee: nullable(text),
  state: oneOf(['open', 'resolved']),
  subjectKind: text,
  subjectId: text,
  outcome: text,
  waitsOn: text,
  hours: nullable(decimalText),
  money: nullable(money),
  clientId: nullable(text),
  clientName: nullable(text),
  projectId: nullable(text),
  detail: Type.Record(text, text),
  payloadPosition: nullable(position),
  openedAt: instant,
  resolvedAt: nullable(instant),
  resolvedBy: nullable(text),
  resolution: nullable(text),
})

async function shapeOf(deps: ApiDeps, found: Case) {
  const { title, remedy } = describeError(found.code)
  return {
    caseId: found.caseId,
    code: found.code,
    title,
    remedy,
    owner: found.owner,
    assignee: found.assignee,
    state: found.state,
    subjectKind: found.subjectKind,
    subjectId: found.subjectId,
    outcome: found.outcome,
    waitsOn: found.waitsOn,
    hours: found.hours,
    money: moneyOfColumns(found.moneyMinor, found.currency),
    clientId: found.clientId,
    clientName: nameOf(await knownMasters(deps), 'client', found.clientId),
    projectId: found.projectId,
    detail: { ...found.detail },
    payloadPosition: found.payloadPosition === null ? null : String(found.payloadPosition),
    openedAt: found.openedAt.toISOString(),
    resolvedAt: found.resolvedAt?.toISOString() ?? null,
    resolvedBy: found.resolvedBy,
    resolution: found.resolution,
  }
}

function readCursor(after: string | null): { openedAt: Date; caseId: string } | null {
  if (after === null) return null
  const match = /^(\d{1,14})\/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/.exec(after)
  if (match !== null) return { openedAt: new Date(Number(match[1])), caseId: match[2]! }
  throw new Refusal('SCHEMA_VIOLATION', 'query:cursor is not a cursor of this list.', {
    parts: [part('SCHEMA_VIOLATION', 'query:cursor', 'is not a cursor of this list')],
  })
}

async function caseOr404(deps: ApiDeps, caseId: string): Promise<Case> {
  const found = await readCase(deps.store, deps.cell, caseId)
  if (found === null) throw new Refusal('NOT_FOUND', 'There is no such case.')
  return found
}

/** What cannot go through, why, and what cures it. */
export function caseRoutes(app: Api, deps: ApiDeps): void {
  const { store, cell } = deps
  const tags = ['cases']
  app.get(
    '/cases',
    {
      config: { permission: 'case.read' },
      schema: {
        tags,
        summary: 'Cases, newest first',
        querystring: object({
          ...pageQuery,
          state: Type.Optional(oneOf(['open', 'resolved'])),
          code: Type.Optional(id),
          owner: Type.Optional(oneOf(['master_data', 'finance', 'pmo', 'integration'])),
          clientId: Type.Optional(id),
          subjectId: Type.Optional(id),
        }),
        response: { 200: pageOf(caseShape) },
      },
    },
    async (request) => {
      const { limit: _, cursor: __, ...filter } = request.query
      const page = readPage(request.query, deps.limits)
      const rows = await listCases(store, cell, filter, {
        after: readCursor(page.after),
        limit: page.limit + 1,
      })
      const items = rows.slice(0, page.limit)
      const last = rows.length > page.limit ? items.at(-1)! : null
      return {
        items: await Promise.all(items.map((each) => shapeOf(deps, each))),
        nextCursor: cursorOf(last === null ? null : `${last.openedAt.getTime()}/${last.caseId}`),
      }
    },
  )
  app.get(
    '/cases/:caseId',
    {
      config: { permission: 'case.read' },
      schema: {
        tags,
        summary: 'One case with cause, owner, remedy and money',
        params: object({ caseId: uuid }),
        response: { 200: caseShape },
      },
    },
    async (request) => shapeOf(deps, await caseOr404(deps, request.params.caseId)),
  )
  actRoutes(app, deps)
}

const correction = object({
  set: object({
    worker: Type.Optional(id),
    project: Type.Optional(id),
    task: Type.Optional(nullable(id)),
    laborCategory: Type.Optional(id),
    billable: Type.Optional(Type.Boolean()),
  }),
  reason: Type.String({ minLength: 1, maxLength: 500 }),
})

function actRoutes(app: Api, deps: ApiDeps): void {
  const { store, cell } = deps
  const tags = ['cases']
  const params = object({ caseId: uuid })
  app.post(
    '/cases/:caseId/correct',
    {
      config: { permission: 'case.correct' },
      schema: {
        tags,
        summary:
          'Correct where the entry of the case belongs, never how much it is; it is evaluated again by itself',
        params,
        body: correction,
        response: { 200: object({ position }) },
      },
    },
    async (request) => {
      const found = await caseOr404(deps, request.params.caseId)
      const work = found.subjectKind === 'work' ? await readWork(store, cell, found.subjectId) : null
      if (work === null || !isReported(work.kind)) {
        throw new Refusal('CONFLICT', `This case is not about an entry: ${describeError(found.code).remedy}`)
      }
      if (Object.keys(request.body.set).length === 0) {
        throw new Refusal('SCHEMA_VIOLATION', '/set names nothing to correct.', {
          parts: [part('SCHEMA_VIOLATION', '/set', 'names nothing to correct')],
        })
      }
      const by = { principal: callerOf(request).reference, at: deps.clock.now() }
      const act = { type: 'work.corrected', correction: request.body as WorkCorrection } as const
      const done = await store.transaction((tx) => recordActOnWork(tx, deps.receiver, work, act, by))
      if (isRejection(done)) throw refuseRejection(done)
      return { position: String(done) }
    },
  )
  app.get(
    '/cases/:caseId/answers',
    {
      config: { permission: 'case.read' },
      schema: {
        tags,
        summary: 'What a person may answer to the case, and what happens then',
        params,
        response: { 200: object({ items: Type.Array(object({ answer: oneOf(answers), effect: text })) }) },
      },
    },
    async (request) => {
      const known = answersOf(await caseOr404(deps, request.params.caseId))
      return {
        items: answers.flatMap((answer) => (known[answer] ? [{ answer, effect: known[answer] }] : [])),
      }
    },
  )
  app.post(
    '/cases/:caseId/answer',
    {
      config: { permission: 'case.answer' },
      schema: {
        tags,
        summary: 'Say what the product cannot know: whether a write is there, what becomes of what is gone',
        params,
        body: object({
          answer: oneOf(answers),
          reason: Type.String({ minLength: 1, maxLength: 500 }),
          externalId: Type.Optional(Type.String({ minLength: 1, maxLength: 200 })),
        }),
        response: { 200: object({ message: text }) },
      },
    },
    async (request) => {
      const found = await caseOr404(deps, request.params.caseId)
      return { message: await answerCase(deps, found, request.body, callerOf(request).reference) }
    },
  )
  app.post(
    '/cases/:caseId/resume',
    {
      config: { permission: 'case.resume' },
      schema: {
        tags,
        summary: 'Evaluate again what the case is about; it never bypasses release',
        params,
        response: { 200: object({ resumed: Type.Boolean(), message: text }) },
      },
    },
    async (request) =>
      resumeCase(deps, await caseOr404(deps, request.params.caseId), callerOf(request).reference),
  )
  app.post(
    '/cases/:caseId/assign',
    {
      config: { permission: 'case.assign' },
      schema: {
        tags,
        summary: 'Give the case to a person, or to nobody',
        params,
        body: object({ assignee: nullable(Type.String({ minLength: 1, maxLength: 200 })) }),
        response: { 200: caseShape },
      },
    },
    async (request) => {
      const { caseId } = request.params
      const { assignee } = request.body
      await store.transaction(async (tx) => {
        if (!(await assignCase(tx, cell, caseId, assignee))) {
          throw new Refusal('NOT_FOUND', 'There is no such open case.')
        }
        await recordDecision(tx, cell, deps.vault, {
          what: 'case.assigned',
          about: caseId,
          principal: callerOf(request).reference,
          body: { assignee },
          at: deps.clock.now(),
        })
      })
      return shapeOf(deps, await caseOr404(deps, caseId))
    },
  )
}
