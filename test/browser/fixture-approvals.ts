/** A FIXTURE, not the product: what waits for a decision, in the shapes of the API. */
import type { Approval, ProposalDetail } from '../../console/src/api/shapes.ts'
import { writeOffApproval } from './fixture-write-offs.ts'
import { type Firm, eur, gbp, uuid } from './fixture-work.ts'

type Proposal = ProposalDetail['proposal']
type RecordDifference = ProposalDetail['difference']['items'][number]

const author = 'person:jonas.ebert@firm.example'
const me = 'person:ada.brunner@firm.example'

function proposalOf(index: number, changed: Partial<Proposal> = {}): Proposal {
  return {
    proposalId: uuid(8, index),
    title: 'Rates of 2027 for Nordlicht Energie',
    reason: 'Agreed with Ms Frey on 12 November; the old card ends with the year.',
    state: 'proposed',
    author,
    own: false,
    proposedAt: '2026-11-18T09:20:00Z',
    ...{ records: 3, added: 1, changed: 1, ended: 1, kinds: { rate: 2, contract: 1 } },
    first: ['contract K0', 'rate R-2027', 'rate R-2026'],
    effect: { asOf: '93001', amounts: [eur('1240.50'), gbp('-80.00')], documents: 2, works: 14 },
    basePosition: '93001',
    ...{ decidedBy: null, decidedAt: null, note: null, appliedPosition: null },
    ...changed,
  }
}

const records: readonly RecordDifference[] = [
  {
    ...{ kind: 'contract', recordId: 'K0', what: 'changed' },
    stretches: [
      {
        ...{ validFrom: '2027-01-01', validUntil: null, what: 'changed' },
        fields: [
          { pointer: '/billing', old: 'time_and_materials', new: 'composed' },
          { pointer: '/taxCode', old: 'S_7', new: 'S_19' },
          { pointer: '/terms/lines/0/limits/0/amount', old: '15000', new: '20000' },
          { pointer: '/terms/purchaseOrders/1', new: { id: 'PO-4712', amount: '60000', over: 'hold' } },
        ],
      },
    ],
  },
  {
    ...{ kind: 'rate', recordId: 'R-2027', what: 'added' },
    stretches: [
      {
        ...{ validFrom: '2027-01-01', validUntil: '2028-01-01', what: 'added' },
        fields: [
          { pointer: '/amount', new: '165.00' },
          { pointer: '/clientId', new: 'C100' },
          { pointer: '/currency', new: 'EUR' },
          { pointer: '/projectId', new: null },
        ],
      },
    ],
  },
  {
    ...{ kind: 'rate', recordId: 'R-2026', what: 'ended' },
    stretches: [
      {
        ...{ validFrom: '2027-01-01', validUntil: null, what: 'ended' },
        fields: [{ pointer: '/amount', old: '150.00' }],
      },
    ],
  },
]

function detailOf(proposal: Proposal, items = records): ProposalDetail {
  const difference = {
    asOf: '93114',
    records: items.length,
    unchanged: 1,
    items: [...items],
    nextCursor: null,
  }
  return { proposal, moved: [], difference }
}

export const proposals: readonly ProposalDetail[] = [
  detailOf(proposalOf(0)),
  detailOf(proposalOf(1, { own: true, author: me, effect: null, title: 'Cap of the claims portal' })),
  {
    ...detailOf(proposalOf(2, { title: 'Tax of the framework agreement', effect: null, reason: null })),
    moved: [{ kind: 'contract', recordId: 'K0', position: '93100' }],
  },
]

function approvalOf({ proposal }: ProposalDetail): Approval {
  const path = `/api/v1/master-proposals/${proposal.proposalId}`
  return {
    kind: 'master_proposal',
    id: proposal.proposalId,
    what: proposal.title,
    since: proposal.proposedAt,
    author: proposal.author,
    reason: proposal.reason,
    effect: proposal.effect?.amounts ?? null,
    approve: { path: `${path}/approve`, body: {} },
    decline: { path: `${path}/decline`, body: {} },
    permission: 'master.approve',
    allowed: !proposal.own,
  }
}

