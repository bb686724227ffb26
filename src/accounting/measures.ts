/** Measures of a firm. Each has one formula, which is told with its number, and the same everywhere. */
import { addDecimal, type Decimal, multiplyDecimal, subtractDecimal } from '../kernel/decimal.ts'
import type { FigureName, MeasureName } from '../model/scenario/measure-rules.ts'
import { fractionOf, numberOf } from './share.ts'

export type Figures = (name: FigureName) => Decimal
type Unit = 'percent' | 'days' | 'ratio' | 'amount' | 'hours' | 'amount_per_hour'
/** A quotient, so that it is rounded once and at the end; null where there is nothing to divide by. */
type Quotient = { readonly of: Decimal; readonly by: Decimal }

type Formula = {
  readonly formula: string
  readonly unit: Unit
  readonly digits: number
  readonly figures: readonly FigureName[]
  readonly reckon: (figure: Figures) => Quotient
}

const one: Decimal = { coefficient: 1n, scale: 0 }
const hundred: Decimal = { coefficient: 100n, scale: 0 }
const two: Decimal = { coefficient: 2n, scale: 0 }

const percent = (of: Decimal, by: Decimal): Quotient => ({ of: multiplyDecimal(hundred, of), by })
const whole = (of: Decimal): Quotient => ({ of, by: one })

function leaked(figure: Figures): Decimal {
  return [figure('invoiced'), figure('writtenOff'), figure('held')].reduce(
    subtractDecimal,
    figure('approvedValue'),
  )
}

function unreconciled(figure: Figures): Decimal {
  const found = [figure('postedHours'), figure('exceptionHours'), figure('heldHours')].reduce(addDecimal)
  return subtractDecimal(addDecimal(figure('approvedHours'), figure('roundedHours')), found)
}

const shareOf = (formula: string, of: FigureName, by: FigureName): Formula => ({
  formula,
  unit: 'percent',
  digits: 2,
  figures: [of, by],
  reckon: (figure) => percent(figure(of), figure(by)),
})
const quotientOf = (formula: string, unit: Unit, of: FigureName, by: FigureName): Formula => ({
  formula,
  unit,
  digits: 2,
  figures: [of, by],
  reckon: (figure) => ({ of: figure(of), by: figure(by) }),
})
const daysOfRevenue = (formula: string, ...balances: FigureName[]): Formula => ({
  formula,
  unit: 'days',
  digits: 0,
  figures: [...balances, 'revenue', 'days'],
  reckon: (figure) => {
    const balance = balances.map((name) => figure(name)).reduce(addDecimal)
    return { of: multiplyDecimal(balance, figure('days')), by: figure('revenue') }
  },
})
const receivableDays = daysOfRevenue('receivables / revenue x days', 'receivables')

export const formulas: Readonly<Record<MeasureName, Formula>> = {
  utilization: shareOf('chargeable hours / capacity x 100', 'chargeableHours', 'capacity'),
  billing_realization: shareOf('billed / standard value x 100', 'billed', 'standardValue'),
  collection_realization: shareOf('collected / billed x 100', 'collected', 'billed'),
  realization: shareOf(
    'collected / standard value x 100, which is billing x collection realisation',
    'collected',
    'standardValue',
  ),
  leverage: quotientOf('people who are no partners / partners', 'ratio', 'others', 'partners'),
  margin: {
    formula: '(revenue - cost) / revenue x 100; write-downs never lower cost',
    unit: 'percent',
    digits: 2,
    figures: ['revenue', 'cost'],
    reckon: (figure) => percent(subtractDecimal(figure('revenue'), figure('cost')), figure('revenue')),
  },
  wip_days: daysOfRevenue('work in progress / revenue x days', 'wip'),
  debtor_days: receivableDays,
  lock_up: daysOfRevenue('(work in progress + receivables) / revenue x days', 'wip', 'receivables'),
  dso: receivableDays,
  leakage: {
    formula: 'approved billable value - invoiced - authorised write-offs - held',
    unit: 'amount',
    digits: 2,
    figures: ['approvedValue', 'invoiced', 'writtenOff', 'held'],
    reckon: (figure) => whole(leaked(figure)),
  },
  leakage_percent: {
    formula:
      '(approved billable value - invoiced - authorised write-offs - held) / approved billable value x 100',
    unit: 'percent',
    digits: 2,
    figures: ['approvedValue', 'invoiced', 'writtenOff', 'held'],
    reckon: (figure) => percent(leaked(figure), figure('approvedValue')),
  },
  effective_rate: quotientOf(
    'fees billed / hours worked for them',
    'amount_per_hour',
    'billed',
    'chargeableHours',
  ),
  hours_reconciliation: {
    formula: 'approved hours + rounding of hours - posted - exceptions - held; must be 0',
    unit: 'hours',
    digits: 2,
    figures: ['approvedHours', 'roundedHours', 'postedHours', 'exceptionHours', 'heldHours'],
    reckon: (figure) => whole(unreconciled(figure)),
  },
}

/** The number, rounded once; null where the formula divides by nothing or by less. */
export function reckon(name: MeasureName, figure: Figures, digits?: number): Decimal | null {
  const { reckon: reckoned, digits: usual } = formulas[name]
  const { of, by } = reckoned(figure)
  return by.coefficient > 0n ? numberOf(fractionOf(of, by), digits ?? usual) : null
}

/** Half way between two balances. */
export function averageOf(opening: Decimal, closing: Decimal): Decimal {
  const sum = addDecimal(opening, closing)
  // Halves of a decimal are decimals with one digit more.
  return sum.coefficient % 2n === 0n
    ? { coefficient: sum.coefficient / two.coefficient, scale: sum.scale }
    : { coefficient: sum.coefficient * 5n, scale: sum.scale + 1 }
}
