/** The cases that posting opens. What a case waits on is the key whose change may cure it. */
import { openCases, resolveCases } from '../cases/open.ts'
import type { CaseCode } from '../kernel/error-catalogue.ts'
import { subjectsWithoutCase } from '../cases/subjects.ts'
import { type CostWork, letGoOfCosts } from '../charging/costs.ts'
import type { Tx } from '../store/transaction.ts'
import type { PostingDeps } from './deps.ts'

export type HeldCost = {
  readonly work: Pick<CostWork, 'workId'> & {
    readonly hours: string | null
    readonly projectId: string | null
  }
  readonly code: CaseCode
  readonly waitsOn: string
  readonly detail: Readonly<Record<string, string>>
}

export async function openCostCases(tx: Tx, deps: PostingDeps, held: readonly HeldCost[]): Promise<void> {
  if (held.length === 0) return
  const at = deps.clock.now()
  const cases = held.map(({ work, code, waitsOn, detail }) => ({
    caseId: deps.newId(),
    code,
    subjectKind: 'work' as const,
    subjectId: work.workId,
    outcome: 'cost' as const,
    waitsOn,
    seenPosition: 0n,
    hours: work.hours,
    moneyMinor: null,
    currency: null,
    clientId: null,
    projectId: work.projectId,
    detail,
    payloadPosition: null,
  }))
  await openCases(tx, deps.cell, cases, at)
}

/**
 * What was held for a reason of posting goes on; called when the ERP took the work after all. Of the works that
 * were `held`, those without another case are held no longer.
 */
export async function resolveCostCases(
  tx: Tx,
  deps: PostingDeps,
  workIds: readonly string[],
  held: readonly string[],
  resolution: string,
): Promise<void> {
  if (workIds.length === 0) return
  const codes: CaseCode[] = [
    ...(['ERP_REFERENCE_MISSING', 'ERP_REJECTED', 'PERIOD_CLOSED'] as const),
    ...(['ERP_WOULD_REFUSE', 'ERP_PARTY_INACTIVE'] as const),
  ]
  // A closed period may stop the bill of the same work as well: that case is not posting's.
  await resolveCases(tx, deps.cell, 'work', workIds, codes, resolution, deps.clock.now(), 'hub', 'cost')
  const taken = new Set(workIds)
  const asked = held.filter((workId) => taken.has(workId))
  await letGoOfCosts(tx, deps.cell, await subjectsWithoutCase(tx, deps.cell, 'work', asked))
}

/** One case for all works of a call that nobody can prove: a change of a single work must not close it. */
export async function openBatchCase(
  tx: Tx,
  deps: PostingDeps,
  batchId: string,
  hours: string,
  detail: Readonly<Record<string, string>>,
): Promise<void> {
  const one = {
    caseId: deps.newId(),
    code: 'POSTING_IN_DOUBT' as const,
    subjectKind: 'batch' as const,
    subjectId: batchId,
    outcome: 'cost' as const,
    waitsOn: `batch:${batchId}`,
    seenPosition: 0n,
    hours,
    moneyMinor: null,
    currency: null,
    clientId: null,
    projectId: null,
    detail,
    payloadPosition: null,
  }
  await openCases(tx, deps.cell, [one], deps.clock.now())
}
