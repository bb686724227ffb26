/** What became of the works of one cost call. Every function runs inside a fenced transaction. */
import { settleCosts } from '../charging/costs.ts'
import type { CaseCode } from '../kernel/error-catalogue.ts'
import { noteChanges } from '../log/changes.ts'
import type { Tx } from '../store/transaction.ts'
import { openCostCases, resolveCostCases } from './cases.ts'
import { type MemberResult, type StoredBatch, type StoredMember, writeCostResults } from './cost-books.ts'
import type { PostingDeps } from './deps.ts'
import { costChange } from './tell.ts'

/**
 * Stands for what the target holds after an overwrite of unknown outcome. It equals no digest, so that the work
 * is written again even when it has meanwhile returned to what was there before.
 */
const unknownDigest = 'unknown'

export type Refusal = { readonly workId: string; readonly code: CaseCode; readonly answer: string }

export async function worksAccepted(
  tx: Tx,
  deps: PostingDeps,
  batch: Pick<StoredBatch, 'batchId' | 'operation'>,
  accepted: readonly { member: StoredMember; externalId: string | null }[],
): Promise<void> {
  if (accepted.length === 0) return
  const bucket = batch.operation === 'write' ? ('accepted' as const) : ('reversed' as const)
  const results = accepted.map(({ member }) => ({
    workId: member.workId,
    bucket,
    postedDigest: batch.operation === 'write' ? member.digest : null,
  }))
  const { connections, held } = await settleCosts(tx, deps.cell, results)
  await writeCostResults(tx, deps.cell, batch.batchId, accepted.map(acceptedResult))
  const kind = batch.operation === 'write' ? 'cost.accepted' : 'cost.reversed'
  const told = accepted.map(({ member }) => costChange(kind, member, connections.get(member.workId)!, null))
  await noteChanges(tx, deps.cell, deps.clock.now(), told)
  const workIds = accepted.map(({ member }) => member.workId)
  await resolveCostCases(tx, deps, workIds, held, 'The ERP took it.')
}

function acceptedResult(one: { member: StoredMember; externalId: string | null }): MemberResult {
  const { workId } = one.member
  return { workId, outcome: 'accepted', externalId: one.externalId, code: null, message: null }
}

/** Refused by the target: a case each, and nothing is sent again until it is cured. */
export async function worksRefused(
  tx: Tx,
  deps: PostingDeps,
  connectionId: string,
  batch: Pick<StoredBatch, 'batchId' | 'company' | 'members'>,
  refusals: readonly Refusal[],
  code: string | null = null,
): Promise<void> {
  if (refusals.length === 0) return
  const byId = new Map(batch.members.map((member) => [member.workId, member]))
  const held = refusals.map((refusal) => {
    const member = byId.get(refusal.workId)
    const month = member === undefined ? '' : member.workOn.slice(0, 7)
    const period = refusal.code === 'PERIOD_CLOSED'
    return {
      work: { workId: refusal.workId, hours: member?.hours ?? null, projectId: null },
      code: refusal.code,
      waitsOn: period ? `period:${batch.company}/${month}` : `work:${refusal.workId}`,
      detail: { connectionId, batchId: batch.batchId, answer: refusal.answer, ...(code ? { code } : {}) },
    }
  })
  await openCostCases(tx, deps, held)
  const settled = refusals.map(({ workId }) => {
    return { workId, bucket: 'held' as const, postedDigest: byId.get(workId)?.postedDigest ?? null }
  })
  await settleCosts(tx, deps.cell, settled)
  const told = refusals.map(({ workId, code: why }) => {
    return costChange('cost.held', { workId, revision: byId.get(workId)?.revision ?? 0 }, connectionId, why)
  })
  await noteChanges(tx, deps.cell, deps.clock.now(), told)
  const results = refusals.map(
    (refusal): MemberResult => ({
      workId: refusal.workId,
      outcome: 'refused',
      externalId: null,
      code: refusal.code,
      message: refusal.answer.slice(0, 2_000),
    }),
  )
  await writeCostResults(tx, deps.cell, batch.batchId, results)
}

/** Provably not written: they wait for the next call. */
export async function worksReturned(
  tx: Tx,
  deps: PostingDeps,
  members: readonly StoredMember[],
): Promise<void> {
  if (members.length === 0) return
  const results = members.map(({ workId, postedDigest }) => ({
    workId,
    bucket: 'waiting' as const,
    postedDigest,
  }))
  await settleCosts(tx, deps.cell, results)
}

/** Not found after every look: written again, because the key makes a second write harmless. */
export async function worksAbsent(
  tx: Tx,
  deps: PostingDeps,
  batchId: string,
  members: readonly StoredMember[],
): Promise<void> {
  if (members.length === 0) return
  const settled = members.map(({ workId, postedDigest }) => {
    return { workId, bucket: 'waiting' as const, postedDigest: postedDigest === null ? null : unknownDigest }
  })
  await settleCosts(tx, deps.cell, settled)
  const results = members.map(
    ({ workId }): MemberResult => ({
      workId,
      outcome: 'absent',
      externalId: null,
      code: null,
      message: null,
    }),
  )
  await writeCostResults(tx, deps.cell, batchId, results)
}

export async function worksInDoubt(
  tx: Tx,
  deps: PostingDeps,
  members: readonly StoredMember[],
): Promise<void> {
  const results = members.map(({ workId, postedDigest }) => {
    return { workId, bucket: 'in_doubt' as const, postedDigest: postedDigest === null ? null : unknownDigest }
  })
  if (results.length > 0) await settleCosts(tx, deps.cell, results)
}
