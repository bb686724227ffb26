import { formulas, reckon } from '../../accounting/measures.ts'
import { formatDecimal } from '../../kernel/decimal.ts'
import { complain } from '../complaint.ts'
import { figuresOf, stretchOf } from './figures.ts'
import type { Books } from './recognise.ts'

/** Measures with their formula, their days and every figure that went in, so that each can be reckoned again. */
export function tellMeasures(books: Books): Record<string, unknown>[] {
  const { world } = books.ledgers
  return (world.scenario.books?.measures?.list ?? []).map((measure) => {
    const stretch = stretchOf(books, measure)
    if (stretch.from > stretch.to)
      complain(
        `/books/measures (${measure.id})`,
        'its days stand the wrong way round',
        'Let from be the first day',
      )
    const figure = figuresOf(books, measure, stretch)
    const { formula, unit, figures } = formulas[measure.measure]
    const value = reckon(measure.measure, figure, measure.digits)
    const given = new Map((measure.given ?? []).map((one) => [one.figure, one.source ?? 'given']))
    return {
      id: measure.id,
      measure: measure.measure,
      formula,
      unit,
      value: value && formatDecimal(value),
      reason: value === null ? 'there is nothing to divide by' : null,
      from: stretch.from,
      to: stretch.to,
      currency: stretch.currency,
      capacity: figures.includes('capacity') ? (measure.capacity ?? 'net') : null,
      balances:
        figures.includes('wip') || figures.includes('receivables') ? (measure.balances ?? 'closing') : null,
      figures: Object.fromEntries(figures.map((name) => [name, formatDecimal(figure(name))])),
      sources: Object.fromEntries(figures.map((name) => [name, given.get(name) ?? 'this scenario'])),
    }
  })
}
