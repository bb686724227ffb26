/** Takes waiting cost and writes down what is about to be sent, before anything is sent. */
import { claimCosts, type CostWork, settleCosts } from '../charging/costs.ts'
import { periodState } from '../charging/resolve.ts'
import type { ConnectionContext } from '../connectors/sdk/connector.ts'
import type { CostRecord } from '../connectors/sdk/target.ts'
import { HOURBRIDGE_NAMESPACE, uuidV5 } from '../kernel/ids.ts'
import { costDescription } from '../model/mark.ts'
import type { Masters } from '../masterdata/masters.ts'
import { noteChanges } from '../log/changes.ts'
import type { Tx } from '../store/transaction.ts'
import { type HeldCost, openCostCases } from './cases.ts'
import { finishCostBatch, insertCostBatch, type StoredBatch, writeCostResults } from './cost-books.ts'
import type { PostingDeps, TargetLink } from './deps.ts'
import { everyCompany, fenced, type Lane } from './lane.ts'
import { unfitCost } from './fitness.ts'
import { currentMasters } from './known-masters.ts'
import { type References, referenceKey, resolveReferences, type Wanted } from './references.ts'
import { costChange } from './tell.ts'

export type CostBatch = StoredBatch & {
  /** By key; empty for removals, which need only the keys. */
  readonly records: readonly CostRecord[]
}

/**
 * The key of a work's cost record at the target: the same for every revision, different for every installation
 * and environment, so that a copy of this installation never overwrites the records of the original.
 */
export function costKey(
  context: Pick<ConnectionContext, 'environment' | 'installationId'>,
  workId: string,
): string {
  const owner = `${context.environment}/${context.installationId}`
  return uuidV5(HOURBRIDGE_NAMESPACE, `cost/${owner}/${workId}`)
}

function wantedBy(work: CostWork): Wanted[] {
  const wanted: Wanted[] = [{ kind: 'legal_entity', recordId: work.legalEntity }]
  if (work.workerId !== null) wanted.push({ kind: 'worker', recordId: work.workerId })
  const place = placeOf(work)
  if (place !== null) wanted.push({ kind: 'project', recordId: place })
  if (work.taskId !== null) wanted.push({ kind: 'task', recordId: work.taskId })
  return wanted
}

/** Internal hours without a project are booked where the ERP knows the cost center's code. */
function placeOf(work: CostWork): string | null {
  return work.projectId ?? work.costCenter
}

function recordOf(context: ConnectionContext, work: CostWork, references: References): CostRecord | Wanted {
  const key = costKey(context, work.workId)
  const company = references.find('legal_entity', work.legalEntity)
  const worker = work.workerId === null ? null : references.find('worker', work.workerId)
  const place = placeOf(work)
  const project = place === null ? null : references.find('project', place)
  const task = work.taskId === null ? null : references.find('task', work.taskId)
  if (company === null) return { kind: 'legal_entity', recordId: work.legalEntity }
  if (worker === null) return { kind: 'worker', recordId: work.workerId ?? '' }
  if (project === null) return { kind: 'project', recordId: place ?? '' }
  if (task === null && work.taskId !== null) return { kind: 'task', recordId: work.taskId }
  return {
    key,
    company,
    worker,
    project,
    task,
    workOn: work.workOn,
    hours: work.hours,
    billable: work.billable,
    description: costDescription(context, key),
  }
}

function missing(connectionId: string, work: CostWork, wanted: Wanted): HeldCost {
  const waitsOn = referenceKey(connectionId, wanted)
  const detail = { connectionId, kind: wanted.kind, recordId: wanted.recordId }
  return { work, code: 'ERP_REFERENCE_MISSING', waitsOn, detail }
}

/** A period that charging knew as open may have closed since; where the policy moves the day, the ERP decides it. */
function inClosedPeriod(masters: Masters, work: CostWork): HeldCost | null {
  const { legalEntity, workOn } = work
  if (periodState(masters, legalEntity, workOn) !== 'closed') return null
  if (masters.at('legal_entity', legalEntity, workOn)?.closedPeriod === 'first_open_day') return null
  const period = workOn.slice(0, 7)
  const waitsOn = `period:${legalEntity}/${period}`
  return { work, code: 'PERIOD_CLOSED', waitsOn, detail: { legalEntity, period } }
}

function unfit(link: TargetLink, work: CostWork, record: CostRecord): HeldCost | null {
  const found = unfitCost(record, link.target.profile)
  if (found === null) return null
  const { connectionId } = link.context
  const detail = { connectionId, what: found.what }
  return { work, code: 'ERP_WOULD_REFUSE', waitsOn: `work:${work.workId}`, detail }
}

