import { Type } from 'typebox'
import { isRejection, type Rejection } from '../../../kernel/errors.ts'
import { type Proposal, readProposal } from '../../../masterdata/proposals/books.ts'
import { approveProposal, declineProposal, withdrawProposal } from '../../../masterdata/proposals/decide.ts'
import { differenceOf } from '../../../masterdata/proposals/difference.ts'
import type { Api, ApiDeps } from '../../deps.ts'
import { callerOf } from '../../guard.ts'
import { finishWithin } from '../../idempotent.ts'
import { knownMasters } from '../../known-masters.ts'
import { Refusal, refuseRejection } from '../../problem.ts'
import { object, position, uuid } from '../../wire.ts'
import { segmentsOf } from '../../../masterdata/proposals/afterwards.ts'
import { refuseOwnHand } from '../own-hand.ts'
import { standingFaults } from './look.ts'
import { proposalOf, proposalShape } from './shape.ts'

const tags = ['master data']
const params = object({ proposalId: uuid })
const note = Type.String({ minLength: 1, maxLength: 4000 })
const response = { 200: proposalShape }
const partsShown = 20

/** What was sound when it was proposed may not be any more, beside what became known since. */
async function refuseOutdated(deps: ApiDeps, { changes, basePosition }: Proposal): Promise<void> {
  const masters = await knownMasters(deps)
  if (masters.position === basePosition) return
  const difference = differenceOf((kind, id) => segmentsOf(masters, kind, id), changes)
  const faults = standingFaults(masters, changes, difference, deps.clock.now())
  const first = faults[0]
  if (first === undefined) return
  const message = `By what is known now it cannot stand: ${first.pointer} ${first.message}.`
  throw new Refusal('PROPOSAL_OVERTAKEN', message, { parts: faults.slice(0, partsShown) })
}

async function waiting(deps: ApiDeps, proposalId: string): Promise<Proposal> {
  const proposal = await readProposal(deps.store, deps.cell, proposalId)
  if (proposal === null) throw new Refusal('NOT_FOUND', 'There is no such proposal.')
  return proposal
}

function decidedOf(proposal: Proposal | Rejection, caller: string) {
  if (isRejection(proposal)) throw refuseRejection(proposal)
  return proposalOf(proposal, caller)
}

/** Somebody else's yes or no, and the author's own withdrawal. */
export function decisionRoutes(app: Api, deps: ApiDeps): void {
  const { store, cell, vault } = deps
  app.post(
    '/master-proposals/:proposalId/approve',
    {
      config: { permission: 'master.approve', idempotency: 'required' },
      schema: {
        tags,
        summary: 'Record what somebody else proposed; work that it prices is looked at again',
        params,
        body: object({
          note: Type.Optional(note),
          /** The `asOf` of the difference that was read, where records moved since the proposal. */
          confirmedAt: Type.Optional(position),
        }),
        response,
      },
    },
    async (request) => {
      const { proposalId } = request.params
      const principal = callerOf(request).reference
      const proposal = await waiting(deps, proposalId)
      await refuseOwnHand(store, proposal.author, principal)
      if (proposal.state === 'proposed') await refuseOutdated(deps, proposal)
      const { confirmedAt } = request.body
      const approval = {
        note: request.body.note ?? null,
        confirmedAt: confirmedAt === undefined ? null : BigInt(confirmedAt),
      }
      const by = { principal, at: deps.clock.now() }
      return store.transaction(async (tx) => {
        const done = await approveProposal(tx, cell, vault, proposalId, approval, by)
        const answer = decidedOf(done, principal)
        await finishWithin(tx, deps, request, 200, answer)
        return answer
      })
    },
  )
  app.post(
    '/master-proposals/:proposalId/decline',
    {
      config: { permission: 'master.approve', idempotency: 'required' },
      schema: {
        tags,
        summary: 'End what somebody else proposed without effect, with the reason',
        params,
        body: object({ note }),
        response,
      },
    },
    async (request) => {
      const { proposalId } = request.params
      const principal = callerOf(request).reference
      await refuseOwnHand(store, (await waiting(deps, proposalId)).author, principal)
      const by = { principal, at: deps.clock.now() }
      return store.transaction(async (tx) => {
        const done = await declineProposal(tx, cell, vault, proposalId, request.body, by)
        const answer = decidedOf(done, principal)
        await finishWithin(tx, deps, request, 200, answer)
        return answer
      })
    },
  )
  app.post(
    '/master-proposals/:proposalId/withdraw',
    {
      config: { permission: 'master.propose', idempotency: 'required' },
      schema: { tags, summary: 'Take an own proposal back', params, body: object({}), response },
    },
    async (request) => {
      const principal = callerOf(request).reference
      const by = { principal, at: deps.clock.now() }
      return store.transaction(async (tx) => {
        const done = await withdrawProposal(tx, cell, vault, request.params.proposalId, by)
        const answer = decidedOf(done, principal)
        await finishWithin(tx, deps, request, 200, answer)
        return answer
      })
    },
  )
}
