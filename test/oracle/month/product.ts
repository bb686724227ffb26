/** The product's answer to a small month, and the same with a bug planted in it. */
import type { Agreement } from '../../../src/model/scenario/agreement.ts'
import type { Rate } from '../../../src/model/scenario/card.ts'
import type { Result } from '../../../src/model/scenario/result.ts'
import type { Scenario } from '../../../src/model/scenario/scenario.ts'
import type { ReportedWork } from '../../../src/model/scenario/work.ts'
import { priceScenario } from '../../../src/scenario/run.ts'
import { type MonthCase, type SmallRate, type SmallReport, tasks } from './cases.ts'
import type { Month } from './pencil.ts'

export type MonthPlant = {
  readonly ask?: (scenario: Scenario) => Scenario
  readonly tell?: (result: Result) => Result
}
const date = (day: number): string =>
  day <= 30 ? `2026-06-${String(day).padStart(2, '0')}` : `2026-07-${String(day - 30).padStart(2, '0')}`
const shifted = (value: number, digits: number): string => {
  const text = String(value).padStart(digits + 1, '0')
  return digits === 0 ? text : `${text.slice(0, -digits)}.${text.slice(-digits)}`
}
const tenths = (value: number): string => shifted(value, 1)

export function scenarioOf(question: MonthCase): Scenario {
  const { currency, roles, reports, rates, taxes } = question
  return {
    scenario: 1,
    title: 'a month',
    asOf: date(30),
    clients: [{ id: 'C', name: 'Client' }],
    projects: [{ id: 'P', name: 'Project', client: 'C' }],
    tasks: tasks.map((id) => ({ id, name: id, project: 'P' })),
    workers: roles.map((laborCategory, at) => ({ id: `W${at}`, name: `Worker ${at}`, laborCategory })),
    rates: rates.map((one) => rateOf(one, currency)),
    taxCodes: [
      { id: 'A', rate: tenths(taxes[0]) },
      { id: 'B', rate: tenths(taxes[1]) },
    ],
    contracts: [contractOf(question)],
    work: reports.map((one) => workOf(one, question)),
  }
}

function rateOf(one: SmallRate, currency: string): Rate {
  return {
    id: one.id,
    level: one.level,
    ...(one.worker === null ? {} : { worker: `W${one.worker}` }),
    ...(one.role === null ? {} : { laborCategory: one.role }),
    ...(one.task === null ? {} : { task: one.task }),
    ...(one.within === 'project' ? { project: 'P' } : one.within === 'client' ? { client: 'C' } : {}),
    currency: one.foreign ? 'CHF' : currency,
    amount: shifted(one.hundredths, 2),
    ...(one.from === null ? {} : { from: date(one.from) }),
    ...(one.to === null ? {} : { to: date(one.to) }),
  }
}

function contractOf(question: MonthCase): Agreement {
  const { currency, digits, step, multiplier, discounts, ceiling, fee, milestone } = question
  const { minimum, retainage, tax, off, dueStep, dueMode } = question
  const minor = (value: number) => shifted(value, digits)
  const kept = retainage === null ? {} : { retainage: { percent: tenths(retainage) } }
  const labor = {
    id: 'labor',
    taxCode: 'A',
    ...kept,
    ...(step === null ? {} : { quantity: { increment: incrementOf(step) } }),
    ...(multiplier === null ? {} : { price: { multiplier: shifted(multiplier, 2) } }),
    discounts: discounts.map((one, at) => ({
      id: `D${at}`,
      percent: tenths(one.tenths),
      on: one.onRest ? ('rest' as const) : ('price' as const),
    })),
  }
  const fixed = {
    id: 'fixed',
    taxCode: 'B',
    covers: { tasks: ['FREE'] },
    work: 'non_billable' as const,
    ...kept,
    ...(fee === null
      ? {}
      : { fee: { amount: minor(fee.amount), instalments: fee.days.map((day) => ({ on: date(day) })) } }),
    ...(milestone === null
      ? {}
      : {
          milestones: [
            {
              id: 'M',
              amount: minor(milestone.amount),
              events: [
                { on: date(1), what: 'submitted' as const },
                ...(milestone.accepted === null
                  ? []
                  : [{ on: date(milestone.accepted), what: 'accepted' as const }]),
              ],
            },
          ],
        }),
  }
  return {
    id: 'K',
    client: 'C',
    currency,
    projects: ['P'],
    lines: [labor, fixed],
    ...(ceiling === null
      ? {}
      : { limits: [{ id: 'NTE', amount: minor(ceiling), kinds: ['time' as const] }] }),
    ...(minimum === null ? {} : { minimum: { amount: minor(minimum) } }),
    documents: {
      tax,
      ...(off === null ? {} : { discount: tenths(off) }),
      ...(dueStep === null ? {} : { roundDue: { step: minor(dueStep), mode: dueMode } }),
    },
  }
}

