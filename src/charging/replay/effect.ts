import { canonicalJson } from '../../kernel/canonical-json.ts'
import { addDecimal, decimal, formatDecimal, negateDecimal } from '../../kernel/decimal.ts'
import { digestText } from '../../kernel/digest.ts'
import type { Charge } from '../difference.ts'
import type { Decided } from '../settle.ts'
import type { Work } from '../work.ts'

export const outcomes = ['cost', 'pay', 'bill'] as const
export type Outcome = (typeof outcomes)[number]
/** Hours and minor units as text, so that it may stand in JSON. Currency null where nothing has a value. */
export type Amount = { readonly currency: string | null; readonly hours: string; readonly minor: string }
/**
 * What becomes of one outcome. The amounts of `create` and `change` are the difference that is written; those of `skip`
 * are what stands and stays.
 */
export type OutcomeEffect = {
  readonly action: 'create' | 'change' | 'skip'
  readonly reason: string
  readonly amounts: readonly Amount[]
}
export type Effect = Readonly<Record<Outcome, OutcomeEffect>>

/** What is written for one work, outcome by outcome. */
export function effectOf(before: Work | null, charges: readonly Charge[], decided: Decided): Effect {
  const { work } = decided
  const held = (outcome: Outcome) => decided.cases.find((one) => one.outcome === outcome)?.code ?? null
  return {
    cost: costEffect(before, work, held('cost')),
    pay: payEffect(before, work, held('pay')),
    bill: billEffect(before, charges, decided, held('bill')),
  }
}

/** For a work that is left alone as a whole. */
export function untouched(work: Work | null, reason: string): Effect {
  const { cost, pay, bill } = standingOf(work)
  return {
    cost: { action: 'skip', reason, amounts: cost },
    pay: { action: 'skip', reason, amounts: pay },
    bill: { action: 'skip', reason, amounts: bill },
  }
}

function standingOf(work: Work | null): Record<Outcome, Amount[]> {
  if (!work) return { cost: [], pay: [], bill: [] }
  const of = (bucket: string, minor: bigint | null, currency: string | null): Amount[] =>
    bucket === 'none'
      ? []
      : [{ currency: minor === null ? null : currency, hours: plain(work.hours), minor: String(minor ?? 0n) }]
  return {
    cost: of(work.costBucket, work.costMinor, work.costCurrency),
    pay: of(work.payBucket, null, null),
    bill: of(work.billBucket, work.billMinor, work.billCurrency),
  }
}

function billEffect(
  before: Work | null,
  charges: readonly Charge[],
  { work, charges: rows }: Decided,
  held: string | null,
): OutcomeEffect {
  if (rows.length === 0) {
    const moved =
      before !== null && (before.billBucket !== work.billBucket || before.billMinor !== work.billMinor)
    if (before === null && work.billBucket !== 'none')
      return { action: 'create', reason: held ?? work.billBucket, amounts: standingOf(work).bill }
    if (moved) return { action: 'change', reason: held ?? work.billBucket, amounts: [] }
    return { action: 'skip', reason: held ?? 'same', amounts: standingOf(work).bill }
  }
  const sums = new Map<string, Amount>()
  for (const row of rows)
    add(sums, { currency: row.currency, hours: row.hours, minor: String(row.amountMinor) })
  // What is pinned stays as it is: billing rewrites a draft, and proposes the difference to what is issued.
  const issued = charges.some((one) => one.state === 'issued')
  const pending = rows.some((row) => row.state === 'pending')
  const reason = pending ? (issued ? 'proposed_on_issued' : 'draft_is_rewritten') : (held ?? work.billBucket)
  return { action: charges.length === 0 ? 'create' : 'change', reason, amounts: [...sums.values()] }
}

function costEffect(before: Work | null, work: Work, held: string | null): OutcomeEffect {
  const [was, is] = [before ? costOf(before) : null, costOf(work)]
  const moved =
    (before?.costDigest ?? null) !== work.costDigest ||
    (before?.costMinor ?? null) !== work.costMinor ||
    (before?.costBucket ?? 'none') !== work.costBucket
  if (!moved) return { action: 'skip', reason: held ?? 'same', amounts: standingOf(work).cost }
  const sums = new Map<string, Amount>()
  if (is) add(sums, is)
  if (was) add(sums, { ...was, hours: negated(was.hours), minor: String(-BigInt(was.minor)) })
  return {
    action: before === null || before.costDigest === null ? 'create' : 'change',
    reason: held ?? work.costBucket,
    amounts: [...sums.values()].filter((one) => one.hours !== '0' || one.minor !== '0'),
  }
}

function costOf(work: Work): Amount | null {
  if (work.costDigest === null) return null
  return { currency: work.costCurrency, hours: plain(work.hours), minor: String(work.costMinor ?? 0n) }
}

function payEffect(before: Work | null, work: Work, held: string | null): OutcomeEffect {
  const hoursOf = (one: Work | null) => (one === null || one.payBucket === 'none' ? '0' : plain(one.hours))
  const hours = formatDecimal(addDecimal(decimal(hoursOf(work)), negateDecimal(decimal(hoursOf(before)))))
  const moved = (before?.payBucket ?? 'none') !== work.payBucket || hours !== '0'
  if (!moved) return { action: 'skip', reason: held ?? 'same', amounts: standingOf(work).pay }
  return {
    action: before === null || before.payBucket === 'none' ? 'create' : 'change',
    reason: held ?? work.payBucket,
    amounts: hours === '0' ? [] : [{ currency: null, hours, minor: '0' }],
  }
}

/**
 * Over what a person agreed to: content, stamp and amounts. Not over buckets, which posting and billing move in the
 * meantime without changing what the replay does.
 */
export function digestOfEffect(decided: Decided): string {
  const { work, charges } = decided
  const rows = charges.map((row) => [
    row.clientId,
    row.contractId,
    row.projectId,
    row.workOn,
    row.currency,
    plain(row.hours),
    String(row.amountMinor),
  ])
  const cost = [work.costDigest, work.costMinor === null ? null : String(work.costMinor), work.costCurrency]
  return digestText(
    canonicalJson([
      work.revision,
      work.mapping,
      work.contentDigest,
      work.approval,
      plain(work.hours),
      rows,
      cost,
    ]),
  )
}

function add(sums: Map<string, Amount>, amount: Amount): void {
  const key = amount.currency ?? ''
  const known = sums.get(key)
  sums.set(key, known ? plus(known, amount) : amount)
}

export function plus(a: Amount, b: Amount): Amount {
  const hours = formatDecimal(addDecimal(decimal(a.hours), decimal(b.hours)))
  return { currency: a.currency, hours, minor: String(BigInt(a.minor) + BigInt(b.minor)) }
}

function negated(hours: string): string {
  return formatDecimal(negateDecimal(decimal(hours)))
}

function plain(hours: string): string {
  return formatDecimal(decimal(hours))
}