/** What can be sent, by work, and what is held before it is. */
async function sorted(
  tx: Tx,
  deps: PostingDeps,
  lane: Lane,
  link: TargetLink,
  writes: readonly CostWork[],
): Promise<{ records: Map<string, CostRecord>; held: HeldCost[] }> {
  const { connectionId } = lane.key
  const references = await resolveReferences(tx, deps.cell, connectionId, writes.flatMap(wantedBy))
  const masters = await currentMasters(tx, deps)
  const records = new Map<string, CostRecord>()
  const held: HeldCost[] = []
  for (const work of writes) {
    const record = recordOf(link.context, work, references)
    const known = 'key' in record
    const obstacle = known
      ? (inClosedPeriod(masters, work) ?? unfit(link, work, record))
      : missing(connectionId, work, record)
    if (obstacle !== null) held.push(obstacle)
    else if (known) records.set(work.workId, record)
  }
  return { records, held }
}

/** Kept as a call that was never made, so that it can be told and watched for its cure. */
async function holdBack(
  tx: Tx,
  deps: PostingDeps,
  lane: Lane,
  works: readonly CostWork[],
  held: readonly HeldCost[],
): Promise<void> {
  if (held.length === 0) return
  const byId = new Map(held.map((one) => [one.work.workId, one]))
  await openCostCases(tx, deps, held)
  for (const [company, group] of Map.groupBy(works, (work) => work.legalEntity)) {
    const members = group.filter((work) => byId.has(work.workId))
    if (members.length === 0) continue
    const batch = { batchId: deps.newId(), company, operation: 'write' as const, members }
    await insertCostBatch(tx, deps.cell, lane.key, batch, lane.fence, deps.clock.now())
    await finishCostBatch(tx, deps.cell, batch.batchId, 'rejected', 'Not sent: it would be refused.')
    const refusals = members.map(({ workId }) => ({
      workId,
      outcome: 'refused' as const,
      externalId: null,
      code: byId.get(workId)!.code,
      message: byId.get(workId)!.waitsOn,
    }))
    await writeCostResults(tx, deps.cell, batch.batchId, refusals)
    await settleCosts(
      tx,
      deps.cell,
      members.map(({ workId, postedDigest }) => ({ workId, bucket: 'held', postedDigest })),
    )
    const told = members.map((member) =>
      costChange('cost.held', member, lane.key.connectionId, 'ERP_REFERENCE_MISSING'),
    )
    await noteChanges(tx, deps.cell, deps.clock.now(), told)
  }
}

/** One call takes one operation for one company. */
function batchesOf(
  deps: PostingDeps,
  works: readonly CostWork[],
  records: Map<string, CostRecord>,
): CostBatch[] {
  const groups = Map.groupBy(
    works,
    (work) => `${work.digest === null ? 'remove' : 'write'} ${work.legalEntity}`,
  )
  return [...groups.values()].map((group) => ({
    batchId: deps.newId(),
    company: group[0]!.legalEntity,
    operation: group[0]!.digest === null ? 'remove' : 'write',
    state: 'claimed',
    looks: 0,
    members: group,
    records: group.flatMap((work) => records.get(work.workId) ?? []),
  }))
}

type Claim = { readonly batches: readonly CostBatch[]; readonly held: number }

/** Claims up to `limit` works. What the target does not know by name is held with a case; the others go. */
export function claimBatches(deps: PostingDeps, lane: Lane, link: TargetLink, limit: number): Promise<Claim> {
  const { connectionId, company } = lane.key
  return fenced(deps, lane, async (tx) => {
    const only = company === everyCompany ? null : company
    const claimed = await claimCosts(tx, deps.cell, connectionId, only, limit, lane.claimedAfter)
    lane.claimedAfter = claimed.after
    const { works } = claimed
    if (works.length === 0) return { batches: [], held: 0 }
    const writes = works.filter((work) => work.digest !== null)
    const { records, held } = await sorted(tx, deps, lane, link, writes)
    await holdBack(tx, deps, lane, writes, held)
    const sendable = works.filter((work) => work.digest === null || records.has(work.workId))
    const batches = batchesOf(deps, sendable, records)
    const at = deps.clock.now()
    for (const batch of batches) await insertCostBatch(tx, deps.cell, lane.key, batch, lane.fence, at)
    return { batches, held: held.length }
  })
}