function incrementOf({ minutes, mode, together, minimum }: NonNullable<MonthCase['step']>) {
  return {
    step: String(minutes),
    unit: 'minute' as const,
    mode,
    basis: together ? ('person_day_task' as const) : ('entry' as const),
    ...(minimum === 0 ? {} : { minimum: String(minimum * minutes) }),
  }
}

function workOf(one: SmallReport, { digits }: MonthCase): ReportedWork {
  const { writeDown } = one
  const base = { id: 'down', on: date(30) } as const
  const adjustment =
    writeDown === 'off'
      ? { ...base, what: 'write_off' as const }
      : writeDown !== null && 'to' in writeDown
        ? { ...base, what: 'write_down' as const, toAmount: shifted(writeDown.to, digits) }
        : { ...base, what: 'write_down' as const, byPercent: String(writeDown?.percent) }
  return {
    id: one.id,
    on: date(one.day),
    worker: `W${one.worker}`,
    project: 'P',
    task: one.task,
    minutes: String(one.minutes),
    approval: one.approved ? 'approved' : 'submitted',
    ...(writeDown === null ? {} : { adjustments: [adjustment] }),
  }
}

export function monthOf(question: MonthCase, plant: MonthPlant = {}): Month {
  const scenario = scenarioOf(question)
  const answered = priceScenario(plant.ask?.(scenario) ?? scenario)
  const result = plant.tell?.(answered) ?? answered
  const minor = (text: string) => minorOf(text, question.digits)
  const reports: [string, { minutes: number; became: Record<string, bigint> }][] = []
  for (const one of result.work) {
    const reported = question.reports.some((each) => each.id === one.id)
    if (!reported || one.pieces.some((piece) => piece.bucket === 'none')) continue
    const became: Record<string, bigint> = {}
    for (const code of one.held) became[code] = 0n
    for (const { bucket, amount } of one.pieces)
      if (bucket !== 'held' && bucket !== 'non_billable')
        became[bucket] = (became[bucket] ?? 0n) + minor(amount)
    reports.push([one.id, { minutes: minutesOf(one), became }])
  }
  const { documents } = result
  const total = (of: (one: Result['documents'][number]) => string) =>
    documents.reduce((all, one) => all + minor(of(one)), 0n)
  return {
    reports: new Map(reports),
    net: total((one) => one.net),
    tax: total((one) => one.tax),
    due: total((one) => String((one as { due?: unknown }).due ?? one.total)),
  }
}

function minorOf(text: string, digits: number): bigint {
  const [whole, rest = ''] = text.split('.')
  return BigInt(`${whole}${rest.padEnd(digits, '0')}`)
}

function minutesOf({ billed, unit }: Result['work'][number]): number {
  const factor = { hour: 60, minute: 1, second: 1 / 60 }[unit]
  if (factor === undefined) throw new Error(`Time is not told in ${unit}`)
  return Number(billed) * factor
}

const contractAs = (change: (contract: Agreement) => Agreement): MonthPlant => ({
  ask: (scenario) => ({ ...scenario, contracts: scenario.contracts!.map(change) }),
})
type Line = Agreement['lines'][number]
const linesAs = (change: (line: Line) => Line): MonthPlant =>
  contractAs((contract) => ({ ...contract, lines: contract.lines.map(change) }))
const documentsAs = (change: (rules: NonNullable<Agreement['documents']>) => Agreement['documents']) =>
  contractAs((contract) => ({ ...contract, documents: change(contract.documents!)! }))
const ratesAs = (change: (rate: Rate) => Rate | null): MonthPlant => ({
  ask: (scenario) => ({ ...scenario, rates: scenario.rates!.flatMap((one) => change(one) ?? []) }),
})
const workAs = (change: (work: ReportedWork) => ReportedWork): MonthPlant => ({
  ask: (scenario) => ({ ...scenario, work: scenario.work!.map(change) }),
})

