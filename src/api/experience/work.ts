import { Type } from 'typebox'
import { readCostPostings } from '../../posting/cost-trail.ts'
import { explainCharges } from '../../charging/explain.ts'
import type { Work } from '../../charging/work.ts'
import {
  findWorks,
  listWorks,
  readWork,
  readWorkApprovals,
  readWorkRevisions,
} from '../../charging/work-reads.ts'
import { listCases } from '../../cases/reads.ts'
import { recordActOnWork } from '../../intake/decide.ts'
import { isRejection } from '../../kernel/errors.ts'
import { monthPeriod } from '../../kernel/periods.ts'
import { openPayload } from '../../log/payloads.ts'
import type { Api, ApiDeps } from '../deps.ts'
import { callerOf } from '../guard.ts'
import { finishWithin } from '../idempotent.ts'
import { knownMasters } from '../known-masters.ts'
import { cursorOf, pageOf, pageQuery, readPage } from '../paging.ts'
import { Refusal, part, refuseRejection } from '../problem.ts'
import {
  dayText,
  decimalText,
  id,
  instant,
  money,
  moneyOnWire,
  monthText,
  nullable,
  object,
  oneOf,
  position,
  text,
  uuid,
} from '../wire.ts'
import { summaryOf, workSummary } from './work-shape.ts'

const charge = object({
  seq: Type.Integer(),
  revision: Type.Integer(),
  state: text,
  hours: decimalText,
  rate: nullable(decimalText),
  rateId: nullable(text),
  amount: money,
  documentId: nullable(uuid),
  lineNo: nullable(Type.Integer()),
  correctsDocument: nullable(uuid),
  engine: text,
  asOf: position,
  story: Type.Array(text),
})
const detail = object({
  work: workSummary,
  mapping: text,
  references: object({ worker: nullable(text), project: nullable(text), task: nullable(text) }),
  revisions: Type.Array(
    object({
      revision: Type.Integer(),
      position,
      hours: nullable(text),
      workOn: nullable(text),
      approval: nullable(text),
    }),
  ),
  approvals: Type.Array(
    object({
      revision: Type.Integer(),
      level: text,
      approver: nullable(text),
      approvedAt: nullable(text),
      outcome: text,
      system: text,
      position,
    }),
  ),
  charges: Type.Array(charge),
  costPostings: Type.Array(
    object({
      connectionId: text,
      operation: text,
      state: text,
      externalId: nullable(text),
      revision: Type.Integer(),
      sentAt: nullable(instant),
      code: nullable(text),
      message: nullable(text),
    }),
  ),
  cases: Type.Array(object({ caseId: uuid, code: text, outcome: text, state: text, openedAt: instant })),
})

const filterQuery = {
  outcome: Type.Optional(oneOf(['cost', 'pay', 'bill'])),
  bucket: Type.Optional(id),
  clientId: Type.Optional(id),
  contractId: Type.Optional(id),
  projectId: Type.Optional(id),
  workerId: Type.Optional(id),
  approval: Type.Optional(oneOf(['submitted', 'approved', 'voided', 'rejected', 'withdrawn', 'deleted'])),
  month: Type.Optional(monthText),
  text: Type.Optional(Type.String({ minLength: 1, maxLength: 100 })),
}

const cursorShape = /^(?!0000)(\d{4}-\d{2}-\d{2})\/([0-9a-f-]{36})$/

function readCursor(after: string | null): { workOn: string; workId: string } | null {
  if (after === null) return null
  const match = cursorShape.exec(after)
  if (match !== null && !Number.isNaN(Date.parse(match[1]!))) return { workOn: match[1]!, workId: match[2]! }
  throw new Refusal('SCHEMA_VIOLATION', 'query:cursor is not a cursor of this list.', {
    parts: [part('SCHEMA_VIOLATION', 'query:cursor', 'is not a cursor of this list')],
  })
}

async function workOr404(deps: ApiDeps, workId: string): Promise<Work> {
  const work = await readWork(deps.store, deps.cell, workId)
  if (work === null) throw new Refusal('NOT_FOUND', 'There is no such work.')
  return work
}

