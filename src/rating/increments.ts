import type { Day } from '../kernel/dates.ts'
import type { Decimal, RoundingMode } from '../kernel/decimal.ts'
import {
  addDecimal,
  compareDecimal,
  divideDecimal,
  isZero,
  multiplyDecimal,
  negateDecimal,
  subtractDecimal,
} from '../kernel/decimal.ts'
import { assert } from '../kernel/errors.ts'
import { weekBegin } from './weeks.ts'

type IncrementMode = 'up' | 'nearest' | 'nearest_half_down' | 'down'
type IncrementBasis = 'entry' | 'person_day_task' | 'person_week_task'

/**
 * How worked time becomes billed time. `step` and `minimum` are in the unit of the quantity; `factor` is
 * applied before rounding. Nearest sends halves up, unless it says otherwise. The minimum is per entry, or per day or week with that
 * basis.
 */
export type IncrementRule = {
  readonly step: Decimal
  readonly mode: IncrementMode
  readonly basis: IncrementBasis
  readonly minimum?: Decimal
  readonly factor?: Decimal
}

const roundingOf: Readonly<Record<Exclude<IncrementMode, 'nearest_half_down'>, RoundingMode>> = {
  up: 'up',
  nearest: 'half_away',
  down: 'down',
}

const zero: Decimal = { coefficient: 0n, scale: 0 }

/**
 * One quantity by the rule. Nothing stays nothing, and a negative quantity is the mirror image of the
 * positive one.
 */
export function roundQuantity(quantity: Decimal, rule: IncrementRule): Decimal {
  assert(rule.step.coefficient > 0n, 'A step of time is above zero')
  const worked = rule.factor === undefined ? quantity : multiplyDecimal(quantity, rule.factor)
  if (isZero(worked)) return zero
  const negative = worked.coefficient < 0n
  const size = atLeast(negative ? negateDecimal(worked) : worked, rule.minimum)
  const steps = stepsIn(size, rule)
  const rounded = atLeast(multiplyDecimal(steps, rule.step), rule.minimum)
  return negative ? negateDecimal(rounded) : rounded
}

function stepsIn(size: Decimal, { step, mode }: IncrementRule): Decimal {
  if (mode !== 'nearest_half_down') return divideDecimal(size, step, 0, roundingOf[mode])
  const under = divideDecimal(size, step, 0, 'down')
  const rest = subtractDecimal(size, multiplyDecimal(under, step))
  const overHalf = compareDecimal(addDecimal(rest, rest), step) > 0
  return overHalf ? addDecimal(under, { coefficient: 1n, scale: 0 }) : under
}

function atLeast(size: Decimal, minimum: Decimal | undefined): Decimal {
  return minimum !== undefined && compareDecimal(size, minimum) < 0 ? minimum : size
}

/**
 * The quantities of one group, in their order, so that they add up to the rounded sum. The difference goes
 * on the last entry; when rounding down takes more than the last one has, the rest is taken from the one
 * before it, because nobody is billed for less than nothing.
 */
export function roundTogether(quantities: readonly Decimal[], rule: IncrementRule): Decimal[] {
  const { factor } = rule
  const billed = quantities.map((quantity) =>
    factor === undefined ? quantity : multiplyDecimal(quantity, factor),
  )
  if (billed.length === 0) return billed
  const worked = quantities.reduce(addDecimal, zero)
  let difference = subtractDecimal(roundQuantity(worked, rule), billed.reduce(addDecimal, zero))
  for (let at = billed.length - 1; at >= 0 && !isZero(difference); at--) {
    const entry = billed[at]!
    const wanted = addDecimal(entry, difference)
    const turns = entry.coefficient >= 0n !== wanted.coefficient >= 0n && !isZero(wanted)
    billed[at] = turns ? zero : wanted
    difference = turns ? wanted : zero
  }
  // Only entries of both signs can leave something: then the sum is worth more than the sign of one entry.
  billed[billed.length - 1] = addDecimal(billed[billed.length - 1]!, difference)
  return billed
}

type TimedEntry = {
  readonly sourceId: string
  readonly workedOn: Day
  readonly workerId: string
  readonly taskId?: string | undefined
  readonly quantity: Decimal
}

/**
 * The billed quantity of every entry, in the order of the list. Groups are rounded by work date, then source
 * id. `weekStart` is the ISO weekday on which weeks begin.
 */
export function billedQuantities(
  entries: readonly TimedEntry[],
  rule: IncrementRule,
  weekStart = 1,
): Decimal[] {
  if (rule.basis === 'entry') return entries.map((entry) => roundQuantity(entry.quantity, rule))
  const groups = new Map<string, number[]>()
  for (const [index, entry] of entries.entries()) {
    const day = rule.basis === 'person_day_task' ? entry.workedOn : weekBegin(entry.workedOn, weekStart)
    const key = JSON.stringify([entry.workerId, day, entry.taskId ?? null])
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [index])
    else group.push(index)
  }
  const billed = entries.map((entry) => entry.quantity)
  for (const group of groups.values()) {
    group.sort((a, b) => byWorkDate(entries[a]!, entries[b]!))
    const rounded = roundTogether(
      group.map((index) => entries[index]!.quantity),
      rule,
    )
    for (const [at, index] of group.entries()) billed[index] = rounded[at]!
  }
  return billed
}

function byWorkDate(a: TimedEntry, b: TimedEntry): number {
  if (a.workedOn !== b.workedOn) return a.workedOn < b.workedOn ? -1 : 1
  return a.sourceId < b.sourceId ? -1 : a.sourceId > b.sourceId ? 1 : 0
}