/** Each of them is a mistake that somebody could make; every one has to be found. */
export const monthPlants: Readonly<Record<string, MonthPlant>> = {
  'roles-before-persons': linesAs((line) => ({
    ...line,
    price: { ...line.price, precedence: ['role', 'person', 'task', 'project', 'client', 'default'] },
  })),
  'rates-without-scope': ratesAs((rate) =>
    rate.level === 'role' && rate.client !== undefined ? null : rate,
  ),
  'rates-end-a-day-early': ratesAs(({ to, ...rate }) =>
    to === undefined || to <= (rate.from ?? date(1))
      ? { ...rate, ...(to && { to }) }
      : { ...rate, to: before(to) },
  ),
  'zero-is-no-rate': ratesAs((rate) => (Number(rate.amount) === 0 ? null : rate)),
  'another-currency-is-a-rate': {
    ask: (scenario) => ({
      ...scenario,
      rates: scenario.rates!.map((one) => ({ ...one, currency: scenario.contracts![0]!.currency })),
    }),
  },
  'hours-in-two-digits': linesAs((line) => ({
    ...line,
    quantity: { ...line.quantity, decimalHours: { digits: 2 } },
  })),
  'each-report-by-itself': incrementAs(({ basis: _, ...rest }) => rest),
  'a-week-together': incrementAs((rule) =>
    rule.basis === 'person_day_task' ? { ...rule, basis: 'person_week_task' } : rule,
  ),
  'halves-of-steps-down': incrementAs((rule) =>
    rule.mode === 'nearest' ? { ...rule, mode: 'nearest_half_down' } : rule,
  ),
  'no-minimum-of-time': incrementAs(({ minimum: _, ...rest }) => rest),
  'discounts-on-the-price': linesAs((line) => ({
    ...line,
    ...(line.discounts && { discounts: line.discounts.map((one) => ({ ...one, on: 'price' as const })) }),
  })),
  'discounts-turned-round': linesAs((line) => ({
    ...line,
    ...(line.discounts && { discounts: line.discounts.toReversed() }),
  })),
  'written-down-for-nothing': workAs(({ adjustments: _, ...rest }) => rest),
  'unapproved-is-billed': workAs((one) => ({ ...one, approval: 'approved' })),
  'the-ceiling-holds-fees': contractAs((contract) => ({
    ...contract,
    ...(contract.limits && { limits: contract.limits.map(({ kinds: _, ...rest }) => rest) }),
  })),
  'whole-reports-under-the-ceiling': contractAs((contract) => ({
    ...contract,
    ...(contract.limits && {
      limits: contract.limits.map((one) => ({ ...one, mode: 'whole_entry' as const })),
    }),
  })),
  'the-minimum-counts-hours-only': contractAs((contract) => ({
    ...contract,
    ...(contract.minimum && { minimum: { ...contract.minimum, kinds: ['time' as const] } }),
  })),
  'retainage-of-hours-only': linesAs((line) => ({
    ...line,
    ...(line.retainage && { retainage: { ...line.retainage, kinds: ['time'] } }),
  })),
  'submitted-is-accepted': linesAs((line) => ({
    ...line,
    ...(line.milestones && {
      milestones: line.milestones.map((one) => ({
        ...one,
        events: [...one.events!, { on: date(2), what: 'accepted' as const }],
      })),
    }),
  })),
  'tax-on-every-line': documentsAs((rules) => ({ ...rules, tax: { ...rules.tax, per: 'line' } })),
  'tax-on-the-sum': documentsAs((rules) => ({ ...rules, tax: { ...rules.tax, per: 'total' } })),
  'half-to-even': documentsAs((rules) => ({ ...rules, tax: { ...rules.tax, rounding: 'half_even' } })),
  'tax-put-on-again': documentsAs((rules) => ({ ...rules, tax: { ...rules.tax, included: false } })),
  'the-sum-due-as-it-is': documentsAs(({ roundDue: _, ...rest }) => rest),
  'no-discount-on-the-document': documentsAs(({ discount: _, ...rest }) => rest),
  'a-cent-lost-on-the-way': {
    tell: (result) => ({
      ...result,
      documents: result.documents.map((one) => (one.lines.length < 2 ? one : { ...one, tax: '0' })),
    }),
  },
}

function incrementAs(
  change: (
    rule: NonNullable<NonNullable<Line['quantity']>['increment']>,
  ) => NonNullable<NonNullable<Line['quantity']>['increment']>,
): MonthPlant {
  return linesAs((line) =>
    line.quantity?.increment === undefined
      ? line
      : { ...line, quantity: { ...line.quantity, increment: change(line.quantity.increment) } },
  )
}

function before(day: string): string {
  return date(Number(day.slice(-2)) - 1)
}
