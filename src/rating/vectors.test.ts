import { runVectors } from '../../test/vectors/cases.ts'
import type { Day } from '../kernel/dates.ts'
import { addDays, day } from '../kernel/dates.ts'
import type { Decimal } from '../kernel/decimal.ts'
import { addDecimal, decimal, divideDecimal, formatDecimal } from '../kernel/decimal.ts'
import { isRejection } from '../kernel/errors.ts'
import type { Money } from '../kernel/money.ts'
import { formatMoney, sumMoney } from '../kernel/money.ts'
import type { IncrementRule } from './increments.ts'
import { billedQuantities, roundQuantity } from './increments.ts'
import { withOverrides } from './overrides.ts'
import type { RatePrecedence } from './precedence.ts'
import { defaultPrecedence } from './precedence.ts'
import type { PriceQuestion, TimeUnit } from './price.ts'
import { extendTime, priceEntry } from './price.ts'
import type { RateLevel, RateRow, RateScope } from './rate-rows.ts'
import { resolveRate } from './resolve.ts'

const question: PriceQuestion = {
  kind: 'bill',
  workedOn: day('2026-05-15'),
  currency: 'EUR',
  workerId: 'w1',
  laborCategory: 'consultant',
  taskId: 't1',
  projectId: 'p1',
  clientId: 'c1',
  assignmentId: 'a1',
  quantity: decimal('1'),
}

function rate(level: RateLevel, scope: RateScope, amount: string, about: Partial<RateRow> = {}): RateRow {
  return {
    id: `${level} ${Object.keys(scope).join(' ')}`,
    version: 1,
    kind: 'bill',
    level,
    scope,
    currency: 'EUR',
    amount: decimal(amount),
    from: day('2026-01-01'),
    until: null,
    learnedAt: 1n,
    ...about,
  }
}

/** The rate, or the code of the refusal. */
function rateOn(on: string, rows: readonly RateRow[], about: Partial<PriceQuestion> = {}): string {
  const outcome = resolveRate({ ...question, ...about, workedOn: day(on) }, rows)
  return isRejection(outcome) ? outcome.code : formatDecimal(outcome.winner.amount)
}

function amountOf(
  about: Partial<PriceQuestion>,
  rows: readonly RateRow[],
  precedence = defaultPrecedence,
): Money {
  const outcome = priceEntry({ ...question, ...about }, rows, { precedence })
  if (isRejection(outcome)) throw new Error(outcome.message)
  return outcome.amount
}

const rounded = (quantity: string, step: string, mode: IncrementRule['mode'], factor?: string): string => {
  const rule = { step: decimal(step), mode, basis: 'entry' } as const
  const withFactor = factor === undefined ? rule : { ...rule, factor: decimal(factor) }
  return formatDecimal(roundQuantity(decimal(quantity), withFactor))
}

type Timed = readonly (readonly [on: string, minutes: string])[]

/**
 * Billed minutes and money of one person's entries on one task, rounded by the rule and priced one by one.
 */
function billed(work: Timed, ratePerHour: string, rule: IncrementRule) {
  const entries = work.map(([on, minutes], index) => ({
    sourceId: String(index),
    workedOn: day(on),
    workerId: 'w1',
    taskId: 't1',
    quantity: decimal(minutes),
  }))
  const quantities = billedQuantities(entries, rule)
  const amounts = entries.map((entry, index) =>
    amountOf({ ...entry, billed: quantities[index], unit: 'minute' }, [rate('default', {}, ratePerHour)]),
  )
  return {
    minutes: formatDecimal(quantities.reduce(addDecimal, decimal('0'))),
    amount: formatMoney(sumMoney(amounts, 'EUR')),
    amounts: amounts.map(formatMoney),
  }
}

const up = (step: string, basis: IncrementRule['basis'] = 'entry'): IncrementRule => ({
  step: decimal(step),
  mode: 'up',
  basis,
})

