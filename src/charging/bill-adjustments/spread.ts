/** Pure: what an adjustment of many works means for each of them, and what speaks against it. */
import { compareDecimal, decimal, isZero } from '../../kernel/decimal.ts'
import { allocate, formatMoney, type Money, parseMoney, sumMoney } from '../../kernel/money.ts'
import type { Adjustment as Rule } from '../../model/scenario/adjustments.ts'
import type { Valued } from '../../scenario/pieces.ts'
import { adjustedBy } from '../../scenario/steps/adjust-work.ts'
import type { AdjustmentHow, AdjustmentWhat } from './words.ts'

/** What somebody asks for, of all its works together. */
export type AskedAdjustment = {
  readonly what: Exclude<AdjustmentWhat, 'take_back'>
  readonly how: AdjustmentHow | null
  readonly size: string | null
  readonly currency: string | null
}
export type Candidate = { readonly workId: string; readonly valued: Valued }
/** Where in the asking it is wrong: `size`, or one of the works. */
export type SpreadFault = { readonly at: 'size' | { readonly workId: string }; readonly message: string }
export type Spread = {
  /** The share of each work that it changes; null where all of it is written off. */
  readonly sizes: ReadonlyMap<string, string | null>
  readonly faults: readonly SpreadFault[]
  /** Works that stay what they are. */
  readonly unchanged: readonly string[]
}

const names = {
  to_quantity: 'toQuantity',
  to_rate: 'toRate',
  to_amount: 'toAmount',
  by_amount: 'byAmount',
  by_percent: 'byPercent',
} as const satisfies Record<AdjustmentHow, keyof Rule>
const words = { write_up: 'write-up', write_down: 'write-down', write_off: 'write-off' } as const
const hundred = decimal('100')

/**
 * The same percent or rate for each work; an amount in proportion to what the works are worth, to the last minor unit. A
 * work that it would move the other way, or that is billed in another currency, is told.
 */
export function spreadOver(asked: AskedAdjustment, candidates: readonly Candidate[]): Spread {
  const faults = faultsOf(asked, candidates)
  if (faults.length > 0) return { sizes: new Map(), faults, unchanged: [] }
  const shares = sharesOf(asked, candidates)
  if (typeof shares === 'string')
    return { sizes: new Map(), faults: [{ at: 'size', message: shares }], unchanged: [] }
  const sizes = new Map<string, string | null>()
  const unchanged: string[] = []
  const found: SpreadFault[] = []
  candidates.forEach(({ workId, valued }, at) => {
    const size = shares[at] ?? null
    const moved = movedBy(valued, ruleFor(asked, size))
    if (typeof moved === 'string') found.push({ at: { workId }, message: moved })
    else if (moved) sizes.set(workId, size)
    else unchanged.push(workId)
  })
  return { sizes, faults: found, unchanged }
}

function faultsOf({ what, how, size, currency }: AskedAdjustment, all: readonly Candidate[]): SpreadFault[] {
  const whole = (message: string): SpreadFault[] => [{ at: 'size', message }]
  if (how === null && what !== 'write_off')
    return whole('says of no write-up or write-down how much it is; only a write-off may leave it out')
  if (how === 'to_quantity' && all.length > 1)
    return whole('is said of one work; of many say a percent, a rate or an amount')
  if (how === 'by_percent' && what !== 'write_up' && compareDecimal(decimal(size!), hundred) > 0)
    return whole('takes off more than there is: say 100 or less')
  if (how?.startsWith('by_') && isZero(decimal(size!))) return whole('changes nothing: say more than zero')
  if (currency === null) return []
  return all.flatMap(({ workId, valued }) => {
    const own = worthOf(valued).currency
    const message = `is billed in ${own}, not in ${currency}: propose it apart`
    return own === currency ? [] : [{ at: { workId }, message }]
  })
}

/** What is billed of it before limits. */
export function worthOf({ pieces }: Valued): Money {
  const priced = pieces.filter((piece) => piece.bucket === 'priced')
  return sumMoney(
    priced.map((piece) => piece.amount),
    priced[0]!.amount.currency,
  )
}

function sharesOf(asked: AskedAdjustment, all: readonly Candidate[]): (string | null)[] | string {
  const { what, how, size, currency } = asked
  if (how !== 'by_amount' && how !== 'to_amount') return all.map(() => size)
  const total = parseMoney(size!, currency!)
  if (total === null) return `has more digits than ${currency}`
  const worths = all.map(({ valued }) => worthOf(valued))
  const sum = sumMoney(worths, currency!)
  const worth = `${formatMoney(sum)} ${currency}`
  const lowers = what !== 'write_up'
  if (how === 'by_amount' && lowers && total.minor > sum.minor)
    return `is more than the ${worth} that there is`
  if (how === 'to_amount' && (lowers ? total.minor > sum.minor : total.minor < sum.minor))
    return `is no ${words[what]}: it is worth ${worth} now`
  if (how === 'to_amount' && total.minor === sum.minor) return `changes nothing: it is worth ${worth} now`
  const weights = worths.map(({ minor }) => (minor < 0n ? 0n : minor))
  if (all.length === 1) return [formatMoney(total)]
  if (weights.every((weight) => weight === 0n)) return 'cannot be spread: the works are worth nothing'
  return allocate(total, weights).map(formatMoney)
}

function ruleFor({ what, how, currency }: AskedAdjustment, size: string | null): Rule {
  return {
    id: 'asked',
    on: '0001-01-01',
    what,
    ...(how === null || size === null ? {} : { [names[how]]: size }),
    ...(currency === null ? {} : { currency }),
  }
}

/** Whether it changes anything; or why it does not hold for the work. */
function movedBy(valued: Valued, rule: Rule): boolean | string {
  const after = adjustedBy(valued, [rule])
  const before = (valued.more?.adjustments as readonly unknown[] | undefined)?.length ?? 0
  const told = (after.more?.adjustments as readonly { readonly amount: string }[] | undefined) ?? []
  if (told.length === before) return whyNot(after)
  if (!isZero(decimal(told.at(-1)!.amount))) return true
  // Hours may go although they are worth nothing.
  const off = (one: Valued) => one.pieces.filter((piece) => piece.bucket === 'written_off').length
  return off(after) > off(valued)
}

function whyNot({ story }: Valued): string {
  const said = story.at(-1) ?? ''
  return `${said.charAt(0).toLowerCase()}${said.slice(1)}`.replace(/\.$/, '')
}
