/** One cost call: marked as sent in the commit right before it, recorded in the commit right after it. */
import type { CostOutcome } from '../connectors/sdk/target.ts'
import type { Tx } from '../store/transaction.ts'
import { type Failure, failureOf, plainWords, refusalCode, settleAt } from './answer.ts'
import { doubtCostBatch, finishCostBatch, markCostBatchSent, type StoredMember } from './cost-books.ts'
import { type CostBatch, costKey } from './cost-claim.ts'
import { type Refusal, worksAccepted, worksInDoubt, worksRefused, worksReturned } from './cost-settle.ts'
import type { PostingDeps, TargetLink } from './deps.ts'
import { fenced, type Lane, noteAnswer, noteFailure } from './lane.ts'
import { fencedSend, isSoon } from './sending.ts'

type CallCount = {
  readonly accepted: number
  readonly refused: number
  readonly returned: number
  readonly inDoubt: number
}
const nothing: CallCount = { accepted: 0, refused: 0, returned: 0, inDoubt: 0 }

async function markSent(
  deps: PostingDeps,
  lane: Lane,
  link: TargetLink,
  batch: CostBatch,
): Promise<Date | null> {
  const at = deps.clock.now()
  const sent = { at, settleAt: settleAt(link.target.profile, at), fence: lane.fence }
  const marked = await fencedSend(deps, lane, (tx) => markCostBatchSent(tx, deps.cell, batch.batchId, sent))
  return marked ? at : null
}

function call(link: TargetLink, batch: CostBatch): Promise<readonly CostOutcome[]> {
  const { target, context } = link
  if (batch.operation === 'write') return target.writeCosts(context, batch.records)
  return target.removeCosts(
    context,
    batch.members.map((member) => costKey(context, member.workId)),
  )
}

type Answered = {
  readonly accepted: { member: StoredMember; externalId: string | null }[]
  readonly refusals: Refusal[]
}

/** Null when the answer does not cover every record: what it says about the rest cannot be trusted. */
function readAnswer(link: TargetLink, batch: CostBatch, outcomes: readonly CostOutcome[]): Answered | null {
  const byKey = new Map(outcomes.map((outcome) => [outcome.key, outcome]))
  const accepted: Answered['accepted'] = []
  const refusals: Refusal[] = []
  for (const member of batch.members) {
    const outcome = byKey.get(costKey(link.context, member.workId))
    if (outcome === undefined) return null
    if (outcome.outcome === 'accepted') accepted.push({ member, externalId: outcome.externalId })
    else {
      const code = refusalCode(outcome.code)
      refusals.push({ workId: member.workId, code, answer: `${outcome.code}: ${outcome.message}` })
    }
  }
  return { accepted, refusals }
}

async function recordDoubt(tx: Tx, deps: PostingDeps, link: TargetLink, batch: CostBatch, answer: string) {
  const lookAt = settleAt(link.target.profile, deps.clock.now())
  if (await doubtCostBatch(tx, deps.cell, batch.batchId, lookAt, answer))
    await worksInDoubt(tx, deps, batch.members)
}

async function recordAnswer(
  deps: PostingDeps,
  lane: Lane,
  link: TargetLink,
  batch: CostBatch,
  outcomes: readonly CostOutcome[],
): Promise<CallCount> {
  const answered = readAnswer(link, batch, outcomes)
  if (answered === null) {
    const answer = `The answer names ${outcomes.length} of ${batch.members.length} records.`
    await fenced(deps, lane, (tx) => recordDoubt(tx, deps, link, batch, answer))
    await noteFailure(deps, lane, null, { words: answer })
    return { ...nothing, inDoubt: batch.members.length }
  }
  await fenced(deps, lane, async (tx) => {
    if (!(await finishCostBatch(tx, deps.cell, batch.batchId, 'confirmed', null))) return
    await worksAccepted(tx, deps, batch, answered.accepted)
    await worksRefused(tx, deps, lane.key.connectionId, batch, answered.refusals)
  })
  await noteAnswer(deps, lane)
  growLimit(lane, link)
  return { ...nothing, accepted: answered.accepted.length, refused: answered.refusals.length }
}

function growLimit(lane: Lane, link: TargetLink): void {
  if (lane.costLimit === null) return
  const doubled = lane.costLimit * 2
  lane.costLimit = doubled >= link.target.profile.costsPerCall ? null : doubled
}

/** A call refused as a whole hides its culprit: the next ones are half as long, until it stands alone. */
async function recordRefusedCall(
  deps: PostingDeps,
  lane: Lane,
  batch: CostBatch,
  refusal: Extract<Failure, { kind: 'refused' }>,
): Promise<CallCount> {
  const { answer, code } = refusal
  const alone = batch.members.length === 1
  await fenced(deps, lane, async (tx) => {
    if (!(await finishCostBatch(tx, deps.cell, batch.batchId, 'rejected', answer))) return
    const refusals = batch.members.map(({ workId }) => ({ workId, code, answer }))
    if (alone) await worksRefused(tx, deps, lane.key.connectionId, batch, refusals)
    else await worksReturned(tx, deps, batch.members)
  })
  await noteAnswer(deps, lane)
  if (!alone) lane.costLimit = Math.max(1, Math.floor(batch.members.length / 2))
  return alone ? { ...nothing, refused: 1 } : { ...nothing, returned: batch.members.length }
}

async function recordFailure(
  deps: PostingDeps,
  lane: Lane,
  link: TargetLink,
  batch: CostBatch,
  thrown: unknown,
): Promise<CallCount> {
  const failure = failureOf(thrown)
  if (failure.kind === 'refused') return recordRefusedCall(deps, lane, batch, failure)
  if (failure.kind === 'again') {
    await fenced(deps, lane, async (tx) => {
      if (await finishCostBatch(tx, deps.cell, batch.batchId, 'rejected', failure.answer))
        await worksReturned(tx, deps, batch.members)
    })
    await noteFailure(deps, lane, failure.afterMs, { words: plainWords(thrown), limited: failure.limited })
    return { ...nothing, returned: batch.members.length }
  }
  // A taken key means some record is there already: the locator says which.
  await fenced(deps, lane, (tx) => recordDoubt(tx, deps, link, batch, failure.answer))
  if (failure.kind === 'unknown') await noteFailure(deps, lane, null, { words: plainWords(thrown) })
  return { ...nothing, inDoubt: batch.members.length }
}

/** Nothing left this process, so nothing is in doubt. */
async function recordUnsent(deps: PostingDeps, lane: Lane, batch: CostBatch): Promise<CallCount> {
  await fenced(deps, lane, async (tx) => {
    if (await finishCostBatch(tx, deps.cell, batch.batchId, 'rejected', 'Not sent: the runner was held up.'))
      await worksReturned(tx, deps, batch.members)
  })
  return { ...nothing, returned: batch.members.length }
}

/** Sends one claimed batch and records what came of it. Throws LaneLost when another runner took the lane. */
export async function sendBatch(
  deps: PostingDeps,
  lane: Lane,
  link: TargetLink,
  batch: CostBatch,
): Promise<CallCount> {
  const sentAt = await markSent(deps, lane, link, batch)
  if (sentAt === null) return nothing
  // A runner that slept through its lease may find the write already taken for lost and repeated.
  if (!isSoon(deps, sentAt)) return recordUnsent(deps, lane, batch)
  let outcomes: readonly CostOutcome[]
  try {
    outcomes = await call(link, batch)
  } catch (thrown) {
    return recordFailure(deps, lane, link, batch, thrown)
  }
  return recordAnswer(deps, lane, link, batch, outcomes)
}
