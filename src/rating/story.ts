import type { Decimal } from '../kernel/decimal.ts'
import { compareDecimal, decimal, formatDecimal, isZero, multiplyDecimal } from '../kernel/decimal.ts'
import type { PriceDecision } from './price.ts'
import type { RateRow, RateScope, ScopeKey } from './rate-rows.ts'
import type { LossReason } from './resolve.ts'

/** Where the names come from. Whatever has no name is called by its id. */
export type StoryNames = {
  readonly nameOf?: (key: ScopeKey, id: string) => string | undefined
  readonly rateRow?: (rowId: string, version: number) => RateRow | undefined
}

const scopeWords: Readonly<Record<ScopeKey, string>> = {
  workerId: 'worker',
  laborCategory: 'labor category',
  taskId: 'task',
  projectId: 'project',
  clientId: 'client',
  contractId: 'contract',
  assignmentId: 'assignment',
}

const lossWords: Readonly<Record<LossReason, string>> = {
  learned_later: 'it was not known yet',
  superseded: 'a later version replaces it',
  not_yet_valid: 'it was not live yet on that day',
  expired: 'it had ended by that day',
  other_currency: 'it is in another currency',
  other_region: 'it is for another region',
  other_legal_entity: 'it is for another legal entity',
  scope_without_anchor: 'it does not say whom or what it is for',
  level_not_in_precedence: 'the contract does not use rates of its level',
  lower_level: 'the precedence puts its level later',
  broader_scope: 'its scope is broader',
  broader_region: 'it is for every region, and one for this region exists',
  broader_legal_entity: 'it is for every legal entity, and one for this legal entity exists',
  tied: 'another rate applies equally',
}

/**
 * Sentences that say why an amount is what it is: time, rate, the rates that lost, and the multiplication.
 */
export function tellStory(decision: PriceDecision, names: StoryNames = {}): string[] {
  return [tellTime(decision), ...tellRateChoice(decision, names), tellExtension(decision)]
}

/** What is told of a rate: the part of a decision that does not depend on the time. */
type RateChoice = Pick<PriceDecision, 'kind' | 'currency' | 'rate' | 'considered' | 'precedence'>

/** Which rate won, and why each of the others lost. */
export function tellRateChoice(choice: RateChoice, names: StoryNames = {}): string[] {
  const story = [tellRate(choice, names)]
  for (const candidate of choice.considered) {
    if (candidate.outcome === 'won') continue
    const rate = tellCandidate(candidate.rowId, candidate.version, names)
    story.push(`${rate} lost: ${lossWords[candidate.reason]}.`)
  }
  return story
}

function hours(quantity: string, unit: PriceDecision['unit']): string {
  return `${quantity} ${unit}${quantity === '1' ? '' : 's'}`
}

const perWords = { hour: 'an hour', day: 'a day' } as const
const modeWords = {
  up: 'up to',
  nearest: 'to the nearest of',
  nearest_half_down: 'to the nearest of',
  down: 'down to',
} as const
const basisWords = {
  entry: 'entry',
  person_day_task: 'person, day and task',
  person_week_task: 'person, week and task',
} as const

function tellTime(decision: PriceDecision): string {
  const worked = `${hours(decision.actual, decision.unit)} ${decision.actual === '1' ? 'was' : 'were'} worked on ${decision.workedOn}`
  const billed = hours(decision.billed, decision.unit)
  const charged = decision.kind === 'bill' ? 'billed' : 'costed'
  const rule = decision.increment
  if (rule === null) {
    const part = decision.actual === decision.billed ? 'all of it is' : `${billed} are`
    return `${worked}, and ${part} ${charged}.`
  }
  const factor = rule.factor === undefined ? '' : `multiplied by ${rule.factor}, then `
  const minimum = rule.minimum === undefined ? '' : `, at least ${hours(rule.minimum, decision.unit)}`
  const steps = `rounded ${modeWords[rule.mode]} whole steps of ${hours(rule.step, decision.unit)}`
  return `${worked}; ${billed} are ${charged}: ${factor}${steps} per ${basisWords[rule.basis]}${minimum}.`
}

function tellScope(scope: RateScope, names: StoryNames): string {
  const parts = Object.entries(scope).map(([key, id]) => {
    const scopeKey = key as ScopeKey
    return `${scopeWords[scopeKey]} ${names.nameOf?.(scopeKey, id) ?? id}`
  })
  return parts.length === 0 ? '' : ` for ${parts.join(', ')}`
}

function tellRate(decision: RateChoice, names: StoryNames): string {
  const { rate } = decision
  const free = isZero(decimal(rate.amount)) ? ', which is a rate and not a gap' : ''
  const price = `${rate.amount} ${decision.currency} ${perWords[rate.per ?? 'hour']}${free}`
  const row = `${rate.rowId}, version ${rate.version}`
  const card = `the ${rate.level} rate${tellScope(rate.scope, names)} (${row})`
  return `The ${decision.kind} rate is ${price}: ${card}, by the precedence ${decision.precedence}.`
}

function tellCandidate(rowId: string, version: number, names: StoryNames): string {
  const row = names.rateRow?.(rowId, version)
  if (row === undefined) return `The rate ${rowId}, version ${version},`
  const card = `The ${row.level} rate${tellScope(row.scope, names)}`
  return `${card}, ${formatDecimal(row.amount)} ${row.currency} (${rowId}, version ${version}),`
}

const perHour: Readonly<Record<PriceDecision['unit'], Decimal>> = {
  hour: decimal('1'),
  minute: decimal('60'),
  second: decimal('3600'),
}

function tellExtension(decision: PriceDecision): string {
  const product = multiplyDecimal(decimal(decision.billed), decimal(decision.rate.amount))
  const exact =
    decision.rate.per !== 'day' &&
    compareDecimal(product, multiplyDecimal(decimal(decision.amount), perHour[decision.unit])) === 0
  const rounding = exact ? '' : ', rounded once to the smallest unit of the currency, half away from zero'
  return (
    `${hours(decision.billed, decision.unit)} at ${decision.rate.amount} ${decision.currency} ${perWords[decision.rate.per ?? 'hour']} are ` +
    `${decision.amount} ${decision.currency}${rounding}.`
  )
}
