/** Holds every work against what the ERP's books hold of its cost, a page of works per transaction. */
import { type CostInBooks, costsInBooks } from '../../charging/costs-read-back.ts'
import { type CostResult, settleCosts } from '../../charging/costs.ts'
import { addDecimal, compareDecimal, decimal, formatDecimal } from '../../kernel/decimal.ts'
import { openCases, resolveCases } from '../../cases/open.ts'
import { statement } from '../../store/statement.ts'
import type { Tx } from '../../store/transaction.ts'
import { resolveCostCases } from '../cases.ts'
import { insertCostBatch } from '../cost-books.ts'
import { costKey } from '../cost-claim.ts'
import type { TargetLink } from '../deps.ts'
import { everyCompany } from '../lane.ts'
import { type References, resolveReferences, type Wanted } from '../references.ts'
import { targetLink } from '../target-link.ts'
import { advanceTarget, type Counts, lockRecoveryTarget } from './books.ts'
import type { RecoveryDeps } from './deps.ts'
import { recoveryFence } from './gone-costs.ts'
import { type FoundCost, foundCosts, restIsUnknown, setFoundCosts, sumUnknownCosts } from './found.ts'
import { type CostVerdict, judgeCost, type Sight } from './judge-cost.ts'
import { inRecovery } from './stage.ts'

const worksPerPage = 1_000
/** Equals no digest: the work is written again, and the key makes that the same record. */
const unknownDigest = 'unknown'

// What was open when the books were older says nothing any more: the books themselves do.
const closeOpen = statement<{ batchId: string }>(
  'posting.closeOpenCostBatches',
  `update cost_batches set state = 'located', answer = 'Settled by what was read back from the ERP.',
     next_look_at = null
   where cell = $1 and connection_id = $2 and state in ('claimed', 'sent', 'in_doubt', 'manual')
   returning batch_id as "batchId"`,
)
const makeManual = statement(
  'posting.recoveryBatchIsManual',
  `update cost_batches set state = 'manual', answer = $3 where cell = $1 and batch_id = $2`,
)

function wantedBy(work: CostInBooks): Wanted[] {
  const wanted: Wanted[] = []
  if (work.legalEntity !== null) wanted.push({ kind: 'legal_entity', recordId: work.legalEntity })
  if (work.workerId !== null) wanted.push({ kind: 'worker', recordId: work.workerId })
  const place = work.projectId ?? work.costCenter
  if (place !== null) wanted.push({ kind: 'project', recordId: place })
  if (work.taskId !== null) wanted.push({ kind: 'task', recordId: work.taskId })
  return wanted
}

/** Equal day and hours are not enough: what the target shows of people and projects has to agree as well. */
function sightOf(work: CostInBooks, found: FoundCost | undefined, references: References): Sight {
  if (found === undefined) return 'absent'
  const sameHours = compareDecimal(decimal(found.hours), decimal(work.hours)) === 0
  if (found.workOn !== work.workOn || !sameHours) return 'unlike'
  const shown: [string | null, Wanted['kind'], string | null][] = [
    [found.company, 'legal_entity', work.legalEntity],
    [found.worker, 'worker', work.workerId],
    [found.project, 'project', work.projectId ?? work.costCenter],
  ]
  if (shown.some(([there]) => there === null)) return 'perhaps'
  const id = (kind: Wanted['kind'], recordId: string | null) =>
    recordId === null ? null : (references.find(kind, recordId)?.externalId ?? '')
  const alike = shown.every(([there, kind, recordId]) => there === id(kind, recordId))
  return alike && found.task === id('task', work.taskId) && found.billable === work.billable
    ? 'like'
    : 'unlike'
}

function resultOf(work: CostInBooks, verdict: CostVerdict): CostResult | null {
  const { workId, digest, postedDigest } = work
  switch (verdict.is) {
    case 'taken_over':
      return { workId, bucket: 'accepted', postedDigest: digest }
    case 'write_again':
      return { workId, bucket: work.bucket === 'held' ? 'held' : 'waiting', postedDigest: unknownDigest }
    case 'free':
      return { workId, bucket: 'waiting', postedDigest: null }
    case 'removed':
      return { workId, bucket: 'reversed', postedDigest: null }
    case 'gone':
      return { workId, bucket: 'in_doubt', postedDigest }
    case 'as_it_was':
    case 'unknown':
      return null
  }
}

type Judged = {
  readonly work: CostInBooks
  readonly key: string
  readonly found: FoundCost | undefined
  readonly verdict: CostVerdict
}

/** Where a second write would make a second record, nothing that was on its way is free without a person. */
function cautious(link: TargetLink, verdict: CostVerdict): CostVerdict {
  return verdict.is === 'free' && link.target.profile.costKey === 'none' ? { is: 'gone' } : verdict
}

async function judgePage(
  tx: Tx,
  deps: RecoveryDeps,
  link: TargetLink,
  connectionId: string,
  works: readonly CostInBooks[],
): Promise<Judged[]> {
  const keys = new Map(works.map((work) => [work.workId, costKey(link.context, work.workId)]))
  const rows = await foundCosts(tx, deps.cell, connectionId, [...keys.values()])
  const byKey = new Map<string, FoundCost>()
  for (const row of rows) if (!byKey.has(row.key)) byKey.set(row.key, row)
  const seen = works.filter((work) => byKey.has(keys.get(work.workId)!))
  const references = await resolveReferences(tx, deps.cell, connectionId, seen.flatMap(wantedBy))
  return works.flatMap((work): Judged[] => {
    const key = keys.get(work.workId)!
    const found = byKey.get(key)
    // What belongs to another target and is found here was routed otherwise in between.
    if (work.connectionId !== connectionId)
      return found === undefined ? [] : [{ work, key, found, verdict: { is: 'unknown' } }]
    const verdict = judgeCost(work, sightOf(work, found, references))
    return [{ work, key, found, verdict: cautious(link, verdict) }]
  })
}

