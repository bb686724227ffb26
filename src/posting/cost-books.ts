/** The rows of cost calls: written before the call, completed after it. */
import type { Day } from '../kernel/dates.ts'
import { statement } from '../store/statement.ts'
import type { Tx } from '../store/transaction.ts'
import type { LaneKey } from './lane.ts'

type BatchState = 'claimed' | 'sent' | 'confirmed' | 'rejected' | 'in_doubt' | 'located' | 'absent' | 'manual'

export type StoredMember = {
  readonly workId: string
  readonly revision: number
  readonly digest: string | null
  readonly hours: string
  readonly workOn: Day
  readonly postedDigest: string | null
}
export type StoredBatch = {
  readonly batchId: string
  readonly company: string
  readonly operation: 'write' | 'remove'
  readonly state: BatchState
  readonly looks: number
  readonly members: readonly StoredMember[]
}
export type MemberResult = {
  readonly workId: string
  readonly outcome: 'accepted' | 'refused' | 'absent'
  readonly externalId: string | null
  readonly code: string | null
  readonly message: string | null
}

const insertBatch = statement(
  'posting.insertCostBatch',
  `insert into cost_batches (cell, batch_id, connection_id, company, operation, state, fence, claimed_at)
   values ($1, $2, $3, $4, $5, 'claimed', $6, $7)`,
)
const insertMembers = statement(
  'posting.insertCostMembers',
  `insert into cost_members (cell, batch_id, work_id, revision, digest, hours, work_on, posted_digest)
   select $1, $2, * from unnest($3::uuid[], $4::int[], $5::text[], $6::numeric[], $7::date[], $8::text[])`,
)
const markSent = statement(
  'posting.markCostBatchSent',
  `update cost_batches set state = 'sent', sent_at = $3, settle_at = $4, fence = $5
   where cell = $1 and batch_id = $2 and state = 'claimed'`,
)
const finish = statement(
  'posting.finishCostBatch',
  `update cost_batches set state = $3, answer = coalesce($4, answer), next_look_at = null
   where cell = $1 and batch_id = $2 and state in ('claimed', 'sent', 'in_doubt')`,
)
const doubt = statement(
  'posting.doubtCostBatch',
  `update cost_batches set state = 'in_doubt', settle_at = $3, next_look_at = $3, looks = 0, answer = $4
   where cell = $1 and batch_id = $2 and state = 'sent'`,
)
const lookAgain = statement(
  'posting.lookAgainForCosts',
  `update cost_batches set looks = $3, next_look_at = $4 where cell = $1 and batch_id = $2 and state = 'in_doubt'`,
)
const writeResults = statement(
  'posting.writeCostResults',
  `update cost_members m
   set outcome = r.outcome, external_id = r.external_id, code = r.code, message = r.message
   from unnest($3::uuid[], $4::text[], $5::text[], $6::text[], $7::text[])
     as r (work_id, outcome, external_id, code, message)
   where m.cell = $1 and m.batch_id = $2 and m.work_id = r.work_id`,
)
// Batches are of a lane's company, or of any where one lane serves the connection.
const selectOpen = statement<Omit<StoredBatch, 'members'>>(
  'posting.selectOpenCostBatches',
  `select batch_id as "batchId", company, operation, state, looks from cost_batches
   where cell = $1 and connection_id = $2 and ($3 = '*' or company = $3) and state = any ($4)
     and (state <> 'in_doubt' or next_look_at <= $5)
   order by claimed_at, batch_id limit $6`,
)
const selectMembers = statement<StoredMember & { batchId: string }>(
  'posting.selectCostMembers',
  `select batch_id as "batchId", work_id as "workId", revision, digest, hours, work_on as "workOn",
     posted_digest as "postedDigest"
   from cost_members where cell = $1 and batch_id = any ($2) order by work_id`,
)

export async function insertCostBatch(
  tx: Tx,
  cell: number,
  key: LaneKey,
  batch: Omit<StoredBatch, 'state' | 'looks'>,
  fence: bigint | null,
  at: Date,
): Promise<void> {
  const { batchId, company, operation, members } = batch
  await tx.query(insertBatch, [cell, batchId, key.connectionId, company, operation, fence, at])
  await tx.query(insertMembers, [
    cell,
    batchId,
    members.map((member) => member.workId),
    members.map((member) => member.revision),
    members.map((member) => member.digest),
    members.map((member) => member.hours),
    members.map((member) => member.workOn),
    members.map((member) => member.postedDigest),
  ])
}

