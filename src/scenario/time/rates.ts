import { addDays, type Day, day } from '../../kernel/dates.ts'
import { decimal } from '../../kernel/decimal.ts'
import type { ContractLine } from '../../model/scenario/agreement.ts'
import type { Rate } from '../../model/scenario/card.ts'
import type { Worker } from '../../model/scenario/firm.ts'
import { withOverrides } from '../../rating/overrides.ts'
import { defaultPrecedence, type RatePrecedence } from '../../rating/precedence.ts'
import type { RateLevel, RateQuestion, RateRow } from '../../rating/rate-rows.ts'
import type { StoryNames } from '../../rating/story.ts'
import { complain } from '../complaint.ts'
import { type Agreed, contractOn, knownIn, type World } from '../world.ts'
import type { TimeEntry } from './entries.ts'

/** The cards as rows of the resolver. `to` is the last day of a rate, `until` the first one without it. */
export function ratesOf(world: World): RateRow[] {
  const known = knownIn(world, world.scenario.rates).sort((a, b) => (a.learned ?? 0) - (b.learned ?? 0))
  const families = [...Map.groupBy(known, (one) => one.id).values()]
  const rows = families.flatMap((versions) =>
    // An earlier version is told as replaced, and its overrides are gone with it.
    versions.flatMap((rate, at) => (at + 1 < versions.length ? [rowOf(rate, at + 1)] : rowsOf(rate, at + 1))),
  )
  const costs = [...world.workers.values()].filter((one) => one.costRate !== undefined)
  return [...rows, ...costs.map((worker) => costRow(world, worker))]
}

function rowsOf(rate: Rate, version: number): RateRow[] {
  const row = rowOf(rate, version)
  const overrides = rate.overrides ?? []
  let before: string = row.from
  for (const { from } of [...overrides].sort((a, b) => (a.from < b.from ? -1 : 1))) {
    if (from <= before || (row.until !== null && from >= row.until))
      complain(
        `/rates (${rate.id})`,
        `the override of ${from} does not lie within the dates of the rate, or stands twice`,
        'Give each override a day of its own after the first and up to the last day of the rate.',
      )
    before = from
  }
  return withOverrides(
    row,
    overrides.map((one) => ({
      id: `${rate.id} from ${one.from}`,
      from: day(one.from),
      amount: decimal(one.amount),
    })),
  )
}

function rowOf(rate: Rate, version: number): RateRow {
  const scope = {
    workerId: rate.worker,
    laborCategory: rate.laborCategory,
    taskId: rate.task,
    projectId: rate.project,
    clientId: rate.client,
    contractId: rate.contract,
    assignmentId: rate.assignment,
  }
  return {
    id: rate.id,
    version,
    kind: rate.kind ?? 'bill',
    level: rate.level,
    scope: Object.fromEntries(Object.entries(scope).filter(([, value]) => value !== undefined)),
    currency: rate.currency,
    ...(rate.region === undefined ? {} : { region: rate.region }),
    ...(rate.legalEntity === undefined ? {} : { legalEntity: rate.legalEntity }),
    amount: decimal(rate.amount),
    ...(rate.per === undefined ? {} : { per: rate.per }),
    ...(rate.hoursPerDay === undefined ? {} : { hoursPerDay: decimal(rate.hoursPerDay) }),
    from: day(rate.from ?? firstDay),
    until: rate.to === undefined || rate.to === '9999-12-31' ? null : addDays(day(rate.to), 1),
    learnedAt: BigInt(rate.learned ?? 0),
  }
}

const firstDay: Day = day('0001-01-01')

/** A cost rate on the worker is the broadest one of that person: one for a project comes before it. */
function costRow(world: World, worker: Worker): RateRow {
  return {
    id: `cost of ${worker.id}`,
    version: 1,
    kind: 'cost',
    level: 'person',
    scope: { workerId: worker.id },
    currency: costCurrencyOf(world, worker.id) ?? missingCurrency(worker),
    amount: decimal(worker.costRate!),
    from: firstDay,
    until: null,
    learnedAt: 0n,
  }
}

function missingCurrency(worker: Worker): never {
  return complain(
    `/workers (${worker.id})`,
    'the cost rate has no currency',
    'Say costCurrency, or the legal entity that employs the worker.',
  )
}