/** One snapshot, so that a charge and its document never contradict each other on the page. */
async function detailOf(deps: ApiDeps, work: Work) {
  const { cell } = deps
  const masters = await knownMasters(deps)
  return deps.store.transaction(async (tx) => {
    const revisions = await readWorkRevisions(tx, cell, work.workId)
    const approvals = await readWorkApprovals(tx, cell, work.workId)
    const charges = await explainCharges(tx, cell, work)
    const postings = await readCostPostings(tx, cell, work.workId)
    const cases = await listCases(tx, cell, { subjectId: work.workId }, { after: null, limit: 50 })
    return {
      work: summaryOf(work, masters),
      mapping: work.mapping,
      references: { worker: work.workerRef, project: work.projectRef, task: work.taskRef },
      revisions: revisions.map((each) => ({
        revision: each.revision,
        position: String(each.position),
        hours: textOf(each.work.hours),
        workOn: textOf(each.work.workOn),
        approval: textOf(each.work.approval),
      })),
      approvals: approvals.map((each) => ({
        revision: each.revision,
        level: each.level,
        approver: each.approver,
        approvedAt: each.approved_at,
        outcome: each.outcome,
        system: each.system,
        position: String(each.position),
      })),
      charges: charges.map(({ charge: each, story }) => ({
        seq: each.seq,
        revision: each.revision,
        state: each.state,
        hours: each.hours,
        rate: each.rate,
        rateId: each.rateId,
        amount: moneyOnWire({ minor: each.amountMinor, currency: each.currency }),
        documentId: each.documentId,
        lineNo: each.lineNo,
        correctsDocument: each.correctsDocument,
        engine: each.engine,
        asOf: String(each.asOf),
        story: [...story],
      })),
      costPostings: postings.map((each) => ({ ...each, sentAt: each.sentAt?.toISOString() ?? null })),
      cases: cases.map(({ caseId, code, outcome, state, openedAt }) => ({
        caseId,
        code,
        outcome,
        state,
        openedAt: openedAt.toISOString(),
      })),
    }
  })
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null
}

/** Entries with their way through. */
export function workRoutes(app: Api, deps: ApiDeps): void {
  const { store, cell } = deps
  const tags = ['work']
  const params = object({ workId: uuid })
  app.get(
    '/work',
    {
      config: { permission: 'work.read' },
      schema: {
        tags,
        summary: 'Work, newest work day first; a bucket is one of the outcome asked for (default bill)',
        querystring: object({ ...pageQuery, ...filterQuery }),
        response: { 200: pageOf(workSummary) },
      },
    },
    async (request) => {
      const { limit: _, cursor: __, month, ...filter } = request.query
      const page = readPage(request.query, deps.limits)
      const period = month === undefined ? {} : monthPeriod(month)
      const after = readCursor(page.after)
      const rows = await listWorks(store, cell, { ...filter, ...period }, { after, limit: page.limit + 1 })
      const masters = await knownMasters(deps)
      const items = rows.slice(0, page.limit)
      const last = rows.length > page.limit ? items.at(-1)! : null
      return {
        items: items.map((work) => summaryOf(work, masters)),
        nextCursor: cursorOf(last === null ? null : `${last.workOn}/${last.workId}`),
      }
    },
  )
  app.get(
    '/work/find',
    {
      config: { permission: 'work.read' },
      schema: {
        tags,
        summary: 'Work by the id of its source or of the hub; several sources may use one id',
        querystring: object({ id }),
        response: { 200: object({ items: Type.Array(workSummary) }) },
      },
    },
    async (request) => {
      const masters = await knownMasters(deps)
      const rows = await findWorks(store, cell, request.query.id)
      return { items: rows.map((work) => summaryOf(work, masters)) }
    },
  )
  app.get(
    '/work/:workId',
    {
      config: { permission: 'work.read' },
      schema: {
        tags,
        summary: 'One piece of work: revisions, approvals, the story of each charge, its cost in the ERP',
        params,
        response: { 200: detail },
      },
    },
    async (request) => detailOf(deps, await workOr404(deps, request.params.workId)),
  )
  app.get(
    '/work/:workId/payload',
    {
      config: { permission: 'payload.read' },
      schema: {
        tags,
        summary: "The source's own bytes of the latest revision, as text; null when they were erased",
        params,
        response: { 200: object({ position, text: nullable(text), dayOfWork: dayText }) },
      },
    },
    async (request) => {
      const work = await workOr404(deps, request.params.workId)
      const bytes = await openPayload(store, cell, deps.vault, work.position)
      const shown = bytes === null ? null : Buffer.from(bytes).toString('utf8')
      return { position: String(work.position), text: shown, dayOfWork: work.workOn }
    },
  )
  approveRoute(app, deps)
}

function approveRoute(app: Api, deps: ApiDeps): void {
  app.post(
    '/work/:workId/approve',
    {
      config: { permission: 'work.approve', idempotency: 'required' },
      schema: {
        tags: ['work'],
        summary:
          'Approve the content as it now stands; refused when the source sent a newer revision meanwhile',
        params: object({ workId: uuid }),
        body: object({
          expectedRevision: Type.Integer({ minimum: 1 }),
          reason: Type.String({ minLength: 1, maxLength: 500 }),
        }),
        response: { 200: object({ position }) },
      },
    },
    async (request) => {
      const work = await workOr404(deps, request.params.workId)
      const { expectedRevision, reason } = request.body
      if (work.revision !== expectedRevision) {
        throw new Refusal('CONFLICT', `The entry stands at revision ${work.revision} now. Look at it again.`)
      }
      const by = { principal: callerOf(request).reference, at: deps.clock.now() }
      return deps.store.transaction(async (tx) => {
        const done = await recordActOnWork(tx, deps.receiver, work, { type: 'work.approved', reason }, by)
        if (isRejection(done)) throw refuseRejection(done)
        const answer = { position: String(done) }
        await finishWithin(tx, deps, request, 200, answer)
        return answer
      })
    },
  )
}