/** One batch per company that waits for a person, as with any write that nobody can prove. */
async function leaveToPerson(
  tx: Tx,
  deps: RecoveryDeps,
  connectionId: string,
  gone: readonly Judged[],
): Promise<void> {
  const at = deps.clock.now()
  for (const [company, group] of Map.groupBy(gone, (one) => one.work.legalEntity ?? everyCompany)) {
    const batchId = deps.newId()
    const members = group.map(({ work }) => work)
    const key = { connectionId, company, stream: 'cost' as const }
    await insertCostBatch(
      tx,
      deps.cell,
      key,
      { batchId, company, operation: 'write', members },
      recoveryFence,
      at,
    )
    await tx.query(makeManual, [deps.cell, batchId, 'The ERP took it once and does not hold it any more.'])
    const hours = members.map((work) => decimal(work.hours)).reduce(addDecimal)
    const one = {
      caseId: deps.newId(),
      code: 'ERP_COST_GONE' as const,
      subjectKind: 'batch' as const,
      subjectId: batchId,
      outcome: 'cost' as const,
      waitsOn: `batch:${batchId}`,
      seenPosition: 0n,
      hours: formatDecimal(hours),
      ...{ moneyMinor: null, currency: null, clientId: null, projectId: null, payloadPosition: null },
      detail: {
        connectionId,
        records: String(group.length),
        keys: group
          .map((each) => each.key)
          .join(' ')
          .slice(0, 2_000),
      },
    }
    await openCases(tx, deps.cell, [one], at)
  }
}

async function writePage(
  tx: Tx,
  deps: RecoveryDeps,
  connectionId: string,
  judged: readonly Judged[],
): Promise<Counts> {
  const is = (what: CostVerdict['is']) => judged.filter((one) => one.verdict.is === what)
  const results = judged.flatMap(({ work, verdict }) => resultOf(work, verdict) ?? [])
  const { held } = await settleCosts(tx, deps.cell, results)
  const takenOver = is('taken_over')
  const ids = takenOver.map((one) => one.work.workId)
  await resolveCostCases(tx, deps, ids, held, 'The ERP holds it.')
  await leaveToPerson(tx, deps, connectionId, is('gone'))
  const found = judged.filter((one) => one.found !== undefined)
  await setFoundCosts(
    tx,
    deps.cell,
    connectionId,
    found.map(({ key, work, verdict }) => ({
      key,
      workId: work.workId,
      standing: verdict.is === 'unknown' ? 'unknown' : 'matched',
    })),
  )
  return {
    matched: found.length - is('unknown').length,
    takenOver: takenOver.length + is('removed').length,
    toWriteAgain: is('write_again').length,
    missing: is('gone').length,
  }
}

async function matchPage(
  deps: RecoveryDeps,
  link: TargetLink,
  epoch: number,
  connectionId: string,
): Promise<boolean> {
  const { cell } = deps
  return inRecovery(deps, epoch, 'matching', async (tx) => {
    const target = await lockRecoveryTarget(tx, cell, epoch, connectionId)
    if (target === null || target.state !== 'read') return false
    if (target.afterWork === null) {
      const closed = await tx.query(closeOpen, [cell, connectionId])
      const ids = closed.rows.map((row) => row.batchId)
      await resolveCases(tx, cell, 'batch', ids, null, 'The ERP was read back.', deps.clock.now())
    }
    const works = await costsInBooks(tx, cell, target.afterWork, worksPerPage)
    const counts = await writePage(
      tx,
      deps,
      connectionId,
      await judgePage(tx, deps, link, connectionId, works),
    )
    const more = works.length === worksPerPage
    if (!more) {
      await restIsUnknown(tx, cell, connectionId)
      await tellUnknownCosts(tx, deps)
    }
    const to = { afterWork: works.at(-1)?.workId ?? null, counts, state: more ? 'read' : 'matched' } as const
    await advanceTarget(tx, cell, epoch, connectionId, to)
    return more
  })
}

export async function matchCosts(deps: RecoveryDeps, epoch: number, connectionId: string): Promise<void> {
  const link = await targetLink(deps, connectionId)
  while (await matchPage(deps, link, epoch, connectionId));
}

/** One case per target for all records that no work accounts for; closed when none is left. */
export async function tellUnknownCosts(
  tx: Tx,
  deps: Pick<RecoveryDeps, 'cell' | 'newId' | 'clock' | 'targets'>,
): Promise<void> {
  const { cell } = deps
  const at = deps.clock.now()
  const sums = await sumUnknownCosts(tx, cell)
  const cases = sums.map((one) => ({
    caseId: deps.newId(),
    code: 'ERP_COST_UNKNOWN' as const,
    subjectKind: 'batch' as const,
    subjectId: unknownSubject(one.connectionId),
    outcome: 'cost' as const,
    waitsOn: unknownSubject(one.connectionId),
    seenPosition: 0n,
    hours: one.hours,
    ...{ moneyMinor: null, currency: null, clientId: null, projectId: null, payloadPosition: null },
    detail: { connectionId: one.connectionId, records: String(one.count), from: one.from, last: one.last },
  }))
  await openCases(tx, cell, cases, at)
  const still = new Set(sums.map((one) => one.connectionId))
  const settled = deps.targets().filter((one) => !still.has(one))
  const codes = ['ERP_COST_UNKNOWN'] as const
  await resolveCases(
    tx,
    cell,
    'batch',
    settled.map(unknownSubject),
    codes,
    'Every record is accounted for.',
    at,
  )
}

export function unknownSubject(connectionId: string): string {
  return `unknown-costs:${connectionId}`
}