function adjustmentOf(index: number): Approval {
  const path = '/api/v1/adjustments/decide'
  return {
    kind: 'adjustment',
    id: `${uuid(3, index)}/2`,
    what: 'Nordlicht Energie AG: -2 h of 48200 on 2026-10-14, invoiced and now worth something else',
    since: '2026-11-20T09:12:44Z',
    author: null,
    reason: null,
    effect: [eur('-300.00')],
    approve: { path, body: {} },
    decline: { path, body: {} },
    permission: 'adjustment.decide',
    allowed: true,
  }
}

export const approvals: readonly Approval[] = [
  adjustmentOf(0),
  ...proposals.map(approvalOf),
  adjustmentOf(9),
  writeOffApproval,
]

/** Names of any length and 300 of everything. */
export function hostileApprovals(names: readonly string[], huge: string): Approval[] {
  return Array.from({ length: 300 }, (_, index) => {
    const name = names[index % names.length]!
    const one = index % 2 === 0 ? adjustmentOf(index) : approvalOf(proposals[index % 3]!)
    const id = index % 2 === 0 ? one.id : uuid(8, index)
    const effect = index % 4 === 3 ? null : [eur(`-${huge}`), gbp(huge)]
    return { ...one, id, what: name, author: one.author === null ? null : name, reason: name, effect }
  })
}

export function hostileProposals(names: readonly string[], huge: string): ProposalDetail[] {
  const ids = Array.from({ length: 300 }, (_, at) => `${names[at % names.length]!} ${at}`)
  const fields = ids.map((id) => ({ pointer: `/terms/lines/${id}`, old: id, new: { id, amount: huge } }))
  const items = ids.slice(0, 60).map((recordId) => ({
    ...{ kind: 'contract' as const, recordId, what: 'changed' as const },
    stretches: [{ validFrom: '0001-01-01', validUntil: null, what: 'changed' as const, fields }],
  }))
  return [0, 2].map((index) => ({
    ...detailOf(
      proposalOf(index, {
        ...{ title: names[index]!, reason: names[0]!.repeat(5), author: names[1]! },
        effect: { asOf: '1', amounts: [eur(`-${huge}`)], documents: 2_000_000_000, works: 2_000_000_000 },
      }),
      items,
    ),
    moved: ids
      .slice(0, index * 50)
      .map((recordId) => ({ kind: 'rate' as const, recordId, position: '9223372036854775807' })),
  }))
}

type Answer = { status?: number; body: unknown }
type Asked = { readonly query: URLSearchParams; readonly body: unknown }
type State = { firm: Firm }
type Route<A> = readonly [string, RegExp, (state: State, asked: A, id: string) => Answer]

/** The answers about what waits, given how a list is cut into pages. */
export function approvalRoutes<A extends Asked>(
  page: (items: readonly unknown[], asked: A) => unknown,
): readonly Route<A>[] {
  const found = ({ firm }: State, id: string) => firm.proposals.find((one) => one.proposal.proposalId === id)
  const missing: Answer = {
    status: 404,
    body: {
      ...{ type: 'urn:hourbridge:error:NOT_FOUND', title: 'There is no such thing', status: 404 },
      ...{ detail: 'There is no such proposal.', code: 'NOT_FOUND', remedy: 'Check the id.', traceId: '1' },
    },
  }
  const decided = (state: State, id: string, word: Proposal['state']): Answer => {
    const one = found(state, id)
    return one === undefined ? missing : { body: { ...one.proposal, state: word } }
  }
  return [
    [
      'GET',
      /^approvals$/,
      ({ firm }: State, asked: A) => {
        const kind = asked.query.get('kind')
        return {
          body: page(
            firm.approvals.filter((one) => kind === null || one.kind === kind),
            asked,
          ),
        }
      },
    ],
    [
      'GET',
      /^master-proposals\/([^/]+)$/,
      (state: State, _: A, id: string) => {
        const one = found(state, id)
        return one === undefined ? missing : { body: one }
      },
    ],
    [
      'POST',
      /^master-proposals\/([^/]+)\/approve$/,
      (state: State, _: A, id: string) => decided(state, id, 'approved'),
    ],
    [
      'POST',
      /^master-proposals\/([^/]+)\/decline$/,
      (state: State, _: A, id: string) => decided(state, id, 'declined'),
    ],
    [
      'POST',
      /^master-proposals\/([^/]+)\/withdraw$/,
      (state: State, _: A, id: string) => decided(state, id, 'withdrawn'),
    ],
  ]
}
