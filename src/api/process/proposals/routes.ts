import { Type } from 'typebox'
import { isRejection } from '../../../kernel/errors.ts'
import {
  knownAt,
  listMasterProposals,
  masterPosition,
  movedRecords,
  type Proposal,
  proposalStates,
  readProposal,
} from '../../../masterdata/proposals/books.ts'
import { propose } from '../../../masterdata/proposals/decide.ts'
import { differenceOf, summaryOf } from '../../../masterdata/proposals/difference.ts'
import { effectShape } from '../../../masterdata/proposals/effect.ts'
import type { MasterChange } from '../../../model/master-records.ts'
import type { Api, ApiDeps } from '../../deps.ts'
import { callerOf } from '../../guard.ts'
import { finishWithin } from '../../idempotent.ts'
import { knownMasters } from '../../known-masters.ts'
import { cursorOf, pageOf, pageQuery, readPage } from '../../paging.ts'
import { Refusal, refuseRejection } from '../../problem.ts'
import { masterChange } from '../../system/master-change.ts'
import { nullable, object, oneOf, uuid } from '../../wire.ts'
import { decisionRoutes } from './decisions.ts'
import { lookAt } from './look.ts'
import { differencePage, differenceShape, movedShape, proposalOf, proposalShape } from './shape.ts'

const tags = ['master data']
const movedShown = 100
const titleText = Type.String({ minLength: 1, maxLength: 200 })
const reasonText = Type.String({ minLength: 1, maxLength: 4000 })

/** Master data that prices work: proposed by one, decided by somebody else. */
export function proposalRoutes(app: Api, deps: ApiDeps): void {
  proposeRoutes(app, deps)
  readRoutes(app, deps)
  decisionRoutes(app, deps)
}

function proposeRoutes(app: Api, deps: ApiDeps): void {
  const { store, cell, vault, limits } = deps
  const changes = Type.Array(masterChange, { minItems: 1, maxItems: limits.proposalChanges })
  app.post(
    '/master-proposals',
    {
      bodyLimit: limits.proposalBytes,
      config: { permission: 'master.propose', idempotency: 'required' },
      schema: {
        tags,
        summary: 'Propose changes of master data; nothing is kept of a proposal that changes nothing',
        body: object({
          title: titleText,
          reason: Type.Optional(reasonText),
          /** The caller's own proposal that this one takes the place of. */
          replaces: Type.Optional(uuid),
          changes,
        }),
        response: {
          200: object({ proposal: Type.Null(), difference: differenceShape }),
          201: object({ proposal: proposalShape, difference: differenceShape }),
        },
      },
    },
    async (request, reply) => {
      const { title, reason, replaces } = request.body
      const caller = callerOf(request).reference
      const now = deps.clock.now()
      const wanted = request.body.changes as unknown as MasterChange[]
      const known = await knownMasters(deps)
      const { difference, position } = lookAt(known, wanted, now)
      const page = { limit: limits.pageItems, after: null }
      if (difference.records.length === 0)
        return { proposal: null, difference: differencePage(difference, position, page) }
      const effect = (await deps.effectOf?.(known, difference.changes)) ?? null
      const answer = await store.transaction(async (tx) => {
        const kept = await propose(
          tx,
          cell,
          vault,
          {
            proposalId: deps.newId(),
            title,
            reason: reason ?? null,
            author: caller,
            proposedAt: now,
            changes: difference.changes,
            summary: summaryOf(difference),
            basePosition: position,
            effect,
          },
          replaces ?? null,
        )
        if (isRejection(kept)) throw refuseRejection(kept)
        const shaped = {
          proposal: proposalOf(kept, caller),
          difference: differencePage(difference, position, page),
        }
        await finishWithin(tx, deps, request, 201, shaped)
        return shaped
      })
      return reply.code(201).send(answer)
    },
  )
  app.post(
    '/master-proposals/dry-run',
    {
      bodyLimit: limits.proposalBytes,
      config: { permission: 'master.propose' },
      schema: {
        tags,
        summary: 'Check statements and show what they would change, in fields and in money; nothing is kept',
        body: object({ changes }),
        response: { 200: object({ difference: differenceShape, effect: nullable(effectShape) }) },
      },
    },
    async (request) => {
      const wanted = request.body.changes as unknown as MasterChange[]
      const known = await knownMasters(deps)
      const { difference, position } = lookAt(known, wanted, deps.clock.now())
      const effect =
        difference.records.length === 0 ? null : ((await deps.effectOf?.(known, difference.changes)) ?? null)
      const page = { limit: limits.pageItems, after: null }
      return { difference: differencePage(difference, position, page), effect }
    },
  )
}

async function proposalOr404(deps: ApiDeps, proposalId: string): Promise<Proposal> {
  const found = await readProposal(deps.store, deps.cell, proposalId)
  if (found === null) throw new Refusal('NOT_FOUND', 'There is no such proposal.')
  return found
}

function readRoutes(app: Api, deps: ApiDeps): void {
  const { store, cell } = deps
  app.get(
    '/master-proposals',
    {
      config: { permission: 'master.read' },
      schema: {
        tags,
        summary: 'Proposed changes of master data and what became of them, newest first',
        querystring: object({ ...pageQuery, state: Type.Optional(oneOf(proposalStates)) }),
        response: { 200: pageOf(proposalShape) },
      },
    },
    async (request) => {
      const page = readPage(request.query, deps.limits)
      const before = positionCursor(page.after)
      const state = request.query.state ?? null
      const rows = await listMasterProposals(store, cell, state, { before, limit: page.limit + 1 })
      const items = rows.slice(0, page.limit)
      const more = rows.length > page.limit
      const caller = callerOf(request).reference
      return {
        items: items.map((one) => proposalOf(one, caller)),
        nextCursor: cursorOf(more ? String(items.at(-1)!.position) : null),
      }
    },
  )
  app.get(
    '/master-proposals/:proposalId',
    {
      config: { permission: 'master.read' },
      schema: {
        tags,
        summary: 'A proposal with its difference to what is known now, or was when it was decided',
        params: object({ proposalId: uuid }),
        querystring: object(pageQuery),
        response: {
          200: object({
            proposal: proposalShape,
            /** Records of it that became otherwise known since it was proposed; the first hundred. */
            moved: Type.Array(movedShape),
            difference: differenceShape,
          }),
        },
      },
    },
    async (request) => {
      const proposal = await proposalOr404(deps, request.params.proposalId)
      const { changes, basePosition, decidedPosition } = proposal
      // The position first: what moves in between is then told as moved, never overlooked.
      const asOf = decidedPosition ?? (await masterPosition(store, cell))
      const difference = differenceOf(await knownAt(store, cell, changes, asOf), changes)
      const moved = decidedPosition === null ? await movedRecords(store, cell, changes, basePosition) : []
      return {
        proposal: proposalOf(proposal, callerOf(request).reference),
        moved: moved.slice(0, movedShown).map((one) => ({ ...one, position: String(one.position) })),
        difference: differencePage(difference, asOf, readPage(request.query, deps.limits)),
      }
    },
  )
}

function positionCursor(after: string | null): bigint | null {
  if (after === null) return null
  if (/^\d{1,18}$/.test(after)) return BigInt(after)
  throw new Refusal('SCHEMA_VIOLATION', 'query:cursor is not a cursor of this list.')
}
