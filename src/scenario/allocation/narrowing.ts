/** Which work falls under a limit or a purchase order. */
import type { Limit } from '../../model/scenario/limits.ts'
import type { ReportedWork } from '../../model/scenario/work.ts'
import type { WorkKind } from '../pieces.ts'
import type { World } from '../world.ts'

/** A piece of work as limits see it. Work that a contract makes by itself has no reporter. */
export type Subject = {
  readonly kind: WorkKind
  readonly on: string
  readonly contract: string
  readonly line: string
  readonly client: string | null
  readonly project: string | null
  readonly task: string | null
  readonly laborCategory: string | null
  readonly worker: string | null
}

export function subjectOf(
  world: World,
  piece: { readonly kind: WorkKind; readonly on: string; readonly contract: string; readonly line: string },
  work: ReportedWork | undefined,
): Subject {
  const project = work?.project === undefined ? undefined : world.projects.get(work.project)
  const worker = work?.worker === undefined ? undefined : world.workers.get(work.worker)
  return {
    kind: piece.kind,
    on: piece.on,
    contract: piece.contract,
    line: piece.line,
    client: project?.client ?? world.contracts.get(piece.contract)?.at(-1)?.client ?? null,
    project: work?.project ?? null,
    task: work?.task ?? null,
    laborCategory: work?.laborCategory ?? worker?.laborCategory ?? null,
    worker: work?.worker ?? null,
  }
}

type Narrowing = Pick<
  Limit,
  | 'kinds'
  | 'contracts'
  | 'lines'
  | 'clients'
  | 'projects'
  | 'tasks'
  | 'laborCategories'
  | 'workers'
  | 'from'
  | 'to'
>

/** True when the work is one of those named; what names nothing takes all. Days are looked at apart. */
export function covers(rule: Narrowing, subject: Subject): boolean {
  const named: readonly (readonly [readonly string[] | undefined, string | null])[] = [
    [rule.kinds, subject.kind],
    [rule.contracts, subject.contract],
    [rule.lines, subject.line],
    [rule.clients, subject.client],
    [rule.projects, subject.project],
    [rule.tasks, subject.task],
    [rule.laborCategories, subject.laborCategory],
    [rule.workers, subject.worker],
  ]
  return named.every(
    ([allowed, value]) => allowed === undefined || (value !== null && allowed.includes(value)),
  )
}

export function isLive(rule: Pick<Narrowing, 'from' | 'to'>, on: string): boolean {
  return (rule.from ?? '') <= on && (rule.to === undefined || on <= rule.to)
}

/** For whom a limit is counted apart. */
export function whoOf(each: Limit['each'], subject: Subject): string {
  switch (each) {
    case undefined:
      return ''
    case 'labor_category':
      return subject.laborCategory ?? ''
    default:
      return subject[each] ?? ''
  }
}
