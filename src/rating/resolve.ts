import { formatDecimal } from '../kernel/decimal.ts'
import type { Rejection } from '../kernel/errors.ts'
import { bug, reject } from '../kernel/errors.ts'
import type { RatePrecedence } from './precedence.ts'
import { defaultPrecedence, precedenceLabel } from './precedence.ts'
import type { Standing } from './rank.ts'
import { rankedBy } from './rank.ts'
import type { RateQuestion, RateRow } from './rate-rows.ts'

/** Why a candidate did not win. The first group was not live for the question, the second was beaten. */
export type LossReason =
  | 'learned_later'
  | 'superseded'
  | 'not_yet_valid'
  | 'expired'
  | 'other_currency'
  | 'other_region'
  | 'other_legal_entity'
  | 'scope_without_anchor'
  | 'level_not_in_precedence'
  | 'lower_level'
  | 'broader_scope'
  | 'broader_region'
  | 'broader_legal_entity'
  | 'tied'

export type ConsideredRate =
  | { readonly rowId: string; readonly version: number; readonly outcome: 'won' }
  | {
      readonly rowId: string
      readonly version: number
      readonly outcome: 'lost'
      readonly reason: LossReason
    }

export type RateDecision = {
  readonly winner: RateRow
  /** Every row of the kind whose scope fits the work, the winner first, the others by id and version. */
  readonly considered: readonly ConsideredRate[]
  /** Name and version of the precedence, "standard@1". */
  readonly precedence: string
}

type Candidate = { readonly row: RateRow; reason: LossReason | null; readonly rank: number }

/**
 * The one rate that applies, or MISSING_RATE or AMBIGUOUS_RATE with the candidates. The order of the rows
 * never matters. A rate of zero is a rate.
 */
export function resolveRate(
  question: RateQuestion,
  rows: readonly RateRow[],
  precedence: RatePrecedence = defaultPrecedence,
): RateDecision | Rejection {
  const ranked = rankedBy(precedence)
  const candidates: Candidate[] = []
  let best: Candidate | null = null
  let tied = false
  for (const row of rows) {
    if (row.kind !== question.kind) continue
    const standing = ranked(row)
    if (!scopeFits(standing, question)) continue
    const reason = whyNotLive(row, standing, question, rows)
    const candidate = { row, reason, rank: reason === null ? standing.rank : -1 }
    candidates.push(candidate)
    if (reason !== null) continue
    if (best === null || candidate.rank > best.rank) {
      best = candidate
      tied = false
    } else if (candidate.rank === best.rank) {
      tied = true
    }
  }
  if (candidates.length > 1) candidates.sort(byRowAndVersion)
  if (best === null) return missing(question, candidates)
  for (const candidate of candidates) {
    if (candidate !== best) candidate.reason ??= whyBeaten(candidate, best, precedence)
  }
  if (tied) return ambiguous(question, best, candidates)
  const considered: ConsideredRate[] = [{ rowId: best.row.id, version: best.row.version, outcome: 'won' }]
  for (const { row, reason } of candidates) {
    if (reason !== null) considered.push({ rowId: row.id, version: row.version, outcome: 'lost', reason })
  }
  return { winner: best.row, considered, precedence: precedenceLabel(precedence) }
}

/**
 * A later version replaces an earlier one of the same row wholly, also when it narrowed the scope or the
 * dates.
 */
function isSuperseded(row: RateRow, question: RateQuestion, rows: readonly RateRow[]): boolean {
  for (const other of rows) {
    if (other.version <= row.version || other.id !== row.id) continue
    if (question.asOf === undefined || other.learnedAt <= question.asOf) return true
  }
  return false
}

function scopeFits({ keys, values }: Standing, question: RateQuestion): boolean {
  for (let at = 0; at < keys.length; at++) {
    if (question[keys[at]!] !== values[at]) return false
  }
  return true
}

function whyNotLive(
  row: RateRow,
  standing: Standing,
  question: RateQuestion,
  rows: readonly RateRow[],
): LossReason | null {
  if (question.asOf !== undefined && row.learnedAt > question.asOf) return 'learned_later'
  if (isSuperseded(row, question, rows)) return 'superseded'
  if (standing.unfit !== null) return standing.unfit
  if (row.currency !== question.currency) return 'other_currency'
  if (question.workedOn < row.from) return 'not_yet_valid'
  if (row.until !== null && question.workedOn >= row.until) return 'expired'
  if (row.region !== undefined && row.region !== question.region) return 'other_region'
  if (row.legalEntity !== undefined && row.legalEntity !== question.legalEntity) return 'other_legal_entity'
  return null
}

function whyBeaten(loser: Candidate, best: Candidate, precedence: RatePrecedence): LossReason {
  if (loser.rank === best.rank) return 'tied'
  if (loser.row.level !== best.row.level) return 'lower_level'
  for (const key of precedence.narrowness) {
    if ((loser.row.scope[key] === undefined) !== (best.row.scope[key] === undefined)) return 'broader_scope'
  }
  for (const qualifier of precedence.qualifiers) {
    if ((loser.row[qualifier] === undefined) !== (best.row[qualifier] === undefined)) {
      return qualifier === 'region' ? 'broader_region' : 'broader_legal_entity'
    }
  }
  return bug('Two rows of different rank differ in level, scope or qualifier')
}

function byRowAndVersion(a: Candidate, b: Candidate): number {
  if (a.row.id !== b.row.id) return a.row.id < b.row.id ? -1 : 1
  return a.row.version - b.row.version
}

/** More would not be read, and a message has a limit. */
const candidatesToldMost = 20

function told(candidates: readonly Candidate[]): string {
  const texts = candidates
    .slice(0, candidatesToldMost)
    .map(({ row, reason }) => `${row.id}@${row.version} ${formatDecimal(row.amount)} ${reason ?? 'live'}`)
  if (candidates.length > candidatesToldMost) texts.push(`and ${candidates.length - candidatesToldMost} more`)
  return texts.join('; ')
}

function factsOf(question: RateQuestion): Record<string, string> {
  const facts: Record<string, string> = {}
  for (const [name, value] of Object.entries(question)) {
    if (value !== undefined) facts[name] = String(value)
  }
  return facts
}

function missing(question: RateQuestion, candidates: readonly Candidate[]): Rejection {
  const message =
    `No ${question.kind} rate in ${question.currency} is live on ${question.workedOn} ` +
    `for worker ${question.workerId}`
  return reject('MISSING_RATE', message, { detail: { ...factsOf(question), candidates: told(candidates) } })
}

function ambiguous(question: RateQuestion, best: Candidate, candidates: readonly Candidate[]): Rejection {
  const equals = candidates.filter(({ rank }) => rank === best.rank)
  for (const candidate of equals) candidate.reason = 'tied'
  const message =
    `${equals.length} ${question.kind} rates in ${question.currency} apply equally on ${question.workedOn} ` +
    `for worker ${question.workerId}`
  return reject('AMBIGUOUS_RATE', message, { detail: { ...factsOf(question), candidates: told(equals) } })
}
