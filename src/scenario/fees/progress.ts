import { addDays, type Day, day } from '../../kernel/dates.ts'
import { addDecimal, type Decimal, decimal, formatDecimal, multiplyDecimal } from '../../kernel/decimal.ts'
import { addMoney, formatMoney, type Money, subtractMoney, zeroMoney } from '../../kernel/money.ts'
import { convert } from '../../contracts/currencies/exchange.ts'
import { type Completion, earnedOf, percentOf } from '../../contracts/progress.ts'
import { addMonths, calendarPeriod } from '../../contracts/service-periods.ts'
import type { Progress } from '../../model/scenario/fees.ts'
import { complain } from '../complaint.ts'
import { rateFor } from '../exchange.ts'
import { amountOf, decimalOr, lineOn, type Place, roundedAmount } from '../known.ts'
import type { Valued } from '../pieces.ts'
import { knownIn, type World } from '../world.ts'
import { madeWork } from './made-work.ts'

/** How far a fee is on a day: cumulative, and what the period adds. */
type ProgressState = {
  readonly on: Day
  readonly percent: Decimal
  readonly cumulative: Money
  readonly amount: Money
  readonly held: readonly string[]
  readonly told: string
}

const zero = decimal('0')
const hundred = decimal('100')
const monthsOf = { month: 1, quarter: 3, year: 12 } as const

/** The fee as it was on each day of measurement, up to the day of the question. */
export function progressStates(world: World, place: Place, reported: readonly Valued[]): ProgressState[] {
  const { contract, line } = place
  const own = reported.filter((one) => one.contract === contract.id && one.line === line.id && counts(one))
  let before = zeroMoney(contract.currency)
  const states: ProgressState[] = []
  for (const on of daysOf(world, place, own)) {
    const live = lineOn(world, contract.id, line.id, on) ?? line
    const at = { ...place, line: live }
    const worked = own.filter((one) => one.on <= on)
    const state = stateOn(world, at, worked, on)
    states.push({ ...state, on, amount: subtractMoney(state.cumulative, before) })
    before = state.cumulative
  }
  return states
}

/** Reported work that is approved; whatever becomes of its bill, it is effort. */
function counts(one: Valued): boolean {
  const reported = one.kind === 'time' || one.kind === 'expense' || one.kind === 'subcontractor'
  return reported && !one.pieces.some((piece) => piece.bucket === 'none')
}

function daysOf(world: World, { line, contract }: Place, own: readonly Valued[]): Day[] {
  const rules = line.fee!.progress!
  if (rules.days !== undefined && rules.days.length > 0)
    return rules.days
      .map(day)
      .filter((on) => on <= world.asOf)
      .sort()
  const first = [
    ...own.map((one) => one.on as string),
    ...knownIn(world, rules.estimates).map((one) => one.on),
    ...knownIn(world, rules.stated).map((one) => one.on),
    ...(rules.tasks ?? []).flatMap((task) => knownIn(world, task.done).map((one) => one.on)),
    ...(contract.from === undefined ? [] : [contract.from]),
  ].sort()[0]
  const days: Day[] = []
  if (first === undefined) return days
  const months = monthsOf[rules.every ?? 'month']
  let { until } = calendarPeriod(day(first), months)
  for (; addDays(until, -1) <= world.asOf; until = addMonths(until, months)) days.push(addDays(until, -1))
  return days
}

type Standing = Pick<ProgressState, 'percent' | 'cumulative' | 'held' | 'told'>

function stateOn(world: World, place: Place, worked: readonly Valued[], on: Day): Standing {
  const rules = place.line.fee!.progress!
  if (rules.by === 'tasks') return byTasks(world, place, rules, on)
  const fee = feeOf(place)
  const atMost = decimalOr(rules.atMostPercent, '100')
  if (rules.by === 'stated') {
    const said = lastOf(knownIn(world, rules.stated), on)
    const done = said === null ? zero : decimal(said.percent)
    return standing(fee, { done, estimate: hundred, atMost }, [], `${formatDecimal(done)} % was said`)
  }
  const estimate = lastOf(knownIn(world, rules.estimates), on)
  if (estimate === null || /^0*(\.0*)?$/.test(estimate.is))
    return complain(
      `${place.path}/fee/progress/estimates`,
      `no estimate above zero is there on ${on}`,
      'Add the estimate at completion, with the day from which it holds',
    )
  if (rules.by === 'hours') {
    const seconds = worked.reduce((sum, one) => addDecimal(sum, secondsOf(one)), zero)
    const planned = multiplyDecimal(decimal(estimate.is), decimal('3600'))
    const hours = formatDecimal({
      coefficient: (seconds.coefficient * 10_000n) / 3600n,
      scale: seconds.scale + 4,
    })
    const told = `${hours} of ${estimate.is} hours are done`
    return standing(fee, { done: seconds, estimate: planned, atMost }, [], told)
  }
  const { cost, held } = costOf(world, place, worked)
  const told = `${formatMoney(cost)} of ${estimate.is} ${cost.currency} of cost is spent`
  const done = decimal(formatMoney(cost))
  return standing(fee, { done, estimate: decimal(estimate.is), atMost }, held, told)
}

