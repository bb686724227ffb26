import { Type } from 'typebox'
import { isRejection, type Rejection } from '../../kernel/errors.ts'
import { recordDecision } from '../../log/decisions.ts'
import { lastRecovery, recoveryTargets, waiveSources } from '../../posting/recovery/books.ts'
import { foundDocuments, type StoredDocument, sumUnknownCosts } from '../../posting/recovery/found.ts'
import { writeGoneCostsAgain } from '../../posting/recovery/gone-costs.ts'
import { leaveUnknownCosts } from '../../posting/recovery/unknown-costs.ts'
import {
  type Answer,
  answerUnknownDocument,
  type DecidingDeps,
} from '../../posting/recovery/unknown-documents.ts'
import { markRestored, readSendingState } from '../../store/sending.ts'
import type { Tx } from '../../store/transaction.ts'
import type { Api, ApiDeps } from '../deps.ts'
import { callerOf } from '../guard.ts'
import { Refusal, refuseRejection } from '../problem.ts'
import {
  decimalText,
  id,
  instant,
  money,
  moneyOnWire,
  nullable,
  object,
  position,
  text,
  uuid,
} from '../wire.ts'

const count = Type.Integer()
const target = object({
  connectionId: text,
  state: text,
  costs: count,
  documents: count,
  matched: count,
  takenOver: count,
  toWriteAgain: count,
  missing: count,
  readAt: nullable(instant),
  lastError: nullable(text),
})
const recovery = object({
  epoch: count,
  state: text,
  why: text,
  startedAt: instant,
  finishedAt: nullable(instant),
  waitsFor: Type.Array(text),
  waivedBy: nullable(text),
  keptPosition: position,
  lostPosition: nullable(position),
  sendAgainFrom: nullable(instant),
  sendAgainUntil: instant,
  targets: Type.Array(target),
})
const unknownCost = object({
  connectionId: text,
  records: count,
  hours: decimalText,
  from: text,
  last: text,
})
const report = object({ recovery: nullable(recovery), unknownCosts: Type.Array(unknownCost) })
const foundDocument = object({
  reference: text,
  connectionId: text,
  externalId: text,
  state: text,
  number: nullable(text),
  net: money,
  clientId: nullable(text),
  legalEntity: nullable(text),
  standing: text,
  whyHeld: nullable(text),
  decidedBy: nullable(text),
  reason: nullable(text),
})
const reason = Type.String({ minLength: 1, maxLength: 500 })
const tags = ['recovery']

async function readReport(tx: Tx, cell: number) {
  const found = await lastRecovery(tx, cell)
  const unknown = await sumUnknownCosts(tx, cell)
  const unknownCosts = unknown.map((one) => ({ ...one, records: Number(one.count), count: undefined }))
  if (found === null) return { recovery: null, unknownCosts: unknownCosts.map(plain) }
  const targets = await recoveryTargets(tx, cell, found.epoch)
  return {
    recovery: {
      epoch: found.epoch,
      state: found.state,
      why: found.why,
      startedAt: found.startedAt.toISOString(),
      finishedAt: found.finishedAt?.toISOString() ?? null,
      waitsFor: [...found.waitsFor],
      waivedBy: found.waivedBy,
      keptPosition: String(found.keptPosition),
      lostPosition: found.lostPosition === null ? null : String(found.lostPosition),
      sendAgainFrom: found.lastEventAt?.toISOString() ?? null,
      sendAgainUntil: found.startedAt.toISOString(),
      targets: targets.map(({ afterWork: _, ...one }) => ({
        ...one,
        readAt: one.readAt?.toISOString() ?? null,
      })),
    },
    unknownCosts: unknownCosts.map(plain),
  }
}

function plain(one: { connectionId: string; records: number; hours: string; from: string; last: string }) {
  const { connectionId, records, hours, from, last } = one
  return { connectionId, records, hours, from, last }
}

function documentOf(one: StoredDocument) {
  return {
    reference: one.reference,
    connectionId: one.connectionId,
    externalId: one.externalId,
    state: one.state,
    number: one.found.number,
    net: moneyOnWire({ minor: one.netMinor, currency: one.currency }),
    clientId: one.clientId,
    legalEntity: one.legalEntity,
    standing: one.standing,
    whyHeld: one.whyHeld,
    decidedBy: one.decidedBy,
    reason: one.reason,
  }
}

/** How far a recovery is, and what people answer to what it found. */
export function recoveryRoutes(app: Api, deps: ApiDeps): void {
  const { store, cell } = deps
  app.get(
    '/recovery',
    {
      config: { permission: 'recovery.read' },
      schema: {
        tags,
        summary:
          'The last recovery: its stage, what it waits for, what was found and what must be sent again',
        response: { 200: report },
      },
    },
    async () =>
      store.transaction((tx) => readReport(tx, cell), { isolation: 'repeatable read', readOnly: true }),
  )
  app.get(
    '/recovery/documents',
    {
      config: { permission: 'recovery.read' },
      schema: {
        tags,
        summary: 'Documents of the ERP that this database did not know, and what became of them',
        response: { 200: object({ items: Type.Array(foundDocument) }) },
      },
    },
    async () => {
      const standings = ['held', 'adopted', 'discarding', 'discarded', 'foreign'] as const
      const rows = await store.transaction((tx) => foundDocuments(tx, cell, null, standings))
      return { items: rows.map(documentOf) }
    },
  )
  startRoutes(app, deps)
  documentAnswers(app, deps)
  costAnswers(app, deps)
}

