import { type Day, day } from '../kernel/dates.ts'
import type { Agreement, ContractLine } from '../model/scenario/agreement.ts'
import type { Client, LegalEntity, Project, Task, Worker, Calendar } from '../model/scenario/firm.ts'
import type { Scenario } from '../model/scenario/scenario.ts'
import type { ReportedWork } from '../model/scenario/work.ts'
import { complain } from './complaint.ts'

/** A scenario as known at its position, with its records found by their ids. */
export type World = {
  readonly scenario: Scenario
  readonly asOf: Day
  readonly legalEntities: ReadonlyMap<string, LegalEntity>
  readonly workers: ReadonlyMap<string, Worker>
  readonly clients: ReadonlyMap<string, Client>
  readonly projects: ReadonlyMap<string, Project>
  readonly tasks: ReadonlyMap<string, Task>
  readonly calendars: ReadonlyMap<string, Calendar>
  /** Versions of each contract that are known, the latest learned last. */
  readonly contracts: ReadonlyMap<string, readonly Agreement[]>
  /** The latest known revision of each work, by work date, then source id. */
  readonly work: readonly ReportedWork[]
  /** Every known revision of work that has more than one, and of it those that do not count. */
  readonly revisions: ReadonlyMap<string, readonly ReportedWork[]>
  readonly setAside: readonly SetAside[]
}
type SetAside = { readonly id: string; readonly revision: number; readonly reason: string }

export type Agreed = { readonly contract: Agreement; readonly line: ContractLine }

/** The records of a list that were known at the scenario's position. */
export function knownIn<T extends { readonly learned?: number }>(
  { scenario }: Pick<World, 'scenario'>,
  list: readonly T[] | undefined,
): T[] {
  const { knownAt } = scenario
  return (list ?? []).filter((one) => knownAt === undefined || (one.learned ?? 0) <= knownAt)
}

export function worldOf(scenario: Scenario): World {
  const { work, revisions, setAside } = latest(knownIn({ scenario }, scenario.work))
  const last = work.at(-1)?.on
  const asOf = scenario.asOf ?? last
  if (asOf === undefined)
    complain(
      '/asOf',
      'no day is said and there is no work to take it from',
      'Add asOf, the day of the question.',
    )
  return {
    scenario,
    asOf: day(asOf),
    legalEntities: byId('legalEntities', scenario.legalEntities),
    workers: byId('workers', scenario.workers),
    clients: byId('clients', scenario.clients),
    projects: byId('projects', scenario.projects),
    tasks: byId('tasks', scenario.tasks),
    calendars: byId('calendars', scenario.calendars),
    contracts: Map.groupBy(
      knownIn({ scenario }, scenario.contracts).sort((a, b) => (a.learned ?? 0) - (b.learned ?? 0)),
      (one) => one.id,
    ),
    work,
    revisions,
    setAside,
  }
}

function byId<T extends { readonly id: string }>(
  name: string,
  list: readonly T[] | undefined,
): Map<string, T> {
  const found = new Map<string, T>()
  for (const [at, one] of (list ?? []).entries()) {
    if (found.has(one.id))
      complain(`/${name}/${at}/id`, `${one.id} stands here twice`, 'Give each its own id, or take one out.')
    found.set(one.id, one)
  }
  return found
}

/**
 * A source's versions may arrive in any order: the highest revision counts. Of one revision the one learned first
 * counts, and two that were learned together may not contradict each other.
 */
function latest(list: readonly ReportedWork[]): Pick<World, 'work' | 'revisions' | 'setAside'> {
  const found = new Map<string, ReportedWork>()
  const revisions = new Map<string, ReportedWork[]>()
  const setAside: SetAside[] = []
  for (const one of list) {
    const other = found.get(one.id)
    if (other === undefined) {
      found.set(one.id, one)
      continue
    }
    const [counts, aside] = comesBefore(one, other) ? [one, other] : [other, one]
    found.set(one.id, counts)
    revisions.set(one.id, [...(revisions.get(one.id) ?? [other]), one])
    setAside.push({ id: aside.id, revision: revisionOf(aside), reason: whyAside(aside, counts) })
  }
  return { work: [...found.values()].sort(byWorkDate), revisions, setAside: setAside.sort(byIdAndRevision) }
}

function revisionOf(work: ReportedWork): number {
  return work.revision ?? 1
}