function standing(fee: Money, completion: Completion, held: readonly string[], told: string): Standing {
  return { percent: percentOf(completion), cumulative: earnedOf(fee, completion), held, told }
}

function feeOf({ contract, line, path }: Place): Money {
  const amount = line.fee?.amount
  if (amount === undefined)
    return complain(`${path}/fee/amount`, 'progress has no fee to be a part of', 'Say the amount of the fee')
  return amountOf(amount, contract.currency, `${path}/fee/amount`)
}

/** Every task earns its own part of its own price; the fee is their sum. */
function byTasks(world: World, { contract, path }: Place, rules: Progress, on: Day): Standing {
  let whole = zeroMoney(contract.currency)
  let earned = whole
  for (const task of rules.tasks ?? []) {
    const at = `${path}/fee/progress/tasks (${task.id})`
    const amount =
      task.amount !== undefined
        ? amountOf(task.amount, contract.currency, at)
        : task.hours !== undefined && task.rate !== undefined
          ? roundedAmount(multiplyDecimal(decimal(task.hours), decimal(task.rate)), contract.currency)
          : complain(at, 'the task has no price', 'Say its amount, or its hours and their rate')
    const said = lastOf(knownIn(world, task.done), on)
    const done = said === null ? zero : decimal(said.percent)
    const atMost = decimalOr(rules.atMostPercent, '100')
    earned = addMoney(earned, earnedOf(amount, { done, estimate: hundred, atMost }))
    whole = addMoney(whole, amount)
  }
  const completion = {
    done: decimal(formatMoney(earned)),
    estimate: whole.minor === 0n ? hundred : decimal(formatMoney(whole)),
    atMost: hundred,
  }
  const told = `tasks worth ${formatMoney(earned)} of ${formatMoney(whole)} ${contract.currency} are done`
  return { percent: percentOf(completion), cumulative: earned, held: [], told }
}

/** The one that holds on a day: the latest by day, of one day the one learned last. */
function lastOf<T extends { readonly on: string; readonly learned?: number }>(
  list: readonly T[],
  on: Day,
): T | null {
  let found: T | null = null
  for (const one of list) {
    if (one.on > on) continue
    if (found === null || one.on > found.on) found = one
    else if (one.on === found.on && (one.learned ?? 0) >= (found.learned ?? 0)) found = one
  }
  return found
}

function secondsOf(one: Valued): Decimal {
  const factor = { hour: '3600', minute: '60', second: '1', day: '0', unit: '0' }[one.unit]
  return multiplyDecimal(one.actual, decimal(factor))
}

/** Cost in the contract's currency at the rates of the work dates; what has no cost yet holds the bill. */
function costOf(world: World, { contract }: Place, worked: readonly Valued[]) {
  let cost = zeroMoney(contract.currency)
  const held = new Set<string>()
  for (const one of worked) {
    if (one.cost === null) {
      held.add('MISSING_RATE')
      continue
    }
    const rate = rateFor(world, 'cost', one.cost.currency, contract.currency, one.on)
    if (rate === null) held.add('MISSING_EXCHANGE_RATE')
    else cost = addMoney(cost, convert(one.cost, rate))
  }
  return { cost, held: [...held] }
}

export function progressWork(world: World, place: Place, reported: readonly Valued[]): Valued[] {
  const { contract, line } = place
  if (line.fee?.progress === undefined) return []
  return progressStates(world, place, reported)
    .filter((state) => state.amount.minor !== 0n || state.held.length > 0)
    .map((state) => {
      const said = `${formatMoney(state.cumulative)} ${contract.currency}`
      return madeWork({
        id: `${contract.id}:${line.id}:progress:${state.on}`,
        kind: 'progress',
        on: state.on,
        contract: contract.id,
        line: line.id,
        amount: state.amount,
        held: state.held,
        story:
          `Up to ${state.on} ${state.told}, ${formatDecimal(state.percent)} %: ${said} of the fee is earned, ` +
          `${formatMoney(state.amount)} of it since the period before.`,
      })
    })
}
