/** The limits of a scenario as rules of the allocation. */
import type { LimitRule, Over } from '../../contracts/allocation/rules.ts'
import { ticksOf, ticksPerHour } from '../../contracts/allocation/quantities.ts'
import { type Day, day } from '../../kernel/dates.ts'
import { type Decimal, decimal } from '../../kernel/decimal.ts'
import { moneyOfDecimal } from '../../kernel/money.ts'
import type { Agreement } from '../../model/scenario/agreement.ts'
import type { Limit } from '../../model/scenario/limits.ts'
import { complain } from '../complaint.ts'
import { contractOn, type World } from '../world.ts'
import { covers, isLive, type Subject } from './narrowing.ts'

/** A limit where it stands. `onlyIn` names versions of its contract when the one of today has it no more. */
type Placing = {
  readonly limit: Limit
  readonly contract: string | null
  readonly line: string | null
  readonly gone: boolean
}
/** One ceiling, which several limits make together or one alone, with its rules of money and of hours. */
export type Ceiling = {
  readonly id: string
  readonly contract: string | null
  readonly line: string | null
  readonly placings: readonly Placing[]
  readonly limit: Limit
  readonly currency: string
  readonly amount: number | null
  readonly hours: number | null
}

/** Narrow limits stand before wide ones, so that of equal remainders the narrower is named. */
export function ceilingsOf(world: World, rules: LimitRule[]): Ceiling[] {
  const placings = [...world.contracts.keys()].flatMap((id) => placingsOf(world, id))
  for (const limit of world.scenario.limits ?? [])
    placings.push({ limit, contract: null, line: null, gone: false })
  const groups = Map.groupBy(placings, (one) =>
    one.limit.together === undefined
      ? JSON.stringify([one.contract, one.line, one.limit.id])
      : JSON.stringify([one.limit.together]),
  )
  return [...groups.values()].map((group) => ceilingOf(world, group, rules))
}

function placingsOf(world: World, id: string): Placing[] {
  const versions = world.contracts.get(id)!
  const today = contractOn(world, id, world.asOf) ?? versions.at(-1)!
  const found = new Map<string, Placing>()
  for (const version of [today, ...versions.toReversed()]) {
    for (const { line, limit } of limitsOf(version)) {
      const key = JSON.stringify([line, limit.id])
      const gone = version !== today
      // A total that was agreed away binds nothing any more; a month that has passed keeps its height.
      if (found.has(key) || (gone && (limit.per ?? 'total') === 'total')) continue
      found.set(key, { limit, contract: id, line, gone })
    }
  }
  return [...found.values()]
}

function limitsOf(version: Agreement): { line: string | null; limit: Limit }[] {
  return [
    ...version.lines.flatMap((line) => (line.limits ?? []).map((limit) => ({ line: line.id, limit }))),
    ...(version.limits ?? []).map((limit) => ({ line: null, limit })),
  ]
}

function ceilingOf(world: World, placings: readonly Placing[], rules: LimitRule[]): Ceiling {
  const [first] = placings
  const { limit, contract, line } = first!
  const path = `/limits (${limit.together ?? limit.id})`
  const currency = limit.currency ?? contractCurrency(world, contract)
  if (limit.amount === undefined && limit.hours === undefined)
    complain(path, 'it limits nothing', 'Say its amount, its hours, or both.')
  if (limit.amount !== undefined && currency === undefined)
    complain(path, 'an amount across contracts has no currency', 'Say its currency.')
  if (limit.each !== undefined && limit.used !== undefined)
    complain(path, 'what was used before has nobody to count for', 'Tell it as documents, or leave out each.')
  const make = (measure: 'amount' | 'hours'): number | null => {
    if (limit[measure] === undefined) return null
    const heights = placings.map((one) => heightsOf(world, one, measure, currency ?? 'XXX'))
    rules.push(ruleOf(world, limit, measure, heights))
    return rules.length - 1
  }
  const shared = placings.length > 1
  return {
    id: limit.together ?? limit.id,
    contract: placings.every((one) => one.contract === contract) ? contract : null,
    line: shared ? null : line,
    placings,
    limit,
    currency: currency ?? 'XXX',
    amount: make('amount'),
    hours: make('hours'),
  }
}

function contractCurrency(world: World, contract: string | null): string | undefined {
  return contract === null ? undefined : world.contracts.get(contract)!.at(-1)!.currency
}

type Height = { readonly most: bigint; readonly changes: readonly { from: Day; most: bigint }[] }

/** The height of a limit in every version of its contract. */
function heightsOf(world: World, placing: Placing, measure: 'amount' | 'hours', currency: string): Height {
  const own = inUnits(placing.limit[measure] ?? '0', measure, currency)
  const { contract, line } = placing
  if (contract === null) return { most: own, changes: [] }
  const versions = world.contracts.get(contract)!
  if (versions.length === 1) return { most: own, changes: [] }
  const begins = [...new Set(versions.map((one) => one.from ?? '0001-01-01'))].sort()
  const changes = begins.flatMap((from) => {
    const version = contractOn(world, contract, from)
    const found =
      version && limitsOf(version).find((one) => one.line === line && one.limit.id === placing.limit.id)
    const height = found?.limit[measure]
    return height === undefined ? [] : [{ from: day(from), most: inUnits(height, measure, currency) }]
  })
  return { most: changes[0]?.most ?? own, changes }
}

export function inUnits(text: string, measure: 'amount' | 'hours', currency: string): bigint {
  const value: Decimal = decimal(text)
  return measure === 'hours'
    ? ticksOf(value, ticksPerHour)
    : moneyOfDecimal(value, currency, 'half_away').minor
}

function ruleOf(
  world: World,
  limit: Limit,
  measure: 'amount' | 'hours',
  heights: readonly Height[],
): LimitRule {
  const begins = [...new Set(heights.flatMap((one) => one.changes.map((change) => change.from)))].sort()
  const at = (height: Height, from: Day): bigint =>
    height.changes.findLast((one) => one.from <= from)?.most ?? height.most
  const sum = (list: readonly bigint[]): bigint => list.reduce((total, one) => total + one, 0n)
  return {
    id: limit.together ?? limit.id,
    measure,
    most: sum(heights.map((one) => one.most)),
    changes: begins.map((from) => ({ from, most: sum(heights.map((one) => at(one, from))) })),
    per: limit.per ?? 'total',
    mode: limit.mode ?? 'part',
    over: (limit.over ?? 'parked') satisfies Over,
    until: world.asOf,
    order: false,
  }
}

/** Whether work falls under a ceiling: under any of the limits that make it. */
export function fallsUnder(world: World, ceiling: Ceiling, subject: Subject): boolean {
  return ceiling.placings.some(({ limit, contract, line, gone }) => {
    if (contract !== null && contract !== subject.contract) return false
    if (line !== null && line !== subject.line) return false
    if (!covers(limit, subject) || !isLive(limit, subject.on)) return false
    if (!gone) return true
    const version = contractOn(world, contract!, subject.on)
    return version !== null && limitsOf(version).some((one) => one.line === line && one.limit.id === limit.id)
  })
}
