import { Type } from 'typebox'
import { decideAdjustments } from '../../billing/adjustments.ts'
import type { Proposal } from '../../charging/proposals.ts'
import { listProposals } from '../../charging/proposals.ts'
import { isRejection } from '../../kernel/errors.ts'
import type { Masters } from '../../masterdata/masters.ts'
import type { Api, ApiDeps } from '../deps.ts'
import { callerOf } from '../guard.ts'
import { finishWithin } from '../idempotent.ts'
import { knownMasters, nameOf } from '../known-masters.ts'
import { cursorOf, pageOf, pageQuery, readPage } from '../paging.ts'
import { Refusal, part, refuseRejection } from '../problem.ts'
import { dayText, decimalText, money, moneyOnWire, nullable, object, oneOf, text, uuid } from '../wire.ts'

const seq = Type.Integer({ minimum: 1, maximum: 32_767 })
const named = object({ id: text, name: nullable(text) })
const adjustment = object({
  workId: uuid,
  seq,
  revision: Type.Integer(),
  workOn: dayText,
  worker: nullable(named),
  sourceId: text,
  client: named,
  contract: named,
  project: named,
  hours: decimalText,
  rate: nullable(decimalText),
  amount: money,
  documents: Type.Array(uuid),
})

function shapeOf(each: Proposal, masters: Masters) {
  return {
    workId: each.workId,
    seq: each.seq,
    revision: each.revision,
    workOn: each.workOn,
    worker:
      each.workerId === null ? null : { id: each.workerId, name: nameOf(masters, 'worker', each.workerId) },
    sourceId: each.sourceId,
    client: { id: each.clientId, name: nameOf(masters, 'client', each.clientId) },
    contract: { id: each.contractId, name: nameOf(masters, 'contract', each.contractId) },
    project: { id: each.projectId, name: nameOf(masters, 'project', each.projectId) },
    hours: each.hours,
    rate: each.rate,
    amount: moneyOnWire({ minor: each.amountMinor, currency: each.currency }),
    documents: [...each.documents],
  }
}

function readCursor(after: string | null): { workId: string; seq: number } | null {
  if (after === null) return null
  const match = /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\/(\d{1,4})$/.exec(after)
  if (match !== null) return { workId: match[1]!, seq: Number(match[2]) }
  throw new Refusal('SCHEMA_VIOLATION', 'query:cursor is not a cursor of this list.', {
    parts: [part('SCHEMA_VIOLATION', 'query:cursor', 'is not a cursor of this list')],
  })
}

/** What issued invoices would now be worth differently: proposed, and decided by a person. */
export function adjustmentRoutes(app: Api, deps: ApiDeps): void {
  const tags = ['adjustments']
  app.get(
    '/adjustments',
    {
      config: { permission: 'document.read' },
      schema: {
        tags,
        summary: 'Differences to issued invoices that wait for a decision',
        querystring: object(pageQuery),
        response: { 200: pageOf(adjustment) },
      },
    },
    async (request) => {
      const page = readPage(request.query, deps.limits)
      const wanted = { after: readCursor(page.after), limit: page.limit + 1 }
      const rows = await listProposals(deps.store, deps.cell, wanted)
      const items = rows.slice(0, page.limit)
      const last = rows.length > page.limit ? items.at(-1)! : null
      const masters = await knownMasters(deps)
      return {
        items: items.map((each) => shapeOf(each, masters)),
        nextCursor: cursorOf(last === null ? null : `${last.workId}/${last.seq}`),
      }
    },
  )
  app.post(
    '/adjustments/decide',
    {
      config: { permission: 'adjustment.decide', idempotency: 'required' },
      schema: {
        tags,
        summary:
          'Approve or decline, all named or none; what takes money back becomes a credit that waits for release',
        body: object({
          decision: oneOf(['approve', 'decline']),
          adjustments: Type.Array(object({ workId: uuid, seq }), { minItems: 1, maxItems: 500 }),
        }),
        response: { 200: object({ decided: Type.Integer(), credits: Type.Array(uuid) }) },
      },
    },
    async (request) => {
      const { decision, adjustments } = request.body
      const by = { principal: callerOf(request).reference, at: deps.clock.now() }
      return deps.store.transaction(async (tx) => {
        const done = await decideAdjustments(tx, deps.cell, deps.billing, adjustments, decision, by)
        if (isRejection(done)) throw refuseRejection(done)
        const answer = { decided: done.decided, credits: [...done.credits] }
        await finishWithin(tx, deps, request, 200, answer)
        return answer
      })
    },
  )
}
