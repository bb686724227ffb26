/** What keeps an outcome of work from going on, one by one. Pure. */
import type { CaseCode } from '../kernel/error-catalogue.ts'
import type { Masters } from '../masterdata/masters.ts'
import { periodState, type Resolved } from './resolve.ts'
import type { Work } from './work.ts'

/** Why an outcome does not go on, and the coarse key of what would cure it. */
export type Hold = {
  readonly outcome: 'cost' | 'pay' | 'bill'
  readonly code: CaseCode
  readonly waitsOn: string
  readonly detail: Readonly<Record<string, string>>
}

export function hold(
  outcome: Hold['outcome'],
  code: CaseCode,
  waitsOn: string,
  detail: Record<string, string | null> = {},
): Hold {
  const told: Record<string, string> = {}
  for (const [name, value] of Object.entries(detail)) if (value !== null) told[name] = value
  return { outcome, code, waitsOn, detail: told }
}

export function personHolds(work: Work, resolved: Resolved, outcome: 'cost' | 'pay' | 'bill'): Hold[] {
  if (work.workerRef === null && work.workerId === null) return []
  if (!resolved.worker)
    return [
      hold(outcome, 'UNKNOWN_WORKER', `worker:${work.workerId ?? work.workerRef}`, {
        worker: work.workerId ?? work.workerRef,
      }),
    ]
  const { employedFrom, employedUntil } = resolved.worker.body
  if (work.workOn < employedFrom || (employedUntil !== null && work.workOn >= employedUntil))
    return [
      hold(outcome, 'WORKER_NOT_EMPLOYED', `worker:${work.workerId}`, {
        worker: work.workerId,
        workOn: work.workOn,
      }),
    ]
  return []
}

export function projectHolds(work: Work, resolved: Resolved, outcome: 'cost' | 'bill'): Hold[] {
  if (resolved.project || (work.costCenter !== null && work.projectRef === null)) return []
  const project = work.projectId ?? work.projectRef
  return [hold(outcome, 'UNKNOWN_PROJECT', `project:${project}`, { project })]
}

export function periodHolds(work: Work, masters: Masters, outcome: 'cost' | 'bill'): Hold[] {
  if (work.legalEntity === null) return []
  if (periodState(masters, work.legalEntity, work.workOn) !== 'closed') return []
  if (masters.at('legal_entity', work.legalEntity, work.workOn)?.closedPeriod === 'first_open_day') return []
  const month = work.workOn.slice(0, 7)
  return [
    hold(outcome, 'PERIOD_CLOSED', `period:${work.legalEntity}/${month}`, {
      legalEntity: work.legalEntity,
      period: month,
    }),
  ]
}
