/** Work written up, down or off, from who proposes it to the decision of somebody else. */
import { isRejection, type Rejection, reject } from '../../kernel/errors.ts'
import { type Change, noteChanges } from '../../log/changes.ts'
import { recordDecision } from '../../log/decisions.ts'
import type { Vault } from '../../log/vault.ts'
import type { Masters } from '../../masterdata/masters.ts'
import type { EventKindName } from '../../model/events/kinds.ts'
import type { Tx } from '../../store/transaction.ts'
import { clientsWithTerms } from '../groups/agreed.ts'
import { type GroupMark, markGroups } from '../groups/marks.ts'
import { askToLookAgain } from '../reevaluate.ts'
import { readWorksOf } from '../work-reads.ts'
import {
  type AdjustmentProposal,
  insertAdjustment,
  lockAdjustment,
  type NewAdjustment,
  readAdjustment,
  worksBeingTakenBack,
  worksOfAdjustment,
  writeAdjustmentDecision,
} from './books.ts'

type By = { readonly principal: string; readonly at: Date }
type Books = { readonly cell: number; readonly vault: Vault }

/** More than that no proposal has. */
export const mostWorks = 2_000

/** Keeps a proposal with its author's word in the log; nothing of the work changes by it. */
export async function proposeAdjustment(
  tx: Tx,
  { cell, vault }: Books,
  wanted: Omit<NewAdjustment, 'position' | 'noted'> & { readonly note: string | null },
): Promise<AdjustmentProposal | Rejection> {
  const { note, ...said } = wanted
  if (said.takesBack !== null) {
    // Two proposals to take the same back wait for each other here.
    await lockAdjustment(tx, cell, said.takesBack)
    const waiting = await worksBeingTakenBack(tx, cell, said.takesBack)
    if ([...said.sizes.keys()].some((workId) => waiting.has(workId)))
      return reject('CONFLICT', 'That it is taken back is proposed already: decide about that first.')
  }
  const { adjustmentId, author: principal, proposedAt: at, sizes, effect, ...body } = said
  const works = [...sizes].map(([workId, size]) => ({ workId, size }))
  const decision = { what: 'bill-adjustment.proposed', about: adjustmentId, principal, at }
  const position = await recordDecision(tx, cell, vault, {
    ...decision,
    body: { ...body, note, works, effect: effect.amounts },
  })
  await insertAdjustment(tx, cell, { ...said, noted: note !== null, position })
  const kept = (await readAdjustment(tx, cell, adjustmentId))!
  await noteChanges(tx, cell, at, [adjustmentChange('bill-adjustment.proposed', kept)])
  return kept
}

/**
 * Somebody else's yes: from its position in the log on the decision counts, and the works are looked at again. What of them
 * stands on an issued document is not changed by that; it becomes a proposed difference.
 */
export async function approveAdjustment(
  tx: Tx,
  books: Books & { readonly masters: Masters },
  adjustmentId: string,
  { note, ...by }: By & { readonly note: string | null },
): Promise<AdjustmentProposal | Rejection> {
  const { cell } = books
  const proposal = await waiting(tx, cell, adjustmentId, (one) => notOwn(one, by.principal))
  if (isRejection(proposal)) return proposal
  const ids = (await worksOfAdjustment(tx, cell, adjustmentId, { after: null, limit: mostWorks })).map(
    (one) => one.workId,
  )
  const { groups, alone } = await whoLooksAgain(tx, cell, books.masters, ids)
  // Before the log's head, which the decision locks until the commit.
  await markGroups(tx, cell, groups)
  const decided = await decide(tx, books, proposal, { state: 'approved', note, ...by })
  await askToLookAgain(tx, cell, decided.decidedPosition!, alone)
  return decided
}

/** Ends a proposal; the works stay as they are. */
export async function declineAdjustment(
  tx: Tx,
  books: Books,
  adjustmentId: string,
  { note, ...by }: By & { readonly note: string },
): Promise<AdjustmentProposal | Rejection> {
  const proposal = await waiting(tx, books.cell, adjustmentId, (one) => notOwn(one, by.principal))
  if (isRejection(proposal)) return proposal
  return decide(tx, books, proposal, { state: 'declined', note, ...by })
}

/** Its author takes a proposal back that nobody decided yet. */
export async function withdrawAdjustment(
  tx: Tx,
  books: Books,
  adjustmentId: string,
  by: By,
): Promise<AdjustmentProposal | Rejection> {
  const proposal = await waiting(tx, books.cell, adjustmentId, (one) =>
    one.author === by.principal
      ? null
      : reject('CONFLICT', 'Only its author withdraws a proposal; others decline it.'),
  )
  if (isRejection(proposal)) return proposal
  return decide(tx, books, proposal, { state: 'withdrawn', note: null, ...by })
}

async function decide(
  tx: Tx,
  { cell, vault }: Books,
  proposal: AdjustmentProposal,
  decision: By & { readonly state: 'approved' | 'declined' | 'withdrawn'; readonly note: string | null },
): Promise<AdjustmentProposal> {
  const { adjustmentId, author, takesBack } = proposal
  const { state, note, principal, at } = decision
  const kind = `bill-adjustment.${state}` as const
  const body = { author, takesBack, note }
  const recorded = { what: kind, about: adjustmentId, principal, body, at }
  const position = await recordDecision(tx, cell, vault, recorded)
  const noted = note !== null
  await writeAdjustmentDecision(tx, cell, proposal, { state, by: principal, at, noted, position })
  const decided = (await readAdjustment(tx, cell, adjustmentId))!
  await noteChanges(tx, cell, at, [adjustmentChange(kind, decided)])
  return decided
}

/** Work of contracts with terms is settled with its client's; the rest is looked at by itself. */
async function whoLooksAgain(tx: Tx, cell: number, masters: Masters, ids: readonly string[]) {
  const withTerms = clientsWithTerms(masters)
  const groups: GroupMark[] = []
  const alone: string[] = []
  for (const { workId, clientId, contractId } of (await readWorksOf(tx, cell, ids)).values())
    if (clientId !== null && contractId !== null && withTerms.get(clientId)?.includes(contractId))
      groups.push({ clientId, workIds: [workId] })
    else alone.push(workId)
  return { groups, alone }
}

async function waiting(
  tx: Tx,
  cell: number,
  adjustmentId: string,
  refuse: (proposal: AdjustmentProposal) => Rejection | null,
): Promise<AdjustmentProposal | Rejection> {
  const proposal = await lockAdjustment(tx, cell, adjustmentId)
  if (proposal === null) return reject('NOT_FOUND', 'There is no such adjustment.')
  if (proposal.state !== 'proposed')
    return reject('CONFLICT', `This adjustment waits no more: it is ${proposal.state}.`)
  return refuse(proposal) ?? proposal
}

function notOwn({ author }: AdjustmentProposal, principal: string): Rejection | null {
  return author === principal ? reject('OWN_PROPOSAL', 'Who proposed this does not decide about it.') : null
}

/** What outside systems are told: how many works and how; neither people nor what they say. */
function adjustmentChange(
  kind: Extract<EventKindName, `bill-adjustment.${string}`>,
  { adjustmentId, what, takesBack, reason, works, adjustedOn }: AdjustmentProposal,
): Change {
  return { kind, subjectId: adjustmentId, data: { what, takesBack, reason, works, on: adjustedOn } }
}