function tenthsOfAnHour(): string[] {
  const work: Timed = ['2', '4', '7', '13'].map((minutes) => ['2026-06-01', minutes])
  const perEntry = billed(work, '350', up('6'))
  const unrounded = extendTime(decimal('26'), 'minute', decimal('350'), 'EUR')
  const perDay = billed(work, '350', up('30', 'person_day_task'))
  return [perEntry.minutes, perEntry.amount, formatMoney(unrounded), perDay.amount]
}

function threeBases(): string[] {
  const week: Timed = [
    ['2026-06-01', '7'],
    ['2026-06-01', '7'],
    ['2026-06-01', '7'],
    ['2026-06-02', '20'],
    ['2026-06-03', '8'],
  ]
  const bases = ['entry', 'person_day_task', 'person_week_task'] as const
  const results = bases.map((basis) => billed(week, '120', up('15', basis)))
  return [...results.map(({ minutes }) => minutes), ...results.map(({ amount }) => amount)]
}

/** Seconds become hours of two digits before pricing: a compatibility setting, never the default. */
function inHundredthsOfAnHour(seconds: string, ratePerHour: string): string {
  const hours = divideDecimal(decimal(seconds), decimal('3600'), 2, 'half_away')
  return formatMoney(amountOf({ quantity: hours }, [rate('default', {}, ratePerHour)]))
}

const senior = { laborCategory: 'consultant' }
const firmCards = (roleOnProject: string): RateRow[] => [
  rate('role', { ...senior, clientId: 'c1' }, '140'),
  rate('role', { ...senior, projectId: 'p1' }, roleOnProject, {
    from: day('2026-03-01'),
    until: day('2026-07-01'),
  }),
  rate('role', senior, '110'),
  rate('project', { projectId: 'p1' }, '130'),
]

/** Drops the most specific card again and again; what is left decides. */
function peeled<T>(rows: readonly RateRow[], read: (left: readonly RateRow[]) => T): T[] {
  return rows.map((_, from) => read(rows.slice(from)))
}

const precedenceOf = (name: string, levels: readonly RateLevel[]): RatePrecedence => ({
  ...defaultPrecedence,
  name,
  levels,
})

function kimaiLayers(): string[] {
  // The rate on the entry is narrowed to its assignment; the user's own is a default narrowed to the worker.
  const kimai = precedenceOf('kimai', ['person', 'task', 'project', 'client', 'default'])
  const layers = [
    rate('person', { assignmentId: 'a1' }, '3'),
    rate('task', { taskId: 't1' }, '5'),
    rate('project', { projectId: 'p1' }, '7'),
    rate('client', { clientId: 'c1' }, '9'),
    rate('default', { workerId: 'w1' }, '1'),
  ]
  return peeled(layers, (left) => formatMoney(amountOf({ quantity: decimal('0.5') }, left, kimai)))
}

function solidtimeLayers(): string[] {
  const solidtime = precedenceOf('solidtime', ['person', 'project', 'default'])
  const [onProject, project, member, organisation] = [
    rate('person', { workerId: 'w1', projectId: 'p1' }, '150'),
    rate('project', { projectId: 'p1' }, '120'),
    rate('default', { workerId: 'w1' }, '100'),
    rate('default', {}, '80'),
  ]
  const sets = [
    [project, member, organisation],
    [onProject, project, member, organisation],
    [member, organisation],
    [organisation],
  ] as RateRow[][]
  return sets.map((rows) => formatMoney(amountOf({}, rows, solidtime)))
}

function priceListWithOverrides(): string[] {
  const list = rate('default', {}, '100', { until: day('2026-07-01') })
  const rows = withOverrides(list, [
    { id: 'second', from: day('2026-04-01'), amount: decimal('120') },
    { id: 'first', from: day('2026-03-15'), amount: decimal('110') },
  ])
  return ['2026-03-14', '2026-03-15', '2026-03-31', '2026-04-01'].map((on) => rateOn(on, rows))
}

