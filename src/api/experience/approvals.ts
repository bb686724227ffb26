import { Type } from 'typebox'
import type { Permission } from '../../access/permissions.ts'
import type { Principal } from '../../access/principal.ts'
import { listNewestProposals, type Proposal as Adjustment } from '../../charging/proposals.ts'
import { receivedAt } from '../../log/received.ts'
import type { Masters } from '../../masterdata/masters.ts'
import { listMasterProposals, type ProposalHead } from '../../masterdata/proposals/books.ts'
import type { Api, ApiDeps } from '../deps.ts'
import { callerOf } from '../guard.ts'
import { knownMasters, nameOf } from '../known-masters.ts'
import { cursorOf, pageOf, pageQuery, readPage } from '../paging.ts'
import { Refusal, part } from '../problem.ts'
import { instant, money, moneyOnWire, nullable, object, oneOf, text } from '../wire.ts'

const action = object({
  path: text,
  body: Type.Unsafe<Record<string, unknown>>(Type.Object({}, { description: 'what to post there' })),
})
const kinds = ['adjustment', 'master_proposal'] as const
const approval = object({
  kind: oneOf(kinds),
  id: text,
  what: text,
  since: nullable(instant),
  /** Who proposed it; null where it came of work or of master data that changed. */
  author: nullable(text),
  reason: nullable(text),
  /** What it changes in money, an amount per currency; null: not computed. */
  effect: nullable(Type.Array(money)),
  approve: action,
  decline: action,
  permission: text,
  /** Whether the caller may decide: not without the permission, and not about an own proposal. */
  allowed: Type.Boolean(),
})

type Place = { readonly position: bigint; readonly charge: { workId: string; seq: number } | null }

function readCursor(after: string | null): Place | null {
  if (after === null) return null
  const match = /^(\d{1,18})(?:\/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\/(\d{1,4}))?$/.exec(after)
  if (match !== null) {
    const [, position, workId, seq] = match
    return {
      position: BigInt(position!),
      charge: workId === undefined ? null : { workId, seq: Number(seq) },
    }
  }
  throw new Refusal('SCHEMA_VIOLATION', 'query:cursor is not a cursor of this list.', {
    parts: [part('SCHEMA_VIOLATION', 'query:cursor', 'is not a cursor of this list')],
  })
}

function ofAdjustment(one: Adjustment, masters: Masters, at: Date | undefined, caller: Principal) {
  const { workId, seq } = one
  const permission: Permission = 'adjustment.decide'
  const client = nameOf(masters, 'client', one.clientId) ?? one.clientId
  const body = (decision: string) => ({ decision, adjustments: [{ workId, seq }] })
  const path = '/api/v1/adjustments/decide'
  return {
    kind: 'adjustment' as const,
    id: `${workId}/${seq}`,
    what: `${client}: ${one.hours} h of ${one.sourceId} on ${one.workOn}, invoiced and now worth something else`,
    since: at?.toISOString() ?? null,
    author: null,
    reason: null,
    effect: [moneyOnWire({ minor: one.amountMinor, currency: one.currency })],
    approve: { path, body: body('approve') },
    decline: { path, body: body('decline') },
    permission,
    allowed: caller.permissions.has(permission),
  }
}

function ofProposal(one: ProposalHead, caller: Principal) {
  const permission: Permission = 'master.approve'
  const path = `/api/v1/master-proposals/${one.proposalId}`
  return {
    kind: 'master_proposal' as const,
    id: one.proposalId,
    what: one.title,
    since: one.proposedAt.toISOString(),
    author: one.author,
    reason: one.reason,
    effect: one.effect?.amounts ?? null,
    approve: { path: `${path}/approve`, body: {} },
    decline: { path: `${path}/decline`, body: { note: '' } },
    permission,
    allowed: caller.permissions.has(permission) && one.author !== caller.reference,
  }
}

/** Everything that waits for a decision of somebody other than its author. */
export function approvalRoutes(app: Api, deps: ApiDeps): void {
  const { store, cell } = deps
  app.get(
    '/approvals',
    {
      config: { permission: 'document.read' },
      schema: {
        tags: ['approvals'],
        summary:
          'Differences to issued invoices and, for who may see master data, its proposed changes; newest first',
        querystring: object({ ...pageQuery, kind: Type.Optional(oneOf(kinds)) }),
        response: { 200: pageOf(approval) },
      },
    },
    async (request) => {
      const caller = callerOf(request)
      const page = readPage(request.query, deps.limits)
      const after = readCursor(page.after)
      const limit = page.limit + 1
      const { kind } = request.query
      const adjustments =
        kind === 'master_proposal' ? [] : await listNewestProposals(store, cell, { after, limit })
      // Of one position adjustments come first, so behind one of them the proposal of its position is still to come.
      const before = after === null ? null : after.position + (after.charge === null ? 0n : 1n)
      const wantsProposals = kind !== 'adjustment' && caller.permissions.has('master.read')
      const proposals = wantsProposals
        ? await listMasterProposals(store, cell, 'proposed', { before, limit })
        : []
      const waiting = [
        ...adjustments.map((one) => ({ position: one.writtenAt, adjustment: one, proposal: null })),
        ...proposals.map((one) => ({ position: one.position, adjustment: null, proposal: one })),
      ].sort((a, b) => (a.position > b.position ? -1 : a.position < b.position ? 1 : 0))
      const shown = waiting.slice(0, page.limit)
      const masters = await knownMasters(deps)
      const moments = await receivedAt(
        store,
        cell,
        shown.map((one) => one.position),
      )
      const last = waiting.length > page.limit ? shown.at(-1)! : null
      return {
        items: shown.map(({ position, adjustment, proposal }) =>
          adjustment === null
            ? ofProposal(proposal, caller)
            : ofAdjustment(adjustment, masters, moments.get(position), caller),
        ),
        nextCursor: cursorOf(last === null ? null : placeOf(last)),
      }
    },
  )
}

function placeOf(last: { readonly position: bigint; readonly adjustment: Adjustment | null }): string {
  const { position, adjustment } = last
  return adjustment === null ? String(position) : `${position}/${adjustment.workId}/${adjustment.seq}`
}