function comesBefore(one: ReportedWork, other: ReportedWork): boolean {
  if (revisionOf(one) !== revisionOf(other)) return revisionOf(one) > revisionOf(other)
  if ((one.learned ?? 0) !== (other.learned ?? 0)) return (one.learned ?? 0) < (other.learned ?? 0)
  if (contentOf(one) !== contentOf(other))
    complain(
      `/work (${one.id})`,
      `its revision ${revisionOf(one)} says two things`,
      'Give the later one the next revision, or say by learned which came first',
    )
  return false
}

function contentOf({ learned: _, ...content }: ReportedWork): string {
  return JSON.stringify(Object.entries(content).sort(([a], [b]) => (a < b ? -1 : 1)))
}

function whyAside(aside: ReportedWork, counts: ReportedWork): string {
  if (revisionOf(aside) < revisionOf(counts)) return `revision ${revisionOf(counts)} counts`
  return contentOf(aside) === contentOf(counts)
    ? 'it was reported before'
    : 'CONTRADICTS_EARLIER_VERSION: it says something else than it said first'
}

function byIdAndRevision(a: SetAside, b: SetAside): number {
  return a.id === b.id ? a.revision - b.revision : a.id < b.id ? -1 : 1
}

function byWorkDate(a: ReportedWork, b: ReportedWork): number {
  if (a.on !== b.on) return a.on < b.on ? -1 : 1
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0
}

/** The version of a contract that is live on a day; of several the one learned last. */
export function contractOn(world: World, id: string, on: string): Agreement | null {
  const versions = world.contracts.get(id) ?? []
  return versions.findLast((one) => (one.from ?? '') <= on && (one.to === undefined || on <= one.to)) ?? null
}

/**
 * The contract and line that work falls on, or the code of the case that says why there is none. A contract that
 * the work names comes before one of its project; of a contract's lines the one that covers it most narrowly.
 */
export function agreedFor(
  world: World,
  work: ReportedWork,
): Agreed | 'UNKNOWN_CONTRACT' | 'AMBIGUOUS_CONTRACT' {
  const candidates =
    work.contract === undefined ? contractsOf(world, work) : [contractOn(world, work.contract, work.on)]
  const live = candidates.filter((one) => one !== null)
  if (live.length === 0) return 'UNKNOWN_CONTRACT'
  if (live.length > 1) return 'AMBIGUOUS_CONTRACT'
  const contract = live[0]!
  const lines = contract.lines
    .map((line) => ({ line, narrowness: covers(line, work) }))
    .filter((one) => one.narrowness !== null)
    .sort((a, b) => b.narrowness! - a.narrowness!)
  if (lines.length === 0) return 'UNKNOWN_CONTRACT'
  if (lines.length > 1 && lines[0]!.narrowness === lines[1]!.narrowness) return 'AMBIGUOUS_CONTRACT'
  return { contract, line: lines[0]!.line }
}

function contractsOf(world: World, work: ReportedWork): (Agreement | null)[] {
  const { project } = work
  if (project === undefined) return world.contracts.size === 1 ? onlyContract(world, work) : []
  return [...world.contracts.keys()]
    .map((id) => contractOn(world, id, work.on))
    .filter((one) => one !== null && (one.projects?.includes(project) ?? world.contracts.size === 1))
}

function onlyContract(world: World, work: ReportedWork): (Agreement | null)[] {
  return [...world.contracts.keys()].map((id) => contractOn(world, id, work.on))
}

/** How many ways a line is narrowed to this work; null where it does not cover it. */
function covers(line: ContractLine, work: ReportedWork): number | null {
  if (work.line !== undefined) return work.line === line.id ? 10 : null
  const rules = line.covers
  if (rules === undefined) return 0
  const kind = work.kind ?? 'time'
  let narrowness = 0
  const narrowed: readonly (readonly [readonly string[] | undefined, string | undefined, number])[] = [
    [rules.kinds, kind, 1],
    [rules.laborCategories, work.laborCategory, 1],
    [rules.projects, work.project, 1],
    [rules.tasks, work.task, 2],
  ]
  for (const [allowed, value, weight] of narrowed) {
    if (allowed === undefined) continue
    if (value === undefined || !allowed.includes(value)) return null
    narrowness += weight
  }
  return narrowness
}
