import type { MasterChange, MasterKind } from '../../model/master-records.ts'
import { statement } from '../../store/statement.ts'
import type { Tx } from '../../store/transaction.ts'
import type { Segment } from '../segments.ts'
import type { KnownSegments, Summary } from './difference.ts'
import type { Effect } from './effect.ts'

export const proposalStates = ['proposed', 'approved', 'declined', 'withdrawn', 'overtaken'] as const
export type ProposalState = (typeof proposalStates)[number]
/** A proposal without its statements, as lists show it. */
export type ProposalHead = {
  readonly proposalId: string
  readonly title: string
  readonly reason: string | null
  readonly author: string
  readonly proposedAt: Date
  /** Of the author's word in the log. */
  readonly position: bigint
  readonly summary: Summary
  /** What was known when it was proposed. */
  readonly basePosition: bigint
  readonly effect: Effect | null
  readonly state: ProposalState
  readonly decidedBy: string | null
  readonly decidedAt: Date | null
  readonly note: string | null
  /** Of the decision in the log. */
  readonly decidedPosition: bigint | null
  /** Where knowledge stood once it was recorded. */
  readonly appliedPosition: bigint | null
}
export type Proposal = ProposalHead & { readonly changes: readonly MasterChange[] }

const headColumns = `proposal_id as "proposalId", title, reason, author, proposed_at as "proposedAt", position, summary,
  base_position as "basePosition", effect, state, decided_by as "decidedBy", decided_at as "decidedAt", note,
  decided_position as "decidedPosition", applied_position as "appliedPosition"`

const add = statement(
  'masterdata.add_proposal',
  `insert into master_proposals (cell, proposal_id, title, reason, author, proposed_at, position, changes, summary,
     base_position, effect)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
)
const readOne = statement<Proposal>(
  'masterdata.read_proposal',
  `select ${headColumns}, changes from master_proposals where cell = $1 and proposal_id = $2`,
)
const lockOne = statement<Proposal>(
  'masterdata.lock_proposal',
  `select ${headColumns}, changes from master_proposals where cell = $1 and proposal_id = $2 for update`,
)
const listPage = statement<ProposalHead>(
  'masterdata.list_proposals',
  `select ${headColumns} from master_proposals
   where cell = $1 and ($2::text is null or state = $2) and ($3::bigint is null or position < $3)
   order by position desc limit $4`,
)
const noteDecision = statement(
  'masterdata.decide_proposal',
  `update master_proposals set state = $3, decided_by = $4, decided_at = $5, note = $6, decided_position = $7,
     applied_position = $8
   where cell = $1 and proposal_id = $2 and state = 'proposed'`,
)
const movedSince = statement<{ kind: MasterKind; recordId: string; position: bigint }>(
  'masterdata.moved_since',
  `select m.kind, m.record_id as "recordId", max(greatest(m.learned_at, coalesce(m.superseded_at, 0))) as position
   from (select distinct kind, record_id from unnest($2::text[], $3::text[]) as r(kind, record_id)) as k
   join master_records m on m.cell = $1 and m.kind = k.kind and m.record_id = k.record_id
   group by m.kind, m.record_id having max(greatest(m.learned_at, coalesce(m.superseded_at, 0))) > $4
   order by m.kind, m.record_id`,
)

const lookAtHead = statement<{ position: bigint }>(
  'masterdata.look_at_head',
  'select position from master_heads where cell = $1',
)
const segmentsAt = statement<{
  kind: MasterKind
  recordId: string
  from: string
  until: string | null
  body: string | null
}>(
  'masterdata.segments_at',
  `select m.kind, m.record_id as "recordId", m.valid_from as "from", m.valid_until as "until", m.body
   from (select distinct kind, record_id from unnest($2::text[], $3::text[]) as r(kind, record_id)) as k
   join master_records m on m.cell = $1 and m.kind = k.kind and m.record_id = k.record_id
     and m.learned_at <= $4 and (m.superseded_at is null or m.superseded_at > $4)`,
)

export type NewProposal = Pick<
  Proposal,
  | 'proposalId'
  | 'title'
  | 'reason'
  | 'author'
  | 'proposedAt'
  | 'position'
  | 'changes'
  | 'summary'
  | 'basePosition'
  | 'effect'
>

export async function insertProposal(tx: Tx, cell: number, one: NewProposal): Promise<void> {
  await tx.query(add, [
    cell,
    one.proposalId,
    one.title,
    one.reason,
    one.author,
    one.proposedAt,
    one.position,
    JSON.stringify(one.changes),
    JSON.stringify(one.summary),
    one.basePosition,
    one.effect === null ? null : JSON.stringify(one.effect),
  ])
}

export async function readProposal(tx: Tx, cell: number, proposalId: string): Promise<Proposal | null> {
  return (await tx.query(readOne, [cell, proposalId])).rows[0] ?? null
}

export async function lockProposal(tx: Tx, cell: number, proposalId: string): Promise<Proposal | null> {
  return (await tx.query(lockOne, [cell, proposalId])).rows[0] ?? null
}

/** Newest first, those proposed before a position. */
export async function listMasterProposals(
  tx: Tx,
  cell: number,
  state: ProposalState | null,
  page: { readonly before: bigint | null; readonly limit: number },
): Promise<ProposalHead[]> {
  return (await tx.query(listPage, [cell, state, page.before, page.limit])).rows
}

export type ProposalDecision = {
  readonly state: Exclude<ProposalState, 'proposed'>
  readonly by: string
  readonly at: Date
  readonly note: string | null
  readonly position: bigint
  readonly appliedPosition: bigint | null
}

export async function writeDecision(tx: Tx, cell: number, proposalId: string, decision: ProposalDecision) {
  const { state, by, at, note, position, appliedPosition } = decision
  await tx.query(noteDecision, [cell, proposalId, state, by, at, note, position, appliedPosition])
}

export type Moved = { readonly kind: MasterKind; readonly recordId: string; readonly position: bigint }

/** Which of the records that these statements speak of became otherwise known behind a position. */
export async function movedRecords(
  tx: Tx,
  cell: number,
  changes: readonly MasterChange[],
  since: bigint,
): Promise<Moved[]> {
  const kinds = changes.map((one) => one.kind)
  const ids = changes.map((one) => one.recordId)
  return (await tx.query(movedSince, [cell, kinds, ids, since])).rows
}

/** Where knowledge stands. */
export async function masterPosition(tx: Tx, cell: number): Promise<bigint> {
  return (await tx.query(lookAtHead, [cell])).rows[0]!.position
}

/** The stretches of the records that these statements speak of, as they were known at a position. */
export async function knownAt(
  tx: Tx,
  cell: number,
  changes: readonly MasterChange[],
  position: bigint,
): Promise<KnownSegments> {
  const kinds = changes.map((one) => one.kind)
  const ids = changes.map((one) => one.recordId)
  const known = new Map<string, Segment[]>()
  for (const { kind, recordId, ...segment } of (await tx.query(segmentsAt, [cell, kinds, ids, position]))
    .rows) {
    const key = `${kind}\n${recordId}`
    known.set(key, [...(known.get(key) ?? []), segment])
  }
  return (kind, recordId) => known.get(`${kind}\n${recordId}`) ?? []
}
