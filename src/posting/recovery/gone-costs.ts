/** Cost that the ERP took once and does not hold any more: what becomes of it after the books were matched. */
import { costsOf } from '../../charging/costs-read-back.ts'
import { settleCosts } from '../../charging/costs.ts'
import { resolveCases } from '../../cases/open.ts'
import { type Rejection, reject } from '../../kernel/errors.ts'
import { recordDecision } from '../../log/decisions.ts'
import { statement } from '../../store/statement.ts'
import type { Tx } from '../../store/transaction.ts'
import type { DecidedBy } from '../../billing/release.ts'
import { type MemberResult, undecidedMembers, writeCostResults } from '../cost-books.ts'
import type { RecoveryDeps } from './deps.ts'
import type { DecidingDeps } from './unknown-documents.ts'

/** No lane ever has this fencing number: it marks what recovery found instead of what a runner sent. */
export const recoveryFence = 0n

const selectOpen = statement<{ batchId: string }>(
  'posting.selectGoneCosts',
  `select batch_id as "batchId" from cost_batches where cell = $1 and state = 'manual' and fence = $2
   order by batch_id for update`,
)
const close = statement(
  'posting.closeGoneCosts',
  `update cost_batches set state = $3, answer = $4 where cell = $1 and batch_id = $2 and state = 'manual' and fence = $5`,
)

function absentResult(workId: string): MemberResult {
  return { workId, outcome: 'absent', externalId: null, code: null, message: null }
}

async function settleNotWanted(
  tx: Tx,
  deps: Pick<RecoveryDeps, 'cell' | 'clock'>,
  batchId: string,
): Promise<number> {
  const { cell } = deps
  const members = await undecidedMembers(tx, cell, batchId)
  const works = await costsOf(
    tx,
    cell,
    members.map((one) => one.workId),
  )
  const gone = works.filter((one) => one.digest === null).map((one) => one.workId)
  await settleCosts(
    tx,
    cell,
    gone.map((workId) => ({ workId, bucket: 'reversed', postedDigest: null })),
  )
  await writeCostResults(tx, cell, batchId, gone.map(absentResult))
  if (gone.length < members.length) return gone.length
  const answer = 'None of it is to be booked any more.'
  await tx.query(close, [cell, batchId, 'absent', answer, recoveryFence])
  const at = deps.clock.now()
  await resolveCases(tx, cell, 'batch', [batchId], ['ERP_COST_GONE'], answer, at)
  return gone.length
}

/** What its source has taken back meanwhile is as it should be. Returns how much that was. */
export async function settleGoneCosts(deps: Pick<RecoveryDeps, 'cell' | 'store' | 'clock'>): Promise<number> {
  return deps.store.transaction(async (tx) => {
    let settled = 0
    for (const { batchId } of (await tx.query(selectOpen, [deps.cell, recoveryFence])).rows)
      settled += await settleNotWanted(tx, deps, batchId)
    return settled
  })
}

/** A person wants it booked again: it waits like work that was never sent. */
export async function writeGoneCostsAgain(
  tx: Tx,
  deps: DecidingDeps,
  batchId: string,
  by: DecidedBy & { readonly reason: string },
): Promise<{ written: number } | Rejection> {
  const { cell } = deps
  const answer = `To be written again, says ${by.principal}.`
  const closed = await tx.query(close, [cell, batchId, 'absent', answer, recoveryFence])
  if (closed.rowCount === 0)
    return reject('CONFLICT', 'Nobody asked about these records, or it was answered before.')
  const members = await undecidedMembers(tx, cell, batchId)
  const ids = members.map((one) => one.workId)
  await settleCosts(
    tx,
    cell,
    ids.map((workId) => ({ workId, bucket: 'waiting', postedDigest: null })),
  )
  await writeCostResults(tx, cell, batchId, ids.map(absentResult))
  await resolveCases(tx, cell, 'batch', [batchId], ['ERP_COST_GONE'], answer, by.at, by.principal)
  await recordDecision(tx, cell, deps.billing.vault, {
    what: 'cost.written_again',
    about: batchId,
    principal: by.principal,
    body: { works: members.map((one) => one.workId), reason: by.reason },
    at: by.at,
  })
  return { written: members.length }
}
