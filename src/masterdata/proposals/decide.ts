/** A proposed change of master data, from its author to the decision of somebody else. */
import { isRejection, type Rejection, reject } from '../../kernel/errors.ts'
import { noteChanges } from '../../log/changes.ts'
import { recordDecision } from '../../log/decisions.ts'
import type { Vault } from '../../log/vault.ts'
import type { Tx } from '../../store/transaction.ts'
import { lockMasters, recordMasters } from '../record.ts'
import {
  insertProposal,
  lockProposal,
  type Moved,
  movedRecords,
  type NewProposal,
  type Proposal,
  type ProposalDecision,
  readProposal,
  writeDecision,
} from './books.ts'
import { proposalChange } from './tell.ts'

type By = { readonly principal: string; readonly at: Date }
export type Decided = { readonly note: string | null }
export type Approval = Decided & {
  /** Knowledge up to here was looked at, although it moved since the proposal; null: as it was proposed. */
  readonly confirmedAt: bigint | null
}

const movedShown = 5

/** Keeps a proposal. One that it replaces, of the same author and not decided yet, counts as overtaken from now on. */
export async function propose(
  tx: Tx,
  cell: number,
  vault: Vault,
  wanted: Omit<NewProposal, 'position'>,
  replaces: string | null,
): Promise<Proposal | Rejection> {
  const by = { principal: wanted.author, at: wanted.proposedAt }
  if (replaces !== null) {
    const old = await lockProposal(tx, cell, replaces)
    if (old === null)
      return reject('NOT_FOUND', 'There is no proposal that it could replace.', { field: '/replaces' })
    const no = undecided(old) ?? ownOnly(old, by)
    if (no !== null) return no
    const note = `replaced by ${wanted.proposalId}`
    await decide(tx, cell, vault, old, { state: 'overtaken', by, note })
  }
  const position = await recordDecision(tx, cell, vault, {
    what: 'master-proposal.proposed',
    about: wanted.proposalId,
    principal: by.principal,
    body: {
      title: wanted.title,
      reason: wanted.reason,
      basePosition: String(wanted.basePosition),
      changes: wanted.changes,
    },
    at: by.at,
  })
  await insertProposal(tx, cell, { ...wanted, position })
  await noteChanges(tx, cell, by.at, [
    proposalChange('master-proposal.proposed', wanted.proposalId, wanted.summary),
  ])
  return (await readProposal(tx, cell, wanted.proposalId))!
}

/**
 * Records what was proposed, as the decider's word, in the caller's transaction. Refused to its author, and when a
 * record that it changes became otherwise known since: then whoever decides reads the difference again and says up to
 * where they did.
 */
export async function approveProposal(
  tx: Tx,
  cell: number,
  vault: Vault,
  proposalId: string,
  approval: Approval,
  by: By,
): Promise<Proposal | Rejection> {
  const proposal = await waitingProposal(tx, cell, proposalId, (one) => notOwn(one, by))
  if (isRejection(proposal)) return proposal
  // Before the log's head, which the decision locks: charging takes the two in this order.
  const head = await lockMasters(tx, cell)
  const { confirmedAt, note } = approval
  if (confirmedAt !== null && confirmedAt > head)
    return reject('SCHEMA_VIOLATION', 'Nothing is known up to there yet.', { field: '/confirmedAt' })
  const base =
    confirmedAt !== null && confirmedAt > proposal.basePosition ? confirmedAt : proposal.basePosition
  const moved = await movedRecords(tx, cell, proposal.changes, base)
  if (moved.length > 0) return overtaken(moved)
  const decidedAt = await recordDecision(tx, cell, vault, {
    what: 'master-proposal.approved',
    about: proposalId,
    principal: by.principal,
    body: { author: proposal.author, note, confirmedAt: confirmedAt === null ? null : String(confirmedAt) },
    at: by.at,
  })
  const learned = await recordMasters(tx, cell, vault, proposal.changes, [], {
    connectionId: 'hub',
    principal: by.principal,
    at: by.at,
    cause: decidedAt,
  })
  await writeDecision(tx, cell, proposalId, {
    state: 'approved',
    by: by.principal,
    at: by.at,
    note,
    position: decidedAt,
    appliedPosition: learned.position,
  })
  const told = proposalChange('master-proposal.approved', proposalId, proposal.summary)
  await noteChanges(tx, cell, by.at, [told])
  return (await readProposal(tx, cell, proposalId))!
}

