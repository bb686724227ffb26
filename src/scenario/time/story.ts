/** What happened to time, as a person in finance would say it. */
import { type Decimal, formatDecimal } from '../../kernel/decimal.ts'
import { formatMoney, type Money } from '../../kernel/money.ts'
import type { QuantityRules } from '../../model/scenario/quantity.ts'
import type { BandRule } from '../../rating/bands/rules.ts'
import { applyPremium, type Stacking } from '../../rating/bands/stacking.ts'
import type { RateKind } from '../../rating/rate-rows.ts'
import type { RateDecision } from '../../rating/resolve.ts'
import { type StoryNames, tellRateChoice } from '../../rating/story.ts'
import type { Piece, Unit } from '../pieces.ts'
import type { TimeEntry } from './entries.ts'
import type { TimePart } from './parts.ts'
import type { Told } from './quantities.ts'

export function tellTimeOf(entry: TimeEntry, told: Told): string[] {
  const worked = `${counted(told.actual, told.actualUnit)} were worked on ${entry.on}`
  const same = told.unit === told.actualUnit && formatDecimal(told.actual) === formatDecimal(told.billed)
  const rules = rulesInWords(entry.agreed?.line.quantity, entry)
  if (same && rules.length === 0) return [`${worked}, and all of it is counted.`]
  const billed = counted(told.billed, told.unit)
  return [`${worked}; ${billed} count${rules.length === 0 ? '' : `: ${rules.join(', then ')}`}.`]
}

function counted(quantity: Decimal, unit: Unit): string {
  const text = formatDecimal(quantity)
  return `${text} ${unit}${text === '1' ? '' : 's'}`
}

const modeWords = {
  up: 'up to whole',
  nearest: 'to the nearest',
  nearest_half_down: 'to the nearest (halves down)',
  down: 'down to whole',
} as const
const basisWords = {
  entry: 'entry',
  person_day_task: 'person, day and task',
  person_week_task: 'person, week and task',
} as const

function rulesInWords(rules: QuantityRules | undefined, entry: TimeEntry): string[] {
  if (rules === undefined) return []
  const words: string[] = []
  const { clock, increment, decimalHours, days } = rules
  for (const edge of ['begin', 'end'] as const)
    if (clock?.[edge] !== undefined && entry.span !== null)
      words.push(`the ${edge} goes ${modeWords[clock[edge].mode]} steps of ${clock[edge].step} minutes`)
  if (increment?.factor !== undefined) words.push(`it is multiplied by ${increment.factor}`)
  if (increment !== undefined) {
    const unit = increment.unit ?? 'hour'
    const least = increment.minimum === undefined ? '' : `, at least ${increment.minimum} ${unit}s`
    words.push(
      `it goes ${modeWords[increment.mode]} steps of ${increment.step} ${unit}s per ${basisWords[increment.basis ?? 'entry']}${least}`,
    )
  }
  if (decimalHours !== undefined) words.push(`hours are kept with ${decimalHours.digits} digits`)
  if (days !== undefined)
    words.push(
      `it is billed in professional days per ${days.basis === 'person_day' ? 'person and day' : 'entry'}`,
    )
  return words
}

export function tellRateOf(
  rate: RateDecision,
  kind: RateKind,
  currency: string,
  names: StoryNames,
): string[] {
  const { winner } = rate
  const row = {
    rowId: winner.id,
    version: winner.version,
    level: winner.level,
    scope: winner.scope,
    amount: formatDecimal(winner.amount),
    ...(winner.per === undefined ? {} : { per: winner.per }),
  }
  return tellRateChoice(
    { kind, currency, rate: row, considered: rate.considered, precedence: rate.precedence },
    names,
  )
}

export function tellCost(rate: RateDecision, cost: Money): string[] {
  const { winner } = rate
  const price = `${formatDecimal(winner.amount)} ${cost.currency} ${winner.per === 'day' ? 'a day' : 'an hour'}`
  return [`It costs ${formatMoney(cost)} ${cost.currency}: the time as worked at ${price} (${winner.id}).`]
}

const stackingWords: Readonly<Record<Stacking, string>> = {
  highest: 'the highest of them counts',
  multiply: 'their factors are multiplied',
  add: 'their premiums add up',
  add_factors: 'their factors add up',
}

export function tellPart(piece: Piece, part: TimePart, stacking: Stacking, cut: boolean): string[] {
  const { currency } = piece.amount
  const per = piece.pricing?.per === 'day' ? 'a day' : 'an hour'
  const price = piece.pricing === undefined ? piece.rate! : applyPremium(piece.rate!, piece.pricing)
  const bands = part.bands.length === 0 ? '' : ` in ${part.bands.map((band) => band.id).join(' and ')}`
  const why = part.bands.length === 0 ? '' : ` (${bandsInWords(part.bands, stacking)})`
  const head =
    cut && part.bands.length === 0 && part.over === null
      ? `${counted(piece.quantity, piece.unit)} of it`
      : counted(piece.quantity, piece.unit)
  const worth = `${head}${bands} at ${formatDecimal(price)} ${currency} ${per}${why} are ${formatMoney(piece.amount)} ${currency}.`
  return [worth, ...capInWords(piece, part)]
}

function bandsInWords(bands: readonly BandRule[], stacking: Stacking): string {
  const each = bands.map(({ id, premium }) => {
    const value = formatDecimal(premium.value)
    if (premium.kind === 'multiplier') return `${id} is ${value} times the rate`
    return premium.kind === 'surcharge' ? `${id} adds ${value}` : `${id} has the rate ${value}`
  })
  return each.length === 1 ? each[0]! : `${each.join(', ')}; ${stackingWords[stacking]}`
}

function capInWords(piece: Piece, { over, moved, counted: from }: TimePart): string[] {
  if (over !== null) {
    const fate =
      over.excess === 'review'
        ? 'wait for somebody to decide'
        : over.excess === 'next_period'
          ? 'wait for the next period with room'
          : 'are not billed'
    return [
      `${counted(piece.quantity, piece.unit)} are over the ${over.hours} hours a ${over.per} of ${over.id}, and ${fate}.`,
    ]
  }
  return moved === null
    ? []
    : [`They were over ${moved.id} before, and count in the ${moved.per} from ${from}.`]
}