/** False when the batch is no longer claimed: then nothing may be sent. */
export async function markCostBatchSent(
  tx: Tx,
  cell: number,
  batchId: string,
  sent: { at: Date; settleAt: Date; fence: bigint | null },
): Promise<boolean> {
  return (await tx.query(markSent, [cell, batchId, sent.at, sent.settleAt, sent.fence])).rowCount === 1
}

/** `answer` says in words what the target said, or why nothing was sent. */
export async function finishCostBatch(
  tx: Tx,
  cell: number,
  batchId: string,
  state: 'confirmed' | 'rejected' | 'located' | 'absent' | 'manual',
  answer: string | null,
): Promise<boolean> {
  return (await tx.query(finish, [cell, batchId, state, answer])).rowCount === 1
}

export async function doubtCostBatch(
  tx: Tx,
  cell: number,
  batchId: string,
  lookAt: Date,
  answer: string,
): Promise<boolean> {
  return (await tx.query(doubt, [cell, batchId, lookAt, answer])).rowCount === 1
}

export async function lookAgainForCosts(
  tx: Tx,
  cell: number,
  batchId: string,
  looks: number,
  nextLookAt: Date,
): Promise<void> {
  await tx.query(lookAgain, [cell, batchId, looks, nextLookAt])
}

export async function writeCostResults(
  tx: Tx,
  cell: number,
  batchId: string,
  results: readonly MemberResult[],
): Promise<void> {
  if (results.length === 0) return
  await tx.query(writeResults, [
    cell,
    batchId,
    results.map((result) => result.workId),
    results.map((result) => result.outcome),
    results.map((result) => result.externalId),
    results.map((result) => result.code),
    results.map((result) => result.message),
  ])
}

/** Unfinished batches of a lane with their members: of doubtful ones only those whose next look is due. */
export async function openCostBatches(
  tx: Tx,
  cell: number,
  key: LaneKey,
  states: readonly BatchState[],
  dueAt: Date,
  limit: number,
): Promise<StoredBatch[]> {
  const { rows } = await tx.query(selectOpen, [cell, key.connectionId, key.company, states, dueAt, limit])
  if (rows.length === 0) return []
  const members = await tx.query(selectMembers, [cell, rows.map((row) => row.batchId)])
  const byBatch = Map.groupBy(members.rows, (member) => member.batchId)
  return rows.map((row) => ({ ...row, members: byBatch.get(row.batchId) ?? [] }))
}

const countEnded = statement<{ count: number }>(
  'posting.countEndedAlone',
  `select count(*)::int as count from cost_members m join cost_batches b on b.cell = $1 and b.batch_id = m.batch_id
   where m.cell = $1 and m.work_id = $2 and m.revision = $3 and b.answer = $4
     and not exists (select 1 from cost_members o where o.cell = $1 and o.batch_id = m.batch_id and o.work_id <> $2)`,
)
/** What is written of a call whose runner ended before the answer. */
export const runnerEnded = 'Its runner ended before the answer.'

/** How many runners ended while this revision of a work was all that they sent. */
export async function runnersEndedAt(tx: Tx, cell: number, member: StoredMember): Promise<number> {
  const values = [cell, member.workId, member.revision, runnerEnded]
  return (await tx.query(countEnded, values)).rows[0]?.count ?? 0
}

const selectUndecided = statement<StoredMember>(
  'posting.selectUndecidedCosts',
  `select work_id as "workId", revision, digest, hours, work_on as "workOn", posted_digest as "postedDigest"
   from cost_members where cell = $1 and batch_id = $2 and outcome = 'as_batch' order by work_id`,
)

/** Members that share the outcome of their call, without those decided one by one. */
export async function undecidedMembers(tx: Tx, cell: number, batchId: string): Promise<StoredMember[]> {
  return (await tx.query(selectUndecided, [cell, batchId])).rows
}