function weekWithAChange(): string[] {
  const monday: Day = day('2026-06-01')
  const wednesday = addDays(monday, 2)
  const rows = [
    rate('default', {}, '100', { id: 'old', until: wednesday }),
    rate('default', {}, '110', { id: 'new', from: wednesday }),
  ]
  const days = [0, 1, 2, 3, 4].map((n) => addDays(monday, n))
  const amounts = days.map((workedOn) => amountOf({ workedOn, quantity: decimal('8') }, rows))
  return [formatMoney(sumMoney(amounts, 'EUR'))]
}

const minuteAmount = (quantity: string, unit: TimeUnit, minimum: Decimal): string => {
  const rule = { ...up('15'), minimum }
  const rows = [rate('default', {}, '160')]
  const outcome = priceEntry({ ...question, quantity: decimal(quantity), unit }, rows, { increment: rule })
  return isRejection(outcome) ? outcome.code : formatMoney(outcome.amount)
}

const person = rate('person', { workerId: 'w1' }, '120')
const kinds = [
  rate('project', { projectId: 'p1' }, '30', { id: 'bill' }),
  rate('project', { projectId: 'p1' }, '23', { id: 'cost', kind: 'cost' }),
]
const timekeeper = [
  rate('person', { workerId: 'w1' }, '250', { id: 'old', until: day('2026-03-01') }),
  rate('person', { workerId: 'w1' }, '275', { id: 'new', from: day('2026-03-01') }),
]
const twin = rate('role', { ...senior, projectId: 'p1' }, '155', { id: 'twin', from: day('2026-05-01') })
const increments = ['A07', 'A09', 'A11', 'A13', 'A14', 'A15', 'A18']
const resolution = ['B01', 'B05', 'B07', 'B09', 'B11', 'B12', 'B13', 'B14', 'B15', 'B16', 'B17', 'B18', 'B19']

runVectors('rating', [...increments, ...resolution], {
  A07: () => [rounded('0.9', '0.25', 'up', '2')],
  A09: () => [rounded('1.01', '0.25', 'nearest', '2')],
  A11: () => [rounded('420', '600', 'up'), rounded('420', '600', 'down'), rounded('7260', '60', 'down')],
  A13: tenthsOfAnHour,
  A14: threeBases,
  A15: () => ['10', '31', '45'].map((minutes) => minuteAmount(minutes, 'minute', decimal('30'))),
  A18: () => [
    inHundredthsOfAnHour('123', '736.00'),
    inHundredthsOfAnHour('60', '123.4567'),
    inHundredthsOfAnHour('60', '10000'),
    inHundredthsOfAnHour('1', '1.23'),
  ],
  B01: priceListWithOverrides,
  B05: kimaiLayers,
  B07: () =>
    (['bill', 'cost'] as const).map((kind) =>
      formatMoney(amountOf({ kind, quantity: decimal('0.5') }, kinds)),
    ),
  B09: solidtimeLayers,
  B11: () => [rateOn('2026-02-28', timekeeper), rateOn('2026-03-01', timekeeper)],
  B12: () => [rateOn('2026-07-01', [...firmCards('150'), person])],
  B13: () => [rateOn('2026-07-01', firmCards('150')), rateOn('2026-05-15', firmCards('150'))],
  B14: () => [
    rateOn(
      '2026-05-15',
      firmCards('150').filter(({ level }) => level !== 'role'),
    ),
  ],
  B15: () => [rateOn('2026-05-15', [...firmCards('150'), twin])],
  B16: () => [rateOn('2026-05-15', [...firmCards('150'), person], { currency: 'GBP' })],
  B17: () => [rateOn('2026-06-30', firmCards('150')), rateOn('2026-07-01', firmCards('150'))],
  B18: () => [rateOn('2026-05-15', firmCards('0'))],
  B19: weekWithAChange,
})