/** Ends a proposal without effect; somebody other than its author does, who would withdraw it. */
export async function declineProposal(
  tx: Tx,
  cell: number,
  vault: Vault,
  proposalId: string,
  { note }: Decided,
  by: By,
): Promise<Proposal | Rejection> {
  const proposal = await waitingProposal(tx, cell, proposalId, (one) => notOwn(one, by))
  if (isRejection(proposal)) return proposal
  return decide(tx, cell, vault, proposal, { state: 'declined', by, note })
}

/** Its author takes a proposal back. */
export async function withdrawProposal(
  tx: Tx,
  cell: number,
  vault: Vault,
  proposalId: string,
  by: By,
): Promise<Proposal | Rejection> {
  const proposal = await waitingProposal(tx, cell, proposalId, (one) => ownOnly(one, by))
  if (isRejection(proposal)) return proposal
  return decide(tx, cell, vault, proposal, { state: 'withdrawn', by, note: null })
}

async function decide(
  tx: Tx,
  cell: number,
  vault: Vault,
  proposal: Proposal,
  decision: Pick<ProposalDecision, 'state' | 'note'> & { readonly by: By },
): Promise<Proposal> {
  const { state, by, note } = decision
  const { proposalId } = proposal
  const kind = state === 'declined' ? 'master-proposal.declined' : 'master-proposal.withdrawn'
  const position = await recordDecision(tx, cell, vault, {
    what: kind,
    about: proposalId,
    principal: by.principal,
    body: { author: proposal.author, state, note },
    at: by.at,
  })
  const { principal, at } = by
  await writeDecision(tx, cell, proposalId, {
    ...{ state, by: principal, at, note, position, appliedPosition: null },
  })
  await noteChanges(tx, cell, by.at, [proposalChange(kind, proposalId, proposal.summary)])
  return (await readProposal(tx, cell, proposalId))!
}

/** A proposal that nobody decided yet, locked until the transaction ends; or why the caller may not decide it. */
async function waitingProposal(
  tx: Tx,
  cell: number,
  proposalId: string,
  refuse: (proposal: Proposal) => Rejection | null,
): Promise<Proposal | Rejection> {
  const proposal = await lockProposal(tx, cell, proposalId)
  if (proposal === null) return reject('NOT_FOUND', 'There is no such proposal.')
  return undecided(proposal) ?? refuse(proposal) ?? proposal
}

function undecided(proposal: Proposal): Rejection | null {
  if (proposal.state === 'proposed') return null
  return reject('CONFLICT', `This proposal waits no more: it is ${proposal.state}.`)
}

function notOwn(proposal: Proposal, by: By): Rejection | null {
  if (proposal.author !== by.principal) return null
  return reject('OWN_PROPOSAL', 'Who proposed this does not decide about it.')
}

function ownOnly(proposal: Proposal, by: By): Rejection | null {
  if (proposal.author === by.principal) return null
  return reject('CONFLICT', 'Only its author withdraws or replaces a proposal; others decline it.')
}

function overtaken(moved: readonly Moved[]): Rejection {
  const named = moved.slice(0, movedShown).map((one) => `${one.kind} ${one.recordId}`)
  const rest = moved.length > movedShown ? ` and ${moved.length - movedShown} more` : ''
  const last = moved.reduce((most, one) => (one.position > most ? one.position : most), 0n)
  return reject(
    'PROPOSAL_OVERTAKEN',
    `Since it was proposed, ${named.join(', ')}${rest} changed, last at position ${last}.`,
    { field: '/confirmedAt' },
  )
}
