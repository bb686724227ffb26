import { Type } from 'typebox'
import type { Permission } from '../../access/permissions.ts'
import type { Principal } from '../../access/principal.ts'
import { type AdjustmentProposal, listAdjustments } from '../../charging/bill-adjustments/books.ts'
import { adjustmentReasons } from '../../charging/bill-adjustments/words.ts'
import { listNewestProposals, type Proposal as Adjustment } from '../../charging/proposals.ts'
import { addMoney, type Money, parseMoney } from '../../kernel/money.ts'
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
const kinds = ['adjustment', 'bill_adjustment', 'master_proposal'] as const
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

const whats = {
  write_up: 'Write up',
  write_down: 'Write down',
  write_off: 'Write off',
  take_back: 'Take back what was written up, down or off:',
} as const
const mostClientsNamed = 3

function ofBillAdjustment(one: AdjustmentProposal, masters: Masters, caller: Principal) {
  const permission: Permission = 'bill_adjustment.decide'
  const path = `/api/v1/bill-adjustments/${one.adjustmentId}`
  const ids = [...new Set(one.effect.amounts.map(({ clientId }) => clientId))]
  const named = ids.slice(0, mostClientsNamed).map((id) => nameOf(masters, 'client', id) ?? id)
  const of =
    named.length === 0 ? '' : ` of ${named.join(', ')}${ids.length > named.length ? ' and others' : ''}`
  const sums = new Map<string, Money>()
  for (const { amount, currency } of one.effect.amounts) {
    const money = parseMoney(amount, currency)!
    sums.set(currency, addMoney(sums.get(currency) ?? { minor: 0n, currency }, money))
  }
  return {
    kind: 'bill_adjustment' as const,
    id: one.adjustmentId,
    what: `${whats[one.what]} ${one.works === 1 ? 'one entry' : `${one.works} entries`}${of}`,
    since: one.proposedAt.toISOString(),
    author: one.author,
    reason: adjustmentReasons[one.reason],
    effect: [...sums.values()].filter(({ minor }) => minor !== 0n).map(moneyOnWire),
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
          'Differences to issued invoices, write-ups, write-downs and write-offs and, for who may see master data, its proposed changes; newest first',
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
      const wants = (one: (typeof kinds)[number]) => kind === undefined || kind === one
      const adjustments = !wants('adjustment') ? [] : await listNewestProposals(store, cell, { after, limit })
      // Of one position adjustments come first, so behind one of them the proposal of its position is still to come.
      const before = after === null ? null : after.position + (after.charge === null ? 0n : 1n)
      const writings = !wants('bill_adjustment')
        ? []
        : await listAdjustments(store, cell, { state: 'proposed' }, { before, limit })
      const proposals =
        wants('master_proposal') && caller.permissions.has('master.read')
          ? await listMasterProposals(store, cell, 'proposed', { before, limit })
          : []
      const masters = await knownMasters(deps)
      const waiting = [
        ...adjustments.map((one) => ({ position: one.writtenAt, adjustment: one, told: null })),
        ...writings.map((one) => ({
          ...{ position: one.position, adjustment: null },
          told: ofBillAdjustment(one, masters, caller),
        })),
        ...proposals.map((one) => ({
          ...{ position: one.position, adjustment: null },
          told: ofProposal(one, caller),
        })),
      ].sort((a, b) => (a.position > b.position ? -1 : a.position < b.position ? 1 : 0))
      const shown = waiting.slice(0, page.limit)
      const moments = await receivedAt(
        store,
        cell,
        shown.map((one) => one.position),
      )
      const last = waiting.length > page.limit ? shown.at(-1)! : null
      return {
        items: shown.map(({ position, adjustment, told }) =>
          adjustment === null ? told : ofAdjustment(adjustment, masters, moments.get(position), caller),
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
