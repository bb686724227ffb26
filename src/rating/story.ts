import type { Decimal } from '../kernel/decimal.ts'
import { compareDecimal, decimal, formatDecimal, multiplyDecimal } from '../kernel/decimal.ts'
import type { PriceDecision } from './price.ts'
import type { RateLevel, RateRow, RateScope, ScopeKey } from './rate-rows.ts'
import type { LossReason } from './resolve.ts'

/** Where the names come from. Whatever has no name is called by its id. */
export type StoryNames = {
  readonly nameOf?: (key: ScopeKey, id: string) => string | undefined
  readonly rateRow?: (rowId: string, version: number) => RateRow | undefined
}

const levelWords: Readonly<Record<RateLevel, string>> = {
  person: 'person',
  role: 'role',
  task: 'task',
  project: 'project',
  client: 'client',
  default: 'default',
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

/** Sentences that say why an amount is what it is: time, rate, the rates that lost, and the multiplication. */
export function tellStory(decision: PriceDecision, names: StoryNames = {}): string[] {
  return [
    tellTime(decision),
    tellRate(decision, names),
    ...decision.considered.flatMap((candidate) =>
      candidate.outcome === 'won'
        ? []
        : [
            `${tellCandidate(candidate.rowId, candidate.version, names)} lost: ${lossWords[candidate.reason]}.`,
          ],
    ),
    tellExtension(decision),
  ]
}

function hours(quantity: string, unit: PriceDecision['unit']): string {
  return `${quantity} ${unit}${quantity === '1' ? '' : 's'}`
}

function tellTime(decision: PriceDecision): string {
  const worked = `${hours(decision.actual, decision.unit)} were worked on ${decision.workedOn}`
  const charged = decision.kind === 'bill' ? 'billed' : 'costed'
  const rule = decision.increment
  if (rule === null)
    return `${worked}, and ${decision.actual === decision.billed ? 'all of it is' : `${hours(decision.billed, decision.unit)} are`} ${charged}.`
  const modes = { up: 'up to', nearest: 'to the nearest of', down: 'down to' } as const
  const bases = {
    entry: 'entry',
    person_day_task: 'person, day and task',
    person_week_task: 'person, week and task',
  }
  const factor = rule.factor === undefined ? '' : `multiplied by ${rule.factor}, then `
  const minimum = rule.minimum === undefined ? '' : `, at least ${hours(rule.minimum, decision.unit)}`
  return (
    `${worked}; ${hours(decision.billed, decision.unit)} are ${charged}: ${factor}rounded ${modes[rule.mode]} ` +
    `whole steps of ${hours(rule.step, decision.unit)} per ${bases[rule.basis]}${minimum}.`
  )
}

function tellScope(scope: RateScope, names: StoryNames): string {
  const parts = Object.entries(scope).map(([key, id]) => {
    const scopeKey = key as ScopeKey
    return `${scopeWords[scopeKey]} ${names.nameOf?.(scopeKey, id) ?? id}`
  })
  return parts.length === 0 ? '' : ` for ${parts.join(', ')}`
}

function tellRate(decision: PriceDecision, names: StoryNames): string {
  const { rate } = decision
  const free =
    compareDecimal(decimal(rate.amount), decimal('0')) === 0 ? ', which is a rate and not a gap' : ''
  return (
    `The ${decision.kind} rate is ${rate.amount} ${decision.currency} an hour${free}: the ${levelWords[rate.level]} ` +
    `rate${tellScope(rate.scope, names)} (${rate.rowId}, version ${rate.version}), by the precedence ` +
    `${decision.precedence}.`
  )
}

function tellCandidate(rowId: string, version: number, names: StoryNames): string {
  const row = names.rateRow?.(rowId, version)
  if (row === undefined) return `The rate ${rowId}, version ${version},`
  const amount = `${formatDecimal(row.amount)} ${row.currency}`
  return `The ${levelWords[row.level]} rate${tellScope(row.scope, names)}, ${amount} (${rowId}, version ${version}),`
}

const perHour: Readonly<Record<PriceDecision['unit'], Decimal>> = {
  hour: decimal('1'),
  minute: decimal('60'),
  second: decimal('3600'),
}

function tellExtension(decision: PriceDecision): string {
  const product = multiplyDecimal(decimal(decision.billed), decimal(decision.rate.amount))
  const exact =
    compareDecimal(product, multiplyDecimal(decimal(decision.amount), perHour[decision.unit])) === 0
  const rounding = exact ? '' : ', rounded once to the smallest unit of the currency, half away from zero'
  return (
    `${hours(decision.billed, decision.unit)} at ${decision.rate.amount} ${decision.currency} an hour are ` +
    `${decision.amount} ${decision.currency}${rounding}.`
  )
}
