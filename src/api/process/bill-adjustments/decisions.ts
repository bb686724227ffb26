import { canonicalJson } from '../../../kernel/canonical-json.ts'
import { Type } from 'typebox'
import type { AdjustmentProposal } from '../../../charging/bill-adjustments/books.ts'
import {
  approveAdjustment,
  declineAdjustment,
  withdrawAdjustment,
} from '../../../charging/bill-adjustments/decide.ts'
import { isRejection, type Rejection } from '../../../kernel/errors.ts'
import type { Api, ApiDeps } from '../../deps.ts'
import { callerOf } from '../../guard.ts'
import { finishWithin } from '../../idempotent.ts'
import { knownMasters } from '../../known-masters.ts'
import { part, Refusal, refuseRejection } from '../../problem.ts'
import { object, uuid } from '../../wire.ts'
import { refuseOwnHand } from '../own-hand.ts'
import { adjustmentOr404, effectNow } from './prepare.ts'
import { adjustmentOf, adjustmentShape, amountsShape, effectOf, effectShape, note } from './shape.ts'

const tags = ['bill adjustments']
const params = object({ adjustmentId: uuid })
const response = { 200: adjustmentShape }

/** Who decides has seen what it comes to now: other time may have come, or another rate. */
async function refuseMoved(deps: ApiDeps, proposal: AdjustmentProposal, confirmed: unknown): Promise<void> {
  const { amounts } = await effectNow(deps, proposal)
  if (canonicalJson(amounts) === canonicalJson(confirmed ?? proposal.effect.amounts)) return
  const said = amounts.map((one) => `${one.amount} ${one.currency} of ${one.contractId}`).join(', ')
  const message = `It comes to ${said === '' ? 'nothing' : said} by now`
  throw new Refusal('EFFECT_MOVED', `${message}, and that was not what was looked at.`, {
    parts: [part('EFFECT_MOVED', '/confirmed', message)],
  })
}

function decidedOf(done: AdjustmentProposal | Rejection, caller: string) {
  if (isRejection(done)) throw refuseRejection(done)
  return adjustmentOf(done, caller)
}

/** Somebody else's yes or no, and the author's own withdrawal. */
export function decisionRoutes(app: Api, deps: ApiDeps): void {
  const { store } = deps
  app.post(
    '/bill-adjustments/:adjustmentId/effect',
    {
      config: { permission: 'work.read' },
      schema: {
        tags,
        summary: 'What an adjustment that waits would change in money by what is known now; nothing is kept',
        params,
        body: object({}),
        response: { 200: effectShape },
      },
    },
    async (request) => {
      const proposal = await adjustmentOr404(deps, request.params.adjustmentId)
      if (proposal.state !== 'proposed')
        throw new Refusal('CONFLICT', `This adjustment waits no more: it is ${proposal.state}.`)
      return effectOf(await effectNow(deps, proposal))
    },
  )
  app.post(
    '/bill-adjustments/:adjustmentId/approve',
    {
      config: { permission: 'bill_adjustment.decide', idempotency: 'required' },
      schema: {
        tags,
        summary:
          'Write up, down or off what somebody else proposed; what is issued becomes a proposed difference',
        params,
        body: object({
          note: Type.Optional(note),
          /** The amounts that were looked at, where they are others than those it was proposed with. */
          confirmed: Type.Optional(amountsShape),
        }),
        response,
      },
    },
    async (request) => {
      const { adjustmentId } = request.params
      const principal = callerOf(request).reference
      const proposal = await adjustmentOr404(deps, adjustmentId)
      await refuseOwnHand(store, proposal.author, principal)
      if (proposal.state === 'proposed') await refuseMoved(deps, proposal, request.body.confirmed)
      const masters = await knownMasters(deps)
      const by = { principal, at: deps.clock.now(), note: request.body.note ?? null }
      return store.transaction(async (tx) => {
        const done = await approveAdjustment(tx, { ...deps, masters }, adjustmentId, by)
        const answer = decidedOf(done, principal)
        await finishWithin(tx, deps, request, 200, answer)
        return answer
      })
    },
  )
  app.post(
    '/bill-adjustments/:adjustmentId/decline',
    {
      config: { permission: 'bill_adjustment.decide', idempotency: 'required' },
      schema: {
        tags,
        summary: 'End what somebody else proposed; nothing changes',
        params,
        body: object({ note }),
        response,
      },
    },
    async (request) => {
      const { adjustmentId } = request.params
      const principal = callerOf(request).reference
      await refuseOwnHand(store, (await adjustmentOr404(deps, adjustmentId)).author, principal)
      const by = { principal, at: deps.clock.now(), note: request.body.note }
      return store.transaction(async (tx) => {
        const answer = decidedOf(await declineAdjustment(tx, deps, adjustmentId, by), principal)
        await finishWithin(tx, deps, request, 200, answer)
        return answer
      })
    },
  )
  app.post(
    '/bill-adjustments/:adjustmentId/withdraw',
    {
      config: { permission: 'bill_adjustment.propose', idempotency: 'required' },
      schema: {
        tags,
        summary: 'Take an own proposal back before anybody decided',
        params,
        body: object({}),
        response,
      },
    },
    async (request) => {
      const { adjustmentId } = request.params
      const principal = callerOf(request).reference
      const by = { principal, at: deps.clock.now() }
      return store.transaction(async (tx) => {
        const answer = decidedOf(await withdrawAdjustment(tx, deps, adjustmentId, by), principal)
        await finishWithin(tx, deps, request, 200, answer)
        return answer
      })
    },
  )
}