/** Cost is in the currency of the worker's legal entity, unless the worker says another one. */
export function costCurrencyOf(world: World, workerId: string): string | null {
  const worker = world.workers.get(workerId)
  const entity = worker?.legalEntity === undefined ? undefined : world.legalEntities.get(worker.legalEntity)
  const only = world.contracts.size === 0 ? undefined : [...world.contracts.values()][0]![0]!.currency
  return worker?.costCurrency ?? entity?.currency ?? only ?? null
}

const allLevels: readonly string[] = ['entry', ...defaultPrecedence.levels]
const precedences = new WeakMap<ContractLine, RatePrecedence>()

/** Made once a line: ranks of rows are remembered by it. */
export function precedenceOf({ contract, line }: Agreed): RatePrecedence {
  const levels = line.price?.precedence
  if (levels === undefined) return defaultPrecedence
  const made = precedences.get(line)
  if (made !== undefined) return made
  for (const level of levels)
    if (!allLevels.includes(level) || levels.indexOf(level) !== levels.lastIndexOf(level))
      complain(
        `/contracts (${contract.id})/lines (${line.id})/price/precedence`,
        `${level} is no level of rates, or stands twice`,
        `Name each of ${allLevels.join(', ')} at most once.`,
      )
  const precedence = { ...defaultPrecedence, name: contract.id, levels: levels as RateLevel[] }
  precedences.set(line, precedence)
  return precedence
}

export function questionOf(
  world: World,
  entry: TimeEntry,
  kind: 'bill' | 'cost',
  currency: string,
): RateQuestion {
  const { work, agreed } = entry
  const worker = world.workers.get(entry.workerId)
  const project = work.project === undefined ? undefined : world.projects.get(work.project)
  const contract = agreed?.contract
  return {
    kind,
    workedOn: entry.on,
    currency,
    workerId: entry.workerId,
    laborCategory: work.laborCategory ?? worker?.laborCategory,
    taskId: work.task,
    projectId: work.project,
    clientId: contract?.client ?? project?.client,
    contractId: contract?.id,
    assignmentId: work.assignment,
    region: work.region ?? project?.region ?? contract?.region,
    legalEntity: contract?.legalEntity,
  }
}

/** The rate that the source put on the work, for contracts whose precedence asks for it. */
export function ownRate(entry: TimeEntry, currency: string): RateRow | null {
  if (entry.work.rate === undefined) return null
  return {
    id: `rate of ${entry.work.id}`,
    version: entry.work.revision ?? 1,
    kind: 'bill',
    level: 'entry',
    scope: {},
    currency,
    amount: decimal(entry.work.rate),
    from: firstDay,
    until: null,
    learnedAt: BigInt(entry.work.learned ?? 0),
  }
}

/**
 * Rows that may apply to work, found once for every combination of what scopes name. All versions of a row come along
 * where one of them fits, because a later one that was narrowed replaces an earlier one that was not.
 */
export function cardsOf(rows: readonly RateRow[]): (question: RateQuestion) => readonly RateRow[] {
  const families = [...Map.groupBy(rows, (row) => `${row.kind} ${row.id}`).values()]
  const found = new Map<string, readonly RateRow[]>()
  return (asked) => {
    const key = JSON.stringify([
      ...[asked.kind, asked.workerId, asked.laborCategory, asked.taskId],
      ...[asked.projectId, asked.clientId, asked.contractId, asked.assignmentId],
    ])
    const known = found.get(key)
    if (known !== undefined) return known
    const fit = (row: RateRow) =>
      row.kind === asked.kind &&
      Object.entries(row.scope).every(([name, value]) => asked[name as keyof typeof row.scope] === value)
    const made = families.filter((family) => family.some(fit)).flat()
    found.set(key, made)
    return made
  }
}

/** Names for the stories; whatever has none is called by its id. */
export function namesOf(world: World, rows: readonly RateRow[]): StoryNames {
  const byId = new Map(rows.map((row) => [`${row.id}@${row.version}`, row]))
  const named: Partial<Record<string, ReadonlyMap<string, { readonly name?: string }>>> = {
    workerId: world.workers,
    taskId: world.tasks,
    projectId: world.projects,
    clientId: world.clients,
  }
  return {
    nameOf: (key, id) =>
      key === 'contractId' ? contractOn(world, id, world.asOf)?.name : named[key]?.get(id)?.name,
    rateRow: (id, version) => byId.get(`${id}@${version}`),
  }
}
