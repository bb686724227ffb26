/** Proposed terms asked for a price before anybody approves them, so that terms that contradict themselves never bill. */
import { questionOf } from '../../../charging/groups/question.ts'
import { addDays, type Day, day } from '../../../kernel/dates.ts'
import type { Masters } from '../../../masterdata/masters.ts'
import type { MasterChange } from '../../../model/master-records.ts'
import type { Scenario } from '../../../model/scenario/scenario.ts'
import { type Complaint, ScenarioError } from '../../../scenario/complaint.ts'
import { valueWork } from '../../../scenario/run.ts'
import { contractOn, worldOf } from '../../../scenario/world.ts'
import { type ProblemPart, part } from '../../problem.ts'
import { mastersAfterwards } from '../../../masterdata/proposals/afterwards.ts'

/**
 * Asks the engine about every client whose contracts with terms, limits or rates would change, on the first day on which
 * the change holds: with an hour on each line of its contracts, and without any work. Faults carry what the engine
 * complains of.
 */
export function dryPricingFaults(
  masters: Masters,
  changes: readonly MasterChange[],
  news: ReadonlySet<MasterChange>,
  today: Day,
): ProblemPart[] {
  const questions = new Map<string, { client: string; on: Day; at: number }>()
  for (const [at, change] of changes.entries()) {
    if (!news.has(change)) continue
    const on = dayWithin(change, today)
    for (const client of clientsOf(change))
      if (!questions.has(`${client}\n${on}`)) questions.set(`${client}\n${on}`, { client, on, at })
  }
  if (questions.size === 0) return []
  const afterwards = mastersAfterwards(masters, changes)
  const faults: ProblemPart[] = []
  for (const { client, on, at } of questions.values()) {
    const { scenario } = questionOf(afterwards, client, { on, works: [], outside: [], charges: new Map() })
    if ((scenario.contracts ?? []).length === 0) continue
    for (const complaint of complaintsOf(scenario)) {
      const fault = faultOf(complaint, changes, at)
      if (!faults.some((one) => one.pointer === fault.pointer && one.message === fault.message))
        faults.push(fault)
    }
  }
  return faults
}

function clientsOf(change: MasterChange): string[] {
  if (change.body === null) return []
  if (change.kind === 'contract')
    return change.body.billing === 'composed' && change.body.client !== null ? [change.body.client] : []
  if (change.kind === 'limit') return [...(change.body.clients ?? [])]
  return change.kind === 'rate' && change.body.clientId !== null ? [change.body.clientId] : []
}

/** Today where the statement holds today, otherwise its first or its last day. */
function dayWithin({ validFrom, validUntil }: MasterChange, today: Day): Day {
  if (today < validFrom) return day(validFrom)
  if (validUntil !== null && today >= validUntil) return addDays(day(validUntil), -1)
  return today
}

function complaintsOf(scenario: Scenario): readonly Complaint[] {
  for (const one of [scenario, withAnHourPerLine(scenario)])
    try {
      valueWork(worldOf(one))
    } catch (error) {
      if (error instanceof ScenarioError) return error.complaints
      throw error
    }
  return []
}

function withAnHourPerLine(scenario: Scenario): Scenario {
  const world = worldOf(scenario)
  const ids = [...world.contracts.keys()]
  const live = ids.map((id) => contractOn(world, id, world.asOf)).filter((one) => one !== null)
  const work = live.flatMap(({ id: contract, lines }) =>
    lines.map(({ id: line }) => ({
      id: `dry run ${contract} ${line}`,
      on: world.asOf,
      hours: '1',
      contract,
      line,
    })),
  )
  return { ...scenario, work }
}

function faultOf({ path, problem, remedy }: Complaint, changes: readonly MasterChange[], at: number) {
  const id = /^\/contracts \(([^),]+)[),]/.exec(path)?.[1]
  const own = changes.findIndex((one) => one.kind === 'contract' && one.recordId === id && one.body !== null)
  const index = own < 0 ? at : own
  const change = changes[index]!
  const terms = change.kind === 'contract' ? change.body?.terms : undefined
  const place = `/changes/${index}/body${terms === undefined ? '' : `/terms${pointerIn(terms, path)}`}`
  return {
    ...part('SCHEMA_VIOLATION', place, `${problem} (${path})`),
    remedy: `${remedy.replace(/\.$/, '')}.`,
  }
}

/** As far as the engine's path, "/contracts (C)/lines (L)/price/tiers", leads into the terms. */
function pointerIn(terms: unknown, path: string): string {
  let pointer = ''
  let value: unknown = terms
  for (const step of path.split('/').slice(2)) {
    const [, name, id] = /^([^ ]+)(?: \((.*)\))?$/.exec(step) ?? []
    const next: unknown = name === undefined ? undefined : (value as Record<string, unknown>)[name]
    if (typeof next !== 'object' || next === null) return pointer
    pointer += `/${name}`
    value = next
    if (id === undefined) continue
    const index = Array.isArray(next) ? next.findIndex((item: { id?: string }) => item.id === id) : -1
    if (index < 0) return pointer
    pointer += `/${index}`
    value = (next as unknown[])[index]
  }
  return pointer
}