function startRoutes(app: Api, deps: ApiDeps): void {
  const { store, cell } = deps
  app.post(
    '/recovery/start',
    {
      config: { permission: 'installation.adopt' },
      schema: {
        tags,
        summary:
          'Stop sending and read the books of every ERP back, because this database may be older than they',
        body: object({ reason }),
        response: { 200: object({ epoch: count }) },
      },
    },
    async (request) =>
      store.transaction(async (tx) => {
        const at = deps.clock.now()
        const { reason: why } = request.body
        if ((await readSendingState(tx)).sending === 'copy')
          throw new Refusal('CONFLICT', 'This is a copy. Say first what it is: `hourbridge adopt`.')
        await markRestored(tx, at, { why })
        await recordDecision(tx, cell, deps.vault, {
          what: 'recovery.started',
          about: 'installation',
          principal: callerOf(request).reference,
          body: { reason: why },
          at,
        })
        return { epoch: (await readSendingState(tx)).epoch }
      }),
  )
  app.post(
    '/recovery/waive-sources',
    {
      config: { permission: 'recovery.decide' },
      schema: {
        tags,
        summary: 'Go on without the sources that cannot be read; what they hold is matched when it comes in',
        body: object({ reason }),
        response: { 200: object({ waived: Type.Boolean() }) },
      },
    },
    async (request) =>
      store.transaction(async (tx) => {
        const { epoch } = await readSendingState(tx)
        const { reference: principal } = callerOf(request)
        if (!(await waiveSources(tx, cell, epoch, principal)))
          throw new Refusal('CONFLICT', 'No recovery waits for its sources.')
        await recordDecision(tx, cell, deps.vault, {
          what: 'recovery.sources_waived',
          about: String(epoch),
          principal,
          body: { reason: request.body.reason },
          at: deps.clock.now(),
        })
        return { waived: true }
      }),
  )
}

async function decided<T extends object>(
  deps: ApiDeps,
  work: (tx: Tx, deciding: DecidingDeps) => Promise<T | Rejection>,
): Promise<T> {
  const { cell, newId, clock, billing, store } = deps
  const done = await store.transaction((tx) => work(tx, { cell, newId, clock, billing }))
  if (isRejection(done)) throw refuseRejection(done)
  return done as T
}

function documentAnswers(app: Api, deps: ApiDeps): void {
  const params = object({ reference: id })
  const settled = { 200: object({ settled: text }) }
  const answer = (reference: string, given: Answer, principal: string, why: string) =>
    decided(deps, (tx, deciding) => {
      const by = { principal, at: deps.clock.now(), reason: why }
      return answerUnknownDocument(tx, deciding, reference, given, by)
    })
  app.post(
    '/recovery/documents/:reference/adopt',
    {
      config: { permission: 'recovery.decide' },
      schema: {
        tags,
        summary: 'Adopt the document with the work that it bills; without work, what alone gives its lines',
        params,
        body: object({ reason, workIds: Type.Optional(Type.Array(uuid, { minItems: 1, maxItems: 10_000 })) }),
        response: settled,
      },
    },
    async ({ params: { reference }, body, ...request }) => {
      const workIds = body.workIds ?? null
      return answer(
        reference,
        { answer: 'adopt', workIds },
        callerOf(request as never).reference,
        body.reason,
      )
    },
  )
  for (const given of ['discard', 'foreign'] as const)
    app.post(
      `/recovery/documents/:reference/${given}`,
      {
        config: { permission: 'recovery.decide' },
        schema: {
          tags,
          summary:
            given === 'discard'
              ? 'Have the draft removed from the ERP'
              : 'Say that the document is none of this installation, and bill its client again',
          params,
          body: object({ reason }),
          response: settled,
        },
      },
      async (request) =>
        answer(request.params.reference, { answer: given }, callerOf(request).reference, request.body.reason),
    )
}

function costAnswers(app: Api, deps: ApiDeps): void {
  app.post(
    '/recovery/costs/:connectionId/leave',
    {
      config: { permission: 'recovery.decide' },
      schema: {
        tags,
        summary: 'Say of cost records that nobody accounts for that they stay in the ERP as they are',
        params: object({ connectionId: id }),
        body: object({ reason }),
        response: { 200: object({ left: count }) },
      },
    },
    async (request) =>
      decided(deps, (tx, deciding) => {
        const { reference: principal } = callerOf(request)
        const by = { principal, at: deps.clock.now(), reason: request.body.reason }
        return leaveUnknownCosts(tx, deciding, request.params.connectionId, by)
      }),
  )
  app.post(
    '/recovery/gone-costs/:batchId/write-again',
    {
      config: { permission: 'recovery.decide' },
      schema: {
        tags,
        summary: 'Write cost again that the ERP took once and does not hold any more',
        params: object({ batchId: uuid }),
        body: object({ reason }),
        response: { 200: object({ written: count }) },
      },
    },
    async (request) =>
      decided(deps, (tx, deciding) => {
        const { reference: principal } = callerOf(request)
        const by = { principal, at: deps.clock.now(), reason: request.body.reason }
        return writeGoneCostsAgain(tx, deciding, request.params.batchId, by)
      }),
  )
}
